/** Lines of a traceback as blocks: a frame with its source, libraries' frames in a row behind one button. */

import type { TraceLine } from './parse-trace.ts'

export interface Block {
  /** A frame and what belongs to it, or lines between frames. */
  readonly lines: readonly TraceLine[]
  readonly frame: 'project' | 'library' | null
  /** The last frame of the project: where to look first. */
  readonly innermost: boolean
}

export interface Fold {
  readonly blocks: readonly Block[]
  /** Frames that can be folded into one line. */
  readonly folds: boolean
}

/** Fewer frames of libraries than this are no burden. */
const LEAST = 4

export function blocksOf(lines: readonly TraceLine[]): Block[] {
  const last = lines.findLastIndex(({ kind, library }) => kind === 'frame' && library === false)
  const blocks: (Block & { lines: TraceLine[] })[] = []
  // pytest has the source above the place, Python below it
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

/** Nothing folds where there are libraries alone: they are then what is tested. */
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
