import { describe, expect, it } from 'vitest'
import { balanceOf } from '../../src/frontend/home/balance.ts'
import { type Why, whyLast } from '../../src/frontend/home/why-last.ts'
import { named, readTests, type ShortTest } from './columns.ts'

/** A worker's tests, one after the other from `at` on: names and durations. */
function on(worker: number, at: number, ...tests: readonly [name: string, duration: number][]): ShortTest[] {
  let start = at
  return tests.map(([name, duration]) => {
    const test = { name, start, duration, tags: [`worker-${worker}`] }
    start += duration
    return test
  })
}

function why(...workers: readonly ShortTest[][]): [Why | null, (name: string) => number] {
  const tests = readTests([[...on(9, 0, ['other.run', 1])], workers.flat()], 0)
  const ends = workers.flat().map(({ start, duration }) => Number(start) + Number(duration))
  const balance = balanceOf(tests, 1, { from: 0, to: Math.max(...ends) })
  if (balance === null) throw new Error('no worker')
  return [whyLast(tests, 1, balance), (name) => named(tests, name, 1)]
}

describe('a worker is the last one because of', () => {
  it('its longest test, if that is longer than the longest of the others by as much as it is late', () => {
    const others = [on(1, 0, ['m.C.a', 20], ['m.C.b', 70]), on(2, 0, ['m.D.a', 70])]
    // 20 late
    const [found, test] = why(on(0, 0, ['m.A.a', 90], ['m.B.b', 10]), ...others)
    expect(found).toEqual({ of: 'longest', test: test('m.A.a'), time: 90 })
    const [other] = why(on(0, 0, ['m.A.a', 89], ['m.B.b', 11]), ...others)
    expect(other).toMatchObject({ of: 'tests' })
  })

  it('its last test, if it had not been late without it', () => {
    const [found, test] = why(
      on(0, 0, ['m.A.a', 50], ['m.B.b', 30], ['m.B.c', 20]),
      on(1, 0, ['m.C.a', 90]),
      on(2, 0, ['m.D.a', 70]),
    )
    expect(found).toEqual({ of: 'last', test: test('m.B.c'), time: 20 })
  })

  it('its last class, if one test of it does not suffice', () => {
    const [found] = why(
      on(0, 0, ['m.A.a', 50], ['m.B.b', 31], ['m.B.c', 19]),
      on(1, 0, ['m.C.a', 90]),
      on(2, 0, ['m.D.a', 70]),
    )
    expect(found).toEqual({ of: 'class', name: 'm.B.', tests: 2, time: 50 })
  })

  it('longer tests, by how much, if its last class does not suffice either', () => {
    const [found] = why(
      on(0, 2, ['m.A.a', 79], ['m.B.b', 10], ['m.B.c', 9]),
      on(1, 0, ['m.C.a', 90]),
      on(2, 0, ['m.D.a', 60]),
    )
    expect(found).toEqual({ of: 'tests', time: 23 })
  })

  it('the time in which it ran nothing, if that is more', () => {
    const [found] = why(
      on(0, 13, ['m.A.a', 87]),
      on(1, 0, ['m.C.a', 78]),
      on(2, 0, ['m.D.a', 76]),
      on(3, 3, ['m.E.a', 80]),
    )
    // 100 against 79 at the end, 87 against 78 in tests
    expect(found).toEqual({ of: 'gaps', time: 12 })
  })

  it('the test that ended last, which need not be the one that began last', () => {
    const [found, test] = why(
      [...on(0, 5, ['m.A.a', 95]), ...on(0, 10, ['m.B.a', 20])],
      on(1, 0, ['m.C.a', 90]),
    )
    expect(found).toEqual({ of: 'last', test: test('m.A.a'), time: 95 })
  })
})

it('nothing is said if all workers end within a hundredth, or none of several is the last', () => {
  expect(why(on(0, 0, ['a', 1000]), on(1, 0, ['b', 991]))[0]).toBeNull()
  expect(why(on(0, 0, ['a', 1000]), on(1, 0, ['b', 990]))[0]).not.toBeNull()
  expect(why(on(0, 0, ['a', 100]))[0]).toBeNull()
  const unended: ShortTest = { name: 'c', status: 'inprogress', start: 0, duration: 100, tags: ['worker-1'] }
  expect(why(on(0, 0, ['a', 100]), [unended])[0]).toBeNull()
  // it is not known how long that worker was busy
  expect(why(on(0, 0, ['a', 100]), [{ ...unended, duration: 80 }])[0]).toBeNull()
})
