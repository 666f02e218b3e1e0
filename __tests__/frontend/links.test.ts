import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATUSES } from '../../src/format/exported.ts'
import { outputHash, parseTestAddress, testHash } from '../../src/format/links.ts'
import { parseRoute, printRoute } from '../../src/frontend/route/hash.ts'
import {
  ALL_TESTS,
  COLUMN_KEYS,
  HOME,
  LEVELS,
  type Route,
  SORT_KEYS,
  WHOLE_HIERARCHY,
  WHOLE_OUTPUT,
  WHOLE_TIMELINE,
} from '../../src/frontend/route/route.ts'

describe('links to tests', () => {
  it.each([
    [0, 'a.b.TestC.test_d', 1, '#/test/0/a.b.TestC.test_d'],
    [3, 'a.b.test_d', 2, '#/test/3/a.b.test_d~2'],
    [0, 'tests/a.py::test_d[x y]', 1, '#/test/0/tests%2Fa.py%3A%3Atest_d%5Bx%20y%5D'],
    [0, 'a~2', 1, '#/test/0/a%7E2'],
    [0, "it's (great)!*", 1, '#/test/0/it%27s%20%28great%29%21%2A'],
    [0, '"><img src=x>', 1, '#/test/0/%22%3E%3Cimg%20src%3Dx%3E'],
    [0, 'half \ud800 pair', 1, '#/test/0/half%20%EF%BF%BD%20pair'],
  ])('encode run %d, %j, attempt %d as %s', (run, name, attempt, hash) => {
    expect(testHash(run, name, attempt)).toBe(hash)
  })

  it('are read back as they were written, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.nat(9999),
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 999 }),
        (run, name, attempt) => {
          const [, , number, encoded] = testHash(run, name, attempt).split('/')
          expect(parseTestAddress(number, encoded)).toEqual({ run, name, attempt })
          expect(parseRoute(testHash(run, name, attempt))).toEqual({
            page: 'test',
            address: { run, name, attempt },
            ...WHOLE_OUTPUT,
          })
        },
      ),
    )
  })

  it('contain no character that would end a link in Markdown or HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(testHash(0, name)).toMatch(/^#\/test\/0\/[\w.%-]*$/)
      }),
    )
  })

  it.each([
    ['0', 'a~0'],
    ['0', 'a~x'],
    ['0', 'a~2~3'],
    ['x', 'a'],
    ['', 'a'],
    ['-1', 'a'],
    ['0', '%E0%A4%A'],
  ])('are refused if malformed: %s/%s', (run, encoded) => {
    expect(parseTestAddress(run, encoded)).toBeNull()
  })

  it('can lead to the output of a run', () => {
    expect(parseRoute(outputHash(2))).toEqual({ page: 'output', run: 2, ...WHOLE_OUTPUT })
  })
})

const ADDRESS = { run: 0, name: 'a', attempt: 1 }

describe('the route', () => {
  it.each<[string, Route]>([
    ['', HOME],
    ['#', HOME],
    ['#/', HOME],
    ['#/?run=2', { ...HOME, run: 2 }],
    ['#/?run=2&all', { ...HOME, run: 2, all: true }],
    ['#/?against=7-1-unit', { ...HOME, against: '7-1-unit' }],
    ['#/tests', ALL_TESTS],
    [
      '#/tests?q=api+v2&status=fail,skip&run=1&sort=-duration',
      {
        page: 'tests',
        query: 'api v2',
        statuses: ['fail', 'skip'],
        run: 1,
        sort: 'duration',
        descending: true,
        columns: null,
      },
    ],
    ['#/tests?columns=tags,duration,shoe', { ...ALL_TESTS, columns: ['duration', 'tags'] }],
    ['#/tests?columns=', { ...ALL_TESTS, columns: [] }],
    ['#/hierarchy', WHOLE_HIERARCHY],
    [
      '#/hierarchy?run=1&root=a.b.&by=count&open=a.b.c.&open=a.b.d.&shut=a.b.e.',
      {
        page: 'hierarchy',
        root: 'a.b.',
        by: 'count',
        open: ['a.b.c.', 'a.b.d.'],
        shut: ['a.b.e.'],
        run: 1,
      },
    ],
    ['#/timeline?run=2&q=x&view=1-2.5', { ...WHOLE_TIMELINE, run: 2, query: 'x', view: [1, 2.5] }],
    ['#/test/0/a?wrap', { page: 'test', address: ADDRESS, ...WHOLE_OUTPUT, wrap: true }],
    [
      '#/test/0/a?tab=stderr&also=traceback&line=120&level=warning,error&find=req+1&wrap',
      {
        page: 'test',
        address: ADDRESS,
        tab: 'stderr',
        also: 'traceback',
        line: 120,
        levels: ['warning', 'error'],
        find: 'req 1',
        wrap: true,
      },
    ],
    ['#/output/3?line=0&level=loud', { page: 'output', run: 3, ...WHOLE_OUTPUT }],
  ])('is read from %s', (hash, route) => expect(parseRoute(hash)).toEqual(route))

  it.each(['#/tests?sort=shoe&status=great,fail&run=x', '#/tests?status=fail'])(
    'ignores unknown values: %s',
    (hash) => expect(parseRoute(hash)).toEqual({ ...ALL_TESTS, statuses: ['fail'] }),
  )

  it.each(['#/nowhere', '#/test/0', '#/test/0/a/b', '#/test/x/a', '#/output/', '#/output/x', '#/tests/1'])(
    'keeps the hash of the unknown page %s',
    (hash) => {
      expect(parseRoute(hash)).toEqual({ page: 'unknown', hash })
      expect(printRoute(parseRoute(hash))).toBe(hash)
    },
  )

  it('is written in its shortest form', () => {
    expect(printRoute(ALL_TESTS)).toBe('#/tests')
    expect(printRoute({ ...ALL_TESTS, query: 'a b', statuses: ['fail', 'skip'] })).toBe(
      '#/tests?q=a+b&status=fail,skip',
    )
    expect(printRoute({ ...ALL_TESTS, descending: true })).toBe('#/tests?sort=-status')
    expect(printRoute(HOME)).toBe('#/')
    expect(printRoute({ ...HOME, all: true })).toBe('#/?all')
    expect(printRoute({ ...HOME, run: 2, all: true })).toBe('#/?run=2&all')
    expect(printRoute({ ...HOME, all: true, against: '7-1-unit' })).toBe('#/?against=7-1-unit&all')
    expect(printRoute({ page: 'test', address: ADDRESS })).toBe('#/test/0/a')
    expect(printRoute({ page: 'output', run: 0, levels: ['info', 'error'], wrap: true })).toBe(
      '#/output/0?level=info,error&wrap',
    )
  })

  it('of any view of an output is read back as it was written', () => {
    const view = fc.record({
      page: fc.constant('test' as const),
      address: fc.constant(ADDRESS),
      tab: fc.option(fc.string({ unit: 'grapheme' })),
      also: fc.option(fc.string({ unit: 'grapheme' })),
      line: fc.option(fc.integer({ min: 1, max: 999_999_999 })),
      levels: fc.subarray([...LEVELS]),
      find: fc.string({ unit: 'grapheme' }),
      wrap: fc.boolean(),
    })
    fc.assert(
      fc.property(view, (route) => {
        expect(parseRoute(printRoute(route))).toEqual(route)
      }),
    )
  })

  it('of any view of the table or the hierarchy is read back as it was written', () => {
    const view = fc.record({
      page: fc.constant('tests' as const),
      query: fc.string({ unit: 'grapheme' }),
      statuses: fc.subarray([...STATUSES]),
      run: fc.option(fc.nat(1000)),
      sort: fc.constantFrom(...SORT_KEYS),
      descending: fc.boolean(),
      columns: fc.option(fc.subarray([...COLUMN_KEYS])),
    })
    const hierarchy = fc.record({
      page: fc.constant('hierarchy' as const),
      root: fc.string({ unit: 'grapheme' }),
      by: fc.constantFrom('time' as const, 'count' as const),
      open: fc.array(fc.string({ unit: 'grapheme' })),
      shut: fc.array(fc.string({ unit: 'grapheme' })),
      run: fc.option(fc.nat(1000)),
    })
    fc.assert(
      fc.property(fc.oneof(view, hierarchy), (route) => {
        expect(parseRoute(printRoute(route))).toEqual(route)
      }),
    )
  })
})
