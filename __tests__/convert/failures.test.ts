import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it, vi } from 'vitest'
import { explainFailures } from '../../src/convert/failures.ts'
import type { ConvertedRun } from '../../src/convert/types.ts'
import { Staging } from '../../src/export/staging.ts'
import type { DetailsIndex } from '../../src/format/details-index.ts'
import type { StatsFailure } from '../../src/format/exported.ts'
import { runCommand } from '../helpers/command.ts'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'

/** Bytes of a packet's content. */
const MOST_CONTENT = 3 << 20

/** A traceback as pytest prints it. */
const LONG = `    def test_x():
>       assert f() == 1, 'one'
E       AssertionError: one
E       assert 2 == 1

tests/a.py:8: AssertionError
`
const LONG_TOLD = ['AssertionError: one', 'tests/a.py:8: AssertionError']

/** Failures of the following test whose line in the statistics needs no better one. */
const TOLD_WELL = new Set([0, 5, 22])

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
    file('two subtests', 'log', 'a'),
    file('two subtests', "traceback [odd] (i=1, name='a b')", 'TypeError: 1'),
    file('two subtests', 'traceback (<subtest>)', 'TypeError: 2'),
    end('two subtests'),
    file('details', 'traceback', 'File "a.py"\nE: a\nb\nc\nDetails: {}'),
    end('details'),
    file('long', 'traceback', `File "a.py"\nE: ${'a'.repeat(5000)}\n?  ^`),
    end('long'),
    file(
      'log',
      'out',
      `File "a.py", line 1\nKeyError: 1\n${'log\n'.repeat(20_000)}end${'\n'.repeat(70_000)}`,
    ),
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
    packet({ id: 'silent', status: 'inprogress', time: [1_772_366_399, 0] }),
    end('silent'),
    file('forced text', 'out', 'AssertionError: Forced Test Failure\n'),
    end('forced text'),
    file('tall', 'traceback', `${'log\n'.repeat(20_000)}a\n?  ^`),
    end('tall'),
    file('wide', 'traceback', `-${'='.repeat(70_000)}`),
    end('wide'),
    file('wide text', 'out', `-${'='.repeat(70_000)}`),
    end('wide text'),
    packet({ id: 'bare', status: 'inprogress', time: [1_772_366_400, 0] }),
    end('bare', 'uxsuccess'),
    packet({ id: 'hung', status: 'inprogress', time: [1_772_366_400, 0] }),
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
      null,
      ['AssertionError: Forced Test Failure'],
      ['a'],
      [`-${'='.repeat(4095)}…`],
      [`${'='.repeat(4095)}…`],
      ['Unexpected success'],
      ['Did not finish'],
    ]
    // those of the tests that died or never ended are told first
    const told = [said[10], said[22], ...said.slice(0, 22).toSpliced(10, 1)]
    expect(runs[0].failures.map(({ details }) => details)).toEqual(told)
    if (gzip) continue
    const stats = JSON.parse(readFileSync(join(data, 'tempest_run_0_stats.json'), 'utf8')) as {
      failures: StatsFailure[]
    }
    const isUntold = (i: number): boolean =>
      (i >= 2 && i <= 11 && i !== 5 && i !== 6) || [16, 17, 20].includes(i)
    const written = said
      .map((lines, i) => (isUntold(i) ? null : lines))
      .with(1, ['?  ^'])
      .with(6, ['?  ^'])
      .with(12, ['AssertionError: Forced Test Failure'])
      .with(15, ['Unexpected success'])
      .with(18, ['?  ^'])
    expect(stats.failures.map(({ details }) => details)).toEqual(written)
    // the page is told what was found, and where nothing was
    const run = {
      ...runs[0],
      failures: stats.failures.map((failure) => ({ ...failure, status: 'fail' as const })),
    }
    const [{ found }] = await explainFailures([run], (name) => join(data, name), {}, [])
    const looked = said.map((lines, i) => (lines === null || i === 13 || i === 19 ? null : lines))
    const page = looked.with(2, LONG_TOLD.toSpliced(1, 0, '…'))
    expect(found).toEqual({
      failures: page.flatMap((lines, i) => (TOLD_WELL.has(i) ? [] : [[i, lines]])),
      skips: [],
    })
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
    // as in version 1
    ...skip('zope', ['reason', 'no disk\n']),
    ...skip('zope without a reason', ['reason', '\n']),
  ])
  const from = directoryWith({ run: stream })
  const { data, runs } = await convertFiles([join(from, 'run')], {
    destination: join(from, 'out'),
    closely: true,
  })
  expect(runs[0].skips).toEqual([
    { reason: null, tests: 4 },
    { reason: 'no net', tests: 2 },
    { reason: 'no disk', tests: 2 },
  ])
  const stats = JSON.parse(readFileSync(join(data, 'tempest_run_0_stats.json'), 'utf8')) as {
    skips: { details: unknown }[]
  }
  const nones = Array<null>(5).fill(null)
  expect(stats.skips.map(({ details }) => details)).toEqual(['no net', ...nones, 'no disk\n', '\n'])
  const foundIn = async (skips: ConvertedRun['skips']) =>
    (await explainFailures([{ ...runs[0], skips }], (name) => join(data, name), {}, []))[0].found.skips
  const said = [null, 'no net', 'no disk', ...nones]
  expect(await foundIn([{ reason: null, tests: 8 }])).toEqual([...said.entries()])
  expect(await foundIn([{ reason: 'no net', tests: 8 }])).toEqual([])
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
  ['128 KiB of a skip are read', 'skip', 128 << 10, 'no net'],
  ['one byte more is not', 'skip', (128 << 10) + 1, undefined],
  ['8 MiB of a failure are read', 'fail', 8 << 20, 'no net'],
  ['one byte more is not', 'fail', (8 << 20) + 1, undefined],
] as const)('output is searched for a reason up to a limit: %s', async (_, status, size, reason) => {
  const around = JSON.stringify({ status, out: 'no net', timestamps: [null, null] }).length
  const text = `no net${' '.repeat(size - around)}`
  const part = (at: number) => text.slice(at, at + MOST_CONTENT)
  const parts = Array.from({ length: Math.ceil(text.length / MOST_CONTENT) }, (__, i) =>
    packet({ id: 'a', mime: 'text/plain;charset=utf8', file: ['out', part(i * MOST_CONTENT)] }),
  )
  const from = directoryWith({ run: Buffer.concat([...parts, packet({ id: 'a', status })]) })
  const data = join(from, 'out')
  const { runs } = await convertFiles([join(from, 'run')], { destination: data, closely: true })
  const index = JSON.parse(readFileSync(join(data, 'tempest_run_0_index.json'), 'utf8')) as DetailsIndex
  expect(index.length).toEqual([size])
  const run = { ...runs[0], failures: runs[0].failures.map((failure) => ({ ...failure, details: null })) }
  const untold = { ...run, skips: run.skips.map((skip) => ({ ...skip, reason: null })) }
  const [{ run: told, found }] = await explainFailures([untold], (name) => join(data, name), {}, [])
  const isSkip = status === 'skip'
  expect(told.skips).toEqual(isSkip ? [{ reason: reason ?? null, tests: 1 }] : [])
  expect(told.failures.map(({ details }) => details)).toEqual(isSkip ? [] : [reason ? [reason] : null])
  expect(found).toEqual({
    skips: isSkip && reason ? [[0, reason]] : [],
    failures: !isSkip && reason ? [[0, [reason]]] : [],
  })
})

it('texts of a hundred failures and of 1000 skips are searched, even if they repeat pytest’s pattern', async () => {
  const text = "('', 1, 'Skipped: ".repeat(230)
  const tests = (status: string, length: number, out: string) =>
    Array.from({ length }, (_, i) => [
      packet({ id: `${status}${i}`, mime: 'text/plain;charset=utf8', file: ['out', out] }),
      packet({ id: `${status}${i}`, status }),
    ])
  const stream = [...tests('skip', 1001, text), ...tests('fail', 101, 'KeyError: 1')]
  const from = directoryWith({ run: Buffer.concat(stream.flat()) })
  const { runs } = await convertFiles([join(from, 'run')], { destination: join(from, 'out'), closely: true })
  expect(runs[0].skips).toEqual([
    { reason: expect.stringContaining('Skipped'), tests: 1000 },
    { reason: null, tests: 1 },
  ])
  expect(runs[0].failures.map(({ details }) => details)).toEqual([
    ...Array.from({ length: 100 }, () => ['KeyError: 1']),
    null,
  ])
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

/** Each attempt takes a second. */
const ran = (id: string, ...statuses: string[]): Uint8Array[] =>
  statuses.flatMap((status, i) => [
    packet({ id, status: 'inprogress', time: [1_772_366_400 + 10 * i, 0] }),
    packet({ id, status, time: [1_772_366_401 + 10 * i, 0] }),
  ])

it('a failure says in which attempt its test finally passed, if it was run again and did', async () => {
  const odd = 'a "b","c\\'
  const stream = Buffer.concat([
    ...ran('usual', 'fail'),
    ...ran(odd, 'fail', 'fail', 'success'),
    ...ran('again', 'success', 'fail', 'success', 'fail'),
    ...ran('skipped', 'fail', 'skip'),
    ...ran('passed', 'success'),
    // as pytest-subunit ends a test whose fixture failed
    packet({ id: 'fixture', status: 'fail', time: [1_772_366_400, 0] }),
    packet({ id: 'fixture', status: 'success', time: [1_772_366_400, 0] }),
    // as unittest reports a cleanup that failed after its test; then the test runs again
    ...ran('cleanup', 'fail'),
    packet({ id: 'cleanup', status: 'fail', time: [1_772_366_402, 0] }),
    packet({ id: 'cleanup', status: 'inprogress', time: [1_772_366_410, 0] }),
    packet({ id: 'cleanup', status: 'success', time: [1_772_366_411, 0] }),
    // the last attempt did not pass: its cleanup failed
    ...ran('worse', 'fail', 'success'),
    packet({ id: 'worse', status: 'fail', time: [1_772_366_412, 0] }),
    // on two workers at once
    packet({ id: 'beside', status: 'inprogress', time: [1_772_366_400, 0] }),
    packet({ id: 'beside', status: 'fail', time: [1_772_366_409, 0] }),
    packet({ id: 'beside', status: 'inprogress', time: [1_772_366_402, 0] }),
    packet({ id: 'beside', status: 'success', time: [1_772_366_410, 0] }),
  ])
  const from = directoryWith({ run: stream })
  const attemptsOf = async (destination: string, gzip: boolean, closely?: boolean) => {
    const options = { destination: join(from, destination), gzip, ...(closely && { closely }) }
    const [run] = (await convertFiles([join(from, 'run')], options)).runs
    return run.failures.map(({ name, attempt, passedIn, place }) => [name, attempt, passedIn, place])
  }
  for (const gzip of [false, true]) {
    expect(await attemptsOf(String(gzip), gzip, true)).toEqual([
      // those of no time and no text, whose process may have died, are first
      ['fixture', undefined, undefined, undefined],
      ['cleanup', 1, 2, 2],
      ['worse', 2, undefined, 3],
      ['usual', undefined, undefined, undefined],
      [odd, 1, 3, undefined],
      [odd, 2, 3, 2],
      ['again', 2, undefined, 2],
      ['again', 4, undefined, 4],
      ['skipped', 1, undefined, undefined],
      ['cleanup', 1, 2, undefined],
      ['worse', 1, undefined, undefined],
      ['beside', undefined, undefined, undefined],
    ])
  }
  expect(new Set((await attemptsOf('hastily', false)).flatMap((facts) => facts.slice(1)))).toEqual(
    new Set([undefined]),
  )
})

/**
 * As k8s-snap's reporter for pytest tells setup, call and teardown: each has a start, a result and a text. The times are
 * milliseconds; `log`: what the test wrote.
 */
const phase = (id: string, [start, stop]: [number, number], status: string, words = '', log = '') => {
  const at = (ms: number): [number, number] => [1_772_366_400 + Math.floor(ms / 1000), (ms % 1000) * 1e6]
  const rule = (title: string): string => `${'-'.repeat(30)} ${title} ${'-'.repeat(30)}`
  const text = [
    '',
    rule(` summary (${status})`),
    words,
    rule('captured log'),
    log,
    rule('captured stdout'),
    '',
    rule('captured stderr'),
    '',
    '',
  ].join('\n')
  return [
    packet({ id, time: at(start) }),
    packet({ id, status, time: at(stop), mime: 'text/plain; charset=utf8', file: ['summary', text] }),
  ]
}

it('a reporter that tells setup, call and teardown apart has reasons without logs, and no attempts for them', async () => {
  const raised = (error: string): string =>
    `Traceback (most recent call last):\n  File "/src/a.py", line 1, in test\n    f()\n${error}\n`
  const log = `${'DEBUG waiting\n'.repeat(10_000)}ERROR boo\n`
  const skip = (id: string, start: number) => [
    ...phase(id, [start, start + 1], 'exists'),
    ...phase(id, [start, start + 1], 'skip', `('/src/a.py', ${start + 1}, 'Skipped: no net')`),
    ...phase(id, [start + 2, start + 3], 'success'),
  ]
  const stream = Buffer.concat([
    ...phase('a.py::call', [0, 100], 'exists'),
    ...phase('a.py::call', [100, 900], 'fail', raised('ValueError: other thing'), log),
    ...phase('a.py::setup', [1000, 2000], 'exists'),
    ...phase('a.py::setup', [1000, 2000], 'fail', raised('RuntimeError: no lxd'), log),
    ...phase('a.py::setup', [2099, 4000], 'success'),
    ...skip('a.py::one', 5000),
    ...skip('a.py::two', 6000),
    // ran again
    ...phase('a.py::call', [7000, 7100], 'success'),
    ...phase('a.py::again', [8000, 8100], 'fail', raised('KeyError: 1')),
    ...phase('a.py::again', [8200, 8300], 'success'),
  ])
  const from = directoryWith({ run: stream })
  const options = { destination: join(from, 'out'), closely: true }
  const [run] = (await convertFiles([join(from, 'run')], options)).runs
  expect(
    run.failures.map(({ name, details, attempt, passedIn }) => [name, details, attempt, passedIn]),
  ).toEqual([
    ['a.py::call', ['ValueError: other thing'], 1, 2],
    ['a.py::setup', ['RuntimeError: no lxd'], undefined, undefined],
    ['a.py::again', ['KeyError: 1'], 1, 2],
  ])
  expect(run.skips).toEqual([{ reason: 'no net', tests: 2 }])
  // results, as the reference counts them
  expect(run.counts).toMatchObject({ tests: 10, passed: 5, failed: 3, skipped: 2 })
})

const VAGUE = Buffer.concat([
  packet({ id: 'a', mime: 'text/plain;charset=utf8', file: ['out', LONG] }),
  packet({ id: 'a', status: 'fail' }),
])

/** A run whose failure has no traceback but a text, and the names of its files. */
async function vagueRun(): Promise<{ run: ConvertedRun; pathOf: (name: string) => string }> {
  const from = directoryWith({ run: VAGUE })
  const { data, runs } = await convertFiles([join(from, 'run')], { destination: join(from, 'out') })
  const failures = runs[0].failures.map((failure) => ({ ...failure, details: null }))
  return { run: { ...runs[0], failures }, pathOf: (name) => join(data, name) }
}

const unexplained = (run: ConvertedRun) => ({ run, found: { failures: [], skips: [] } })

it('a failure keeps what the statistics say if the test in its place has another name', async () => {
  const { run, pathOf } = await vagueRun()
  const notices: string[] = []
  const [explained] = await explainFailures([run], pathOf, {}, notices)
  expect(explained.run.failures.map(({ details }) => details)).toEqual([LONG_TOLD])
  expect(explained.found).toEqual({ failures: [[0, LONG_TOLD.toSpliced(1, 0, '…')]], skips: [] })
  const other = { ...run, failures: run.failures.map((failure) => ({ ...failure, name: 'b' })) }
  expect(await explainFailures([other], pathOf, {}, notices)).toEqual([unexplained(other)])
  expect(notices).toEqual([])
})

it('a run whose failures cannot be looked up stays as it is, and a notice says why', async () => {
  const { run, pathOf } = await vagueRun()
  const notices: string[] = []
  const nowhere = (name: string) => join(pathOf(name), 'nowhere')
  expect(await explainFailures([run], nowhere, {}, notices)).toEqual([unexplained(run)])
  const faulty = () => {
    throw new TypeError('a fault of our own')
  }
  expect(await explainFailures([run], faulty, {}, notices)).toEqual([unexplained(run)])
  expect(notices).toEqual([
    expect.stringMatching(/^why tests of .*run failed could not be looked up: .* check the path$/),
    expect.stringMatching(/^why tests of .*run failed could not be looked up: a fault of our own$/),
  ])
})

it('a cancelled export does not go on to look up failures', async () => {
  const { run, pathOf } = await vagueRun()
  const signal = AbortSignal.abort(new Error('cancelled'))
  await expect(explainFailures([run], pathOf, { signal }, [])).rejects.toThrow('cancelled')
})

it('failures are looked up before the export is in its place, where others may write', async () => {
  const from = directoryWith({ run: VAGUE })
  const commit = Reflect.get(Staging.prototype, 'commit')
  vi.spyOn(Staging.prototype, 'commit').mockImplementation(function (this: Staging) {
    const names: string[] = commit.call(this)
    for (const name of readdirSync(this.directory)) rmSync(join(this.directory, name))
    return names
  })
  try {
    const { runs, notices } = await convertFiles([join(from, 'run')], { destination: join(from, 'out') })
    expect(runs[0].failures.map(({ details }) => details)).toEqual([LONG_TOLD])
    expect(notices).toEqual([])
  } finally {
    vi.restoreAllMocks()
  }
})
