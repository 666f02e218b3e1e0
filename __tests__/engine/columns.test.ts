import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { COLUMNS_VERSION, DRAWN_SECTIONS, NAMED_SECTIONS } from '../../src/format/columns.ts'
import { type RawTest, STATUSES } from '../../src/format/exported.ts'
import { type ColumnTest, readColumns } from '../helpers/columns.ts'
import { decode } from '../helpers/decoded.ts'
import { conformanceCases } from '../helpers/fixtures.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const SECOND = 1_772_366_400
const FIXTURES = join(import.meta.dirname, '../fixtures')

/** Microseconds of a timestamp. */
function micros(text: string): number {
  const [, whole, fraction = ''] = /^([^.+]+)(?:\.(\d+))?\+00:00$/.exec(text) ?? []
  return Date.parse(`${whole}Z`) * 1000 + Number(fraction.padEnd(6, '0'))
}

/** The tests of raw as the columns must hold them, in the columns' order. */
function expectedTests(raw: readonly RawTest[]): Omit<ColumnTest, 'lane' | 'className'>[] {
  const tests = raw.map((one, n) => {
    const [start, end] = one.timestamps
    const isTimed = start !== null && end !== null
    const tag = one.tags.find((text) => /^worker-\d{1,6}$/.test(text))
    return {
      raw: n,
      worker: isTimed && tag !== undefined ? Number(tag.slice('worker-'.length)) : null,
      name: one.name,
      id: one.id ?? one.name,
      status: STATUSES.indexOf(one.status),
      start: isTimed ? micros(start) : null,
      end: isTimed ? micros(end) : null,
      tags: one.tags,
    }
  })
  const lane = (one: (typeof tests)[number]): number =>
    one.start === null ? Number.POSITIVE_INFINITY : (one.worker ?? 1e6)
  return tests.toSorted((a, b) => {
    const [left, right] = [lane(a), lane(b)]
    return left === right ? (a.start ?? 0) - (b.start ?? 0) || a.raw - b.raw : left - right
  })
}

/** Decodes a stream and checks that its columns hold the same as raw. */
function check(protocol: 'v1' | 'v2', stream: Uint8Array): ReturnType<typeof readColumns> {
  const { raw, columns } = decode(protocol, [stream])
  const read = readColumns(columns)
  const expected = expectedTests(raw)
  expect(read.tests.map(({ lane: _lane, className: _class, ...rest }) => rest)).toEqual(expected)
  const starts = expected.flatMap(({ start }) => start ?? [])
  expect(read.header.lanes.every(({ tests }) => tests > 0)).toBe(true)
  expect(read.header).toMatchObject({
    version: COLUMNS_VERSION,
    count: raw.length,
    untimed: raw.length - starts.length,
    origin: starts.length === 0 ? 0 : starts.reduce((a, b) => Math.min(a, b)),
  })
  for (const { className, name } of read.tests) expect(className).toBe(classOf(name))
  return read
}

/** The class of a name as docs/format.md defines it. */
function classOf(name: string): string {
  const head = /^[^[( ]*/.exec(name.slice(0, -1))?.[0] ?? ''
  return /^.*[./:]/s.exec(head)?.[0] ?? ''
}

describe.each(['fixed', 'random', 'random-v1'] as const)('columns of the %s streams', (set) => {
  it('hold the same tests as raw', () => {
    let tests = 0
    for (const { stream, answer } of conformanceCases(set)) {
      if (answer.packets === 0 && stream.length > 0) continue
      tests += check(protocolOf(stream), stream).tests.length
    }
    expect(tests).toBeGreaterThan(100)
  })
})

/** As in `convert`, one good packet makes a stream version 2. */
function protocolOf(stream: Uint8Array): 'v1' | 'v2' {
  return decode('v2', [stream]).raw.length > 0 ? 'v2' : 'v1'
}

it('columns of a real run hold the same tests as raw', () => {
  const { header } = check('v1', gunzipSync(readFileSync(join(FIXTURES, 'nova-slice.v1.gz'))))
  expect(header.count).toBeGreaterThan(900)
  expect(header.lanes.length).toBeGreaterThan(1)
})

/** The packets of a test; times in microseconds after SECOND. */
function test(id: string, start: number, end: number, tags: readonly string[] = [], status = 'success') {
  return [
    { at: start, bytes: packet({ id, status: 'inprogress', time: timeOf(start) }) },
    { at: end, bytes: packet({ id, status, time: timeOf(end), tags }) },
  ]
}

const timeOf = (at: number): [number, number] => {
  const seconds = Math.floor(at / 1e6)
  return [SECOND + seconds, (at - seconds * 1e6) * 1000]
}

/** All packets of the tests by time; packets of the same time keep the order of the tests. */
const played = (tests: readonly ReturnType<typeof test>[]): Buffer =>
  Buffer.concat(
    tests
      .flat()
      .toSorted((a, b) => a.at - b.at)
      .map(({ bytes }) => bytes),
  )

describe('lanes', () => {
  it('are one per worker in ascending order, then one for tests without a worker; untimed tests are in none', () => {
    const { header, tests } = check(
      'v2',
      Buffer.concat([
        packet({ id: 'untimed', status: 'fail', tags: ['worker-1'] }),
        played([
          test('ten', 0, 9, ['worker-10']),
          test('two', 1, 8, ['a', 'worker-2', 'z']),
          test('none', 2, 7),
          test('no number', 3, 6, ['worker-1234567', 'worker-', 'worker-1x', 'xworker-1']),
          test('first of two', 4, 5, ['worker-3', 'worker-12']),
          test('big', 10, 11, ['worker-999999']),
          test('zeros', 12, 13, ['worker-000002']),
        ]),
      ]),
    )
    expect(header.lanes).toEqual([
      { worker: 2, tests: 2 },
      { worker: 10, tests: 1 },
      { worker: 12, tests: 1 },
      { worker: 999_999, tests: 1 },
      { worker: null, tests: 2 },
    ])
    expect(tests.map(({ name, lane }) => [name, lane])).toEqual([
      ['two', 0],
      ['zeros', 0],
      ['ten', 1],
      ['first of two', 2],
      ['big', 3],
      ['none', 4],
      ['no number', 4],
      ['untimed', null],
    ])
  })

  it('order tests by start, not by end; tests with equal starts keep raw’s order', () => {
    const { tests } = check(
      'v2',
      played([
        test('outer', 0, 100, ['worker-0']),
        test('inner', 10, 20, ['worker-0']),
        test('twin b', 30, 50, ['worker-0']),
        test('twin a', 30, 40, ['worker-0']),
      ]),
    )
    expect(tests.map(({ name, start, end }) => [name, start! - SECOND * 1e6, end! - SECOND * 1e6])).toEqual([
      ['outer', 0, 100],
      ['inner', 10, 20],
      ['twin a', 30, 40],
      ['twin b', 30, 50],
    ])
  })

  it('can hold gaps of more than 2^32 µs and tests that end before they start', () => {
    const { tests } = check(
      'v2',
      Buffer.concat(
        [
          ...test('a', 0, 1),
          ...test('b', 3_000_000 * 1e6 - 5, 3_000_000 * 1e6 - 2),
          ...test('back', 500, 20),
          ...test('at once', 30, 30),
        ].map(({ bytes }) => bytes),
      ),
    )
    expect(tests.map(({ name, start, end }) => [name, end! - start!])).toEqual([
      ['a', 1],
      ['at once', 0],
      ['back', -480],
      ['b', 3],
    ])
    expect(tests[3].start! - tests[2].end!).toBe(3_000_000 * 1e6 - 25)
  })

  it('order 100,000 tests with random starts and ends', () => {
    let seed = 1
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647)
    const tests = Array.from({ length: 100_000 }, (_, i) =>
      test(
        `m${random() % 7}.C${random() % 90}.t${i}`,
        random() % 50_000,
        50_000 + (random() % 50_000),
        i % 3 === 0 ? [] : [`worker-${i % 4}`],
      ),
    )
    const { header } = check('v2', played(tests))
    expect(header.lanes.map(({ worker }) => worker)).toEqual([0, 1, 2, 3, null])
  })

  // the tests of a worker share an arena; with more than 64 workers, several workers do
  it('keep the tests of 200 interleaved workers apart, even if a test gets more tags at its end', () => {
    const tests = Array.from({ length: 2000 }, (_, i) => {
      const [id, tags] = [
        `m.C${i % 90}.t${i}${'x'.repeat(i % 101 === 0 ? 17_000 : i % 101)}`,
        [`worker-${i % 200}`],
      ]
      const more = i % 5 === 0 ? ['more', ...tags] : tags
      return [
        { at: i, bytes: packet({ id, status: 'inprogress', time: timeOf(i), tags }) },
        { at: i + 150, bytes: packet({ id, status: 'success', time: timeOf(i + 150), tags: more }) },
      ]
    })
    const { header } = check('v2', played(tests))
    expect(header.lanes).toEqual(Array.from({ length: 200 }, (_, worker) => ({ worker, tests: 10 })))
  })
})

describe('names', () => {
  it.each([
    ['a.b.C.test_x', 'a.b.C.'],
    ['test', ''],
    ['.', ''],
    ['a.', ''],
    ['a.b.', 'a.'],
    ['a::', 'a:'],
    ['a::b', 'a::'],
    ['tests/unit/test_x.py::TestC::test_y[a.b/c::d]', 'tests/unit/test_x.py::TestC::'],
    ['com.example.FooTest.method(a.b.C)', 'com.example.FooTest.'],
    ['says hello. and: more/', ''],
    ['a.b says hello.you', 'a.'],
    ['[a.b]', ''],
    ['größe.日本語.τest', 'größe.日本語.'],
    ['__proto__', ''],
    ['__proto__.constructor', '__proto__.'],
    [`${'x'.repeat(15)}.${'y'.repeat(15)}.${'z'.repeat(100)}`, `${'x'.repeat(15)}.${'y'.repeat(15)}.`],
    [`${'x'.repeat(14)}.(.`, `${'x'.repeat(14)}.`],
    [`${'p.'.repeat(5000)}x`, 'p.'.repeat(5000)],
    [`p.${'m'.repeat(9000)}`, 'p.'],
  ])('%s has the class %s', (name, className) => {
    const { tests } = check('v2', wholeTest(name))
    expect(tests[0]).toMatchObject({ name, id: name, className })
  })

  it('survive when classes recur, are missing, or are prefixes of each other', () => {
    const names = ['a.b', 'a.c', 'x', 'a.b.c', 'a.b', 'y', 'a.b.d', '__proto__.x', 'constructor.x']
    const { tests } = check(
      'v2',
      Buffer.concat(names.map((name, i) => wholeTest(name, 'success', SECOND + i * 2))),
    )
    expect(tests.map(({ name }) => name)).toEqual(names)
  })

  it('leave out Tempest’s bracket and turn setUpClass around, with the ids kept beside them', () => {
    const ids = [
      'a.T.test_x[id-1fc6bdc8-0b6d-4cc7-9f30-9b04fabe5b90,smoke]',
      'plain',
      'setUpClass (a.b.C)',
      'a.T.test_y[gate]',
    ]
    const { header, tests } = check(
      'v2',
      Buffer.concat(ids.map((id, i) => wholeTest(id, 'success', SECOND + i * 2))),
    )
    expect(tests.map(({ name, id }) => [name, id])).toEqual([
      ['a.T.test_x', ids[0]],
      ['plain', 'plain'],
      ['a.b.C.setUpClass', ids[2]],
      ['a.T.test_y', ids[3]],
    ])
    expect(header.sections.slice(-2).map(({ name }) => name)).toEqual(['idLength', 'ids'])
  })
})

describe('the columns file', () => {
  const SECTIONS = [...DRAWN_SECTIONS, ...NAMED_SECTIONS] as readonly string[]

  it('has exactly these bytes for a small run', () => {
    const { columns, cuts } = decode('v2', [
      ...[
        test('p.C.one[smoke]', 0, 300, ['worker-0']),
        test('q.D.three', 310, 311, ['worker-0'], 'skip'),
        test('p.C.two', 500, 490, ['worker-1'], 'fail'),
      ].flatMap((packets) => packets.map(({ bytes }) => bytes)),
      packet({ id: 'é', status: 'xfail' }),
    ])
    const parts: readonly (readonly [string, Uint8Array])[] = [
      ['gap', Uint8Array.of(0, 20, 0xe8, 7)],
      ['duration', Uint8Array.of(0xd8, 4, 2, 19)],
      ['status', Uint8Array.of(0, 2, 1, 3)],
      ['order', Uint8Array.of(0, 2, 4, 6)],
      ['class', Uint8Array.of(1, 2, 1, 3)],
      ['classLength', Uint8Array.of(4, 4, 0)],
      ['classes', Buffer.from('p.C.q.D.')],
      // grouped by class, not in the order of the lanes
      [
        'methods',
        Buffer.concat(['one', 'two', 'three', 'é'].flatMap((one) => [Buffer.from(one), Buffer.of(0xff)])),
      ],
      ['tags', Uint8Array.of(1, 0, 2, 3)],
      ['tagSets', Buffer.from('[["worker-0"],["worker-1"],[]]')],
      ['idLength', Uint8Array.of(15, 0, 0, 0)],
      ['ids', Buffer.from('[smoke]')],
    ]
    const lanes = '[{"worker":0,"tests":2},{"worker":1,"tests":1}]'
    const sections = JSON.stringify(parts.map(([name, { length: bytes }]) => ({ name, bytes })))
    const header = `{"version":1,"count":4,"origin":${SECOND * 1e6},"lanes":${lanes},"untimed":1,"sections":${sections}}\n`
    expect(columns.toString('latin1')).toBe(
      Buffer.concat([Buffer.from(header), ...parts.map(([, bytes]) => bytes)]).toString('latin1'),
    )
    expect(parts.map(([name]) => name)).toEqual(SECTIONS)
    expect(cuts).toEqual([header.length + 12])
  })

  it('has all sections except the ids, and no lanes, if there are no tests', () => {
    const { header } = check('v2', new Uint8Array())
    expect(header.lanes).toEqual([])
    expect(header.sections.map(({ name, bytes }) => [name, bytes])).toEqual(
      SECTIONS.slice(0, -2).map((name) => [name, name === 'tagSets' ? 2 : 0]),
    )
  })

  it('stores each set of tags once, however large', () => {
    const long = Array.from({ length: 300 }, (_, i) => `"tag"${i}é`)
    const { tests, header } = check(
      'v2',
      Buffer.concat([
        packet({ id: 'a', status: 'inprogress', tags: ['not the last ones'], time: [SECOND, 0] }),
        packet({ id: 'a', status: 'success', tags: long, time: [SECOND, 0] }),
        packet({ id: 'b', status: 'success', tags: ['x'], time: [SECOND, 0] }),
        packet({ id: 'c', status: 'success', tags: long, time: [SECOND, 0] }),
      ]),
    )
    expect(tests.map(({ tags }) => tags.length)).toEqual([300, 1, 300])
    expect(header.sections.find(({ name }) => name === 'tagSets')?.bytes).toBe(
      Buffer.byteLength(JSON.stringify([long.toSorted(), ['x']])),
    )
  })

  it('has a negative origin if the run is from before 1970', () => {
    const { header } = check(
      'v1',
      Buffer.from('time: 1969-12-31 23:59:58.5Z\ntest: a\ntime: 1970-01-01 00:00:00Z\nsuccess: a\n'),
    )
    expect(header.origin).toBe(-1_500_000)
  })
})
