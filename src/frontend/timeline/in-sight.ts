/** The tests in view: their number, and a list of some. */

import { isFailing } from '../data/ranks.ts'
import type { Span } from '../data/span.ts'
import type { Model } from './model.ts'
import { endOf, type Piece, piecesIn, type Row, testAt } from './rows.ts'

export interface InSight {
  readonly count: number
  /** At most `most` of them: failing tests first, then by start. */
  readonly listed: readonly number[]
}

interface Asked {
  readonly model: Model
  readonly view: Span
  readonly matches: Uint8Array | null
  /** Maximum number of tests listed. */
  readonly most: number
}

/** Yields after every piece of tests, so that it can run in slices. */
export function* testsInSight(asked: Asked): Generator<undefined, InSight> {
  const { rows, tests } = asked.model
  const rowLists = new Map(rows.map((row): [Row, Lists] => [row, { failing: [], others: [] }]))
  let count = 0
  for (const piece of piecesIn(rows, tests, asked.view)) {
    count += addPiece(rowLists.get(piece.row) as Lists, asked, piece)
    yield
  }
  const byStart = (a: number, b: number): number => tests.start[a] - tests.start[b]
  const lists = [...rowLists.values()]
  const failing = lists.flatMap((one) => one.failing).sort(byStart)
  const others = lists.flatMap((one) => one.others).sort(byStart)
  return { count, listed: [...failing, ...others].slice(0, asked.most) }
}

/** The first tests of a row, at most `most` each: no more of it can be listed. */
interface Lists {
  readonly failing: number[]
  readonly others: number[]
}

/** Adds a piece to the lists; returns how many of its tests are in view. */
function addPiece(
  { failing, others }: Lists,
  { model, view, matches, most }: Asked,
  { row, from, to }: Piece,
): number {
  const { tests } = model
  let count = 0
  for (let i = from; i < to; i++) {
    const test = testAt(row, i)
    if (matches !== null && matches[test] === 0) continue
    if (tests.start[test] < view.from && endOf(tests, test) <= view.from) continue
    count += 1
    const list = isFailing(tests, test) ? failing : others
    if (list.length < most) list.push(test)
  }
  return count
}
