import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { exceptionLines, lastWords } from '../../src/convert/last-words.ts'
import type { DetailsIndex } from '../../src/format/details-index.ts'
import { runCommand } from '../helpers/command.ts'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'
import { worstTexts } from '../helpers/worst-text.ts'

/** A traceback as `pytest` and `pytest --tb=short` print it. */
const LONG = `    def test_x():
>       assert f() == 1, 'one'
E       AssertionError: one
E       assert 2 == 1
E        +  where 2 = f()

tests/a.py:8: AssertionError
`
const SHORT = `tests/a.py:8: in test_x
    assert f() == 1, 'one'
E   AssertionError: one
E   assert 2 == 1
`

describe('the last words of a text', () => {
  it.each([
    ['are the error of a pytest traceback', LONG, 'AssertionError: one'],
    ['are the error of a short pytest traceback', SHORT, 'AssertionError: one'],
    ['are the last of two pytest errors', `E   KeyError: 1\n\nduring that\n${LONG}`, 'AssertionError: one'],
    ['are the last line of other texts', 'Traceback\n  File "a.py"\r\nKeyError: 1\r\n\r\n', 'KeyError: 1'],
    ['are not taken from an E alone, which is not pytest’s', 'E\nError: x\n', 'Error: x'],
    ['are empty if the text is blank', ' \n\n', ''],
  ])('%s', (_, text, words) => expect(lastWords(text)).toBe(words))

  it('are at most 4096 characters, and found in the worst texts before the test times out', () => {
    for (const text of worstTexts(1 << 20)) expect(lastWords(text).length).toBeLessThanOrEqual(4096)
  })
})

describe('the lines of an exception', () => {
  const head = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\n    ^^^\n'
  it.each([
    [
      'are the first, and the last one with words, of unittest’s diff',
      `${head}AssertionError: Lists differ: [1] != [2]\n\n- [1]\n+ [2]\n?  ^\n\n`,
      ['AssertionError: Lists differ: [1] != [2]', '+ [2]'],
    ],
    ['are only the first if no other has words', `${head}E: {\n}`, ['E: {']],
    ['are those of the last exception', `${head}KeyError: 1\n\nDuring:\n\n${head}E: a\nb`, ['E: a', 'b']],
    [
      'are the name and message of an exception group',
      '  + Exception Group Traceback (most recent call last):\n  |   File "a.py", line 1, in f\n  | ExceptionGroup: two\n  +-+--- 1 ---\n    | KeyError: 1\n    +------',
      ['ExceptionGroup: two'],
    ],
    [
      'are those of the exception if its message ends with a table, which only looks like a group',
      `${head}AssertionError: no server in\n+----+------+\n| ID | Name |\n+----+------+\n| 1  | vm   |\n+----+------+\n`,
      ['AssertionError: no server in', '| 1  | vm   |'],
    ],
    [
      'are those of the last group, if it is not the first',
      '  + Exception Group Traceback (most recent call last):\n  |   File "a.py", line 1, in f\n  | ExceptionGroup: one\n  +-+--- 1 ---\n    | KeyError: 1\n    +------\n\nDuring that:\n\n  + Exception Group Traceback (most recent call last):\n  |   File "a.py", line 2, in f\n  | ExceptionGroup: two\n  +-+--- 1 ---\n    | KeyError: 2\n    +------',
      ['ExceptionGroup: two'],
    ],
    ['are only the first if all others are marks', `${head}E: {\n+----+\n+----+`, ['E: {']],
    [
      'are the example and the result of a doctest',
      'Failed doctest test for a.f\n  File "a.py", line 5, in f\n\n-----\nFile "a.py", line 9, in a.f\nFailed example:\n    1 + 2\nExpected:\n    4\nGot:\n    3\n',
      ['Failed example: 1 + 2', '    3'],
    ],
    [
      'are the first and the last of a text without frames',
      'Error: Reactor was unclean.\n<DelayedCall>',
      ['Error: Reactor was unclean.', '<DelayedCall>'],
    ],
    ['are none if the exception has only one line', `${head}KeyError`, []],
    ['are none if a traceback has no frames', 'Traceback (most recent call last):\nx.Unexpected', []],
    ['are none if the first is too far from the end to be read', `${'log\n'.repeat(20_000)}end`, []],
    ['are none if the text is empty', '', []],
  ])('%s', (_, text, lines) => expect(exceptionLines(text)).toEqual(lines))

  it('are found in the worst texts before the test times out', () => {
    for (const text of worstTexts(1 << 20)) expect(exceptionLines(text).length).toBeLessThan(3)
  })
})

it('a failure is described by its exception, or without a traceback by its only text, and the stats file does not change', async () => {
  const mime = 'text/plain; charset=utf8'
  const end = (id: string, status = 'fail') => packet({ id, status, time: [1_772_366_400, 0] })
  const file = (id: string, name: string, text: string) => packet({ id, mime, file: [name, text] })
  const stream = Buffer.concat([
    file('usual', 'traceback', 'KeyError: 1\n'),
    end('usual'),
    file('diff', 'traceback', 'File "a.py", line 1, in f\nAssertionError: a != b\n- a\n?  ^\n'),
    end('diff'),
    file('pytest', 'tests/a.py', LONG),
    end('pytest'),
    file('two', 'out', 'a'),
    file('two', 'err', 'b'),
    end('two'),
    packet({ id: 'none', status: 'fail' }),
    packet({ id: 'died', status: 'inprogress', time: [1_772_366_400, 0] }),
    end('died'),
    packet({ id: 'died of two', status: 'inprogress', time: [1_772_366_400, 0] }),
    file('died of two', 'out', 'a'),
    file('died of two', 'err', 'b'),
    end('died of two'),
    file('expected', 'Failed expectation', 'MismatchError: 1 != 2'),
    file('expected', 'Failed expectation-1', 'MismatchError: 3 != 4'),
    file('expected', 'traceback', 'AssertionError: Forced Test Failure\n'),
    end('expected'),
    file('forced', 'traceback', 'AssertionError: Forced Test Failure\n'),
    end('forced'),
    file('other', 'log', 'not why'),
    end('other', 'uxsuccess'),
  ])
  const from = directoryWith({ run: stream })
  for (const gzip of [false, true]) {
    const { data, runs } = await convertFiles([join(from, 'run')], {
      destination: join(from, String(gzip)),
      gzip,
    })
    const said = [
      ['KeyError: 1'],
      ['AssertionError: a != b', '- a'],
      ['AssertionError: one'],
      null,
      null,
      ['No traceback, no time: its process may have died'],
      null,
      ['MismatchError: 1 != 2'],
      ['AssertionError: Forced Test Failure'],
      ['Unexpected success'],
    ]
    expect(runs[0].failures.map(({ details }) => details)).toEqual(said)
    if (gzip) continue
    const stats = JSON.parse(readFileSync(join(data, 'tempest_run_0_stats.json'), 'utf8')) as {
      failures: { details: unknown }[]
    }
    expect(stats.failures.map(({ details }) => details)).toEqual(
      said.with(1, ['?  ^']).with(2, null).with(5, null).with(7, ['AssertionError: Forced Test Failure']),
    )
  }
})

it('a skip without a reason is described by the only text that its test left', async () => {
  const skip = (id: string, ...files: [string, string][]) => [
    ...files.map((file) => packet({ id, mime: 'text/plain; charset=utf8', file })),
    packet({ id, status: 'skip', time: [1_772_366_400, 0] }),
  ]
  const stream = Buffer.concat([
    ...skip('usual', ['reason', 'no net']),
    ...skip('pytest', ['tests/a.py', "[gw1] linux\n('/src/tests/a.py', 18, 'Skipped: no net')\n"]),
    ...skip('TAP', ['tap comment', 'no disk']),
    ...skip('two', ['out', 'a'], ['err', 'b']),
    ...skip('none'),
    ...skip('blank', ['out', '\n']),
  ])
  const from = directoryWith({ run: stream })
  const { data, runs } = await convertFiles([join(from, 'run')], {
    destination: join(from, 'out'),
    closely: true,
  })
  expect(runs[0].skips).toEqual([
    { reason: null, tests: 3 },
    { reason: 'no net', tests: 2 },
    { reason: 'no disk', tests: 1 },
  ])
  const stats = JSON.parse(readFileSync(join(data, 'tempest_run_0_stats.json'), 'utf8')) as {
    skips: { details: unknown }[]
  }
  expect(stats.skips.map(({ details }) => details)).toEqual(['no net', null, null, null, null, null])
})

it('output of tests is read completely even if each read returns only a few bytes', async () => {
  const left = (id: string, status: string, text: string) => [
    packet({ id, mime: 'text/plain; charset=utf8', file: ['out', text] }),
    packet({ id, status }),
  ]
  const stream = Buffer.concat([...left('a', 'fail', LONG), ...left('b', 'skip', 'no net')])
  const from = directoryWith({ run: stream })
  const handle = await open(join(from, 'run'))
  const prototype = Object.getPrototypeOf(handle) as typeof handle
  await handle.close()
  type Read = (into: Buffer, at: number, length: number, position: number) => unknown
  const read = Reflect.get(prototype, 'read') as Read
  const slowly: Read = function (this: unknown, into, at, length, position) {
    return read.call(this, into, at, Math.min(length, 7), position)
  }
  vi.spyOn(prototype, 'read').mockImplementation(slowly as never)
  try {
    for (const gzip of [false, true]) {
      const options = { destination: join(from, String(gzip)), gzip, closely: true }
      const [run] = (await convertFiles([join(from, 'run')], options)).runs
      expect(run.failures.map(({ details }) => details)).toEqual([['AssertionError: one']])
      expect(run.skips).toEqual([{ reason: 'no net', tests: 1 }])
    }
  } finally {
    vi.restoreAllMocks()
  }
})

it.each([
  ['128 KiB is read', 128 << 10, 'no net'],
  ['one byte more is not', (128 << 10) + 1, null],
])('a skip’s output is searched for its reason up to a limit: %s', async (_, size, reason) => {
  const around = JSON.stringify({ status: 'skip', out: 'no net', timestamps: [null, null] }).length
  const text = `no net${' '.repeat(size - around)}`
  const stream = [
    packet({ id: 'a', mime: 'text/plain;charset=utf8', file: ['out', text] }),
    packet({ id: 'a', status: 'skip' }),
  ]
  const from = directoryWith({ run: Buffer.concat(stream) })
  const destination = join(from, 'out')
  const { runs } = await convertFiles([join(from, 'run')], { destination, closely: true })
  const index = JSON.parse(
    readFileSync(join(destination, 'tempest_run_0_index.json'), 'utf8'),
  ) as DetailsIndex
  expect(index.length).toEqual([size])
  expect(runs[0].skips).toEqual([{ reason, tests: 1 }])
})

it('texts of 1000 skips that repeat pytest’s pattern are searched before the test times out', async () => {
  const text = "('', 1, 'Skipped: ".repeat(230)
  const stream = Array.from({ length: 1000 }, (_, i) => [
    packet({ id: `a${i}`, mime: 'text/plain;charset=utf8', file: ['out', text] }),
    packet({ id: `a${i}`, status: 'skip' }),
  ])
  const from = directoryWith({ run: Buffer.concat(stream.flat()) })
  const { runs } = await convertFiles([join(from, 'run')], { destination: join(from, 'out'), closely: true })
  expect(runs[0].skips).toEqual([{ reason: expect.stringContaining('Skipped'), tests: 1000 }])
})

it('the output of 40 failures, 120 MB in all, is read with a heap of 64 MB', async () => {
  const log = Buffer.alloc(3_000_000, 'a line of a log\n')
  const tests = Array.from({ length: 40 }, (_, i) => [
    packet({ id: `a${i}`, mime: 'text/plain;charset=utf8', file: ['log', log] }),
    packet({ id: `a${i}`, status: 'fail' }),
  ])
  const stream = Buffer.concat(tests.flat().map((bytes) => gzipSync(bytes, { level: 1 })))
  const from = directoryWith({ run: stream })
  const args = ['--gzip', '-f', join(from, 'run'), join(from, 'out')]
  expect(await runCommand(args, { node: ['--max-old-space-size=64'] })).toMatchObject({ status: 0, err: '' })
})
