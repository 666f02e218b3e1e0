import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedEntry } from '../../src/frontend/data/raw-value.ts'
import { entryOf, partOf, read, slice, textOf } from './entries.ts'

const HEAD = { status: 'fail', timestamps: ['2026-03-01T12:00:00+00:00', null] }

describe('an entry of the details file', () => {
  it('has a key, status, timestamps and attachments', () => {
    const entry = entryOf({ ...HEAD, traceback: 'a\nb\n', 'x y': '' }, 'nova.test')
    expect(entry).toMatchObject({ key: 'nova.test', ...HEAD, whole: true, isNamed: true })
    expect(entry.parts.map((part) => [part.name, textOf(part), part.whole])).toEqual([
      ['traceback', 'a\nb\n', true],
      ['x y', '', true],
    ])
  })

  it('is the same in pieces of any size, even if they cut escapes or characters', () => {
    const letter = fc.constantFrom(
      'a',
      '"',
      '\\',
      '\n',
      '\t',
      '\u0000',
      '\u001b',
      'é',
      '漢',
      '😀',
      '\ud800',
      '\udc00',
    )
    fc.assert(
      fc.property(
        fc.string({ unit: letter }),
        fc.string({ unit: letter }),
        fc.integer({ min: 1, max: 9 }),
        (one, two, size) => {
          const entry = entryOf({ ...HEAD, one, two }, `k${two}`, size)
          // lone surrogates are replaced
          const well = (text: string): string => text.replace(/[\uD800-\uDFFF]/gu, '\ufffd')
          expect(entry.whole).toBe(true)
          expect(entry.key).toBe(`k${well(two)}`)
          expect(entry.parts.map(textOf)).toEqual([well(one), well(two)])
        },
      ),
    )
  })

  it('has the right text and line starts, however far apart its escapes are', () => {
    const letter = fc.constantFrom(
      '"',
      '\\',
      '\n',
      '\r',
      '\t',
      '😀',
      'near',
      'n'.repeat(100),
      'é'.repeat(200),
    )
    fc.assert(
      fc.property(fc.string({ unit: letter }), fc.integer({ min: 1, max: 900 }), (log, size) => {
        const [part] = entryOf({ ...HEAD, log }, 'k', size).parts
        expect(textOf(part)).toBe(log)
        const starts = Array.from(part.lineStart.at.subarray(part.firstLine, part.endLine))
        const lines = log.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+/g) ?? ['']
        const bytes = lines.map((line) => new TextEncoder().encode(line).length)
        expect(starts).toEqual(
          bytes.map((_, n) => bytes.slice(0, n).reduce((sum, one) => sum + one, part.from)),
        )
      }),
    )
  })

  it('can be read and searched across the pieces in which it came', () => {
    const text = 'one é\ntwo\n漢;three'
    for (const size of [1, 2, 3, 7]) {
      const [part] = entryOf({ ...HEAD, log: text }, 'k', size).parts
      const whole = new TextEncoder().encode(text)
      const { bytes, from, to } = part
      expect([...bytes.subarray(from, to)]).toEqual([...whole])
      expect(Array.from(whole, (_, i) => bytes.at(from + i))).toEqual([...whole])
      const find = (byte: number): number => bytes.lastIndexOf(byte, from, to) - from
      expect([find(0x3b), find(0x6f)]).toEqual([whole.lastIndexOf(0x3b), whole.lastIndexOf(0x6f)])
      expect(bytes.lastIndexOf(0x3b, from, to - 6)).toBe(-1)
      expect(bytes.subarray(from, from).length).toBe(0)
    }
  })

  it('decodes every JSON escape', () => {
    const { parts } = read(
      String.raw`{"k":{"status":"x","timestamps":[],"a":"\"\\\/\b\f\n\r\t\u0041\u00e9\u6F22\ud83d\ude00\ud800x\udc00"}`,
    )
    expect(textOf(parts[0])).toBe('"\\/\b\f\n\r\tAé漢😀\ufffdx\ufffd')
  })

  it('knows where lines begin, even before all have arrived', () => {
    const text = `,"k":${JSON.stringify({ ...HEAD, log: 'one\ntwo\n\nfour\n', more: 'x' })}`
    const lines = (upTo: number): string[] => {
      const [part] = read(text.slice(0, upTo)).parts
      const starts = [...part.lineStart.at.subarray(part.firstLine, part.endLine), part.to]
      return starts.slice(1).map((end, i) => slice(part, starts[i], end))
    }
    expect(lines(text.indexOf('two') + 2)).toEqual(['one\n', 'tw'])
    expect(lines(text.length)).toEqual(['one\n', 'two\n', '\n', 'four\n'])
  })

  it('says whether an attachment contains escape characters', () => {
    expect(partOf('a\u001b[1m').escapes).toBe(true)
    expect(partOf('a[1m').escapes).toBe(false)
  })

  it('keeps values other than strings as they are written', () => {
    const entry = read(
      '{"k":{"status":"x","timestamps":[1,{"a":"]}\\""}],"n":[1, {"b":"}"}],"m":null,"z":"t"}}'.slice(0, -1),
    )
    expect(entry.timestamps).toEqual([1, { a: ']}"' }])
    expect(entry.parts.map(textOf)).toEqual(['[1, {"b":"}"}]', 'null', 't'])
  })

  it('has attachments of any name if it is the output of no test', () => {
    expect(entryOf({ status: 'a', timestamps: 'b' }, '').parts.map(({ name }) => name)).toEqual([
      'status',
      'timestamps',
    ])
    expect(read(',"":{"log":"its begin').isNamed).toBe(true)
  })

  it.each([
    'x',
    '{"k":1',
    '{"k" "v"',
    '{"k":{"a":"b"} x',
    '{"k":{"a" "b"',
    '{"k":{,',
    '{"k":{"timestamps":[},',
  ])('is refused if malformed: %s', (text) => expect(() => read(text)).toThrow(MalformedEntry))

  it('knows all lines of a log of a million', () => {
    const part = partOf('2026-11-23 18:14:27 INFO something happened\n'.repeat(1_000_000))
    expect(part.endLine - part.firstLine).toBe(1_000_000)
    expect(slice(part, part.lineStart.at[part.endLine - 1], part.to)).toBe(
      '2026-11-23 18:14:27 INFO something happened\n',
    )
  })

  it('has all of ten thousand attachments', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`file${n}`, `content ${n}\n`]))
    const { parts } = entryOf({ ...HEAD, ...many })
    expect(parts.length).toBe(10_000)
    expect(textOf(parts[9999])).toBe('content 9999\n')
  })
})
