import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, attemptsOf, findTest } from '../../src/frontend/data/attempts.ts'
import { columnsFit, joinRuns, runOf } from '../../src/frontend/data/tests.ts'
import { buildOrder, walk } from '../../src/frontend/tests/order.ts'
import { buildHaystack, search } from '../../src/frontend/tests/search.ts'
import { columns } from './columns.ts'

describe('the columns of several runs', () => {
  const tests = joinRuns([
    columns([
      { name: 'a', start: 5, tags: ['worker-3', 'slow'] },
      { name: 'b', start: null, duration: null, id: 'b[x]' },
    ]),
    null,
    columns([{ name: 'a', status: 'fail', id: 'a[y]' }], 500),
  ])

  it('become one set, in which a lost run has no tests', () => {
    expect(tests.names).toEqual(['a', 'b', 'a'])
    expect(tests.runStart).toEqual([0, 2, 2, 3])
    expect([0, 1, 2].map((test) => runOf(tests, test))).toEqual([0, 0, 2])
    expect([...tests.start]).toEqual([1005, Number.NaN, 500])
    expect([...tests.duration]).toEqual([1, Number.NaN, 1])
    expect([...tests.ids]).toEqual([
      [1, 'b[x]'],
      [2, 'a[y]'],
    ])
  })

  it('keep each test’s tags and worker', () => {
    expect(tests.tagSets[tests.tags[0]]).toEqual(['worker-3', 'slow'])
    expect([...tests.worker]).toEqual([3, -1, -1])
  })

  it('are refused where they do not fit together', () => {
    const good = columns([{ name: 'a' }, { name: 'b' }])
    expect(columnsFit(good)).toBe(true)
    expect(columnsFit({ ...good, status: [0] })).toBe(false)
    expect(columnsFit({ ...good, status: [0, 7] })).toBe(false)
    expect(columnsFit({ ...good, tags: [0, 2] })).toBe(false)
    expect(columnsFit({ ...good, names: ['a', 1 as unknown as string] })).toBe(false)
    expect(columnsFit({ version: 1 } as unknown as typeof good)).toBe(false)
  })
})

describe('attempts', () => {
  const tests = joinRuns([
    columns(['a', 'b', 'a', '__proto__', 'a', '__proto__'].map((name) => ({ name }))),
    columns([{ name: 'a' }]),
  ])

  it('are the tests of one name in a run, in its order', () => {
    expect(attemptsOf(tests, 0, 'a')).toEqual([0, 2, 4])
    expect(attemptsOf(tests, 1, 'a')).toEqual([6])
    expect(attemptsOf(tests, 0, 'constructor')).toEqual([])
    expect(attemptsOf(tests, 7, 'a')).toEqual([])
  })

  it('are found by the address that they are given', () => {
    for (let test = 0; test < tests.count; test++) expect(findTest(tests, addressOf(tests, test))).toBe(test)
    expect(addressOf(tests, 5)).toEqual({ run: 0, name: '__proto__', attempt: 2 })
    expect(findTest(tests, { run: 0, name: 'a', attempt: 4 })).toBe(-1)
  })
})

describe('search', () => {
  const found = (
    names: readonly string[],
    query: string,
    ids = new Map<number, string>(),
  ): number[] | null => {
    const hits = search(buildHaystack({ names, ids, count: names.length }), query)
    return hits === null ? null : [...hits.keys()].filter((test) => hits[test] === 1)
  }
  const names = ['nova.api.TestServer.test_Boot', 'nova.virt.test_boot', 'glance.test_image', '']

  it.each<[string, number[] | null]>([
    ['boot', [0, 1]],
    ['BOOT', [0, 1]],
    ['boot nova.virt', [1]],
    ['virt  boot nova', [1]],
    ['test_', [0, 1, 2]],
    ['nothing', []],
    ['', null],
    ['  ', null],
  ])('finds %j in %j', (query, tests) => expect(found(names, query)).toEqual(tests))

  it('never finds what begins in one name and ends in the next', () => {
    expect(found(['ab', 'cd'], 'bc')).toEqual([])
    expect(found(['ab', 'cd'], 'b\nc')).toEqual([])
  })

  it('looks into ids too, in which Tempest has its UUIDs', () => {
    expect(found(['a', 'b'], '1FC6BDC8', new Map([[1, 'b[id-1fc6bdc8]']]))).toEqual([1])
  })

  it('finds what a search one by one finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.', ' ', '\n', 'İ'), maxLength: 6 })
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 20 }), letters, (all, query) => {
        const words = query.toLowerCase().split(/\s+/).filter(Boolean)
        const expected = [...all.keys()].filter((i) =>
          words.every((word) => all[i].toLowerCase().includes(word)),
        )
        expect(found(all, query) ?? [...all.keys()]).toEqual(expected)
      }),
    )
  })
})

describe('order', () => {
  const tests = joinRuns([
    columns([
      { name: 'b', status: 'success', duration: 3, tags: ['worker-1'] },
      { name: 'a', status: 'fail', duration: null },
      { name: 'c', status: 'skip', duration: -1, start: null },
      { name: 'B', status: 'fail', duration: 3, start: 9, tags: ['worker-0'] },
    ]),
  ])
  const sorted = (key: Parameters<typeof buildOrder>[1], descending = false): number[] => [
    ...walk(buildOrder(tests, key), descending, () => true),
  ]

  it('has the worst status first', () => expect(sorted('status')).toEqual([1, 3, 2, 0]))
  it('sorts by name', () => expect(sorted('name')).toEqual([3, 1, 0, 2]))
  it('sorts by duration, without one last', () => expect(sorted('duration')).toEqual([2, 0, 3, 1]))
  it('has those without a value last the other way round too', () => {
    expect(sorted('duration', true)).toEqual([3, 0, 2, 1])
    expect(sorted('start', true)[3]).toBe(2)
    expect(sorted('worker', true)).toEqual([0, 3, 1, 2])
  })
  it('keeps the order among those that pass', () => {
    expect([...walk(buildOrder(tests, 'status'), false, (test) => test !== 3)]).toEqual([1, 2, 0])
  })
})
