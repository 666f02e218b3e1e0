import { expect, it } from 'vitest'
import { describeBytes, noStream } from '../../src/convert/describe.ts'

it.each([
  ['<?xml version="1.0"?><testsuite/>', 'XML, perhaps JUnit’s'],
  ['<testsuites name="pytest">', 'XML, perhaps JUnit’s'],
  ['\n<!DOCTYPE html>', 'HTML'],
  ['<html>', 'HTML'],
  ['<b>', 'plain text'],
  ['\x89PNG\r\n', 'a picture'],
  ['\xff\xfe<\0t\0', 'UTF-16, into which PowerShell’s > changes what a program prints'],
  ['\xfe\xff\0<\0t', 'UTF-16, into which PowerShell’s > changes what a program prints'],
  ['\x7fELF\x02', 'a program'],
  ['TAP version 13\nok 1', 'TAP, which tap2subunit turns into a stream'],
  ['ok 1', 'TAP, which tap2subunit turns into a stream'],
  ['12..15\nnot ok 12', 'TAP, which tap2subunit turns into a stream'],
  ['not ok 1 - a', 'TAP, which tap2subunit turns into a stream'],
  ['{12} a.b.c [0.1s] ... ok', 'what stestr prints without --subunit'],
  ['"Dstat 0.8.0 CSV output"', 'a dstat log'],
  ['dool 1.3.4', 'a dstat log'],
  ['"pcp-dstat 6.0.3"', 'a dstat log'],
  ['{"tests": []}', 'JSON'],
  [' [1]', 'JSON'],
  ['collected 5 items\r\n\ta.py .....\n', 'plain text'],
  ['dstatistics, <html> and JSON {}', 'plain text'],
  ['a <?xml \x89PNG \xff\xfe \x7fELF ok 1 {0} dstat', 'plain text'],
  ['\t\r ', 'plain text'],
  ['\x08', 'binary data'],
  ['\x0e', 'binary data'],
  ['\x1f', 'binary data'],
  [`${'a'.repeat(19)}\0`, 'plain text'],
  [`${'a'.repeat(18)}\0\0`, 'binary data'],
  [`${'a'.repeat(512)}${'\0'.repeat(512)}`, 'plain text'],
  ['\0'.repeat(512), 'binary data'],
  [`${'\0'.repeat(512)}${'a'.repeat(512)}`, 'binary data'],
])('%j looks like %s', (text, look) => expect(describeBytes(Buffer.from(text, 'latin1'))).toBe(look))

it.each([
  [
    '!!!!!!!!!! Interrupted: 1 error during collection !!!!!!!!!!\n',
    'plain text that begins "Interrupted: 1 error during collection". Give',
  ],
  ['\n\r\n  usage: "x"\n', 'plain text that begins "usage: \\"x\\"". Give'],
  [`${'a'.repeat(300)}\n`, `plain text that begins "${'a'.repeat(119)}…". Give`],
  ['first\nsecond', 'plain text that begins "first". Give'],
  ['first\rsecond', 'plain text that begins "first". Give'],
  [
    '\n====\nFailures during discovery\n====\n--- import errors ---\nFailed to import test module: a.b\n' +
      `Traceback (most recent call last):\n  File "/src/a/b.py", line 1, in <module>\n    import c\n` +
      `ModuleNotFoundError: No module named 'c'\n\n====\nThe above traceback was encountered during test discovery`,
    `plain text that begins "Failures during discovery", with "ModuleNotFoundError: No module named 'c'". Give`,
  ],
  ['KeyError: 1\n', 'plain text that begins "KeyError: 1". Give'],
  ['----\n\n', 'plain text. Give'],
  ['{"tests": "x"}', 'JSON. Give'],
])('the error about %j says: %s', (text, words) =>
  expect(noStream(Buffer.from(text), '', Buffer.from(text)).message).toContain(
    `; it looks like ${words} a stream`,
  ),
)

it('the error about what may not be quoted only says what it looks like', () => {
  expect(noStream(Buffer.from('first\n'), '').message).toContain('it looks like plain text. Give')
})
