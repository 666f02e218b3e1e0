import { describe, expect, it } from 'vitest'
import { attachmentsOf, contentOf, fileNameOf } from '../../src/frontend/test/attachments.ts'
import { lastLines, reasonOf } from '../../src/frontend/test/reason.ts'
import { entryOf, read } from './entries.ts'

describe('attachments', () => {
  const PNG = 'data:image/png;base64,iVBORw0KGgo='
  const kinds = (value: object): string[] =>
    attachmentsOf(entryOf(value)).map(({ name, kind }) => `${name} ${kind}`)

  it('have the traceback first, then others, then the reason', () => {
    const all = {
      status: 'fail',
      timestamps: [null, null],
      stderr: 'e',
      reason: 'r',
      traceback_2: 't',
      traceback: 't',
      traceback1: 't',
    }
    expect(kinds(all)).toEqual([
      'traceback text',
      'traceback_2 text',
      'traceback1 text',
      'reason text',
      'stderr text',
    ])
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
    const [attachment] = attachmentsOf(entryOf({ a: 'data:x/y;base64,z;base64,QUI=' }))
    expect(attachment).toMatchObject({ kind: 'binary', name: 'a', mime: 'x/y;base64,z', size: 2 })
    expect(contentOf(attachment)).toBe('QUI=')
  })

  it('are text where they only look like data', () => {
    expect(kinds({ a: 'data:image/png;base64,<script>', b: 'data:', c: 'data:x,y' })).toEqual([
      'a text',
      'b text',
      'c text',
    ])
  })

  it('of a type that is an image are none before they are whole', () => {
    expect(attachmentsOf(read(`{"k":{"a":"${PNG}`)).map(({ kind }) => kind)).toEqual(['binary'])
  })

  it('keep names that are JavaScript’s, and values that are no text', () => {
    const { parts } = read('{"k":{"__proto__": "a", "constructor": "b", "x": {"y": 1}}')
    expect(attachmentsOf({ parts }).map((one) => [one.kind, one.name, contentOf(one)])).toEqual([
      ['text', '__proto__', 'a'],
      ['text', 'constructor', 'b'],
      ['text', 'x', '{"y": 1}'],
    ])
  })

  it.each([
    ['../../etc/passwd', '______etc_passwd.txt'],
    ['a\0b', 'a_b.txt'],
    ['', 'attachment.txt'],
    ['x'.repeat(300), `${'x'.repeat(80)}.txt`],
    ['журнал', 'журнал.txt'],
  ])('named %j are saved as %s', (name, file) => {
    expect(fileNameOf({ kind: 'text', name, mime: '' })).toBe(file)
  })
})

describe('the reason', () => {
  const fail = (traceback: string): string | null => reasonOf('fail', entryOf({ traceback }))

  it('is the last line of the traceback', () => {
    expect(fail('Traceback:\n  File\nKeyError: 1\n\n')).toBe('KeyError: 1')
    expect(fail('a\r\nb\rc')).toBe('c')
  })

  it('is the last two where the last only announces details', () => {
    expect(lastLines('x\nConflict\nDetails: {}')).toBe('Conflict\nDetails: {}')
  })

  it('begins with the exception where its message has several lines', () => {
    const head = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\n    ^^^\n'
    expect(fail(`${head}AssertionError: called once.\nCalls: [call(7)].\n`)).toBe(
      'AssertionError: called once.\nCalls: [call(7)].',
    )
    expect(fail(`${head}MismatchError: !=:\nreference = 1\nactual    = 2\n`)).toBe(
      'MismatchError: !=:\n…\nactual    = 2',
    )
    expect(fail(`${head}E: Conflict\nDetails: {}`)).toBe('E: Conflict\nDetails: {}')
    expect(fail(`${head}KeyError: 1`)).toBe('KeyError: 1')
    // the one that was raised last is meant
    expect(fail(`${head}KeyError: 1\n\nDuring handling:\n\n${head}ValueError: 2`)).toBe('ValueError: 2')
  })

  it('of a group of exceptions is what the group is called', () => {
    const group = `  + Exception Group Traceback (most recent call last):
  |   File "a.py", line 1, in f
  |     raise group
  | ExceptionGroup: two (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | ValueError: 1
    +------------------------------------
`
    expect(fail(group)).toBe('ExceptionGroup: two (2 sub-exceptions)')
  })

  it('is of pytest what it marks with an E, and the place', () => {
    const source = 'self = <x>\n\n    def test_total():\n>       assert total == 3\n'
    expect(fail(`${source}E       assert 4 == 3\n\ntests/test_a.py:12: AssertionError\n`)).toBe(
      'assert 4 == 3\ntests/test_a.py:12: AssertionError',
    )
    expect(
      fail(`${source}E    KeyError: 1\n\na.py:1: KeyError\n${source}E   X: a\nE\nE     b\n\na.py:2: X`),
    ).toBe('X: a\n…\na.py:2: X')
    expect(fail('E   X: a')).toBe('E   X: a')
  })

  it('is another traceback’s where none is called so', () => {
    expect(reasonOf('fail', entryOf({ traceback1: 'x\nTypeError: 1' }))).toBe('TypeError: 1')
    expect(reasonOf('fail', entryOf({ traceback1: 'TypeError: 1', traceback: 'KeyError: 2' }))).toBe(
      'KeyError: 2',
    )
  })

  it('is unknown until the traceback is whole', () => {
    expect(reasonOf('fail', read('{"k":{"traceback":"a\\nKeyErr'))).toBeNull()
  })

  it('is said for what has no traceback', () => {
    expect(reasonOf('inprogress', null)).toBe('Did not finish')
    expect(reasonOf('uxsuccess', null)).toBe('Unexpected success')
    expect(reasonOf('skip', entryOf({ reason: ' not today \n' }))).toBe('not today')
    expect(reasonOf('success', entryOf({ traceback: 'x' }))).toBeNull()
    expect(reasonOf('fail', entryOf({}))).toBeNull()
    expect(reasonOf('fail', null)).toBeNull()
  })

  it('is cut where it is the dump of an object', () => {
    expect(fail('x'.repeat(1_000_000))).toHaveLength(2000)
  })
})
