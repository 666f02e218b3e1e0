/** Groups a traceback's lines into blocks: frames with their source. Consecutive library frames can fold. */

import type { TraceLine } from './parse-trace.ts'

export interface Block {
  /** A frame and its source, or lines between frames. */
  readonly lines: readonly TraceLine[]
  readonly frame: 'project' | 'library' | null
  /** The project's last frame: where to look first. */
  readonly innermost: boolean
}

export interface Fold {
  readonly blocks: readonly Block[]
  /** Whether the blocks are frames that fold into one line. */
  readonly folds: boolean
}

/** A shorter sequence of library frames is not folded. */
const LEAST = 4

export function blocksOf(lines: readonly TraceLine[]): Block[] {
  const last = lines.findLastIndex(({ library }) => library === false)
  const blocks: (Block & { lines: TraceLine[] })[] = []
  lines.forEach((line, i) => {
    const current = blocks[blocks.length - 1]
    if (line.kind === 'frame') {
      const own = [...takeAbove(current), line]
      blocks.push({ lines: own, frame: line.library ? 'library' : 'project', innermost: i === last })
    } else if (current !== undefined && (current.frame === null || isBelow(line))) {
      current.lines.push(line)
    } else {
      blocks.push({ lines: [line], frame: null, innermost: false })
    }
  })
  return blocks.filter((block) => block.lines.length > 0)
}

/** Python's source below a location, or pytest's, or the rule `_ _ _` that pytest prints between frames. */
const isBelow = ({ kind, text }: TraceLine): boolean =>
  kind === 'source' ||
  kind === 'caret' ||
  text.startsWith('_ ') ||
  (kind === 'text' && text.startsWith('    '))

/** Takes a frame's source off the lines above it, where pytest prints it unless the location says `in f`. */
function takeAbove(above: (Block & { lines: TraceLine[] }) | undefined): TraceLine[] {
  if (above?.frame !== null) return []
  const from = above.lines.findLastIndex(({ kind }) => kind === 'rule' || kind === 'chain') + 1
  return above.lines.slice(from).some(({ kind }) => kind === 'current') ? above.lines.splice(from) : []
}

/** A frame of a library, in which pytest does not say what was raised. */
const isQuiet = ({ frame, lines }: Block): boolean =>
  frame === 'library' && !lines.some(({ kind }) => kind === 'error')

/** Folds nothing in a traceback of libraries only: then they are what is tested. */
export function foldBlocks(blocks: readonly Block[]): Fold[] {
  const folds: { blocks: Block[]; folds: boolean }[] = []
  const mixed = blocks.some(({ frame }) => frame === 'project')
  for (let i = 0; i < blocks.length; ) {
    let end = i
    while (end < blocks.length && isQuiet(blocks[end])) end += 1
    const many = mixed && end - i >= LEAST
    folds.push({ blocks: blocks.slice(i, many ? end : i + 1), folds: many })
    i = many ? end : i + 1
  }
  return folds
}
