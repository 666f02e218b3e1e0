import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Entry } from '../../src/frontend/data/entry.ts'
import { LEVELS } from '../../src/frontend/route/route.ts'
import { PLAIN, parseAnsi } from '../../src/frontend/test/log/ansi.ts'
import { Finder, MOST_HITS } from '../../src/frontend/test/log/finder.ts'
import { LevelIndex, levelOf, wholeLines } from '../../src/frontend/test/log/levels.ts'
import { timeOf } from '../../src/frontend/test/log/line-time.ts'
import { cut, drawRow, timeOfLine } from '../../src/frontend/test/log/row.ts'
import { RowIndex, type RowOptions } from '../../src/frontend/test/log/rows.ts'
import { worstTexts } from '../helpers/worst-text.ts'
import { partOf, slice } from './entries.ts'

const ALL: RowOptions = { columns: null, filter: null }

function rowsOf(text: string, columns: number | null = null): RowIndex {
  const rows = new RowIndex(partOf(text), { columns, filter: null })
  expect(rows.advance(Infinity)).toBe(true)
  return rows
}

function textsOf(text: string, columns: number | null = null): string[] {
  const rows = rowsOf(text, columns)
  return Array.from({ length: rows.count }, (_, row) => {
    const { from, to } = rows.rangeOf(row)
    return slice(partOf(text), from, to)
  })
}

describe('the rows of a text', () => {
  it('are its lines without line endings', () => {
    expect(textsOf('one\r\ntwo\n\nfour')).toEqual(['one', 'two', '', 'four'])
    expect(textsOf('a\nb\n')).toEqual(['a', 'b'])
    expect(textsOf('1 %\r2 %\r\r\nend\r')).toEqual(['1 %', '2 %', '', 'end'])
    expect(textsOf('\n')).toEqual([''])
    expect(textsOf('')).toEqual([''])
  })

  it('are as long as the longest of them', () => {
    expect(['a\nbcd\ne', 'a\nb\ncde', 'ab', ''].map((text) => rowsOf(text).longest)).toEqual([4, 3, 2, 0])
  })

  it('wrap at the given width, and know which row is the first of its line', () => {
    const rows = rowsOf('0123456789ab\nx', 10)
    expect(textsOf('0123456789ab\nx', 10)).toEqual(['0123456789', 'ab', 'x'])
    expect([0, 1, 2].map((row) => [rows.lineOf(row), rows.isFirst(row)])).toEqual([
      [0, true],
      [0, false],
      [1, true],
    ])
    expect(rows.rowOfLine(1)).toBe(2)
  })

  it('are made in steps of 256 once the time is up', () => {
    const rows = new RowIndex(partOf('x\n'.repeat(600)), { columns: 80, filter: null })
    const steps = [0, 0, 0].map((deadline) => [rows.advance(deadline), rows.count])
    expect(steps).toEqual([
      [false, 256],
      [false, 512],
      [true, 600],
    ])
  })

  it('give wide characters two columns and escapes none, and split neither', () => {
    expect(textsOf('漢字漢字漢字', 8)).toEqual(['漢字漢字', '漢字'])
    expect(textsOf('😀😀😀😀😀', 8)).toEqual(['😀😀😀😀', '😀'])
    expect(textsOf('a\tb', 8)).toEqual(['a', '\t', 'b'])
    expect(textsOf('a\tb\nc', 8)).toEqual(['a', '\t', 'b', 'c'])
    expect(textsOf('\u001b[31m12345678\u001b[0m9', 8)).toEqual(['\u001b[31m12345678\u001b[0m', '9'])
    expect(textsOf(`${'x'.repeat(1998)}\u001b[31mred`)).toEqual(['x'.repeat(1998), '\u001b[31mred'])
  })

  // no browser would lay it out in time
  it('split a line of millions of characters, even without wrapping', () => {
    const rows = rowsOf('x'.repeat(5_000_000))
    expect([rows.count, rows.longest]).toEqual([2500, 2000])
  })

  it('split long lines among short ones while the text is still arriving', () => {
    const lines = ['a', 'x'.repeat(1999), 'x'.repeat(2000), 'y'.repeat(4500), '', 'b\r', 'last']
    const entry = new Entry()
    const bytes = new TextEncoder().encode(
      `,"a.b":${JSON.stringify({ status: 'fail', timestamps: [null, null], log: lines.join('\n') })}`,
    )
    let rows: RowIndex | undefined
    for (let at = 0; at < bytes.length; at += 700) {
      entry.feed(bytes.slice(at, at + 700))
      if (entry.parts.length === 0) continue
      rows ??= new RowIndex(entry.parts[0], ALL)
      expect(rows.advance(Infinity)).toBe(true)
    }
    const found = Array.from({ length: rows?.count ?? 0 }, (_, row) => rows?.lineOf(row))
    expect(found).toEqual([0, 1, 2, 3, 3, 3, 4, 5, 6])
    expect(
      [2, 5, 7, 8].map((row) => rows?.rangeOf(row)).map((range) => range && range.to - range.from),
    ).toEqual([2000, 500, 1, 4])
  })

  it('lose no character', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', '😀', '漢', '\t', 'bc', '\u001b[1m'),
      maxLength: 60,
    })
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 1 }),
        fc.option(fc.integer({ min: 8, max: 12 })),
        (lines, width) => {
          const text = lines.map((line) => `${line}\n`).join('')
          const rows = rowsOf(text, width)
          const found = lines.map(() => '')
          textsOf(text, width).forEach((row, i) => {
            found[rows.lineOf(i)] += row
          })
          expect(found).toEqual(lines)
        },
      ),
    )
  })

  it('are only those of the chosen levels, once levels are known', () => {
    const part = partOf('INFO:a:1\nERROR:a:2\n more\nDEBUG:a:3\n')
    const index = new LevelIndex(part)
    const rows = new RowIndex(part, {
      columns: null,
      filter: { shown: [false, true, false, false, true], index },
    })
    rows.advance(Infinity)
    expect(rows.count).toBe(0) // levels are not known yet
    index.advance(Infinity)
    expect(rows.advance(Infinity)).toBe(true)
    expect([0, 1, 2].map((row) => rows.lineOf(row))).toEqual([1, 2, 3])
    expect([rows.count, rows.rowOfLine(0), rows.rowOfLine(2), rows.rowOfLine(4)]).toEqual([3, 0, 1, -1])
  })
})

describe('the level of a log line', () => {
  const level = (line: string): string | number => {
    const part = partOf(line)
    const found = levelOf(part.bytes, part.from, part.to)
    if (found.level > 0) expect(line.slice(found.at, found.at + found.length)).toMatch(/^(?:[A-Z]+|[a-z]+)$/)
    return LEVELS[found.level - 1] ?? found.level
  }

  it.each<[line: string, level: string | number]>([
    ['2026-03-01 12:00:00,123 INFO [nova.compute] msg', 'info'],
    ['2026-03-01 12:00:00.123 26441 DEBUG nova.x [req-1 - -] msg', 'debug'],
    ['2026-03-01 12:00:00,123 - app.web - ERROR - msg', 'error'],
    ['2026-03-01T12:00:00.123Z WARN msg', 'warning'],
    ['[2026-03-01 12:00:00] [CRITICAL] msg', 'error'],
    ['12:00:00,123 TRACE msg', 'debug'],
    ['INFO:root:msg', 'info'],
    ['WARNING  root:test_a.py:12 msg', 'warning'],
    ['[DEBUG] msg', 'debug'],
    ['<ERROR> msg', 'error'],
    ['2026-03-01 12:00:00 <ERROR> msg', 'error'],
    ['12:345678 INFO msg', -1],
    ['\u001b[00;32mAUDIT nova\u001b[0m', 'info'],
    ['2026-03-01 12:00:00.123 26441 \u001b[01;31mERROR\u001b[00m nova', 'error'],
    ['2026-03-01T12:00:00.123Z\tERROR\tcontroller\tmsg', 'error'],
    ['I0301 12:00:00.123456   12345 server.go:42] msg', 'info'],
    ['W0301 12:00:00.123456       1 server.go:42] msg', 'warning'],
    ['F0301 12:00:00.123456       1 server.go:42] msg', 'error'],
    ['time="2026-03-01T12:00:00Z" level=warning msg="a level=error"', 'warning'],
    ['time=2026-03-01T12:00:00Z level=DEBUG msg=x', 'debug'],
    ['{"ts":1772366400.1,"level":"fatal","msg":"x"}', 'error'],
    ['{"ts":1772366400.1,"level":"great","msg":"x"}', 0],
    ['{"levels": 3}', -1],
    ['level=error msg="time=1 level=info"', 'error'],
    ['levels=info', -1],
    ['E0301 12:00:00.123456       1 server.go:42] msg', 'error'],
    ['ts=2026-03-01T12:00:00Z level=info msg=x', 'info'],
    ['time to level=info', -1],
    ['{ "level": "info" }', 'info'],
    ['{"log_level":"info","sublevel":"info"}', -1],
    ['12:00:00', 0],
    ['Mar  1 12:00:00', 0],
    ['Marc 1 12:00:00 ERROR msg', -1],
    ['Mar ab 12:00:00 ERROR msg', -1],
    ['Mar 12312:00:00 ERROR msg', -1],
    ['ab:00:00 ERROR msg', -1],
    ['12:00.00 ERROR msg', -1],
    ['12.00:00 ERROR msg', -1],
    ['12:00:x0 ERROR msg', -1],
    ['202x-03-01 ERROR msg', -1],
    ['2026-x3-01 ERROR msg', -1],
    ['Nov 23 18:14:22.456789 host nova-api[123]: ERROR nova.compute [None req-1] boom', 'error'],
    ['Nov  3 18:14:22 host n[1]: \x1b[00;32mDEBUG nova.x', 'debug'],
    ['Nov 23 18:14:22 host kernel: no level', 0],
    ['Nov 23 18:14 ERROR', -1],
    ['It was level=error', -1],
    ['2026-03-01 12:00:00 started', 0],
    ['2026/03/01 12:00:00 ERROR msg', 'error'],
    ['2026/03/01 12:00:00 plain', 0],
    ['2026/03-01 12:00:00 ERROR msg', -1],
    ['{"time": "2026-03-01T12:00:00Z", "level": "warning", "msg": "x"}', 'warning'],
    ['{"message": "x", "asctime": "2026-03-01 12:00:00,123", "levelname": "ERROR"}', 'error'],
    ['{"msg": "level: error", "level": "info"}', 'info'],
    ['2026-03-01 12:00:00 INFORMATION', 0],
    ['2026-03-01 12:00:00 NOTICE msg', 'info'],
    ['2026-03-01 12:00:00 PANIC msg', 'error'],
    ['[12:00:00]ERROR msg', 'error'],
    ['2026-03-01T12:00:00.123Z|ERROR|msg', 'error'],
    ['2026-03-01T12:00:00,123+00:00|ERROR|msg', 'error'],
    ['2026/03/01 12:00:00 one two three four ERROR', 'error'],
    ['2026-03-01 12:00:00 CRITICALS', 0],
    // the time of day is a word, too
    ['2026-03-01 12:00:00 one two three four ERROR', 'error'],
    ['2026-03-01 12:00:00 one two three four five ERROR', 0],
    [`2026-03-01 12:00:00 ${'x'.repeat(174)} ERROR`, 'error'],
    [`2026-03-01 12:00:00 ${'x'.repeat(175)} ERROR`, 0],
    // behind its letters, a word ends or goes on
    ...['_', 'a', 'x', 'z', 'A', 'Z', '0', '9', '.'].map((next): [string, number] => [
      `12:00:00 INFO${next}- msg`,
      0,
    ]),
    ...['`', '{', '@', '[', '^', '/', '-', ':', ';'].map((next): [string, string] => [
      `12:00:00 INFO${next} msg`,
      'info',
    ]),
    ['INFO|msg', 'info'],
    ['\u001b[32mINFO\u001b[0m x', 'info'],
    // an escape that is no colour ends at a space
    ['\u001b(B INFO:m', 'info'],
    ['INFO{ msg', -1],
    ['INFO} msg', -1],
    ['12:00:90 ERROR msg', 'error'],
    ['12:00:/0 ERROR msg', -1],
    ['12:00:00;ERROR msg', 0],
    ['12:00:00*ERROR msg', 0],
    ['INFO', -1],
    ['ERRORS: 3', -1],
    ['INFO_X:a', -1],
    ['    INFO.get()', -1],
    ['Traceback (most recent call last):', -1],
    ['', -1],
    ['info: small', -1],
  ])('%j: %s', (line, expected) => expect(level(line)).toBe(expected))

  it('is the entry’s for a line that continues it, and only entries are counted', () => {
    const part = partOf('loose\nERROR:a:1\n  at x\nplain\n2026-03-01 12:00:00 none\nDEBUG:a:2')
    const index = new LevelIndex(part)
    expect(index.advance(Infinity)).toBe(true)
    expect([...index.levels.subarray(0, index.lines)]).toEqual([0, 4, 4, 4, 0, 1])
    expect(index.counts).toEqual([1, 0, 0, 1])
  })

  it('is not looked for in the next line', () => {
    const index = new LevelIndex(partOf('12:00:00 a\nb ERROR c\n'))
    index.advance(Infinity)
    expect([...index.levels.subarray(0, index.lines)]).toEqual([0, 0])
  })

  it('is found for 256 lines at least, and for no more once the time is over', () => {
    const index = new LevelIndex(
      partOf(Array.from({ length: 2500 }, (_, n) => (n % 2 ? 'x' : 'ERROR:a')).join('\n')),
    )
    for (const lines of [256, 512, 768, 1024])
      expect([index.advance(-1), index.lines]).toEqual([false, lines])
    expect([index.advance(Infinity), index.lines]).toEqual([true, 2500])
    expect([...index.levels.subarray(0, 2500)]).toEqual(new Array(2500).fill(4))
    expect(index.counts).toEqual([0, 0, 0, 1250])
  })

  it('stays known while more lines arrive', () => {
    const bytes = new TextEncoder().encode(`,\n"a":{"log":${JSON.stringify('ERROR:a\n'.repeat(3000))}}`)
    const entry = new Entry()
    entry.feed(bytes.subarray(0, 20_000))
    const index = new LevelIndex(entry.parts[0])
    expect([index.advance(Infinity), index.lines]).toEqual([true, 2220])
    entry.feed(bytes.subarray(20_000))
    expect([index.advance(Infinity), index.lines]).toEqual([true, 3000])
    expect([...index.levels.subarray(0, 3000)]).toEqual(new Array(3000).fill(4))
  })

  it('is found for no line that is not there as a whole', () => {
    const part = { ...partOf('ERROR:a\nERROR:b\nERR'), whole: false }
    expect(wholeLines(part)).toBe(2)
    const index = new LevelIndex(part)
    expect([index.advance(Infinity), index.lines]).toEqual([true, 2])
  })

  it('is found in time even in the worst texts', () => {
    for (const text of worstTexts(1 << 20)) {
      expect(new LevelIndex(partOf(text)).advance(Infinity)).toBe(true)
      expect(rowsOf(text, 80).count).toBeGreaterThan(0)
    }
  })
})

describe('the time of a line', () => {
  it.each([
    ['2026-03-01 12:00:00,123 INFO x', Date.UTC(2026, 2, 1, 12) * 1000 + 123_000, 23],
    ['2026-03-01T12:00:00.123456Z x', Date.UTC(2026, 2, 1, 12) * 1000 + 123_456, 27],
    ['2026-03-01 12:00:00+0130 x', Date.UTC(2026, 2, 1, 10, 30) * 1000, 24],
    ['2026-03-01 12:00:00-08:00 x', Date.UTC(2026, 2, 1, 20) * 1000, 25],
    ['2026-03-01T12:00:00.123456789Z x', Date.UTC(2026, 2, 1, 12) * 1000 + 123_456, 30],
    ['ts=2026-03-01T12:00:00Z level=info', Date.UTC(2026, 2, 1, 12) * 1000, 23],
    ['\u001b[01;32m2026-03-01 12:00:00\u001b[0m x', Date.UTC(2026, 2, 1, 12) * 1000, 27],
    ['<2026-03-01 12:00:00> x', Date.UTC(2026, 2, 1, 12) * 1000, 20],
    ['[2026-03-01 12:00:00] x', Date.UTC(2026, 2, 1, 12) * 1000, 20],
    ['2026/03/01 12:00:00 x', Date.UTC(2026, 2, 1, 12) * 1000, 19],
    ['time="2026-03-01T12:00:00Z" level=info', Date.UTC(2026, 2, 1, 12) * 1000, 26],
    ['{"@timestamp":"2026-03-01T12:00:00.5Z"}', Date.UTC(2026, 2, 1, 12) * 1000 + 500_000, 37],
    ['{"asctime": "2026-03-01 12:00:00,123"}', Date.UTC(2026, 2, 1, 12) * 1000 + 123_000, 36],
  ])('is read from %s', (line, micros, length) => expect(timeOf(line)).toEqual({ micros, length }))

  it.each(['12:00:00 x', '2026-13-41 12:00:00', 'x 2026-03-01 12:00:00', 'Mar  1 12:00:00 x', ''])(
    'is not read from %s',
    (line) => expect(timeOf(line)).toBeNull(),
  )
})

it('the time of a line is that at its beginning', () => {
  const part = partOf('2026-03-01 12:00:00 a\nb\n\u001b[31m2026-03-01 12:00:01 c')
  const noon = Date.UTC(2026, 2, 1, 12) * 1000
  expect([0, 1, 2, 3].map((line) => timeOfLine(part, line))).toEqual([noon, null, noon + 1e6, null])
})

describe('terminal colours', () => {
  const runs = (text: string) =>
    parseAnsi(text).runs.map(({ text: run, style }) => [run, style.colour, style.bold])

  it.each([
    [
      'a\u001b[31mb\u001b[0mc',
      [
        ['a', '', false],
        ['b', 'red', false],
        ['c', '', false],
      ],
    ],
    [
      '\u001b[1;92mb\u001b[22mc\u001b[39md',
      [
        ['b', 'green', true],
        ['c', 'green', false],
        ['d', '', false],
      ],
    ],
    [
      '\u001b[38;5;196mr\u001b[38;5;27mb\u001b[38;5;244mg',
      [
        ['r', 'red', false],
        ['b', 'blue', false],
        ['g', 'grey', false],
      ],
    ],
    [
      '\u001b[38;2;250;200;10my\u001b[38:2::10:200:220mc',
      [
        ['y', 'yellow', false],
        ['c', 'cyan', false],
      ],
    ],
    [
      '\u001b[38;5;15mw\u001b[90mg\u001b[30mb',
      [
        ['w', '', false],
        ['g', 'grey', false],
        ['b', '', false],
      ],
    ],
    [
      '\u001b[41;35mm\u001b[mx',
      [
        ['m', 'magenta', false],
        ['x', '', false],
      ],
    ],
    [
      'a\u001b[2Kb\u001b]0;title\u0007c\u001b(Bd\u001bMe',
      [
        ['a', '', false],
        ['b', '', false],
        ['c', '', false],
        ['d', '', false],
        ['e', '', false],
      ],
    ],
  ])('are read from %j', (text, expected) => expect(runs(text)).toEqual(expected))

  it.each([
    ['31;37', ''],
    ['31;97', ''],
    ['31;29;40;89;98', 'red'],
    ['38;5;7', ''],
    ['38;5;8', 'grey'],
    ['38;5;9', 'red'],
    ['38;5;16', ''],
    ['38;5;17', 'blue'],
    ['38;5;22', 'green'],
    ['38;5;52', 'red'],
    ['38;5;59', 'grey'],
    // 135, 95 and 175
    ['38;5;97', 'blue'],
    ['38;5;208', 'yellow'],
    ['38;5;231', ''],
    ['38;5;232', 'grey'],
    ['38;5;249', 'grey'],
    ['38;5;250', ''],
    ['38;2;60;60;60', ''],
    ['38;2;61;61;61', 'grey'],
    ['38;2;199;199;199', 'grey'],
    ['38;2;200;200;200', ''],
    ['38;2;100;100;139', 'grey'],
    ['38;2;100;100;140', 'blue'],
    ['38;2;140;140;100', 'yellow'],
    ['38;2;200', 'red'],
    ['38:2:1:10:200:220', 'cyan'],
    ['38:2:250:10:10', 'red'],
    ['38:2::250:10:10;48:2::1:2:34', 'red'],
    // a channel halfway between the others is not lit
    ['38;2;100;120;140', 'blue'],
    ['38;2;140;100;120', 'red'],
    // no code of its own, as underline is
    ['38;5;4', 'blue'],
    // of a kind that does not exist
    ['38;1;31', 'red'],
    ['31;38;1', ''],
    // no background is shown
    ['48;5;31', ''],
    ['48;2;1;2;31', ''],
  ])('%s is %j', (codes, colour) =>
    expect(parseAnsi(`\u001b[${codes}mx`).style).toEqual({ ...PLAIN, colour }),
  )

  it('may be followed by other styles in the same escape', () => {
    for (const codes of ['38;5;1', '38;5;9', '38;5;240', '38;5;196', '38;2;1;2;3', '48;5;1'])
      expect(parseAnsi(`\u001b[${codes};1mx`).style).toMatchObject({ bold: true, dim: false })
    expect(parseAnsi('\u001b[31;4;2;24;22mx').style).toEqual({ ...PLAIN, colour: 'red' })
  })

  it('of nothing are no runs', () => {
    expect(parseAnsi('')).toEqual({ runs: [], style: PLAIN })
    expect(parseAnsi('\u001b[31ma\u001b[0m').runs.map(({ at, text }) => [at, text])).toEqual([[5, 'a']])
  })

  it('include dim and underline, and continue in the next text', () => {
    const { style } = parseAnsi('\u001b[2;4mx')
    expect(style).toEqual({ ...PLAIN, dim: true, underline: true })
    expect(parseAnsi('y', style).runs[0].style).toBe(style)
  })

  it('remove nothing from the text but escapes', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }).map((text) => ({ text: text.replaceAll('\u001b', ''), escape: '' })),
      fc
        .constantFrom('\u001b[0m', '\u001b[1;31m', '\u001b[K', '\u001b]0;t\u0007', '\u001b[38;5;9m')
        .map((escape) => ({ text: '', escape })),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const input = pieces.map(({ text, escape }) => text + escape).join('')
        const { runs: found } = parseAnsi(input)
        expect(found.map(({ text }) => text).join('')).toBe(pieces.map(({ text }) => text).join(''))
        for (const { at, text } of found) expect(input.startsWith(text, at)).toBe(true)
      }),
    )
  })

  it('are read even from the worst texts before the test times out, and texts without them are whole', () => {
    for (const text of [
      ...worstTexts(1 << 20),
      '\u001b]'.repeat(1 << 19),
      `\u001b[${'1;'.repeat(1 << 19)}`,
      '\u001b[31m'.repeat(1 << 18),
    ]) {
      const read = parseAnsi(text).runs.map((run) => run.text)
      expect(read.join('') === text).toBe(!text.includes('\u001b'))
    }
  })
})

describe('a search in a log', () => {
  it('ends where it has enough hits, within a line or between two', () => {
    for (const text of ['a'.repeat(MOST_HITS + 9), 'aa\n'.repeat(MOST_HITS / 2 + 9)]) {
      const finder = new Finder(partOf(text), 'a', null)
      expect([finder.advance(Infinity), finder.count]).toEqual([true, MOST_HITS])
    }
  })

  const hits = (text: string, needle: string): string[] => {
    const part = partOf(text)
    const finder = new Finder(part, needle, null)
    expect(finder.advance(Infinity)).toBe(true)
    return Array.from({ length: finder.count }, (_, hit) =>
      slice(part, finder.start.at[hit], finder.end.at[hit]),
    )
  }

  it('ignores case, and takes special characters literally', () => {
    expect(hits('Error eRRor\nerror.', 'ERROR')).toEqual(['Error', 'eRRor', 'error'])
    expect(hits('a.b axb (a.b)', 'a.b')).toEqual(['a.b', 'a.b'])
    for (const sign of '$()*+./?[\\]^{|}-') expect(hits(`a${sign}b`, sign)).toEqual([sign])
    expect(hits('\\d 1', '\\d')).toEqual(['\\d'])
    expect(hits('a{2} aa', 'a{2}')).toEqual(['a{2}'])
    expect(hits('1 [1]', '[1]')).toEqual(['[1]'])
  })

  it('finds text after multi-byte characters, and text with colour escapes in it', () => {
    expect(hits('é漢😀Foo é\nfoo', 'foo')).toEqual(['Foo', 'foo'])
    expect(hits('\ufeffFoo\nfoo', 'foo')).toEqual(['Foo', 'foo'])
    expect(hits('a\u001b[1mb\u001b[0mc', 'abc')).toEqual(['a\u001b[1mb\u001b[0mc'])
  })

  it('finds the matches in all lines of a long log', () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `line ${n} é\n`).join('')
    expect(hits(lines, 'LINE 1999')).toHaveLength(11)
  })

  it('searches a long line in several steps, and finds matches that lie across their ends', () => {
    const step = 128 << 10
    for (const needle of ['é😀x', '\u001b[1mB\u001b[0m\u001b[31mc\u001b[0m\u001b[32;1md']) {
      const plain = needle.replace(/\u001b\[[\d;]*m/g, '')
      const size = Buffer.byteLength(needle)
      for (let before = 0; before <= size; before++) {
        // the multi-byte characters of the filler lie across the ends of steps, too
        const filler = '漢'.repeat((step - before) / 3) + '.'.repeat((step - before) % 3)
        const part = partOf((filler + needle + '漢'.repeat(step / 3)).repeat(2) + needle)
        const finder = new Finder(part, plain, null)
        let steps = 1
        while (!finder.advance(0)) steps += 1
        expect(steps).toBeGreaterThan(3)
        const found = Array.from({ length: finder.count }, (_, hit) =>
          slice(part, finder.start.at[hit], finder.end.at[hit]).slice(0, 99),
        )
        expect(found).toEqual(Array(3).fill(needle.replace(/^\u001b\[1m/, '')))
      }
    }
  })

  it('finds nothing in the escapes of a coloured text, not even across the ends of steps', () => {
    const line = '\u001b[38;5;31mé 31\u001b[0m'
    expect(hits(line.repeat(3), '31')).toEqual(['31', '31', '31'])
    expect(hits(line, '0m')).toEqual([])
    for (let before = 0; before < 12; before++) {
      const filler = '.'.repeat((128 << 10) - before)
      expect(hits(`${filler}${line}${'.'.repeat(999)}`, '31')).toEqual(['31'])
      expect(hits(`${filler}${line}${'.'.repeat(999)}`, '5')).toEqual([])
    }
  })

  it('counts no overlapping matches in a line that takes several steps', () => {
    expect(hits('ab'.repeat(200_001), 'abab')).toHaveLength(100_000)
    expect(hits(`${'aaaaaaa'.repeat(20_000)}b`, 'aaaaaaa')).toHaveLength(20_000)
  })

  it('finds matches only in lines of the shown levels, and the first one from a given byte on', () => {
    const part = partOf('INFO:a:x\nERROR:a:x\nx')
    const index = new LevelIndex(part)
    index.advance(Infinity)
    const finder = new Finder(part, 'x', { shown: [false, false, false, false, true], index })
    finder.advance(Infinity)
    expect(finder.count).toBe(2)
    expect(finder.firstFrom(finder.start.at[0] + 1)).toBe(1)
    expect(finder.firstFrom(part.to)).toBe(-1)
  })
})

describe('a row', () => {
  it('is its text in pieces of one style each: time, level, colour, hit', () => {
    const part = partOf('2026-03-01 12:00:00,123 ERROR \u001b[32mgreen\u001b[0m error')
    const rows = new RowIndex(part, ALL)
    rows.advance(Infinity)
    const finder = new Finder(part, 'r', null)
    finder.advance(Infinity)
    const { pieces, time } = drawRow(part, rows, 0, finder)
    expect(pieces.map(({ text }) => text).join('')).toBe('2026-03-01 12:00:00,123 ERROR green error')
    expect(time).toBe(Date.UTC(2026, 2, 1, 12) * 1000 + 123_000)
    expect(pieces.map(({ text, look, hit }) => [text, look, hit]).slice(0, 8)).toEqual([
      ['2026-03-01 12:00:00,123', 'log-time', -1],
      [' ', '', -1],
      ['E', 'log-level', -1],
      ['R', 'log-level', 0],
      ['R', 'log-level', 1],
      ['O', 'log-level', -1],
      ['R', 'log-level', 2],
      [' ', '', -1],
    ])
    expect(pieces[9]).toEqual({ text: 'r', look: 'ansi-green', hit: 3 })
  })

  it('continues a colour and a hit that began in a row above', () => {
    const part = partOf(`\u001b[31mone\n${'x'.repeat(1999)}needle`)
    const rows = new RowIndex(part, ALL)
    rows.advance(Infinity)
    const finder = new Finder(part, 'needle', null)
    finder.advance(Infinity)
    expect(drawRow(part, rows, 1, finder).pieces.at(-1)).toEqual({ text: 'n', look: 'ansi-red', hit: 0 })
    expect(drawRow(part, rows, 2, finder).pieces).toEqual([{ text: 'eedle', look: 'ansi-red', hit: 0 }])
  })

  it('that continues a line has neither a time nor a level of its own', () => {
    const part = partOf(`${'x'.repeat(2000)}2026-03-01 12:00:00,123 ERROR x`)
    const rows = new RowIndex(part, ALL)
    rows.advance(Infinity)
    expect(drawRow(part, rows, 1, null)).toEqual({
      pieces: [{ text: '2026-03-01 12:00:00,123 ERROR x', look: '', hit: -1 }],
      time: null,
    })
  })

  it('has no part of a hit that ends where it begins', () => {
    const part = partOf(`${'x'.repeat(1994)}needleneedle`)
    const rows = new RowIndex(part, ALL)
    rows.advance(Infinity)
    const finder = new Finder(part, 'needle', null)
    finder.advance(Infinity)
    expect(drawRow(part, rows, 1, finder).pieces).toEqual([{ text: 'needle', look: '', hit: 1 }])
  })

  it('keeps a byte order mark, which hits are counted from', () => {
    const part = partOf('\ufeffab')
    const rows = new RowIndex(part, ALL)
    rows.advance(Infinity)
    const finder = new Finder(part, 'b', null)
    finder.advance(Infinity)
    expect(drawRow(part, rows, 0, finder).pieces.map(({ text, hit }) => [text, hit])).toEqual([
      ['\ufeffa', -1],
      ['b', 0],
    ])
  })

  it('has a class for each part of its style and look', () => {
    const text = '\u001b[1;2;4;31mab'
    expect(cut(text, [{ from: text.length - 1, to: text.length, look: 'log-level' }], [])).toEqual([
      { text: 'a', look: 'ansi-red is-bold is-dim is-underlined', hit: -1 },
      { text: 'b', look: 'ansi-red is-bold is-dim is-underlined log-level', hit: -1 },
    ])
  })

  it('loses no character, whatever ranges are marked', () => {
    const range = fc
      .tuple(fc.nat(20), fc.nat(8))
      .map(([from, length]) => ({ from, to: from + length, look: 'l' }))
    fc.assert(
      fc.property(
        fc.string({ maxLength: 24 }),
        fc.array(range, { maxLength: 2 }),
        fc.nat(9),
        (text, looks, step) => {
          const hits = [0, 1, 2].map((hit) => ({ from: hit * (step + 2), to: hit * (step + 2) + 2, hit }))
          const plain = parseAnsi(text)
            .runs.map((run) => run.text)
            .join('')
          expect(
            cut(text, looks, hits)
              .map((piece) => piece.text)
              .join(''),
          ).toBe(plain)
        },
      ),
    )
  })
})
