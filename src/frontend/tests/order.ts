/** The values that the table is sorted by, one number per test. */

import { STATUSES } from '../../format/exported.ts'
import { attemptOf } from '../data/attempts.ts'
import { runOf, type Tests } from '../data/tests.ts'
import type { SortKey } from '../route/route.ts'
import { SEVERITY } from '../text/status.ts'

/** NaN for a missing value. Null for names: they are not numbers. */
export function valuesOf(tests: Tests, key: SortKey): Float64Array | null {
  if (key === 'name') return null
  if (key === 'start') return tests.start
  if (key === 'duration') return tests.duration
  const each = (value: (test: number) => number): Float64Array => {
    // a loop: Float64Array.from with a function takes ten times as long
    const values = new Float64Array(tests.count)
    for (let test = 0; test < values.length; test++) values[test] = value(test)
    return values
  }
  if (key === 'worker') return each((test) => (tests.worker(test) < 0 ? Number.NaN : tests.worker(test)))
  if (key === 'run') return each((test) => runOf(tests, test))
  if (key === 'attempt') return each((test) => attemptOf(tests, test))
  if (key === 'tags') return tagRanks(tests)
  const rank = STATUSES.map((status) => SEVERITY.indexOf(status))
  return each((test) => rank[tests.status[test]])
}

/** Ranks of the tests' tag sets, ordered as text; NaN, which comes last, without tags. */
function tagRanks(tests: Tests): Float64Array {
  const texts = [
    ...new Set(tests.names.flatMap((run) => run?.tagSets.map((set) => set.join(' ')) ?? [])),
  ].sort()
  const rank = new Map(texts.map((text, place) => [text, text === '' ? Number.NaN : place]))
  const ofSet = tests.names.map((run) => run?.tagSets.map((set) => rank.get(set.join(' ')) ?? Number.NaN))
  const ranks = new Float64Array(tests.count).fill(Number.NaN)
  tests.names.forEach((run, r) => {
    run?.tags.forEach((set, n) => {
      ranks[tests.runStart[r] + n] = ofSet[r]?.[set] ?? Number.NaN
    })
  })
  return ranks
}
