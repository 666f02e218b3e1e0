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
  const last = lines.findLastIndex(({ kind, library }) => kind === 'frame' && library === false)
  const blocks: (Block & { lines: TraceLine[] })[] = []
  // pytest prints the source above the location, Python below it
  lines.forEach((line, i) => {
    const current = blocks[blocks.length - 1]
    if (line.kind === 'frame') {
      blocks.push({ lines: [line], frame: line.library ? 'library' : 'project', innermost: i === last })
    } else if (isSource(line) && current !== undefined && current.frame !== null) {
      current.lines.push(line)
    } else if (current !== undefined && current.frame === null) {
      current.lines.push(line)
    } else {
      blocks.push({ lines: [line], frame: null, innermost: false })
    }
  })
  return blocks
}

const isSource = ({ kind }: TraceLine): boolean => kind === 'source' || kind === 'caret'

/** Folds nothing in a traceback of libraries only: then they are what is tested. */
export function foldBlocks(blocks: readonly Block[]): Fold[] {
  const folds: { blocks: Block[]; folds: boolean }[] = []
  const mixed = blocks.some(({ frame }) => frame === 'project')
  for (let i = 0; i < blocks.length; ) {
    let end = i
    while (end < blocks.length && blocks[end].frame === 'library') end += 1
    const many = mixed && end - i >= LEAST
    folds.push({ blocks: blocks.slice(i, many ? end : i + 1), folds: many })
    i = many ? end : i + 1
  }
  return folds
}
