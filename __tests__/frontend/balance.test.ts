import { describe, expect, it } from 'vitest'
import { balanceOf } from '../../src/frontend/home/balance.ts'
import { readTests, type ShortTest } from './columns.ts'

const on = (worker: number, start: number, duration: number | null): ShortTest => ({
  name: `t${worker}-${start}`,
  start,
  duration,
  tags: [`worker-${worker}`],
})

describe('the balance of the workers', () => {
  it('sums each worker’s tests and wait, and says how busy all of them were', () => {
    const tests = readTests([[on(0, 0, 60), on(0, 60, 20), on(1, 10, 50), on(1, 60, null)]], 0)
    expect(balanceOf(tests, 0, { from: 0, to: 100 })).toMatchObject({
      workers: [
        { worker: 0, tests: 2, time: 80, busy: 80, idle: 0 },
        { worker: 1, tests: 1, time: 50, busy: 50, idle: 20 },
      ],
      others: null,
      time: 130,
      unended: 0,
      wall: 100,
      busy: 65,
      longest: 60,
      ideal: 65,
      last: 0,
      waited: 20,
    })
  })

  it('is of one of several runs, from its first start', () => {
    const tests = readTests([[on(7, 0, 500)], [on(0, 40, 60), on(1, 70, 30)], [on(8, 0, 500)]], 0)
    expect(balanceOf(tests, 1, { from: 40, to: 100 })).toMatchObject({
      workers: [
        { worker: 0, time: 60 },
        { worker: 1, time: 30 },
      ],
      wall: 60,
      busy: 75,
    })
  })

  it('has an ideal time no shorter than the longest test', () => {
    const tests = readTests([[on(0, 0, 90), on(1, 0, 10), on(2, 0, 20)]], 0)
    expect(balanceOf(tests, 0, { from: 0, to: 90 })).toMatchObject({
      time: 120,
      longest: 90,
      ideal: 90,
      last: 0,
    })
  })

  it('counts time in which tests of a worker overlap once, and tests without a worker apart', () => {
    const none: readonly ShortTest[] = [
      { name: 'setUpClass', start: 0, duration: 95 },
      { name: 'hung', start: 5, duration: 95, status: 'inprogress' },
    ]
    const tests = readTests([[on(0, 0, 40), on(0, 10, 40), on(0, 20, 5), on(1, 0, 30), ...none]], 0)
    expect(balanceOf(tests, 0, { from: 0, to: 100 })).toMatchObject({
      workers: [
        { time: 85, busy: 50 },
        { time: 30, busy: 30 },
      ],
      others: { worker: null, tests: 2, time: 95, busy: 95, idle: null },
      time: 115,
      unended: 0,
      busy: 40,
      longest: 40,
      // sooner than the workers were done, however long their tests took in sum
      ideal: 40,
      last: 0,
      waited: 20,
    })
  })

  it('leaves out tests that never ended, but calls no worker idle that had one', () => {
    const hung = { ...on(0, 20, 80), status: 'inprogress' } as const
    const files = { ...on(2, 5, 95), status: 'unknown' } as const
    const tests = readTests([[on(0, 0, 20), hung, on(1, 0, 40), on(1, 50, 20), files]], 0)
    expect(balanceOf(tests, 0, { from: 0, to: 100 })).toMatchObject({
      workers: [
        { worker: 0, tests: 2, time: 20, busy: 20, idle: 0 },
        { worker: 1, tests: 2, time: 60, busy: 60, idle: 30 },
        { worker: 2, tests: 1, time: 0, busy: 0, idle: 0 },
      ],
      time: 80,
      unended: 2,
      wall: 100,
      busy: (80 / 300) * 100,
      longest: 40,
      ideal: 40,
      last: null,
      waited: 30,
    })
  })

  it('knows no worker that finished last if a test of that one never ended', () => {
    const hung = { ...on(0, 60, 40), status: 'inprogress' } as const
    const tests = readTests([[on(0, 0, 60), hung, on(1, 0, 40)]], 0)
    expect(balanceOf(tests, 0, { from: 0, to: 100 })).toMatchObject({ last: null })
    const earlier = { ...on(0, 60, 10), status: 'inprogress' } as const
    const ended = readTests([[on(0, 0, 60), earlier, on(1, 0, 90)]], 0)
    expect(balanceOf(ended, 0, { from: 0, to: 100 })).toMatchObject({ last: 1, waited: 20 })
  })

  it('calls workers idle until the run’s end, whoever ran then', () => {
    const none: ShortTest = { name: 'tearDownClass', start: 90, duration: 10 }
    expect(
      balanceOf(readTests([[on(0, 0, 60), on(1, 0, 50), none]], 0), 0, { from: 0, to: 100 }),
    ).toMatchObject({
      workers: [{ idle: 40 }, { idle: 50 }],
      last: 0,
      waited: 10,
    })
  })

  it('says nothing of busyness without times or workers, nor of tests that took none', () => {
    expect(balanceOf(readTests([[on(0, 0, 0), on(1, 40, 0)]]), 0, { from: 0, to: 40 })).toMatchObject({
      wall: 40,
      busy: null,
    })
    expect(balanceOf(readTests([[on(0, 0, 5)]]), 0, null)).toMatchObject({ wall: null, busy: null })
    expect(balanceOf(readTests([[{ name: 'a' }]]), 0, { from: 0, to: 100 })).toBeNull()
  })
})
