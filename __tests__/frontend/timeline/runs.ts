/** Random runs, and the timeline's model of them. */

import fc from 'fast-check'
import { STATUSES } from '../../../src/format/exported.ts'
import { RANK_OF_CODE } from '../../../src/frontend/data/ranks.ts'
import type { Tests } from '../../../src/frontend/data/tests.ts'
import { buildModel, type Model } from '../../../src/frontend/timeline/model.ts'
import { type Row, testAt } from '../../../src/frontend/timeline/rows.ts'
import { readTests, type ShortTest } from '../columns.ts'

export const ORIGIN = 1000

/** Tests of two classes, on workers 0 to 2 or none; some fail, some last 0 µs or less (clock set back). */
export const someTests = (most: number, span = 100_000): fc.Arbitrary<ShortTest[]> =>
  fc
    .array(
      fc.record({
        start: fc.integer({ min: 0, max: span }),
        duration: fc.oneof(
          { weight: 6, arbitrary: fc.integer({ min: 0, max: Math.ceil(span / 500) }) },
          { weight: 2, arbitrary: fc.integer({ min: 0, max: Math.ceil(span / 20) }) },
          { weight: 2, arbitrary: fc.constantFrom(0, 1) },
          { weight: 1, arbitrary: fc.integer({ min: -Math.ceil(span / 20), max: -1 }) },
          { weight: 1, arbitrary: fc.integer({ min: 0, max: span }) },
        ),
        status: fc.oneof(
          { weight: 5, arbitrary: fc.constant('success' as const) },
          { weight: 2, arbitrary: fc.constantFrom(...STATUSES) },
        ),
        worker: fc.constantFrom(0, 1, 2, null),
      }),
      // without `size`, fast-check generates at most ten
      { minLength: 1, maxLength: most, size: 'max' },
    )
    .map((tests) =>
      tests.map(({ worker, ...test }, i) => ({
        ...test,
        name: `m.C${i % 2}.test_${i}`,
        tags: worker === null ? [] : [`worker-${worker}`],
      })),
    )

/**
 * More simultaneous tests than a lane has rows. Each row but the last holds one test that runs all the
 * time; the tests of `someTests`, without a worker, share the last one.
 */
const crowd = (most: number, span = 100_000): fc.Arbitrary<ShortTest[]> =>
  someTests(most, span).map((tests) => [
    ...tests.map((test) => ({ ...test, tags: [] })),
    ...Array.from({ length: 255 }, (_, n) => ({ name: `m.D.test_${n}`, start: -1, duration: 3 * span })),
  ])

/** Mostly ordinary runs, and some crowds. */
export const anyRun = (most: number): fc.Arbitrary<ShortTest[]> =>
  fc.oneof({ weight: 5, arbitrary: someTests(most) }, { weight: 1, arbitrary: crowd(most) })

export interface Drawn {
  readonly tests: Tests
  readonly model: Model
}

export function drawn(...runs: readonly (readonly ShortTest[])[]): Drawn {
  const tests = readTests(runs, ORIGIN)
  const model = buildModel(
    tests,
    runs.map((_, run) => run),
  )
  if (model === null) throw new Error('no times')
  return { tests, model }
}

/** Enough rows to check: the earlier ones of a crowd are all alike. */
export const lastRows = ({ rows }: Model): readonly Row[] => rows.slice(-20)

export const testsOf = (row: Row): number[] => Array.from({ length: row.count }, (_, i) => testAt(row, i))

export const rankOf = (tests: Pick<Tests, 'status'>, test: number): number => RANK_OF_CODE[tests.status[test]]

/** Runs a generator to its end, and returns its result. */
export function finish<T>(walk: Generator<undefined, T>): T {
  for (;;) {
    const step = walk.next()
    if (step.done === true) return step.value
  }
}
