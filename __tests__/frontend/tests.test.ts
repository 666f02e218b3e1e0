import { describe, expect, it } from 'vitest'
import { addressOf, attemptOf, findTest, passedLater, whichOf } from '../../src/frontend/data/attempts.ts'
import {
  ColumnsFault,
  drawnLength,
  NewerColumns,
  openDrawn,
  openNamed,
} from '../../src/frontend/data/columns.ts'
import { readNames } from '../../src/frontend/data/names.ts'
import { joinRuns, runOf, type Tests } from '../../src/frontend/data/tests.ts'
import { writeColumnParts } from '../helpers/columns-writer.ts'
import { readTests, type ShortTest } from './columns.ts'

const all = (tests: Tests): number[] => Array.from({ length: tests.count }, (_, test) => test)

describe('the columns of several runs', () => {
  const tests = readTests([
    [
      { name: 'm.C.late', start: 5, tags: ['worker-3', 'slow'] },
      { name: 'm.C.b', start: null, duration: null, id: 'm.C.b[x]' },
      { name: 'm.C.early', start: 2, duration: 7e9, tags: ['worker-3'] },
      { name: 'none', start: 9, duration: -4 },
    ],
    null,
    [{ name: 'm.C.late', status: 'fail', id: 'other' }],
  ])

  it('are joined lane by lane, with no tests for a run that cannot be read', () => {
    expect(all(tests).map((test) => tests.name(test))).toEqual([
      'm.C.early',
      'm.C.late',
      'none',
      'm.C.b',
      'm.C.late',
    ])
    expect(tests.runStart).toEqual([0, 4, 4, 5])
    expect(all(tests).map((test) => runOf(tests, test))).toEqual([0, 0, 0, 0, 2])
    expect([...tests.start]).toEqual([1002, 1005, 1009, Number.NaN, 1000])
    expect([...tests.duration]).toEqual([7e9, 1, -4, Number.NaN, 1])
    expect(tests.lanes).toEqual([
      { run: 0, worker: 3, first: 0, end: 2 },
      { run: 0, worker: null, first: 2, end: 3 },
      { run: 2, worker: null, first: 4, end: 5 },
    ])
  })

  it('know each test’s index in the raw file, its id, tags and worker', () => {
    expect(all(tests).map((test) => tests.raw(test))).toEqual([2, 0, 3, 1, 0])
    expect(all(tests).map((test) => tests.id(test))).toEqual([
      undefined,
      undefined,
      undefined,
      'm.C.b[x]',
      'other',
    ])
    expect(tests.tags(1)).toEqual(['worker-3', 'slow'])
    expect(all(tests).map((test) => tests.worker(test))).toEqual([3, 3, -1, -1, -1])
  })

  it('know whether two tests are of one class', () => {
    expect(tests.isOneClass(0, 1)).toBe(true)
    expect(tests.isOneClass(1, 2)).toBe(false)
  })

  it('keep times exact beyond 32 bits', () => {
    const far = readTests(
      [
        [
          { name: 'a', start: 0 },
          { name: 'b', start: 2 ** 51 },
          { name: 'c', start: 2 ** 40 },
        ],
      ],
      7,
    )
    expect([...far.start]).toEqual([7, 2 ** 40 + 7, 2 ** 51 + 7])
  })
})

describe('damaged or newer columns', () => {
  const { drawn, named, header } = writeColumnParts([{ name: 'x.a' }, { name: 'x.b', start: 300 }])
  const fails = (): never => {
    throw new Error('told of a fault')
  }

  it('are refused, wherever they are cut off', () => {
    for (let length = 0; length < drawn.length; length++) {
      expect(() => joinRuns([openDrawn(drawn.subarray(0, length))], fails)).toThrow(ColumnsFault)
    }
    for (let length = 0; length < named.length; length++) {
      expect(() => openNamed(header, named.subarray(0, length))).toThrow(ColumnsFault)
    }
  })

  it('are refused if an index is out of range', () => {
    const bent = (at: number, value: number): Buffer => {
      const bytes = Buffer.from(named)
      bytes[at] = value
      return bytes
    }
    const sections = header.sections.filter(({ name }) => !['gap', 'duration', 'status'].includes(name))
    const at = (wanted: string): number =>
      sections
        .slice(
          0,
          sections.findIndex(({ name }) => name === wanted),
        )
        .reduce((sum, { bytes }) => sum + bytes, 0)
    for (const [section, value] of [
      ['order', 9],
      ['class', 7],
      ['methods', 0xff],
      ['tags', 7],
    ] as const) {
      expect(() => readNames(header, openNamed(header, bent(at(section), value)))).toThrow(ColumnsFault)
    }
  })

  it('are refused if the last number of a section has no end', () => {
    for (const section of ['order', 'class', 'classLength', 'tags']) {
      const bytes = Buffer.from(named)
      let end = 0
      for (const { name, bytes: length } of header.sections.slice(3)) {
        end += length
        if (name === section) bytes[end - 1] |= 128
      }
      expect(() => readNames(header, openNamed(header, bytes))).toThrow(ColumnsFault)
    }
  })

  it('leave their run without times if these are damaged, and report that', () => {
    const bent = Buffer.from(drawn)
    bent[bent.indexOf(10) + 1] |= 128
    const told: number[] = []
    const tests = joinRuns([openDrawn(bent)], (run) => told.push(run))
    expect(told).toEqual([0])
    expect([...tests.start]).toEqual([Number.NaN, Number.NaN])
    expect(tests.lanes).toEqual([])
  })

  it('leave their run without times if a status is unknown, and the next run as it is', () => {
    const bent = Buffer.from(drawn)
    bent[bent.length - 1] = 200
    const told: number[] = []
    const tests = joinRuns([openDrawn(bent), openDrawn(drawn)], (run) => told.push(run))
    expect(told).toEqual([0])
    const known = joinRuns([openDrawn(drawn)], () => undefined)
    expect([...tests.start]).toEqual([Number.NaN, Number.NaN, ...known.start])
    expect([...tests.status.subarray(2)]).toEqual([...known.status])
  })

  it('begin with the part for drawing, whose length the header tells', () => {
    const whole = Buffer.concat([drawn, named])
    expect(drawnLength(whole)).toBe(drawn.length)
    expect(drawnLength(whole.subarray(0, whole.indexOf(10)))).toBeNull()
  })

  it('are refused as newer if their version is', () => {
    const newer = Buffer.from(drawn.toString('latin1').replace('"version":1', '"version":2'), 'latin1')
    expect(() => openDrawn(newer)).toThrow(NewerColumns)
  })

  it('are read even with sections that this page does not know', () => {
    const extra = Buffer.from(
      drawn.toString('latin1').replace('{"name":"order"', '{"name":"new","bytes":2},{"name":"order"'),
      'latin1',
    )
    const opened = openDrawn(extra)
    expect(
      readNames(opened.header, openNamed(opened.header, Buffer.concat([Buffer.from('??'), named]))).classes,
    ).toEqual(['x.'])
  })
})

describe('results of one name', () => {
  const tests = readTests([
    ['a', 'b', 'a', '__proto__', 'a', '__proto__'].map((name, i) => ({ name, start: i })),
    [{ name: 'a' }],
  ])

  it('are the tests of one name in a run', () => {
    expect(tests.find(0, 'a')).toEqual([0, 2, 4])
    expect(tests.find(1, 'a')).toEqual([6])
    expect(tests.find(0, 'constructor')).toEqual([])
    expect(tests.find(7, 'a')).toEqual([])
  })

  it('are ordered as in the raw file, not by lane', () => {
    const swapped = readTests([
      [
        { name: 'a', tags: ['worker-1'] },
        { name: 'a', tags: ['worker-0'] },
      ],
    ])
    expect(swapped.find(0, 'a')).toEqual([1, 0])
    expect(addressOf(swapped, 0)).toEqual({ run: 0, name: 'a', attempt: 2 })
  })

  it('are counted by the whole name, not by class or method', () => {
    const names = ['p.A.one', 'p.B.one', 'p.A.two', 'p.B.one', 'p.A.one', 'p.B.two']
    const mixed = readTests([names.map((name, i) => ({ name, start: i }))])
    expect(all(mixed).map((test) => mixed.name(test))).toEqual(names)
    expect(all(mixed).map((test) => addressOf(mixed, test).attempt)).toEqual([1, 1, 1, 2, 2, 1])
  })

  it('are found by their addresses', () => {
    for (const test of all(tests)) expect(findTest(tests, addressOf(tests, test))).toBe(test)
    expect(addressOf(tests, 5)).toEqual({ run: 0, name: '__proto__', attempt: 2 })
    expect(findTest(tests, { run: 0, name: 'a', attempt: 4 })).toBe(-1)
  })

  const micros = (seconds: number | null): number | null => seconds && seconds * 1e6
  /** Of one name, in the order of raw, times in seconds: which, and in which later attempt it passed. */
  const told = (...results: Omit<ShortTest, 'name'>[]) => {
    const read = readTests([
      results.map(({ start = 0, duration = 0, ...one }) => ({
        name: 'a',
        ...one,
        start: micros(start),
        duration: micros(duration),
      })),
    ])
    return read.find(0, 'a').map((test) => [whichOf(read, test), passedLater(read, test)])
  }
  const [zero, one] = [['worker-0'], ['worker-1']]

  it('are attempts if each began well after the one before, and took time', () => {
    expect(
      told(
        { status: 'fail', start: 0, duration: 5, tags: zero },
        { status: 'fail', start: 5.1, duration: 5, tags: one },
        { start: 20, duration: 5, tags: zero },
      ),
    ).toEqual([
      ['', 3],
      ['attempt 2', 3],
      ['attempt 3', 0],
    ])
  })

  it('are of one attempt if they took no time, as a cleanup that fails or what pytest-subunit adds', () => {
    expect(
      told(
        { status: 'fail', start: 0, duration: 5 },
        { status: 'fail', start: 6, duration: 0 },
        { start: 20, duration: 5 },
        { start: 26, duration: 0 },
      ),
    ).toEqual([
      ['', 2],
      ['another result', 2],
      ['attempt 2', 0],
      ['attempt 2, another result', 0],
    ])
  })

  it('are of one attempt if each begins where the one before ends, as setup, call and teardown', () => {
    expect(
      told(
        { status: 'fail', start: 0, duration: 5 },
        { start: 5.008, duration: 3 },
        { status: 'xfail', start: 20, duration: 5 },
        { status: 'fail', start: 25.099999, duration: 5 },
      ),
    ).toEqual([
      ['', 0],
      ['another result', 0],
      ['attempt 2', 0],
      ['attempt 2, another result', 0],
    ])
  })

  it('are of one attempt if their times are unknown, as the iterations of a loop test of Check', () => {
    const untimed = { start: null, duration: null }
    expect(told({ ...untimed, status: 'fail' }, untimed)).toEqual([
      ['', 0],
      ['another result', 0],
    ])
  })

  it('have not passed if the last attempt has another result that failed', () => {
    expect(
      told(
        { status: 'fail', start: 0, duration: 5 },
        { start: 20, duration: 5 },
        { status: 'fail', start: 25, duration: 0 },
      )[0],
    ).toEqual(['', 0])
  })

  it('are also on another worker if they ran there meanwhile, or a class fixture failed there', () => {
    expect(told({ start: 0, duration: 5, tags: zero }, { start: 4, duration: 5, tags: one })).toEqual([
      ['', 0],
      ['also on worker 1', 0],
    ])
    const fixture = { status: 'fail', duration: 0 } as const
    expect(told({ ...fixture, start: 0, tags: one }, { ...fixture, start: 9, tags: zero })[1]).toEqual([
      'also on worker 0',
      0,
    ])
  })

  it('have the number of their attempt as a value for sorting and export', () => {
    const read = readTests([[0, 0, 7e6].map((start) => ({ name: 'a', start, duration: start }))])
    expect(read.find(0, 'a').map((test) => attemptOf(read, test))).toEqual([1, 1, 2])
  })
})
