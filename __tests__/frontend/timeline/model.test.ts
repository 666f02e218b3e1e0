import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Manifest } from '../../../src/format/report.ts'
import { worstFirst } from '../../../src/frontend/data/run-order.ts'
import { buildModel, runsAtFirst } from '../../../src/frontend/timeline/model.ts'
import { endOf } from '../../../src/frontend/timeline/rows.ts'
import { readTests } from '../columns.ts'
import { anyRun, drawn } from './runs.ts'

describe('the model of the timeline', () => {
  it('spans from the first start to the last end of all tests', () => {
    fc.assert(
      fc.property(anyRun(60), (run) => {
        const { tests, model } = drawn(run)
        const ends = [...run.keys()].map((test) => endOf(tests, test))
        expect(model.whole.from).toBe(Math.min(...tests.start))
        expect(model.whole.to).toBeGreaterThanOrEqual(Math.max(...ends))
        expect(model.whole.to).toBeGreaterThan(Math.max(...tests.start))
        expect(model.whole.to).toBeLessThanOrEqual(
          Math.max(...ends, ...[...tests.start].map((at) => at + 1), model.whole.from + 1000),
        )
      }),
    )
  })

  it('contains only the requested runs', () => {
    const tests = readTests([
      [{ name: 'a', start: 0, duration: 5000 }],
      [{ name: 'b', start: 10_000, duration: 5000 }],
    ])
    expect(buildModel(tests, [1])?.rows).toEqual([{ lane: 1, tests: null, ends: null, first: 1, count: 1 }])
    expect(buildModel(tests, [0, 1])?.rows).toHaveLength(2)
    expect(buildModel(tests, [])).toBeNull()
  })

  it.each([
    [256, false],
    [257, true],
  ])(
    'knows of %d tests at once without a worker whether they are more than its rows: %s',
    (many, crowded) => {
      const tests = readTests([
        Array.from({ length: many }, (_, n) => ({ name: `${n}`, start: n, duration: 300 })),
        // never at once
        [0, 10, 20].map((start) => ({ name: `${start}`, start, duration: 10 })),
      ])
      expect(buildModel(tests, [0, 1])?.crowded).toBe(crowded)
      expect(buildModel(tests, [1])?.crowded).toBe(false)
    },
  )

  it('is null if no test has times', () => {
    expect(buildModel(readTests([[{ name: 'a', start: null, duration: null }]]), [0])).toBeNull()
    expect(buildModel(readTests([null]), [0])).toBeNull()
  })
})

describe('several runs', () => {
  const time = (second: number): string => new Date(second * 1000).toISOString().replace('Z', '000+00:00')
  /** Seconds of start and end, if it has times, and whether it failed or lost results. */
  const run = ([times, told]: readonly [readonly number[] | null, string]) => ({
    entry: {
      stats: {
        count: 1,
        failed: told === 'failed' ? 1 : 0,
        ...(times !== null && { start: time(times[0]), end: time(times[1]) }),
      },
      ...(told === 'lost' && { warnings: [{ kind: 'truncated', message: '' }] }),
    },
  })

  it.each([
    [
      'at the same time (shards of one job): all are shown, those that failed are first',
      [
        [[0, 10], 'passed'],
        [[1, 11], 'failed'],
        [[2, 9], 'passed'],
        [[0, 9], 'lost'],
      ],
      [0, 1, 2, 3],
      [1, 3, 0, 2],
    ],
    [
      'one right after the other: all are shown',
      [
        [[0, 10], 'passed'],
        [[10, 20], 'passed'],
      ],
      [0, 1],
      [0, 1],
    ],
    [
      'far apart: the newest that failed is shown, wherever it stands',
      [
        [[1000, 1010], 'failed'],
        [[0, 10], 'failed'],
        [[2000, 2010], 'passed'],
        [[3000, 3010], 'passed'],
      ],
      [0],
      [0, 1, 3, 2],
    ],
    [
      'far apart: the one that lost results is shown',
      [
        [[9000, 9010], 'lost'],
        [null, 'passed'],
        [[0, 10], 'failed'],
      ],
      [0],
      [0, 2, 1],
    ],
    [
      'far apart, none failed: the newest is shown',
      [
        [[0, 10], 'passed'],
        [[1000, 1010], 'passed'],
      ],
      [1],
      [1, 0],
    ],
    [
      'those with times are shown',
      [
        [null, 'failed'],
        [[0, 10], 'passed'],
        [null, 'failed'],
      ],
      [1],
      [0, 2, 1],
    ],
    [
      'far apart, some without times: one with times is shown',
      [
        [[0, 10], 'failed'],
        [[1000, 1010], 'passed'],
        [null, 'failed'],
      ],
      [0],
      [0, 2, 1],
    ],
    [
      'without times: all are counted',
      [
        [null, 'passed'],
        [null, 'failed'],
      ],
      [0, 1],
      [1, 0],
    ],
  ] as const)('%s', (_, runs, shown, order) => {
    const manifest = { runs: runs.map(run) } as unknown as Manifest
    expect(runsAtFirst(manifest)).toEqual(shown)
    expect(worstFirst(manifest)).toEqual(order)
  })
})
