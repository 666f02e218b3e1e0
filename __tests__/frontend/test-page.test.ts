import { describe, expect, it } from 'vitest'
import type { Status } from '../../src/format/exported.ts'
import type { Entry } from '../../src/frontend/data/entry.ts'
import { attachmentsOf, contentOf, fileNameOf } from '../../src/frontend/test/attachments.ts'
import { reasonOf } from '../../src/frontend/test/reason.ts'
import { entryOf, read } from './entries.ts'

describe('attachments', () => {
  const PNG = 'data:image/png;base64,iVBORw0KGgo='
  const kinds = (value: object): string[] =>
    attachmentsOf(entryOf(value)).map(({ name, kind }) => `${name} ${kind}`)

  it('have tracebacks first, then the reason, then the others', () => {
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

  it.each([
    // details has keys without the signs of a name
    [
      'a.b',
      'fail',
      ['traceback', 'traceback1', 'Failedexpectation', 'Failedexpectation1', 'fixturelog'],
      ['traceback', 'traceback-1', 'Failed expectation', 'Failed expectation-1', 'fixturelog'],
    ],
    // of subTest(i=1) and subTest('é')
    ['a.b', 'fail', ['tracebacki1', 'tracebacké'], ['traceback i1', 'traceback é']],
    ['tests/test_a-é.py::TestC::test_d[x]#2', 'fail', ['teststest_aépy'], ['traceback']],
    ['tests/test_a.py::test_d', 'skip', ['teststest_apy', 'log'], ['output', 'log']],
    ['tests/test_a.py::test_d', 'fail', ['teststest_bpy', 'log'], ['teststest_bpy', 'log']],
    ['test_a', 'fail', ['', 'log'], ['', 'log']],
  ])(
    'of %s, which %s, are shown by the names that their framework gave them: %j',
    (key, status, names, titles) => {
      const entry = entryOf({ status, ...Object.fromEntries(names.map((name) => [name, 'x'])) }, key)
      const shown = attachmentsOf(entry).map(({ name, title }) => [name, title])
      expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(names.map((name, i) => [name, titles[i]])))
    },
  )

  it.each([
    ['screenshotpng', 'image/png', 'screenshot.png'],
    ['Photo_1JPG', 'image/jpeg', 'Photo_1.JPG'],
    ['responsejson', 'application/json; charset=utf8', 'response.json'],
    ['plansvg', 'image/svg+xml', 'plan.svg'],
    ['dumpyaml', 'application/x-yaml', 'dump.yaml'],
    ['json', 'application/json', 'json'],
    ['core', 'application/octet-stream', 'core'],
    ['page', '', 'page'],
  ])('whose key %s has lost a dot, of type %s, are shown as %s', (name, mime, title) => {
    const [attachment] = attachmentsOf(entryOf({ [name]: `data:${mime};base64,QUI=` }))
    expect(attachment.title).toBe(title)
  })

  it('are images only if their type is one of those that are allowed', () => {
    expect(kinds({ a: PNG, b: PNG.replace('png', 'JPEG'), c: PNG.replace('png', 'svg+xml') })).toEqual([
      'a image',
      'b image',
      'c binary',
    ])
    for (const type of ['text/html', 'image/png,<svg', 'image/png ', 'application/jsonx', '']) {
      expect(kinds({ a: `data:${type};base64,QUJD` })).toEqual(['a binary'])
    }
  })

  it('are text if their type is of a text, and they are whole and in UTF-8', () => {
    const whole = (mime: string, text: string): string =>
      `data:${mime};base64,${Buffer.from(text, 'latin1').toString('base64')}`
    const json = '{\n\t"status": "\xc3\xa9\x1b\\"}'
    for (const type of ['application/json', 'Application/JSON; charset=utf8', 'image/svg+xml', 'x/y+json']) {
      const details = entryOf({ status: 'fail', timestamps: [null, null], status_2: whole(type, json) })
      const [attachment] = attachmentsOf(details)
      const { kind, part, size, mime } = attachment
      expect([kind, mime, size, part.endLine - part.firstLine, part.escapes]).toEqual([
        'text',
        '',
        20,
        2,
        true,
      ])
      expect(contentOf(attachment)).toBe('{\n\t"status": "é\x1b\\"}')
      // the same part for the same attachment, however often the page is drawn
      expect(attachmentsOf(details)[0].part).toBe(part)
    }
    expect(kinds({ status: whole('application/xml', ''), a: whole('application/x-yaml', '\xff') })).toEqual([
      'a binary',
    ])
    const unfinished = read(`{"k":{"a":"${whole('application/json', json)}`)
    expect(attachmentsOf(unfinished).map(({ kind }) => kind)).toEqual(['binary'])
  })

  it('keep a type with semicolons and commas whole', () => {
    const [attachment] = attachmentsOf(entryOf({ a: 'data:x/y;base64,z;base64,QUI=' }))
    expect(attachment).toMatchObject({ kind: 'binary', name: 'a', mime: 'x/y;base64,z', size: 2 })
    expect(contentOf(attachment)).toBe('QUI=')
  })

  it('are text if they only look like a data URL', () => {
    expect(kinds({ a: 'data:image/png;base64,<script>', b: 'data:', c: 'data:x,y' })).toEqual([
      'a text',
      'b text',
      'c text',
    ])
  })

  it('are no images before they are complete', () => {
    expect(attachmentsOf(read(`{"k":{"a":"${PNG}`)).map(({ kind }) => kind)).toEqual(['binary'])
  })

  it('keep names like __proto__, and values other than strings', () => {
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
  const of = (status: Status, details: Entry | null, duration = 1): string | null =>
    reasonOf(status, details, duration)
  const fail = (traceback: string): string | null => of('fail', entryOf({ status: 'fail', traceback }))

  it('is the message of the exception: its first line and its last', () => {
    const head = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\n'
    expect(fail(`${head}KeyError: 1\n\n`)).toBe('KeyError: 1')
    expect(fail(`${head}E: called once.\nCalls: [call(7)].\n`)).toBe('E: called once.\nCalls: [call(7)].')
    expect(fail(`${head}E: !=:\nreference = 1\nactual    = 2\n`)).toBe('E: !=:\n…\nactual    = 2')
  })

  it('of a long text without frames is its last line, for the first was not read', () => {
    expect(fail(`log\n${'line\n'.repeat(250_000)}end`)).toBe('end')
    expect(fail(`log\n${'line\n'.repeat(200_000)}end`)).toBe('log\n…\nend')
  })

  it('of pytest-subunit is read from the only text, which is named after the test’s file', () => {
    const left = entryOf({
      status: 'fail',
      tests_apy: 'E       assert 4 == 3\n\ntests/a.py:12: AssertionError',
    })
    expect(of('fail', left)).toBe('assert 4 == 3\ntests/a.py:12: AssertionError')
    expect(attachmentsOf(left).map(({ trace }) => trace)).toEqual([true])
    // TAP's text gives a reason too, but is shown as a log
    const tap = entryOf({ status: 'fail', tapmeta: 'test missing' })
    expect(of('fail', tap)).toBe('test missing')
    expect(attachmentsOf(tap)[0].trace).toBe(false)
    // if there is another text, or may be, this one may be a log
    for (const log of [
      read('{"k":{"status":"fail","log":"a"'),
      entryOf({ status: 'fail', log: 'a', stderr: 'b' }),
    ]) {
      expect(of('fail', log)).toBeNull()
      expect(attachmentsOf(log).some(({ trace }) => trace)).toBe(false)
    }
    expect(of('skip', entryOf({ status: 'skip', tapcomment: 'no net' }))).toBe('no net')
    const skipped = `[gw1] linux -- Python 3.11\n('/src/tests/a.py', 18, "Skipped: it's late")\n`
    expect(of('skip', entryOf({ status: 'skip', tests_apy: skipped }))).toBe("it's late")
    // takes linear time
    const worst = "('', 1, 'Skipped: ".repeat(1000)
    expect(of('skip', entryOf({ status: 'skip', tests_apy: worst }))).toContain('Skipped')
    expect(attachmentsOf(entryOf({ status: 'success', log: 'a' }))[0].trace).toBe(false)
  })

  it('of a failure with no output and no duration is that its process may have died', () => {
    // as stestr records a test whose process died
    const nothing = entryOf({ status: 'fail', timestamps: [null, null] })
    expect(of('fail', nothing, 0)).toBe('No traceback, no time: its process may have died')
    expect(of('fail', nothing, Number.NaN)).toBeNull()
    expect(of('fail', entryOf({ status: 'fail', a: 'x', b: 'y' }), 0)).toBeNull()
  })

  it('is the failed expectation if testtools’ traceback only says that there was one', () => {
    const traceback = 'AssertionError: Forced Test Failure\n'
    const Failedexpectation = 'MismatchError: 1 != 2'
    expect(of('fail', entryOf({ Failedexpectation, Failedexpectation1: 'x', traceback }))).toBe(
      'MismatchError: 1 != 2',
    )
    expect(of('fail', entryOf({ Failedexpectation, traceback: 'KeyError: 1' }))).toBe('KeyError: 1')
    expect(of('fail', entryOf({ traceback }))).toBe('AssertionError: Forced Test Failure')
  })

  it('is from another traceback if none has that exact name', () => {
    expect(of('fail', entryOf({ traceback1: 'TypeError: 1', log: 'x' }))).toBe('TypeError: 1')
    expect(of('fail', entryOf({ traceback1: 'TypeError: 1', traceback: 'KeyError: 2' }))).toBe('KeyError: 2')
  })

  it('is unknown until the traceback is complete', () => {
    expect(of('fail', read('{"k":{"traceback":"a\\nKeyErr'))).toBeNull()
  })

  it('of a test without a traceback depends on its status', () => {
    expect(of('inprogress', null)).toBe('Did not finish')
    expect(of('uxsuccess', null)).toBe('Unexpected success')
    expect(of('uxsuccess', entryOf({ teststest_apipy: '[XPASS(strict)] bug 13\n' }))).toBe(
      'Unexpected success: bug 13',
    )
    expect(of('skip', entryOf({ reason: ' not today \n' }))).toBe('not today')
    expect(of('success', entryOf({ traceback: 'x' }))).toBeNull()
    expect(of('fail', entryOf({}))).toBeNull()
    expect(of('fail', null)).toBeNull()
  })

  it('is cut to 2,000 characters, of which the first line has half', () => {
    expect(fail('x'.repeat(1_000_000))).toHaveLength(2000)
    expect(fail(`${'x'.repeat(3000)}\nend`)).toBe(`${'x'.repeat(999)}…\nend`)
  })
})
