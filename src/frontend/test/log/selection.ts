/**
 * What is selected in a log of which only some rows are elements. The document's selection would lose what
 * scrolls away: its ends are kept as places in the log, and put into the document anew with the rows.
 */

import { ESCAPE } from '../../../reason.ts'
import type { Part } from '../../data/entry.ts'
import type { RowIndex } from './rows.ts'

/** A place between two characters of a row, in characters as drawn: escapes do not count. */
interface Place {
  readonly row: number
  readonly offset: number
}

interface Ends {
  readonly anchor: Place
  readonly focus: Place
}

/** A place in the document. */
type Point = readonly [node: Node, offset: number]

/** The rows that are elements. */
export interface Drawn {
  readonly first: number
  readonly end: number
}

const ALL: Ends = { anchor: { row: 0, offset: 0 }, focus: { row: Infinity, offset: Infinity } }

export class LogSelection {
  private readonly part: Part
  private readonly rows: RowIndex
  private ends: Ends | null = null
  /** Anchor and focus in the document as they were last seen or put there: any others are the reader's. */
  private known: readonly [Point, Point] | null = null
  private drag: 'none' | 'begins' | 'on' = 'none'

  constructor(part: Part, rows: RowIndex) {
    this.part = part
    this.rows = rows
  }

  /** A browser whose selection was put elsewhere during a drag begins a new one at the pointer. */
  get isDragged(): boolean {
    return this.drag === 'on'
  }

  /** The button went down in the log, or up, or down elsewhere. */
  press(inLog: boolean): void {
    this.drag = inLog ? 'begins' : 'none'
  }

  /** Takes over what the reader has selected in the document since. */
  take(log: Element): void {
    const points = pointsOf(document.getSelection())
    if (points === null) this.ends = null
    if (
      points === null ||
      (this.known !== null && points.every((point, i) => isSame(point, this.known?.[i])))
    )
      return
    const stays = this.isDragged || isSame(points[0], this.known?.[0])
    const anchor = (stays ? this.ends?.anchor : null) ?? placeOf(log, points[0])
    this.ends = anchor && { anchor, focus: placeOf(log, points[1]) ?? edgeTowards(log, points[1]) }
    this.known = points
    if (this.drag === 'begins') this.drag = 'on'
  }

  takeAll(): void {
    this.ends = ALL
  }

  /** Puts the selection into the document, as far as its rows are there. */
  show(log: Element, drawn: Drawn): void {
    const selection = document.getSelection()
    if (this.ends === null || selection === null) return
    const [anchor, focus] = [pointOf(log, this.ends.anchor, drawn), pointOf(log, this.ends.focus, drawn)]
    const now = pointsOf(selection)
    if (!isSame(anchor, now?.[0]) || !isSame(focus, now?.[1])) selection.setBaseAndExtent(...anchor, ...focus)
    this.known = pointsOf(selection)
  }

  /** The selected text, with all of the log if the document's selection encloses it; empty: none of the log. */
  copy(log: Element): string {
    const selection = document.getSelection()
    if (!selection?.containsNode(log)) return this.text(this.ends)
    const whole = selection.getRangeAt(0)
    const [before, behind] = [whole.cloneRange(), whole.cloneRange()]
    before.setEndBefore(log)
    behind.setStartAfter(log)
    // a range's own text has no line ends
    const [above, below] = [before, behind, whole].map((range) => {
      selection.removeAllRanges()
      selection.addRange(range)
      return selection.toString()
    })
    return [above, this.text(ALL), below].filter(Boolean).join('\n')
  }

  /** Without escapes; wrapped rows are the one line that they were. */
  private text(ends: Ends | null): string {
    if (ends === null) return ''
    const [from, to] = Object.values(ends).sort((a, b) => a.row - b.row || a.offset - b.offset)
    const texts: string[] = []
    const last = Math.min(to.row, this.rows.count - 1)
    for (let row = from.row; row <= last; row++) {
      const bytes = this.rows.rangeOf(row)
      const text = this.part.bytes.text(bytes.from, bytes.to).replace(ESCAPE, '')
      if (row > from.row && this.rows.isFirst(row)) texts.push('\n')
      texts.push(text.slice(row === from.row ? from.offset : 0, row === to.row ? to.offset : undefined))
    }
    return texts.join('')
  }
}

const isSame = (a: Point, b: Point | undefined): boolean => a[0] === b?.[0] && a[1] === b[1]

function pointsOf(selection: Selection | null): [Point, Point] | null {
  const { anchorNode = null, anchorOffset = 0, focusNode = null, focusOffset = 0 } = selection ?? {}
  if (anchorNode === null || focusNode === null) return null
  return [
    [anchorNode, anchorOffset],
    [focusNode, focusOffset],
  ]
}

const rowNumber = (row: Element | undefined): number => Number(row?.getAttribute('data-row') ?? 0)

/** The place of a point in the document; null if it is not in a row of the log. */
function placeOf(log: Element, [node, offset]: Point): Place | null {
  const row = (node instanceof Element ? node : node.parentElement)?.closest('.text-row')
  const line = row?.querySelector('.text-line')
  if (!row || !line || !log.contains(row)) return null
  const before = document.createRange()
  before.setStart(line, 0)
  // a point in the line's number is before its text
  if (line.contains(node)) before.setEnd(node, offset)
  return { row: rowNumber(row), offset: before.toString().length }
}

/** The beginning or end of the drawn rows, for a point above or below them. */
function edgeTowards(log: Element, [node]: Point): Place {
  const rows = log.querySelectorAll('.text-row')
  const isAbove = (log.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) !== 0
  return isAbove
    ? { row: rowNumber(rows[0]), offset: 0 }
    : { row: rowNumber(rows[rows.length - 1]), offset: Infinity }
}

/** The point of a place, or the nearest one if its row is not drawn. */
function pointOf(log: Element, { row, offset }: Place, { first, end }: Drawn): Point {
  const line = log.querySelector(`[data-row="${Math.min(Math.max(row, first), end - 1)}"] .text-line`)
  if (line === null) return [log, 0]
  let left = row < first ? 0 : row >= end ? Infinity : offset
  let last: Point = [line, 0]
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
  for (let text = texts.nextNode() as Text | null; text !== null; text = texts.nextNode() as Text | null) {
    last = [text, Math.min(left, text.length)]
    if (left <= text.length) break
    left -= text.length
  }
  return last
}
