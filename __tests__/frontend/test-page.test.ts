import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TestDetails } from '../../src/format/exported.ts'
import { attachmentsOf, fileNameOf } from '../../src/frontend/test/attachments.ts'
import { lastLines, reasonOf } from '../../src/frontend/test/reason.ts'
import { buildTextRows, rowText, type TextRows } from '../../src/frontend/test/text-rows.ts'

const textsOf = (rows: TextRows): string[] =>
  Array.from({ length: rows.count }, (_, row) => rowText(rows, row))

describe('a text as rows', () => {
  it('is its lines, numbered', () => {
    const rows = buildTextRows('one\r\ntwo\n\nfour', null)
    expect(textsOf(rows)).toEqual(['one', 'two', '', 'four'])
    expect([...rows.line]).toEqual([1, 2, 3, 4])
    expect(rows).toMatchObject({ lines: 4, longest: 4 })
  })

  it('ends with its last line, whether that has an end or not', () => {
    expect(textsOf(buildTextRows('a\nb\n', null))).toEqual(['a', 'b'])
    expect(textsOf(buildTextRows('a\nb', null))).toEqual(['a', 'b'])
    expect(textsOf(buildTextRows('', null))).toEqual([''])
    expect(textsOf(buildTextRows('\n', null))).toEqual([''])
  })

  it('wraps at the columns there are, and numbers only a line’s first row', () => {
    const rows = buildTextRows('0123456789ab\nx', 10)
    expect(textsOf(rows)).toEqual(['0123456789', 'ab', 'x'])
    expect([...rows.line]).toEqual([1, 0, 2])
  })

  it('gives wide characters two columns and never cuts one in half', () => {
    expect(textsOf(buildTextRows('漢字漢字漢字', 8))).toEqual(['漢字漢字', '漢字'])
    expect(textsOf(buildTextRows('😀😀😀😀😀', 8))).toEqual(['😀😀😀😀', '😀'])
    expect(textsOf(buildTextRows('a\tb', 8))).toEqual(['a', '\t', 'b'])
  })

  it('cuts even an unwrapped line that no browser would lay out in time', () => {
    const rows = buildTextRows('x'.repeat(5_000_000), null)
    expect(rows.lines).toBe(1)
    expect(rows.count).toBe(2500)
    expect(rows.longest).toBe(2000)
  })

  it('loses no character', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', '\n', '\r', '😀', '漢', '\t', 'bc'),
      maxLength: 60,
    })
    fc.assert(
      fc.property(letters, fc.option(fc.integer({ min: 8, max: 12 })), (text, width) => {
        const rows = buildTextRows(text, width)
        let whole = ''
        for (let row = 0; row < rows.count; row++) whole += text.slice(rows.start[row], rows.start[row + 1])
        expect(whole).toBe(text)
        expect(rows.lines).toBe(Math.max(1, text.replace(/\n$/, '').split('\n').length))
      }),
    )
  })

  it('is made of a log of a million lines at once', () => {
    const rows = buildTextRows('2026-11-23 18:14:27 INFO something happened\n'.repeat(1_000_000), null)
    expect(rows.count).toBe(1_000_000)
    expect(rowText(rows, 999_999)).toBe('2026-11-23 18:14:27 INFO something happened')
  })
})

describe('attachments', () => {
  const PNG = 'data:image/png;base64,iVBORw0KGgo='
  const details = (value: object): TestDetails => value as TestDetails
  const kinds = (value: object): string[] =>
    attachmentsOf(details(value)).map(({ name, kind }) => `${name} ${kind}`)

  it('have the traceback first and then the reason', () => {
    const all = {
      status: 'fail',
      timestamps: [null, null],
      stderr: 'e',
      reason: 'r',
      traceback_2: 't',
      traceback: 't',
    }
    expect(kinds(all)).toEqual(['traceback_2 text', 'traceback text', 'reason text', 'stderr text'])
  })

  it('are images only where the type is one of four', () => {
    expect(kinds({ a: PNG, b: PNG.replace('png', 'JPEG'), c: PNG.replace('png', 'svg+xml') })).toEqual([
      'a image',
      'b image',
      'c binary',
    ])
    for (const type of ['text/html', 'image/png,<svg', 'image/png ', 'application/xhtml+xml', '']) {
      expect(kinds({ a: `data:${type};base64,QUJD` })).toEqual(['a binary'])
    }
  })

  it('take a type with semicolons and commas whole', () => {
    expect(attachmentsOf(details({ a: 'data:x/y;base64,z;base64,QUI=' }))).toEqual([
      { kind: 'binary', name: 'a', mime: 'x/y;base64,z', base64: 'QUI=', size: 2 },
    ])
  })

  it('are text where they only look like data', () => {
    expect(kinds({ a: 'data:image/png;base64,<script>', b: 'data:', c: 'data:x,y' })).toEqual([
      'a text',
      'b text',
      'c text',
    ])
  })

  it('keep names that are JavaScript’s, and values that are no text', () => {
    const parsed = JSON.parse('{"__proto__": "a", "constructor": "b", "x": {"y": 1}}') as TestDetails
    expect(attachmentsOf(parsed)).toEqual([
      { kind: 'text', name: '__proto__', text: 'a' },
      { kind: 'text', name: 'constructor', text: 'b' },
      { kind: 'text', name: 'x', text: '{"y":1}' },
    ])
  })

  it.each([
    ['../../etc/passwd', '______etc_passwd.txt'],
    ['a\0b', 'a_b.txt'],
    ['', 'attachment.txt'],
    ['x'.repeat(300), `${'x'.repeat(80)}.txt`],
    ['журнал', 'журнал.txt'],
  ])('named %j are saved as %s', (name, file) => {
    expect(fileNameOf({ kind: 'text', name, text: '' })).toBe(file)
  })
})

describe('the reason', () => {
  const fail = (traceback: string): string | null => reasonOf('fail', { traceback })

  it('is the last line of the traceback', () => {
    expect(fail('Traceback:\n  File\nKeyError: 1\n\n')).toBe('KeyError: 1')
    expect(fail('a\r\nb\rc')).toBe('c')
  })

  it('is the last two where the last only announces details', () => {
    expect(lastLines('x\nConflict\nDetails: {}')).toBe('Conflict\nDetails: {}')
  })

  it('is said for what has no traceback', () => {
    expect(reasonOf('inprogress', {})).toBe('Did not finish')
    expect(reasonOf('uxsuccess', {})).toBe('Unexpected success')
    expect(reasonOf('skip', { reason: ' not today \n' })).toBe('not today')
    expect(reasonOf('success', { traceback: 'x' })).toBeNull()
    expect(reasonOf('fail', {})).toBeNull()
    expect(reasonOf('fail', null)).toBeNull()
  })

  it('is cut where it is the dump of an object', () => {
    expect(fail('x'.repeat(1_000_000))).toHaveLength(2000)
  })
})
