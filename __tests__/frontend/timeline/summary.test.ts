import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATUSES, UNENDED_STATUSES } from '../../../src/format/exported.ts'
import { balanceOf } from '../../../src/frontend/home/balance.ts'
import { wholeOfRun } from '../../../src/frontend/timeline/model.ts'
import { endOf } from '../../../src/frontend/timeline/rows.ts'
import { summarize } from '../../../src/frontend/timeline/summary.ts'
import { named } from '../columns.ts'
import { anyRun, drawn, finish, ORIGIN, someTests } from './runs.ts'

describe('the summary of a span', () => {
  const moment = fc.integer({ min: 0, max: 110_000 })

  it('has the numbers that a check of every test finds', () => {
    const filters = fc.option(fc.array(fc.constantFrom(0, 1), { minLength: 60, maxLength: 60 }), {
      nil: null,
    })
    fc.assert(
      fc.property(anyRun(60), moment, moment, filters, fc.nat(3000), (run, one, other, filter, shortest) => {
        const { tests, model } = drawn(run)
        const span = { from: Math.min(one, other), to: Math.max(one, other) + 1 }
        const matches = filter === null ? null : Uint8Array.from(filter)
        const found = finish(summarize({ model, span, matches, shortest, most: 5 }))
        const inSpan = [...run.keys()].filter((test) => {
          const [start, end] = [tests.start[test], endOf(tests, test)]
          return start < span.to && (end > span.from || start >= span.from) && matches?.[test] !== 0
        })
        expect(found.tests).toBe(inSpan.length)
        STATUSES.forEach((status, code) =>
          expect(found.counts[status]).toBe(inSpan.filter((test) => tests.status[test] === code).length),
        )
        expect(found.tooShort).toBe(
          inSpan.filter((test) => Math.max(0, tests.duration[test]) < shortest).length,
        )
        const isEnded = (test: number): boolean => !UNENDED_STATUSES.has(STATUSES[tests.status[test]])
        const longest = inSpan
          .filter(isEnded)
          .map((test) => tests.duration[test])
          .filter((length) => length > 0)
        expect(found.slowest.map((test) => tests.duration[test])).toEqual(
          longest.toSorted((a, b) => b - a).slice(0, 5),
        )
        expect(new Set(found.slowest).size).toBe(found.slowest.length)
      }),
      { numRuns: 200 },
    )
  })

  it('has the workers’ busy time as the balance of the whole run has it', () => {
    fc.assert(
      fc.property(someTests(60), (run) => {
        const { tests, model } = drawn(run)
        const { from, to } = model.whole
        const found = finish(summarize({ model, span: model.whole, matches: null, shortest: 1, most: 0 }))
        const balance = balanceOf(tests, 0, { from, to })
        fc.pre(balance !== null)
        const workers = balance?.workers ?? []
        const run0 = wholeOfRun(model, model.rows[0])
        expect(found.busy).toEqual({
          time: workers.reduce((sum, { busy }) => sum + busy, 0),
          of: workers.length * (run0.to - run0.from),
          lanes: run0.to > run0.from ? workers.length : 0,
          areWorkers: true,
        })
      }),
    )
  })

  it('asks of each worker only the time of its own run', () => {
    const { model } = drawn(
      [
        { name: 'a', start: 0, duration: 60, tags: ['worker-0'] },
        { name: 'b', start: 0, duration: 100, tags: ['worker-1'] },
      ],
      [{ name: 'c', start: 900, duration: 100, tags: ['worker-0'] }],
    )
    const busyIn = (from: number, to: number) => {
      const span = { from: ORIGIN + from, to: ORIGIN + to }
      return finish(summarize({ model, span, matches: null, shortest: 1, most: 0 })).busy
    }
    expect([busyIn(0, 1000), busyIn(50, 500), busyIn(200, 800)]).toEqual([
      { time: 260, of: 300, lanes: 3, areWorkers: true },
      { time: 60, of: 100, lanes: 2, areWorkers: true },
      { time: 0, of: 0, lanes: 0, areWorkers: true },
    ])
  })

  it('counts time once in which tests of a worker overlap, and none without a worker or an end', () => {
    const on = (
      worker: number | null,
      start: number,
      duration: number,
      status: 'success' | 'inprogress',
    ) => ({
      name: `t${start}`,
      start,
      duration,
      status,
      tags: worker === null ? [] : [`worker-${worker}`],
    })
    const tests = [on(0, 0, 40, 'success'), on(0, 20, 40, 'success'), on(0, 50, 50, 'inprogress')]
    const others = [on(1, 0, 10, 'success'), on(1, 10, 90, 'inprogress'), on(null, 5, 30, 'success')]
    const { model } = drawn([...tests, ...others])
    const busyIn = (from: number, to: number, matches: Uint8Array | null = null) => {
      const span = { from: ORIGIN + from, to: ORIGIN + to }
      return finish(summarize({ model, span, matches, shortest: 1, most: 0 })).busy?.time
    }
    expect([busyIn(0, 100), busyIn(30, 45), busyIn(5, 30)]).toEqual([70, 15, 30])
    expect(busyIn(0, 100, Uint8Array.of(0, 1, 1, 1, 1, 1))).toBe(50)
  })

  it('says nothing of busyness where tests without a worker overlap', () => {
    const { model } = drawn([
      { name: 'a', start: 0, duration: 20 },
      { name: 'b', start: 10, duration: 20 },
    ])
    expect(
      finish(summarize({ model, span: model.whole, matches: null, shortest: 1, most: 0 })).busy,
    ).toBeNull()
  })

  it('leaves out tests that only touch the span, but counts one without duration at its start', () => {
    const { tests, model } = drawn([
      { name: 'before', start: 0, duration: 100 },
      { name: 'moment', start: 100, duration: 0 },
      { name: 'after', start: 200, duration: 100 },
    ])
    const summed = (from: number, to: number, most: number) =>
      finish(summarize({ model, span: { from, to }, matches: null, shortest: 1, most }))
    expect(summed(1100, 1200, 9)).toMatchObject({
      tests: 1,
      busy: { time: 0, lanes: 1, areWorkers: false },
      tooShort: 1,
    })
    expect(summed(1000, 1201, 1)).toMatchObject({
      tests: 3,
      busy: { time: 101, lanes: 1, areWorkers: false },
      slowest: [named(tests, 'before')],
    })
  })
})
