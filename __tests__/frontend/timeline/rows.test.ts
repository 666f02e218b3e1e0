import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOf, firstEnding, firstFrom, packLane, testAt } from '../../../src/frontend/timeline/rows.ts'
import { readTests } from '../columns.ts'
import { anyRun, drawn, someTests, testsOf } from './runs.ts'

describe('the rows of lanes', () => {
  it('hold every test once, in its own lane, without overlaps', () => {
    fc.assert(
      fc.property(someTests(60), (run) => {
        const { tests, model } = drawn(run)
        const all = model.rows.flatMap(testsOf)
        expect(all.toSorted((a, b) => a - b)).toEqual([...run.keys()])
        for (const row of model.rows) {
          const { first, end } = tests.lanes[row.lane]
          const inRow = testsOf(row)
          expect(inRow.every((test) => test >= first && test < end)).toBe(true)
          for (let i = 1; i < inRow.length; i++) {
            expect(tests.start[inRow[i]]).toBeGreaterThanOrEqual(endOf(tests, inRow[i - 1]))
          }
        }
      }),
    )
  })

  it('take each test into the first one that is free', () => {
    fc.assert(
      fc.property(someTests(60), (run) => {
        const { tests, model } = drawn(run)
        model.rows.forEach((row, i) => {
          const above = model.rows.slice(0, i).filter(({ lane }) => lane === row.lane)
          for (const test of testsOf(row)) {
            for (const other of above) {
              // each row above has an earlier test that is still running
              const taken = testsOf(other).filter(
                (one) => one < test && endOf(tests, one) > tests.start[test],
              )
              expect(taken).toHaveLength(1)
            }
          }
        })
      }),
    )
  })

  it('are a single one without a list of tests if nothing overlaps', () => {
    const tests = readTests([
      [
        { name: 'a', start: 0, duration: 5 },
        { name: 'b', start: 5, duration: -3 },
        { name: 'c', start: 5, duration: 0 },
        { name: 'd', start: 5, duration: 4 },
      ],
    ])
    expect(packLane(tests, tests.lanes[0], 0)).toEqual([
      { lane: 0, tests: null, ends: null, first: 0, count: 4 },
    ])
  })

  it('are at most 256 per lane, and the last one holds all remaining tests', () => {
    const tests = readTests([
      Array.from({ length: 300 }, (_, n) => ({ name: `${n}`, start: n, duration: 1e6 })),
    ])
    const rows = packLane(tests, tests.lanes[0], 0)
    expect(rows.map(({ count }) => count)).toEqual([...Array.from({ length: 255 }, () => 1), 45])
    expect(rows.flatMap(testsOf)).toEqual(Array.from({ length: 300 }, (_, n) => n))
  })

  it('find their first test that ends, or starts, at or after a given time', () => {
    fc.assert(
      fc.property(anyRun(40), fc.integer({ min: 0, max: 110_000 }), (run, time) => {
        const { tests, model } = drawn(run)
        for (const row of model.rows) {
          const ended = testsOf(row).findIndex((test) => endOf(tests, test) >= time)
          expect(firstEnding(row, tests, time)).toBe(ended < 0 ? row.count : ended)
          const found = firstFrom(row, tests, time)
          const expected = testsOf(row).findIndex((test) => tests.start[test] >= time)
          expect(found).toBe(expected < 0 ? row.count : expected)
          if (found < row.count) expect(tests.start[testAt(row, found)]).toBeGreaterThanOrEqual(time)
        }
      }),
    )
  })
})
