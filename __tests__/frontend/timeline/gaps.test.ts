import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Span } from '../../../src/frontend/data/span.ts'
import type { Tests } from '../../../src/frontend/data/tests.ts'
import { isUnended } from '../../../src/frontend/text/duration.ts'
import { gapBefore, gapTimes } from '../../../src/frontend/timeline/gaps.ts'
import { laneTimes } from '../../../src/frontend/timeline/lane-times.ts'
import { wholeOfRun } from '../../../src/frontend/timeline/model.ts'
import { endOf } from '../../../src/frontend/timeline/rows.ts'
import { summarize } from '../../../src/frontend/timeline/summary.ts'
import { drawn, finish, ORIGIN, someTests } from './runs.ts'

describe('the gaps of a row', () => {
  const { tests, model } = drawn([
    { name: 'm.A.a', start: 100, duration: 50 },
    { name: 'm.A.b', start: 160, duration: -20 },
    { name: 'm.B.a', start: 400, duration: 100 },
    { name: 'm.B.b', start: 500, duration: 100 },
  ])
  const [row] = model.rows
  const whole = { from: 1000, to: 1900 }

  it('are classified by the tests around them, and summed up within a span', () => {
    const kinds = [0, 1, 2, 3, 4].map((i) => gapBefore(tests, row, i, whole))
    expect(kinds).toEqual([
      { from: 1000, to: 1100, kind: 'start' },
      { from: 1150, to: 1160, kind: 'within' },
      { from: 1160, to: 1400, kind: 'between' },
      null,
      { from: 1600, to: 1900, kind: 'end' },
    ])
    const timesIn = (span: Span) => finish(gapTimes(tests, row, whole, span))
    expect(timesIn(whole)).toEqual({ start: 100, within: 10, between: 240, end: 300 })
    expect(timesIn({ from: 1010, to: 1090 })).toEqual({ start: 80, within: 0, between: 0, end: 0 })
    expect(timesIn({ from: 1155, to: 1170 })).toEqual({ start: 0, within: 5, between: 10, end: 0 })
    expect(timesIn({ from: 1410, to: 1700 })).toEqual({ start: 0, within: 0, between: 0, end: 100 })
    expect(gapBefore(tests, row, 1, whole, 11)).toBeNull()
  })

  it('add up with the busy time to the length of the span, for any span', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(someTests(60), share, share, (run, one, other) => {
        const { tests: all, model: of } = drawn(run)
        const [from, to] = [one, other]
          .map((at) => Math.round(of.whole.from + at * (of.whole.to - of.whole.from)))
          .sort((a, b) => a - b)
        for (const span of [of.whole, { from, to: Math.max(to, from + 1) }]) {
          const asked = { model: of, span, matches: null, shortest: 0, most: 0 }
          const summary = finish(summarize(asked))
          for (const lane of finish(laneTimes(of, all, span, summary))) {
            const { within, between, start, end } = lane
            const own = [...summary.rows].flatMap(([{ lane: n }, sums]) => (n === lane.lane ? [sums] : []))
            expect(lane.tests).toBe(own.reduce((sum, { tests: count }) => sum + count, 0))
            expect(lane.busy).toBe(own.reduce((sum, { busy }) => sum + busy, 0))
            if (own.length > 1) {
              expect([within, between, start, end]).toEqual(Array(4).fill(Number.NaN))
              continue
            }
            const last = wholeOfRun(of, of.rows[0]).to
            // how long these took is not known, and yet their worker was not idle
            const unended = unendedTime(all, lane.lane, span)
            expect(lane.busy + unended + within + between + start + end).toBe(
              Math.max(0, Math.min(span.to, last) - span.from),
            )
          }
        }
      }),
    )
  })

  const unendedTime = (all: Tests, lane: number, { from, to }: Span): number => {
    const { first, end } = all.lanes[lane]
    return Array.from({ length: end - first }, (_, i) => first + i)
      .filter((test) => isUnended(all.status[test]))
      .map((test) => Math.min(endOf(all, test), to) - Math.max(all.start[test], from))
      .reduce((sum, time) => sum + Math.max(0, time), 0)
  }

  it('are unknown where tests of the lane overlap: one row’s gap may be another row’s test', () => {
    const shared = drawn([
      { name: 'm.A.a', start: 0, duration: 500 },
      { name: 'm.A.b', start: 400, duration: 500 },
    ])
    expect(shared.model.rows.length).toBe(2)
    for (const one of shared.model.rows)
      expect([0, 1].map((i) => gapBefore(shared.tests, one, i, shared.model.whole))).toEqual([null, null])
  })

  it('have no idle end after tests that took no time', () => {
    const { tests: all, model: of } = drawn([
      { name: 'm.A.a', start: 0, duration: 0, tags: ['worker-0'] },
      { name: 'm.A.b', start: 7, duration: 0, tags: ['worker-1'] },
    ])
    const summary = finish(summarize({ model: of, span: of.whole, matches: null, shortest: 0, most: 0 }))
    const times = finish(laneTimes(of, all, of.whole, summary))
    expect(times.map(({ start, end }) => [start, end])).toEqual([
      [0, 7],
      [7, 0],
    ])
  })

  it('are those of workers that had nothing to do in the whole span, but not of runs out of view', () => {
    const { tests: all, model: of } = drawn(
      [{ name: 'm.A.a', start: 0, duration: 1000, tags: ['worker-0'] }],
      [
        { name: 'm.A.a', start: 2000, duration: 3000, tags: ['worker-0'] },
        { name: 'm.A.b', start: 2000, duration: 1000, tags: ['worker-1'] },
      ],
      [{ name: 'm.A.a', start: 6000, duration: 1000, tags: ['worker-0'] }],
    )
    const span = { from: 4000 + ORIGIN, to: 5000 + ORIGIN }
    const summary = finish(summarize({ model: of, span, matches: null, shortest: 0, most: 0 }))
    const times = finish(laneTimes(of, all, span, summary))
    expect(times.map(({ busy, end }) => [busy, end])).toEqual([
      [1000, 0],
      [0, 1000],
    ])
  })

  it('stay within their own run, even if another run starts earlier or ends later', () => {
    const { tests: both, model: of } = drawn(
      [
        { name: 'm.A.a', start: 0, duration: 5000, tags: ['worker-0'] },
        { name: 'm.A.b', start: 0, duration: 8000, tags: ['worker-1'] },
      ],
      [{ name: 'm.A.a', start: 6000, duration: 20_000, tags: ['worker-0'] }],
    )
    const summary = finish(summarize({ model: of, span: of.whole, matches: null, shortest: 0, most: 0 }))
    const times = finish(laneTimes(of, both, of.whole, summary))
    expect(times.map(({ busy, start, end }) => [busy, start, end])).toEqual([
      [5000, 0, 3000],
      [8000, 0, 0],
      [20_000, 0, 0],
    ])
  })
})
