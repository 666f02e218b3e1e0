/** Lines of version 1, including some that no writer would write. */

import type { Random } from './random.ts'

const IDS = [
  'pkg.a',
  'pkg.b',
  'pkg.b.c',
  'x [',
  'x',
  '__proto__',
  'p.t[gate]',
  'a b',
  'é☃',
  'setUpClass (p.C)',
]
const OUTCOMES = ['success', 'successful', 'failure', 'error', 'skip', 'xfail', 'uxsuccess']
const TIMES = [
  '2026-03-01 12:00:00.123456Z',
  '2026-03-01 12:00:01Z',
  '2026-03-01T12:00:02.000249+05:30',
  '2026-02-28 23:59:59.9999999-01:00',
  '1970-01-01 00:00:00',
  '1828-01-02 00:00:00.000001Z',
]
const OTHERS = [
  'output\n',
  '\n',
  ']\n',
  ' ]\n',
  'not subunit: really\n',
  '³ ó\n',
  'tests pass\n',
  '0\r\n',
  ' test: x\n',
]
const PROGRESS = ['3', '+1', '-2', 'push', 'pop']
const TAGS = ['worker-1', '-worker-1 slow', '-', 'a b\tc', '-b', 'é']
const MIMES = ['text/plain;charset=utf8', 'text/x-traceback;charset=utf8,language=python', 'image/png']
const NAMES = ['traceback', 'reason', 'log', "pythonlogging:''", 'status', ' ', 'é']

/** A directive, a whole test, or output. */
export function randomLines(random: Random): string {
  const id = random.pick(IDS)
  const word = random.pick(OUTCOMES)
  return random.pick([
    () => random.pick(OTHERS),
    () => `time: ${random.pick(TIMES)}\n`,
    () => `tags: ${random.pick(TAGS)}\n`,
    () => `progress: ${random.pick(PROGRESS)}\n`,
    () => `${random.pick(['test:', 'testing:', 'test', 'test::'])} ${id}\n`,
    () => `${word}: ${id}\n`,
    () => `test: ${id}\n${word}: ${id}\n`,
    () => `test: ${id}\n${word} ${id}${brackets(random)}\n`,
    () => `test: ${id}\n${word}: ${id}${brackets(random)}\n`,
  ])()
}

function brackets(random: Random): string {
  const text = random.pick(['one', 'two\nlines', ' ]', 'é☃\n\n', ''])
  return random.pick([
    () => ` [ ${text.replaceAll('\n', ' ')} ]`,
    () => ` [\n${text}\n]`,
    () => ` [ multipart\n${parts(random)}]`,
  ])()
}

function parts(random: Random): string {
  return Array.from({ length: random.below(3) }, () => {
    const text = random.pick(['a line\n', 'é', '0\r\n', ']\n', 'x'.repeat(20)])
    const chunk = `${Buffer.byteLength(text).toString(16).toUpperCase()}\r\n${text}`
    return `Content-Type: ${random.pick(MIMES)}\n${random.pick(NAMES)}\n${chunk.repeat(random.below(3))}0\r\n`
  }).join('')
}
