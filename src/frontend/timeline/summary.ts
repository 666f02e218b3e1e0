/** A span in numbers: how many tests ran, how busy the lanes were, which tests took longest. */

import { STATUSES, type Status } from '../../format/exported.ts'
import { groupBy } from '../data/group-by.ts'
import { keepLongest } from '../data/run-facts.ts'
import type { Span } from '../data/span.ts'
import type { Lane } from '../data/tests.ts'
import { isUnended } from '../text/duration.ts'
import { type Model, wholeOfRun } from './model.ts'
import { endOf, PIECE, type Piece, piecesIn, type Row, testAt } from './rows.ts'

export interface Summary {
  /** Tests that ran at some time of the span. */
  readonly tests: number
  readonly counts: Readonly<Record<Status, number>>
  /** How busy the workers were, or the lanes if there is none; null if nothing tells who ran tests that overlap. */
  readonly busy: Busy | null
  readonly rows: ReadonlyMap<Row, RowSums>
  /** Tests shorter than `shortest`. */
  readonly tooShort: number
  /** The longest tests, longest first. */
  readonly slowest: readonly number[]
}

interface Busy {
  /** Microseconds of the span in which a test ran that ended, summed over the lanes; overlapping time counts once. */
  readonly time: number
  /** Microseconds of the span within the lanes' own runs, summed over the lanes. */
  readonly of: number
  /** Number of lanes whose run is in the span. */
  readonly lanes: number
  readonly areWorkers: boolean
}

interface RowSums {
  tests: number
  /** Microseconds of the span taken by tests that ended. */
  busy: number
}

interface Sums {
  readonly rows: ReadonlyMap<Row, RowSums>
  readonly counts: number[]
  tooShort: number
  readonly slowest: number[]
}

interface Asked {
  readonly model: Model
  readonly span: Span
  readonly matches: Uint8Array | null
  /** Microseconds: a shorter test cannot be told from its neighbours. */
  readonly shortest: number
  /** Maximum number of slowest tests. */
  readonly most: number
}

/** Yields after every piece of tests, so that it can run in slices. */
export function* summarize(asked: Asked): Generator<undefined, Summary> {
  const { rows, tests } = asked.model
  const each = new Map(rows.map((row) => [row, { tests: 0, busy: 0 }]))
  const sums: Sums = { rows: each, counts: STATUSES.map(() => 0), tooShort: 0, slowest: [] }
  for (const piece of piecesIn(rows, tests, asked.span)) {
    addPiece(sums, asked, piece)
    yield
  }
  const counts = Object.fromEntries(
    STATUSES.map((status, i) => [status, sums.counts[i]]),
  ) as Summary['counts']
  const count = [...each.values()].reduce((sum, one) => sum + one.tests, 0)
  return { ...sums, tests: count, busy: yield* busyOf(asked, each), counts }
}

/** As the balance on the home page, which is of a whole run. */
function* busyOf(asked: Asked, sums: Sums['rows']): Generator<undefined, Busy | null> {
  const { rows, tests } = asked.model
  const lanes = groupBy(rows, ({ lane }) => tests.lanes[lane])
  const workers = [...lanes].filter(([{ worker }]) => worker !== null)
  const areWorkers = workers.length > 0
  let [time, of, count] = [0, 0, 0]
  for (const [lane, own] of areWorkers ? workers : lanes) {
    if (own.length > 1 && !areWorkers) return null
    const { from, to } = wholeOfRun(asked.model, own[0])
    const shared = Math.min(to, asked.span.to) - Math.max(from, asked.span.from)
    if (shared <= 0) continue
    of += shared
    count += 1
    time += own.length > 1 ? yield* joinedTime(asked, lane) : (sums.get(own[0])?.busy ?? 0)
  }
  return { time, of, lanes: count, areWorkers }
}

/** Time of the span in which a test of the lane ran, whose tests are ascending by start and overlap. */
function* joinedTime({ model, span, matches }: Asked, { first, end }: Lane): Generator<undefined, number> {
  const { tests } = model
  let [time, reach] = [0, span.from]
  for (let test = first; test < end && tests.start[test] < span.to; test++) {
    if ((test - first) % PIECE === PIECE - 1) yield
    if (matches?.[test] === 0 || isUnended(tests.status[test])) continue
    const to = Math.min(endOf(tests, test), span.to)
    time += Math.max(0, to - Math.max(tests.start[test], reach))
    reach = Math.max(reach, to)
  }
  return time
}

function addPiece(
  sums: Sums,
  { model, span, matches, shortest, most }: Asked,
  { row, from, to }: Piece,
): void {
  const { tests } = model
  const { counts, slowest } = sums
  // local variables: a field would be written to memory for every test
  let [count, busy, tooShort] = [0, 0, 0]
  let least = slowest.length === most ? tests.duration[slowest[most - 1]] : 0
  for (let i = from; i < to; i++) {
    const test = testAt(row, i)
    if (matches !== null && matches[test] === 0) continue
    const [start, end] = [tests.start[test], endOf(tests, test)]
    if (end <= span.from && start < span.from) continue
    count += 1
    counts[tests.status[test]] += 1
    if (end - start < shortest) tooShort += 1
    if (isUnended(tests.status[test])) continue
    busy += Math.min(end, span.to) - Math.max(start, span.from)
    if (!(tests.duration[test] > least)) continue
    keepLongest(slowest, test, tests.duration, most)
    if (slowest.length === most) least = tests.duration[slowest[most - 1]]
  }
  const own = sums.rows.get(row) as RowSums
  own.tests += count
  own.busy += busy
  sums.tooShort += tooShort
}
