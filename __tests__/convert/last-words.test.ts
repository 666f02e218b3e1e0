import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it, vi } from 'vitest'
import type { DetailsIndex } from '../../src/format/details-index.ts'
import { runCommand } from '../helpers/command.ts'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'

/** A traceback as pytest prints it. */
const LONG = `    def test_x():
>       assert f() == 1, 'one'
E       AssertionError: one
E       assert 2 == 1

tests/a.py:8: AssertionError
`
const LONG_TOLD = ['AssertionError: one', 'tests/a.py:8: AssertionError']

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
    file('numbered', 'log', 'a'),
    file('numbered', 'traceback-1', 'TypeError: 1'),
    file('numbered', 'traceback-2', 'TypeError: 2'),
    end('numbered'),
    file('details', 'traceback', 'File "a.py"\nE: a\nb\nc\nDetails: {}'),
    end('details'),
    file('long', 'traceback', `File "a.py"\nE: ${'a'.repeat(5000)}\n?  ^`),
    end('long'),
    file('log', 'out', `${'log\n'.repeat(20_000)}end`),
    end('log'),
    file('blank', 'out', ' \n'),
    end('blank'),
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
    file('strict', 'tests/a.py', '[XPASS(strict)] bug 13\n'),
    end('strict', 'uxsuccess'),
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
      LONG_TOLD,
      null,
      ['TypeError: 1'],
      ['c', 'Details: {}'],
      [`E: ${'a'.repeat(4092)}…`],
      ['end'],
      null,
      null,
      ['No traceback, no time: its process may have died'],
      null,
      ['MismatchError: 1 != 2'],
      ['AssertionError: Forced Test Failure'],
      ['Unexpected success'],
      ['Unexpected success: bug 13'],
    ]
    // that of the test that died is told first
    const told = [said[10], ...said.toSpliced(10, 1)]
    expect(runs[0].failures.map(({ details }) => details)).toEqual(told)
    if (gzip) continue
    const stats = JSON.parse(readFileSync(join(data, 'tempest_run_0_stats.json'), 'utf8')) as {
      failures: { details: unknown }[]
    }
    const written = said
      .map((lines, i) => (i >= 2 && i <= 11 && i !== 5 && i !== 6 ? null : lines))
      .with(1, ['?  ^'])
      .with(6, ['?  ^'])
      .with(12, ['AssertionError: Forced Test Failure'])
      .with(15, ['Unexpected success'])
    expect(stats.failures.map(({ details }) => details)).toEqual(written)
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
      expect(run.failures.map(({ details }) => details)).toEqual([LONG_TOLD])
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
