import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { parseRows } from '../../src/dstat/cells.ts'
import { DstatError, NoLogError } from '../../src/dstat/error.ts'
import { MAX_LINE_CHARACTERS } from '../../src/dstat/lines.ts'
import { readDstat } from '../../src/dstat/parse.ts'
import { MAX_COLUMNS } from '../../src/dstat/samples.ts'
import {
  blockText,
  chunksOf,
  fixture,
  isoTimes,
  logText,
  outline,
  readText,
  TIME_AND_LOAD,
  values,
} from './logs.ts'

const TCMND = new TextDecoder().decode(fixture('dstat-0.8.0-tcmnd.csv'))
const row = (second: number): string => `23-11 18:53:${second},1,2,3`
const LOG = logText([...TIME_AND_LOAD, row(17), row(18), row(19)])

describe('a file that cannot be read as a log', () => {
  test.each([
    [
      '',
      'dstat.csv: is empty, expected the CSV that dstat, dool or pcp dstat write with --output; the tool had not written any yet, or ended early: its error output may say why',
    ],
    ['\n\n\n', 'dstat.csv: is empty, expected'],
    ['hello', 'dstat.csv: line 1: found "hello", expected the CSV that dstat, dool or pcp dstat write'],
    ['\n{"a": 1}\n', 'dstat.csv: line 2: found "{\\"a\\": 1}", expected'],
    ['time,usr\n1,2\n', 'found "time,usr", expected'],
    ['"unclosed\n', 'line 1: found "\\"unclosed", expected'],
    ['\u001f\u008b\u0008\u0000\n', 'line 1: found "\\u001f'],
    [`${'x'.repeat(100)}\n`, `line 1: found "${'x'.repeat(60)}…", expected`],
    [
      logText(['23-11 18:53:17,1.5', '23-11 18:53:18,2.5']),
      'expected the titles of the columns of the CSV that',
    ],
    [logText(['"load avg",,', ',,']), 'line 6: found ",,", expected the titles'],
  ])('is an error that says what was found and expected: %j', async (text, message) => {
    const error = await readText(text).catch((fault: unknown) => fault)
    expect(error).toBeInstanceOf(NoLogError)
    expect((error as NoLogError).message).toMatch(/^dstat\.csv: (?:is empty|line \d+: found)/)
    expect((error as NoLogError).message).toContain(message)
  })

  test.each([
    ['utf-16le', ''],
    ['utf-16le', '\ufeff'],
    ['utf-16be', ''],
    ['utf-16be', '\ufeff'],
  ])('is %s with %j in front, which the error names, with a remedy', async (encoding, mark) => {
    const bytes = Buffer.from(mark + LOG, 'utf16le')
    if (encoding === 'utf-16be') bytes.swap16()
    await expect(readDstat(chunksOf(bytes), { input: 'dstat.csv' })).rejects.toThrow(
      'dstat.csv: line 1: found UTF-16, into which PowerShell’s > changes what a program prints; convert it to UTF-8',
    )
  })

  test.each([
    [
      'decimal commas',
      ['23-11 18:53:17,1,5,2,5,3,5', '23-11 18:53:18,1,5,2,5,3,5'],
      'line 7: found 7 cells below 4 titles (decimal commas, perhaps: have the tool write points, with LC_ALL=C), and no sample that can be read',
    ],
    [
      'decimal commas in all rows but the first',
      [row(17), '23-11 18:53:18,1,5,2,5,3,5'],
      'line 8: found 7 cells below 4 titles (decimal',
    ],
    ['too few cells', ['23-11 18:53:17,1'], 'line 7: found 2 cells below 4 titles, and no sample'],
    ['unclosed quotes', ['"1', '"2'], 'line 7: found a quote that nothing closes, and no sample'],
  ])('has rows with %s, and no other', async (_, rows, message) => {
    const error = await readText(logText([...TIME_AND_LOAD, ...rows])).catch((fault: unknown) => fault)
    expect(error).toBeInstanceOf(DstatError)
    expect(error).not.toBeInstanceOf(NoLogError)
    expect(error).toHaveProperty('message', expect.stringContaining(message))
  })

  test('is not read beyond 64 KiB of lines without a header', async () => {
    let pulled = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pulled += 1
        yield Buffer.from('y\n'.repeat(1 << 12))
      }
    }
    await expect(readDstat(endless(), { input: 'yes' })).rejects.toThrow('yes: line 1: found "y", expected')
    expect(pulled).toBe(17)
  })

  test('is not read beyond a line that is too long', async () => {
    let pulled = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pulled += 1
        yield new Uint8Array(1 << 16).fill(0x61)
      }
    }
    await expect(readDstat(endless(), { input: 'zeros' })).rejects.toThrow('zeros: line 1: found "aaa')
    expect(pulled).toBe(MAX_LINE_CHARACTERS / (1 << 16) + 1)
  })

  test('is an error with the line and the cause if reading fails', async () => {
    const cause = new Error('unexpected end of file')
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(TCMND)
      throw cause
    }
    const read = readDstat(failing(), { input: 'dstat.csv.gz' })
    await expect(read).rejects.toThrow(DstatError)
    await expect(read).rejects.toMatchObject({
      message: 'dstat.csv.gz: cannot be read after line 10: unexpected end of file',
      cause,
    })
  })

  test('is no log if it breaks in its first line, and a damaged log after that', async () => {
    const faultOf = (text: string): Promise<unknown> => {
      async function* failing(): AsyncGenerator<Uint8Array> {
        yield new TextEncoder().encode(text)
        throw new Error('broken')
      }
      return readDstat(failing(), { input: 'dstat.csv' }).catch((error: unknown) => error)
    }
    expect(await faultOf('"Dst')).toEqual(new NoLogError('dstat.csv: broken'))
    expect(await faultOf('hello\n')).toBeInstanceOf(NoLogError)
    for (const text of [LOG, LOG.slice(0, 30)]) expect(await faultOf(text)).not.toBeInstanceOf(NoLogError)
  })
})

describe('a log that ends early', () => {
  test('loses a last row without a newline, even if the row looks complete', async () => {
    const log = await readText(LOG.trimEnd())
    expect(isoTimes(log)).toEqual(['2026-11-23T18:53:18.000Z'])
    expect(log.notes).toContain('1 row cut off in the middle (line 9): left out.')
  })

  test('keeps all complete rows and notes the one cut off, wherever the cut is', async () => {
    const bytes = new TextEncoder().encode(TCMND)
    const newlines = [...bytes.keys()].filter((at) => bytes[at] === 10)
    // From the end of the first line on; a shorter file is not a log.
    for (let end = 24; end <= bytes.length; end += 1) {
      const log = await readDstat(chunksOf(bytes.subarray(0, end)), { input: 'cut.csv' })
      const rows = newlines.filter((at) => at < end).length - 6
      expect(log.times.length).toBe(Math.max(0, rows - 1))
      expect(log.notes.some((note) => note.includes('cut off'))).toBe(bytes[end - 1] !== 10)
    }
    for (let end = 0; end < 24; end += 1) {
      await expect(readDstat(chunksOf(bytes.subarray(0, end)), { input: 'cut.csv' })).rejects.toThrow(
        DstatError,
      )
    }
  })

  test('is a log without samples if it has only a header', async () => {
    for (const text of [
      '"dool 1.3.4 CSV output"\n',
      logText([]),
      logText(['"load avg",,']),
      logText(TIME_AND_LOAD),
    ]) {
      const log = await readText(text)
      expect([log.times.length, log.groups, log.notes]).toEqual([
        0,
        [],
        [
          'The log holds no samples: the tool had not written any yet, or ended early: its error output may say why.',
        ],
      ])
    }
  })

  test('loses its cut-off row if resumed: only one empty line follows such a row', async () => {
    const again = blockText([...TIME_AND_LOAD, row(30), row(31)])
    const whole = await readText(`${LOG}\n\n${again}`)
    expect(isoTimes(whole).map((time) => time.slice(17, 19))).toEqual(['18', '19', '31'])
    const cut = await readText(`${LOG.trimEnd().slice(0, -1)}\n\n${again}`)
    expect(isoTimes(cut).map((time) => time.slice(17, 19))).toEqual(['18', '31'])
    expect(cut.notes).toContain('1 row cut off in the middle (line 9): left out.')
  })

  test('loses only the cut-off line if it ended inside a header and was resumed', async () => {
    const text = `${LOG}\n\n"Host:","vm",,,,"Us\n\n${blockText([...TIME_AND_LOAD, row(30), row(31)])}`
    const log = await readText(text)
    expect(isoTimes(log).map((time) => time.slice(17, 19))).toEqual(['18', '19', '31'])
    expect(log.notes).toContain('1 row with a quote that nothing closes (line 12): left out.')
  })
})

describe('lines above the header', () => {
  test('are left out, with a note that counts them', async () => {
    const log = await readText(`+ dstat -tl --output /dev/stdout\nroot@vm:~# "\n\n${LOG}`)
    expect(isoTimes(log).map((time) => time.slice(17, 19))).toEqual(['18', '19'])
    expect(log.notes[0]).toBe(
      '2 lines above the header (the first is line 1: "+ dstat -tl --output /dev/stdout"): left out.',
    )
  })
})

describe('a log with several headers', () => {
  test('has NaN where a column is missing', async () => {
    const other = blockText(['"system","procs",,', '"time","run","blk","new"', row(30), row(31)])
    const log = await readText(`${LOG}\n\n${other}`)
    expect(outline(log)).toEqual({ 'load avg': '1m 5m 15m', procs: 'run blk new' })
    expect(values(log, 'load avg', '1m')).toEqual([1, 1, Number.NaN])
    expect(values(log, 'procs', 'new')).toEqual([Number.NaN, Number.NaN, 3])
  })

  test('does not get the columns of a header without samples', async () => {
    const empty = blockText(['"system","procs",,', '"time","run","blk","new"'])
    const log = await readText(`${LOG}\n\n${empty}\n\n${blockText([...TIME_AND_LOAD, row(30), row(31)])}`)
    expect(outline(log)).toEqual({ 'load avg': '1m 5m 15m' })
    expect(log.times.length).toBe(3)
  })

  test('needs no empty line between two concatenated logs', async () => {
    const log = await readText(`${LOG}${LOG.replaceAll('18:53', '18:54')}`)
    expect(isoTimes(log).map((time) => time.slice(14, 19))).toEqual(['53:18', '53:19', '54:18', '54:19'])
  })

  test.each([
    ['a sample with the name of its month, as dool writes it', 'Nov-23 18:53:20,1,2,3'],
    ['fewer names than titles', 'kernel: oops'],
  ])('loses the rows below titles that are followed not by names but by %s', async (_, line) => {
    const lost = blockText(['"system","load avg",,', line, row(21), row(22)])
    const log = await readText(`${LOG}\n\n${lost}`)
    expect(isoTimes(log).map((time) => time.slice(17, 19))).toEqual(['18', '19'])
    expect(log.notes.join(' ')).toContain('3 rows below titles that cannot be read (the first is line 15)')
  })

  test('loses only the rows below titles that cannot be read', async () => {
    const lost = blockText(['23-11 18:53:20,1.5', '23-11 18:53:21,1.5', row(22)])
    const log = await readText(`${LOG}\n\n${lost}\n\n${blockText([...TIME_AND_LOAD, row(30), row(31)])}`)
    expect(log.times.length).toBe(3)
    expect(log.notes.join(' ')).toContain('2 rows below titles that cannot be read (the first is line 15)')
  })
})

describe('a row that does not fit', () => {
  test.each([
    ['too few cells', '23-11 18:53:18,1,2', '1 row with other columns than the titles (line 8): left out.'],
    [
      'too many cells',
      '23-11 18:53:18,1,2,3,4',
      '1 row with other columns than the titles (line 8): left out.',
    ],
    [
      'too many cells, the last of them blank',
      '23-11 18:53:18,1,2,3,4,',
      '1 row with other columns than the titles (line 8): left out.',
    ],
    [
      'a quote that nothing closes',
      '"23-11 18:53:18,1,2,3',
      '1 row with a quote that nothing closes (line 8)',
    ],
    ['a megabyte', 'x'.repeat(MAX_LINE_CHARACTERS * 2), '1 row with other columns than the titles (line 8)'],
    ['zero bytes, as after a crash', '\0'.repeat(512), '1 row with other columns than the titles (line 8)'],
  ])('is left out with a note, and the next one is read: %s', async (_, bad, note) => {
    const log = await readText(logText([...TIME_AND_LOAD, row(17), bad, row(19)]))
    expect(isoTimes(log)).toEqual(['2026-11-23T18:53:19.000Z'])
    expect(log.notes.join(' ')).toContain(note)
  })

  test('counts as an interval if the log has no times', async () => {
    const log = await readText(
      logText(['"load avg",,', '"1m","5m","15m"', '0,0,0', '1,2', '"1,2,3', '4,5,6']),
    )
    expect(isoTimes(log)).toEqual(['2026-11-23T18:53:20.000Z'])
  })
})

describe('hostile contents', () => {
  test('titles like __proto__ are kept', async () => {
    const log = await readText(
      logText([
        '"__proto__",,"constructor",',
        '"__proto__","toString","constructor","__proto__"',
        '0,0,0,0',
        '1,2,3,4',
      ]),
    )
    expect(log.groups.map(({ title, metrics }) => [title, ...metrics.map(({ name }) => name)])).toEqual([
      ['__proto__', '__proto__', 'toString'],
      ['constructor', 'constructor', '__proto__'],
    ])
    expect(Object.hasOwn(Object.prototype, 'metrics')).toBe(false)
  })

  test('bytes that are not UTF-8 become U+FFFD', async () => {
    const bytes = Buffer.from(logText(['"net/\u00fc",', '"recv","send"', '0,0', '1,2']), 'latin1')
    const log = await readDstat(chunksOf(bytes, 7), { input: 'latin1.csv' })
    expect(log.groups.map(({ title }) => title)).toEqual(['net/\uFFFD'])
  })

  test('a cell with 500,000 digits and a letter is blank, and parsed before the test times out', async () => {
    const digits = `${'1'.repeat(500_000)}x`
    const log = await readText(logText([...TIME_AND_LOAD, row(17), `23-11 18:53:18,${digits},2,3`, row(19)]))
    expect(values(log, 'load avg', '1m')).toEqual([Number.NaN, 1])
  })

  test.each(['1e999', '-1e999', 'inf', 'nan', '0x10', '1_000', '--1', '1,5'.replace(',', '٫')])(
    'a cell with %s is blank',
    async (cell) => {
      const log = await readText(logText([...TIME_AND_LOAD, row(17), `23-11 18:53:18,${cell},2,3`, row(19)]))
      expect(values(log, 'load avg', '1m')).toEqual([Number.NaN, 1])
    },
  )

  test('titles are cut at 200 characters', async () => {
    const log = await readText(logText([`"${'t'.repeat(10_000)}"`, `"${'n'.repeat(10_000)}"`, '0', '1']))
    expect([log.groups[0].title.length, log.groups[0].metrics[0].name.length]).toEqual([200, 200])
  })

  test('too many columns are an error with a remedy', async () => {
    const [names, first, second] = ['a', '1', '2'].map((cell) => `${cell},`.repeat(MAX_COLUMNS) + cell)
    const text = logText(['"x"', names, first, second])
    const error = await readText(text).catch((fault: unknown) => fault)
    expect(error).not.toBeInstanceOf(NoLogError)
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/^dstat\.csv: line 6: more than 16384 columns .*; record fewer columns/),
    )
  })

  test('any lines after the samples are read without an error, in any chunks, and times ascend', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('1', '', '"', '23-11 18:53:17', '"Host:"', '1.5', '\r', '\0'),
    )
    const line = fc.array(cell, { maxLength: 6 }).map((cells) => cells.join(','))
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 20 }),
        fc.integer({ min: 1, max: 99 }),
        async (lines, size) => {
          const bytes = new TextEncoder().encode(
            logText([...TIME_AND_LOAD, row(17), row(18), row(19), ...lines]),
          )
          const log = await readDstat(chunksOf(bytes), { input: 'any.csv' })
          expect(await readDstat(chunksOf(bytes, size), { input: 'any.csv' })).toEqual(log)
          expect(log.times.length).toBeGreaterThan(0)
          expect(Array.from(log.times)).toEqual(Array.from(log.times.toSorted()))
          for (const { metrics } of log.groups) {
            for (const { values: column } of metrics) expect(column.length).toBe(log.times.length)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('any file gives a log or a DstatError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (noise, headed) => {
        const bytes = headed ? Buffer.concat([Buffer.from('"dool 1.3.4 CSV output"\n'), noise]) : noise
        const read = readDstat(chunksOf(bytes), { input: 'noise' })
        const outcome = await read.then(
          () => 'a log',
          (error: unknown) => (error instanceof DstatError ? 'a DstatError' : error),
        )
        expect(['a log', 'a DstatError']).toContain(outcome)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a line', () => {
  const options = { record_delimiter: '\n', relax_column_count: true, relax_quotes: true } as const
  const reference = (line: string): readonly string[] | null => {
    try {
      return parse(`${line}\n`, options)[0]
    } catch {
      return null
    }
  }

  test('is split as csv-parse would split it alone, whatever lines are around it', () => {
    const line = fc.string({ unit: fc.constantFrom('"', '"', ',', 'a', ' ', '1', 'ä'), maxLength: 12 })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
        expect(parseRows(lines)).toEqual(lines.map(reference))
      }),
      { numRuns: 2000 },
    )
    expect(parseRows(['"Cmdline:","dstat "a"b.csv","x""y",,'])[0]).toEqual([
      'Cmdline:',
      '"dstat "a"b.csv"',
      'x"y',
      '',
      '',
    ])
    expect(parseRows(['1,"2,3'])).toEqual([null])
  })

  test('with a quote that nothing closes costs no error object each, and the rows around are kept', async () => {
    using stacks = vi.spyOn(Error, 'captureStackTrace')
    const bad = '"\n'.repeat(10_000)
    const log = await readText(`${LOG}${bad}${row(20)}\n${'\n'.repeat(10_000)}${row(21)}\n`)
    expect(stacks.mock.calls.length).toBeLessThan(100)
    expect(log.times).toHaveLength(4)
    expect(log.notes.join()).toContain('10,000 rows with a quote that nothing closes')
  })
})
