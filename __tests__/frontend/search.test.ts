import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runOf, type Tests } from '../../src/frontend/data/tests.ts'
import type { SortKey } from '../../src/frontend/route/route.ts'
import { matchesOf } from '../../src/frontend/search/matches.ts'
import { orderByValue } from '../../src/frontend/search/order.ts'
import { parseQuery } from '../../src/frontend/search/query.ts'
import { Searcher } from '../../src/frontend/search/searcher.ts'
import { suggest } from '../../src/frontend/search/suggest.ts'
import { valuesOf } from '../../src/frontend/tests/order.ts'
import { Rows } from '../../src/frontend/tests/rows.ts'
import { readTests, type ShortTest } from './columns.ts'

function searcherOf(tests: Tests): Searcher {
  const searcher = new Searcher()
  const runs = tests.names.map((names) => names && { ...names, ids: names.ids?.texts ?? null })
  searcher.take({ kind: 'names', runs, firsts: tests.runStart })
  return searcher
}

/** Which of these tests the search finds, as indexes. */
function found(all: readonly ShortTest[], text: string): number[] {
  const tests = readTests([all])
  return hitsOf(tests, text)
    .map((test) => tests.raw(test))
    .sort((a, b) => a - b)
}

function hitsOf(tests: Tests, text: string): number[] {
  const query = parseQuery(text)
  const answer =
    query.words.length === 0 ? null : searcherOf(tests).take({ kind: 'find', words: query.words })
  const matches = matchesOf(tests, query, answer?.kind === 'found' ? answer.found : null)
  return Array.from({ length: tests.count }, (_, test) => test).filter((test) => matches?.[test] !== 0)
}

/** Equal values in the order of their indexes. */
const orderOf = (...values: number[]) =>
  orderByValue(Float64Array.from(values), new Float64Array(values.length))

/** Names and runs of all tests, sorted by name. */
function inOrder(tests: Tests): string[] {
  const answer = searcherOf(tests).take({ kind: 'order', values: null, ties: tests.start })
  if (answer?.kind !== 'order') throw new Error('no order')
  return [...answer.tests].map((test) => `${tests.name(test)} ${runOf(tests, test)}`)
}

const byName = (...names: string[]): ShortTest[] => names.map((name) => ({ name }))

describe('search', () => {
  const names = byName('nova.api.TestServer.test_Boot', 'nova.virt.test_boot', 'glance.test_image', 'x')

  it.each<[string, number[]]>([
    ['boot', [0, 1]],
    ['BOOT', [0, 1]],
    ['boot nova.virt', [1]],
    ['virt  boot nova', [1]],
    ['testserver.test_b', [0]],
    ['test_', [0, 1, 2]],
    ['nothing', []],
    ['', [0, 1, 2, 3]],
    ['  ', [0, 1, 2, 3]],
  ])('for %j finds the tests %j', (text, tests) => expect(found(names, text)).toEqual(tests))

  it('finds no match that spans two names', () => {
    expect(found(byName('m.ab', 'm.cd', 'm.bc'), 'bc')).toEqual([2])
  })

  it('covers all runs, even if one of them cannot be read', () => {
    const tests = readTests([
      byName('m.a', 'm.b'),
      null,
      byName('m.b', 'm.c', 'm.a'),
      [{ name: 'm.b', tags: ['slow'] }],
    ])
    const hits = (text: string): string[] =>
      hitsOf(tests, text).map((test) => `${tests.name(test)} ${runOf(tests, test)}`)
    expect(hits('b')).toEqual(['m.b 0', 'm.b 2', 'm.b 3'])
    expect(hits('m.c')).toEqual(['m.c 2'])
    expect(hits('class:m. a')).toEqual(['m.a 0', 'm.a 2'])
    expect(hits('tag:slow')).toEqual(['m.b 3'])
    expect(suggest(tests, 'tag:')).toEqual(['tag:slow '])
    expect(inOrder(tests)).toEqual(['m.a 0', 'm.a 2', 'm.b 0', 'm.b 2', 'm.b 3', 'm.c 2'])
  })

  it('includes ids, where Tempest has its UUIDs', () => {
    expect(found([{ name: 'a' }, { name: 'b', id: 'b[id-1fc6bdc8]' }], '1FC6BDC8')).toEqual([1])
  })

  it('finds a method in each of its classes', () => {
    const all = byName(
      'a.One.test_boot',
      'a.Two.test_Boot',
      'a.Two.test_boots',
      'a.One.test_boot',
      'b.test_boot',
    )
    expect(found(all, 'test_boot')).toEqual([0, 1, 2, 3, 4])
    expect(found(all, 'boots')).toEqual([2])
    expect(found(all, 'one.test_boot')).toEqual([0, 3])
  })

  it('finds letters beyond ASCII', () => expect(found(byName('m.größe', 'm.grosse'), 'größe')).toEqual([0]))

  it('finds what a search of each name finds', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'b', 'A', '.', ':', '/', '[', 'ß'),
      minLength: 1,
      maxLength: 7,
    })
    const words = fc.array(letters, { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 20 }), words, (all, asked) => {
        const lower = (text: string): string => text.replaceAll('A', 'a')
        const query = parseQuery(asked.join(' '))
        fc.pre(query.words.length === asked.length)
        const expected = [...all.keys()].filter((i) =>
          asked.every((word) => lower(all[i]).includes(lower(word))),
        )
        expect(found(byName(...all), asked.join(' '))).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })
})

describe('filters in the search', () => {
  const tests: ShortTest[] = [
    { name: 'a', status: 'fail', duration: 12e6, tags: ['worker-3'] },
    { name: 'b', status: 'skip', duration: 1000, tags: ['worker-1', 'slow'] },
    { name: 'c', duration: 300_000, tags: ['slow', 'worker-3'] },
    { name: 'd', duration: null },
    { name: 'e', status: 'xfail', duration: null, tags: ['worker-9'] },
    { name: 'f["q"]', status: 'uxsuccess', duration: null, tags: ['worker-9'] },
  ]
  it.each<[string, number[]]>([
    ['status:fail', [0]],
    ['status:fail,skip', [0, 1]],
    ['status:fail status:skip', [0, 1]],
    ['status:failed', [0]],
    ['Status:FAIL', [0]],
    ['status:passed,sk', [1, 2, 3]],
    ['worker:3', [0, 2]],
    ['worker:none', [3]],
    ['worker:1,none', [1, 3]],
    ['worker:1,3', [0, 1, 2]],
    ['worker:3, worker:1', [0, 1, 2]],
    ['worker:3 >10s', [0]],
    ['>250ms', [0, 2]],
    ['<0.3', [1]],
    ['>=0.3s', [0, 2]],
    ['<=1ms', [1]],
    ['<1ms', []],
    ['>=1ms <=0.001', [1]],
    ['>0.2m', []],
    ['>=0.2m', [0]],
    ['>=0.2min', [0]],
    ['>=0.003h', [0]],
    ['>=1000us <=1000us', [1]],
    ['>=1000µs <=1000µs', [1]],
    ['> 10s', [0]],
    ['>10S', [0]],
    ['> 250 ms < 1 s', [2]],
    ['> 0.2 c', [2]],
    ['>0.2 <0.3', []],
    ['a >10 status:fail', [0]],
    ['"a"', [0]],
    ['"a', [0]],
    ['tag:"slow"', [1, 2]],
    ['f["q"]', [5]],
    ['"status:fail"', []],
    ['>0.2s >10s', [0]],
    ['>10s >0.2s', [0]],
    ['<0.3 <1s', [1]],
    ['<1s <0.3', [1]],
    ['status:xf,ux', [4, 5]],
    ['tag:slow', [1, 2]],
    ['tag:slow worker:3', [2]],
    ['status:unheard', []],
  ])('%j finds %j', (text, hits) => expect(found(tests, text)).toEqual(hits))

  it('class: matches the beginning of a class, or of a part of its name', () => {
    const classes = ['a.b.C.x', 'a.b.D.x', 'a.bb.C.x'].map((name) => ({ name }))
    expect(found(classes, 'class:a.b.')).toEqual([0, 1])
    expect(found(classes, 'class:a.b.D. x')).toEqual([1])
    expect(found(classes, 'class:b')).toEqual([0, 1, 2])
    expect(found(classes, 'class:b.')).toEqual([0, 1])
    expect(found(classes, 'class:C')).toEqual([0, 2])
    expect(found(classes, 'class:.b')).toEqual([])
    expect(found(byName('tests/a.py::TestC::test', 'x/tests/b.py::TestD::test'), 'class:TestC')).toEqual([0])
    expect(found(byName('tests/a.py::TestC::test', 'x/tests/b.py::TestD::test'), 'class:tests/')).toEqual([
      0, 1,
    ])
  })

  it('match quoted text as it is, including spaces', () => {
    const all = [
      { name: 'a two words', tags: ['so slow'] },
      { name: 'words two', tags: ['so', 'slow'] },
      { name: 'say "two', tags: ['"'] },
    ]
    expect(found(all, '"two words"')).toEqual([0])
    expect(found(all, '"two wor')).toEqual([0])
    expect(found(all, 'words "two')).toEqual([0, 1])
    expect(found(all, 'tag:"so slow" two')).toEqual([0])
    expect(found(all, '"""two"')).toEqual([2])
    expect(found(all, '"two wor"ds')).toEqual([])
  })

  it('class: matches only from the beginning of the name if it is quoted', () => {
    // no class has a plain space in its name, but it may have other white space
    const classes = byName(
      'a.b.C.x',
      'z.a.b.C.x',
      'my\u00a0tests/t.py::C::x',
      'a\u00a0>\u00a05."q"::x',
      'a.py::x',
    )
    expect(found(classes, 'class:a.b.')).toEqual([0, 1])
    expect(found(classes, 'class:"a.b."')).toEqual([0])
    expect(found(classes, 'class:"a."')).toEqual([0])
    expect(found(classes, 'class:"my\u00a0tests/"')).toEqual([2])
    expect(found(classes, 'class:"a\u00a0>\u00a05.""q""::"')).toEqual([3])
  })

  it('class: in quotes finds a whole name without its last separator too, as a reader would type it', () => {
    const classes = byName('a.b.C.x', 'a.bb.C.x', 'a/b.py::C::x', 'a/b.py::D::x', 'a::x')
    expect(found(classes, 'class:"a.b"')).toEqual([0])
    expect(found(classes, 'class:"a.b.C"')).toEqual([0])
    expect(found(classes, 'class:"a/b.py"')).toEqual([2, 3])
    expect(found(classes, 'class:"a/b.py::D"')).toEqual([3])
    // all that are called so, whatever their separator
    expect(found(classes, 'class:"a"')).toEqual([0, 1, 2, 3, 4])
    // no beginnings of parts, and with a separator only what has this one
    expect(found(classes, 'class:"a.b.c"')).toEqual([])
    expect(found(classes, 'class:"b"')).toEqual([])
    expect(found(classes, 'class:"a."')).toEqual([0, 1])
  })

  it('are completed by the tags and classes that exist', () => {
    const read = readTests([
      [
        { name: 'a.One.x', tags: ['slow', 'a b'] },
        { name: 'a.Two.x', tags: ['slow'] },
        { name: 'my\u00a0tests/t.py::x', tags: ['a "b'] },
      ],
    ])
    expect(suggest(read, 'word tag:')).toEqual(['word tag:slow ', 'word tag:"a b" ', 'word tag:"a ""b" '])
    expect(suggest(read, 'class:Tw')).toEqual(['class:a.Two. '])
    expect(suggest(read, 'class:a.Two.')).toEqual([])
    expect(suggest(read, 'class:my')).toEqual(['class:"my\u00a0tests/t.py::" '])
    expect(suggest(read, 'tag:slow tag:"a')).toEqual(['tag:slow tag:"a b" ', 'tag:slow tag:"a ""b" '])
    expect(suggest(read, 'class:"my\u00a0tests/t.py::" ')).toEqual([])
    expect(suggest(read, 'slow')).toEqual([])
  })

  it('have at most twelve completions, however many runs there are', () => {
    const run = (n: number): ShortTest[] =>
      Array.from({ length: 12 }, (_, i) => ({ name: `a.Test${n}_${i}.x`, tags: [`tag${n}_${i}`] }))
    const read = readTests([run(0), run(1), run(2)])
    expect(suggest(read, 'class:Test').length).toBe(12)
    expect(suggest(read, 'tag:').length).toBe(12)
  })

  it('are words if their value makes no sense, and if there are none of that name', () => {
    const words = ['worker:x', '<a', '>a5s', 'line:3', 'status:y']
    expect(parseQuery(words.join(' ')).words).toEqual(words)
  })

  it.each(['status:', 'Worker:', 'tag:', 'class:', 'class:"', 'tag:""', '>', '<', '>='])(
    'filter nothing before they have a value, as %j',
    (typed) => {
      expect(parseQuery(typed)).toEqual(parseQuery(''))
      expect(parseQuery(`${typed} `).words).toEqual([])
      expect(parseQuery(`"${typed.replaceAll('"', '')}"`).words.length).toBe(1)
    },
  )

  it('class: ignores case, but not in quotes, as links have it', () => {
    const classes = byName('a.TestAPI.x', 'a.TestApi.x', 'a.Größe.x')
    expect(found(classes, 'class:TestApi')).toEqual([0, 1])
    expect(found(classes, 'class:A.testAPI.')).toEqual([0, 1])
    expect(found(classes, 'class:GRÖ')).toEqual([2])
    expect(found(classes, 'class:"a.TestApi"')).toEqual([1])
    expect(suggest(readTests([classes]), 'class:testa')).toEqual(['class:a.TestAPI. ', 'class:a.TestApi. '])
  })
})

describe('the order of tests', () => {
  const tests = readTests([
    [
      { name: 'm.b', status: 'success', duration: 3, tags: ['worker-1'] },
      { name: 'm.a', status: 'fail', duration: null },
      { name: 'c', status: 'skip', duration: -1, start: 4 },
      { name: 'm.B', status: 'fail', duration: 3, start: 9, tags: ['worker-0'] },
    ],
  ])
  const sorted = (key: SortKey, descending = false): string[] => {
    const answer = searcherOf(tests).take({ kind: 'order', values: valuesOf(tests, key), ties: tests.start })
    if (answer?.kind !== 'order') throw new Error('no order')
    const rows = new Rows(answer, { descending, passes: () => true, length: tests.count })
    return [...rows.all()].map((test) => tests.name(test))
  }

  it('has the worst status first', () => expect(sorted('status')).toEqual(['m.B', 'm.a', 'c', 'm.b']))
  it('sorts by class and method', () => expect(sorted('name')).toEqual(['c', 'm.a', 'm.b', 'm.B']))
  it('sorts by name across all runs, and equal names by start', () => {
    const runs = readTests([
      [
        { name: 'm.T.b', start: 5 },
        { name: 'm.T.z', start: 1 },
        { name: 'm.A.y', start: 2 },
      ],
      [{ name: 'm.T.b', start: 3 }, { name: 'k.x' }, { name: 'm.T.c', start: 4 }],
    ])
    expect(inOrder(runs)).toEqual(['k.x 1', 'm.A.y 0', 'm.T.b 1', 'm.T.b 0', 'm.T.c 1', 'm.T.z 0'])
  })
  it('sorts by duration, with missing ones last', () => {
    expect(sorted('duration')).toEqual(['c', 'm.b', 'm.B', 'm.a'])
  })
  it('has tests without a value last in descending order too', () => {
    expect(sorted('duration', true)).toEqual(['m.B', 'm.b', 'c', 'm.a'])
    expect(sorted('start', true)[3]).toBe('m.a')
    expect(sorted('worker', true)).toEqual(['m.b', 'm.B', 'c', 'm.a'])
  })
  it('sorts by tags, attempt and run', () => {
    expect(sorted('tags')).toEqual(['m.B', 'm.b', 'c', 'm.a'])
    expect(sorted('attempt')).toEqual(['m.b', 'c', 'm.B', 'm.a'])
    expect(sorted('run', true)).toEqual(sorted('run').toReversed())
  })
  it('is that of a stable sort, whatever the values', () => {
    const value = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 1.5, 2 ** 40, Number.NaN))
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const [known, others] = [false, true].map((isNaN) =>
          [...values.keys()].filter((i) => Number.isNaN(values[i]) === isNaN),
        )
        known.sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0))
        expect([...orderOf(...values).tests]).toEqual([...known, ...others])
      }),
    )
  })
  it('breaks ties by a second column, with missing values last', () => {
    const [values, ties] = [Float64Array.of(1, 0, 1, 1, 1), Float64Array.of(Number.NaN, 9, 7, 3, 7)]
    expect([...orderByValue(values, ties).tests]).toEqual([1, 3, 2, 4, 0])
  })
  it('stays the same among the tests that pass a filter', () => {
    const order = orderOf(3, 1, Number.NaN, 2)
    const rows = (descending: boolean): Rows =>
      new Rows(order, { descending, passes: (test) => test !== 3, length: 3 })
    expect([...rows(false).all()]).toEqual([1, 0, 2])
    expect([...rows(true).all()]).toEqual([0, 1, 2])
  })
  it('is filtered only as far as rows are read', () => {
    const order = orderOf(5, 4, 3, 2, 1, 0)
    const asked: number[] = []
    const passes = (test: number): boolean => {
      asked.push(test)
      return test % 2 === 0
    }
    const rows = new Rows(order, { descending: false, passes, length: 3 })
    expect([rows.at(1), rows.at(0), rows.at(1)]).toEqual([2, 4, 2])
    expect(asked).toEqual([5, 4, 3, 2])
    expect([rows.indexOf(0), rows.indexOf(1), rows.at(2)]).toEqual([2, -1, 0])
  })
})
