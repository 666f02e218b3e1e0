import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { csvOf, idsOf } from '../../src/frontend/tests/export.ts'
import { readTests } from './columns.ts'

const HOSTILE = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', 'a,b', 'say "hi"', 'two\nlines', 'plain']
const tests = readTests(
  [
    [
      { name: 'm.C.b', status: 'fail', start: 1_500_000, duration: 250_000, tags: ['worker-3', 'slow'] },
      { name: 'm.C.a', id: 'm.C.a[id-1]', start: null, duration: null },
    ],
    HOSTILE.map((name) => ({ name, start: null, duration: null })),
  ],
  1_795_457_660_000_000,
)

describe('the exported rows', () => {
  it('are comma-separated values with the chosen columns', async () => {
    const columns = ['status', 'name', 'duration', 'start', 'worker', 'tags', 'run', 'attempt'] as const
    expect((await csvOf(tests, Uint32Array.of(0, 1), columns)).join('')).toBe(
      'status,name,duration,start,worker,tags,run,attempt\r\n' +
        'fail,m.C.b,0.250000,2026-11-23T18:14:21.500000Z,3,worker-3 slow,0,1\r\n' +
        'success,m.C.a,,,,,0,1\r\n',
    )
  })

  it('have tags with spaces or quotation marks in quotes, as a search has them', async () => {
    const tagged = readTests([[{ name: 'm.C.a', tags: ['a', 'b c', 'd"', 'e,f'] }]])
    const text = (await csvOf(tagged, Uint32Array.of(0), ['tags'])).join('')
    expect(parse(text, { from: 2 })).toEqual([['a "b c" "d""" e,f']])
  })

  it('contain no formula, and are otherwise read back unchanged', async () => {
    const rows = Uint32Array.from(HOSTILE, (_, i) => i + 2)
    const text = (await csvOf(tests, rows, ['name'])).join('')
    const read = parse(text, { from: 2, relaxColumnCount: false, recordDelimiter: '\r\n' })
    expect(read.map(([name]) => name)).toEqual(
      HOSTILE.map((name) => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name)),
    )
    expect(read.map(([name]) => name).filter((name) => /^[=+\-@]/.test(name))).toEqual([])
  })

  it.each([';', '\t'])('contain no formula where a spreadsheet splits lines at %j', async (delimiter) => {
    const names = [
      'x;=A1;y',
      "x;=cmd|' /C calc'!A0",
      'a,b;"=1"',
      'x;"=1";"@1',
      'x\t=1',
      'x\n=1',
      'x\r\n+1',
      '\t=1',
      'x;-1;;+2',
      ';=1',
    ]
    const list = readTests([names.map((name) => ({ name, start: 1, duration: -1 }))])
    const rows = Uint32Array.from(names, (_, i) => i)
    const text = (await csvOf(list, rows, ['worker', 'name', 'name'])).join('')
    const options = {
      delimiter,
      relaxQuotes: true,
      relaxColumnCount: true,
      recordDelimiter: ['\r\n', '\n', '\r'],
    }
    // as such a spreadsheet reads it, and one that takes no notice of quotes at all
    const cells = [...parse(text, options).flat(), ...text.split(/[;\t\r\n]/)]
    expect(cells.filter((each: string) => /^"*[=+\-@]/.test(each))).toEqual([])
    expect((await csvOf(list, Uint32Array.of(0), ['name']))[1]).toBe("x;'=A1;y\r\n")
  })

  it('have negative durations as plain numbers', async () => {
    const backwards = readTests([[{ name: 'm.C.a', start: 1, duration: -1_500_000 }]])
    expect((await csvOf(backwards, Uint32Array.of(0), ['duration'])).join('')).toBe(
      'duration\r\n-1.500000\r\n',
    )
  })

  it('have times of a clock that was set to before 1970', async () => {
    const early = readTests([[{ name: 'm.C.a', start: -1_000_877 }]], 0)
    expect((await csvOf(early, Uint32Array.of(0), ['start'])).join('')).toBe(
      'start\r\n1969-12-31T23:59:58.999123Z\r\n',
    )
  })

  it('let other code run while 200,000 are written', async () => {
    let turns = 0
    const other = setInterval(() => turns++, 0)
    const pieces = await csvOf(tests, new Uint32Array(200_000), ['name', 'start'])
    clearInterval(other)
    expect(pieces).toHaveLength(200_001)
    expect(turns).toBeGreaterThan(1)
  })

  it('have ids that can be listed, each once, in the order shown', () => {
    expect(idsOf(tests, Uint32Array.of(1, 0, 1))).toBe('m.C.a[id-1]\nm.C.b\n')
  })
})
