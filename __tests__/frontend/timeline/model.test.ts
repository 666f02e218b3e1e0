import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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

describe('the runs shown by default', () => {
  const span = (from: number, to: number): { from: number; to: number } => ({ from, to })

  it.each([
    [
      'all, if they ran at the same time (shards of one job)',
      [span(0, 10), span(1, 11), span(2, 9)],
      [false, true, false],
      [0, 1, 2],
    ],
    ['all, if one ran right after the other', [span(0, 10), span(10, 20)], [false, false], [0, 1]],
    [
      'the last one that failed, if they ran far apart',
      [span(0, 10), span(1000, 1010), span(2000, 2010)],
      [true, true, false],
      [1],
    ],
    [
      'the last one, if they ran far apart and none failed',
      [span(0, 10), span(1000, 1010)],
      [false, false],
      [1],
    ],
    ['those with times', [null, span(0, 10), null], [true, false, true], [1]],
    [
      'the last one that failed and has times, if they ran far apart',
      [span(0, 10), span(1000, 1010), null],
      [true, false, true],
      [0],
    ],
    ['all, if none has times', [null, null], [true, false], [0, 1]],
  ] as const)('are %s', (_, spans, failed, expected) => {
    expect(runsAtFirst(spans, failed)).toEqual(expected)
  })
})
