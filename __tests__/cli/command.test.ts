import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { nodeFault } from '../../src/cli/node-version.ts'
import type { Config } from '../../src/format/exported.ts'
import { VERSION } from '../../src/version.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Runs the command from source; `node`: options of Node itself. */
function command(
  args: readonly string[],
  input: Uint8Array | string = '',
  node: readonly string[] = [],
): { status: number | null; out: string; err: string } {
  const main = join(ROOT, 'src/cli/main.ts')
  const env = { ...process.env, GITHUB_ACTIONS: '' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, main, ...args], {
    input,
    encoding: 'utf8',
    env,
  })
  return { status, out: stdout, err: stderr }
}

/** The stream with the last byte of its last packet changed. */
const flipped = (stream: Buffer): Buffer =>
  Buffer.concat([stream.subarray(0, -1), Buffer.of(stream[stream.length - 1] ^ 1)])

const entries = (directory: string): string[] =>
  (JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8')) as Config).tempest.map(({ name }) => name)

describe('the command', () => {
  it('names tests that never ran, and does not fail because of them', () => {
    const ids = Array.from({ length: 23 }, (_, n) => `m.A.t${n}`)
    const stream = Buffer.concat([...ids.map((id) => packet({ id, status: 'exists' })), wholeTest('m.A.t0')])
    const result = command(['-i', directoryWith()], stream)
    expect(result.out).toMatch(
      /^22 of 23 tests never ran\n.*: 1 test in 1\.00 s: 0 failed, 0 skipped, 1 passed, 22 never ran\n {2}warning: 22 tests enumerated and never run for no reason .*\n {6}m\.A\.t1\n(?: {6}.*\n){19} {6}… and 2 more\n/,
    )
    expect(result).toMatchObject({ status: 0, err: '' })
  })

  it.each([
    ['a test failed', wholeTest('a', 'fail'), 'The only test failed in 1.00 s'],
    [
      'a test never ran',
      Buffer.concat([
        ...['m.A.a', 'm.A.b'].map((id) => packet({ id, status: 'exists' })),
        wholeTest('m.A.a'),
      ]),
      '1 of 2 tests never ran',
    ],
    ['there is no test', Buffer.of(), 'No tests ran'],
  ])('exits with 1 if %s only with --fail-on failures, and says so even with --quiet', (_, stream, told) => {
    const run = (...options: string[]) => command([...options, '--quiet', '-i', directoryWith()], stream)
    const failed = { status: 1, out: '', err: `stackviz-export: ${told} (--fail-on is failures)\n` }
    expect(run('--fail-on', 'failures')).toEqual(failed)
    expect(run()).toEqual({ status: 0, out: '', err: '' })
    expect(run('--fail-on', 'never')).toEqual({ status: 0, out: '', err: '' })
  })

  it('exits with 0 with --fail-on failures if all tests passed or were skipped', () => {
    const stream = Buffer.concat([wholeTest('a'), wholeTest('b', 'skip')])
    const result = command(['--fail-on', 'failures', '--quiet', '-i', directoryWith()], stream)
    expect(result).toEqual({ status: 0, out: '', err: '' })
  })

  it('exports inputs in the order of the command line, and prints counts and failures', () => {
    const from = directoryWith({
      run: Buffer.concat([wholeTest('pkg.a'), wholeTest('pkg.b', 'fail'), wholeTest('pkg.c', 'skip')]),
      'repo/.stestr/format': '1\n',
      'repo/.stestr/0': 'test: x\nsuccess: x\n',
      'repo/.stestr/1': 'test: y\nsuccess: y\n',
    })
    const out = directoryWith()
    const result = command(['-r', join(from, 'repo'), '-i', '-f', join(from, 'run'), out], wholeTest('stdin'))
    expect(entries(out)).toEqual([
      'Repository: repo (0)',
      'Repository: repo (1)',
      'Subunit Stream (stdin)',
      'Subunit File: run',
    ])
    expect(result.out).toContain(
      'Subunit File: run: 3 tests in 1.00 s: 1 failed, 1 skipped, 1 passed\n  ✕ pkg.b\n',
    )
    expect(result.out).toContain(`Data:   ${out}\n`)
    expect(result).toMatchObject({ status: 0, err: '' })
  })

  it('exports only the newest run with --last', () => {
    const from = directoryWith({
      '.stestr/format': '1\n',
      '.stestr/9': 'test: x\nsuccess: x\n',
      '.stestr/10': 'test: y\nsuccess: y\n',
    })
    const out = directoryWith()
    command(['--repository', join(from, '.stestr'), '--last', '--quiet', out])
    expect(entries(out)).toEqual([expect.stringMatching(/^Repository: .* \(10\)$/)])
  })

  it('reports a repository’s unfinished run, and where its output is', () => {
    const v1 = 'test: a\nsuccess: a\n'
    const from = directoryWith({ '.stestr/format': '1\n', '.stestr/tmpa1b2c3d4': v1 })
    const none = command(['-r', from, join(from, 'out')])
    const words = `was not finished; what it wrote is in ${join(from, '.stestr/tmpa1b2c3d4')}, which can be read as a stream`
    expect(none.err).toContain('no run was finished; what it wrote is in')
    writeFileSync(join(from, '.stestr/3'), v1)
    utimesSync(join(from, '.stestr/3'), 1000, 1000)
    const one = command(['-r', from, '--last', join(from, 'out')])
    expect(one).toMatchObject({ status: 0, err: '' })
    expect(one.out).toContain(`note: ${from}: a run after 3 ${words}`)
    const itself = command(['-f', join(from, '.stestr/tmpa1b2c3d4'), join(from, 'out')])
    expect(itself.status).toBe(1)
    expect(itself.out).toContain('the run was killed: tests that had not ended by then are missing')
  })

  it('accepts the options of the original exporter, as Zuul’s scripts use them', () => {
    const from = directoryWith({
      log: '"dool 1.3.4 CSV output"\n"epoch"\n"epoch"\n1\n2\n',
      run: wholeTest('a'),
    })
    const out = join(from, 'out')
    process.env.ZUUL_CHANGE = '812345'
    try {
      const result = command(
        ['--dstat', join(from, 'log'), '-z', '-f', join(from, 'run'), '--env', '-i', out],
        wholeTest('b'),
      )
      expect(result).toMatchObject({ status: 0, err: '' })
      const { datasets } = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')) as Config
      expect(datasets[0].change_id).toBe('812345')
      command(['-i', out], wholeTest('b'))
      const without = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')) as Config
      expect(without.datasets[0].change_id).toBeNull()
    } finally {
      delete process.env.ZUUL_CHANGE
    }
  })

  it('exits with 1 when an input cannot be read, and exports the rest', () => {
    const from = directoryWith({ good: wholeTest('a'), bad: 'hello' })
    const out = directoryWith()
    const result = command(['-f', join(from, 'bad'), '-f', join(from, 'good'), out])
    expect(result.status).toBe(1)
    expect(result.err).toMatch(
      /^stackviz-export: .*bad: not a subunit stream of version 1 or 2; it looks like plain text/,
    )
    expect(entries(out)).toEqual(['Subunit File: good'])
  })

  it('keeps a report within --report-max-size, and notes what is left out', () => {
    const log = randomBytes(700_000).toString('hex')
    const from = directoryWith({
      run: Buffer.concat([packet({ id: 'a', file: ['log', log], mime: 'text/plain' }), wholeTest('a')]),
    })
    const [report, out] = [join(from, 'report.html'), directoryWith()]
    const max = ['--report-max-size', '1MB']
    const result = command(['-f', join(from, 'run'), '--report', report, ...max, out])
    expect(result.status).toBe(0)
    expect(result.out).toContain(
      'note: the report may have at most 1 MB: the output of 1 test (1.4 MB) is left out, and is in tempest_run_0_details.json\n',
    )
    expect(statSync(report).size).toBeLessThan(1e6)
  })

  it('writes the report as report.html into a directory, whose path ends in a slash', () => {
    const from = directoryWith({ run: wholeTest('a') })
    const result = command(['-f', join(from, 'run'), '--report', `${from}/new/`, join(from, 'out')])
    expect(result.out).toContain(`Report: ${join(from, 'new', 'report.html')}\n`)
    expect(readdirSync(join(from, 'new'))).toEqual(['report.html'])
  })

  it('exits with 1 when nothing can be written', () => {
    const from = directoryWith({ good: wholeTest('a') })
    const result = command(['-f', join(from, 'good'), join(from, 'good', 'below')])
    expect(result.status).toBe(1)
    expect(result.err).toContain('nothing was exported')
  })

  it.each([
    [[], 'no DEST'],
    [['out'], 'nothing to export: give --stream-file, --stdin or --repository'],
    [
      ['-f', 'x', 'out', 'more'],
      'expected one DEST, not 2: out more; each stream, log or repository needs its option',
    ],
    [['-f', '-', 'out'], '--stream-file - is not a file: use --stdin for standard input'],
    [['-i', '-'], 'DEST is a directory, which - is not'],
    [['--nonsense', 'out'], "stackviz-export: Unknown option '--nonsense'\n"],
    [['-i', '-i', 'out'], '--stdin may be given only once'],
    [['-i', '--report', 'a.html', '--report=b.html', 'out'], '--report may be given only once'],
    [['-i', '--title', 'a', '--title', 'b', 'out'], '--title may be given only once'],
    [['-i', '--dstat-timezone=UTC', '--dstat-timezone=+01:00', 'out'], '--dstat-timezone may be given'],
    [['-f', '', 'out'], '--stream-file is empty: give it a value, or leave it out'],
    [['-i', '--dstat=', 'out'], '--dstat is empty'],
    [['-f', '-i', 'out'], "argument is ambiguous. Did you forget to specify the option argument for '-f"],
    [['-i', '--report-max-size', '251MB', 'out'], '--report-max-size: "251MB" is not between 1MB and 250MB'],
    [['-i', '--report-max-size', 'small', 'out'], '--report-max-size: "small" is not a size'],
    [['-i', '--fail-on', 'errors', 'out'], '--fail-on: "errors" is neither never nor failures'],
    [['-i', '--dstat-timezone', 'Mars/Olympus', 'out'], '--dstat-timezone: '],
    [
      ['-i', '--dstat-timezone', '-05:00', 'out'],
      '--dstat-timezone -05:00 looks like an option: write --dstat-timezone=-05:00\n',
    ],
  ])('exits with 2 on wrong usage: %j', (args, message) => {
    const result = command(args)
    expect(result.status).toBe(2)
    expect(result.err).toContain(message)
    expect(result.err).toMatch(/^stackviz-export: .*\n--help lists the options\n$/)
  })

  it('prints its version and its help', () => {
    expect(command(['--version'])).toEqual({ status: 0, out: `stackviz-export ${VERSION}\n`, err: '' })
    expect(command(['-h']).out).toContain('-r, --repository REPOSITORY')
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
    expect(VERSION).toBe(version)
  })

  it.each(['18.19.1', '20.14.9'])('needs a newer Node than %s, and says so in one line', (node) => {
    const versions = `Object.defineProperty(process, "versions", { value: { node: "${node}" } })`
    const result = command(['--version'], '', [
      `--import=data:text/javascript,${encodeURIComponent(versions)}`,
    ])
    const err = `stackviz-export: needs Node 20.15 or later, this is v${node}\n`
    expect(result).toEqual({ status: 1, out: '', err })
  })

  it('accepts the Node that package.json names', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(nodeFault(engines.node.replace('>=', ''))).toBeNull()
  })

  it('loads the pipeline only for an export', () => {
    // lists the parts of Node that a process has loaded: with the pipeline, zlib is one of them
    const tell =
      'process.on("exit", () => console.error(process.moduleLoadList.includes("NativeModule zlib")))'
    const options = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`]
    const from = directoryWith({ run: wholeTest('a') })
    expect(command(['--version'], '', options).err).toBe('false\n')
    expect(command(['--help'], '', options).err).toBe('false\n')
    expect(command(['-f', join(from, 'run'), directoryWith()], '', options).err).toBe('true\n')
  })

  it('escapes control characters and workflow commands in test names', () => {
    const from = directoryWith({ run: wholeTest('\u001b[31mred ##[error]x', 'fail') })
    const { out } = command(['-f', join(from, 'run'), directoryWith()])
    expect(out).toContain('✕ \\u{1b}[31mred # #[error]x')
    expect(out).not.toContain('\u001b')
  })

  it('replaces secrets only with --redact, and prints how many', () => {
    const secret = ['gh', 'p_', 'x'.repeat(36)].join('')
    const traceback = { id: 'a', status: 'fail', mime: 'text/plain', file: ['traceback', secret] } as const
    const from = directoryWith({ run: packet(traceback) })
    const told = (...more: string[]) => command([...more, '-f', join(from, 'run'), directoryWith()]).out
    expect(told()).toContain(`  ✕ a\n      ${secret}\n`)
    expect(told('--redact')).toContain('  ✕ a\n      ***\n  note: 1 secret replaced by ***\n')
  })

  it.skipIf(process.platform === 'win32')('reads a named pipe, such as the shell’s <(…)', () => {
    const from = directoryWith({ run: wholeTest('a') })
    const out = directoryWith()
    const main = join(ROOT, 'src/cli/main.ts')
    spawnSync('bash', ['-c', `"${process.execPath}" "${main}" -f <(cat "${join(from, 'run')}") "${out}"`])
    // and has a name that is the same each time
    expect(entries(out)).toEqual(['Subunit Stream (pipe)'])
    expect(readdirSync(out)).toContain('tempest_pipe_0_raw.json')
  })

  it('exits with 1 when results may be missing, and says so even with --quiet', () => {
    const whole = Buffer.concat([wholeTest('a'), wholeTest('b')])
    const from = directoryWith({ cut: gzipSync(whole).subarray(0, -12), damaged: flipped(whole) })
    for (const name of ['cut', 'damaged']) {
      const out = directoryWith()
      const result = command(['--quiet', '-f', join(from, name), out])
      expect(result.status).toBe(1)
      for (const line of result.err.trimEnd().split('\n'))
        expect(line).toMatch(new RegExp(`^stackviz-export: Subunit File: ${name}: `))
      expect(result.err).toContain('missing')
      expect(entries(out)).toHaveLength(1)
    }
  })

  it('exits with 1 when no sample of a log can be read, and says so even with --quiet', () => {
    const log = '"Dstat 0.8.0 CSV output"\n"epoch","load avg",,\n"epoch","1m","5m","15m"\n1,0,5,0,5,0,5\n'
    const from = directoryWith({ run: wholeTest('a'), log })
    const result = command([
      '--quiet',
      '-f',
      join(from, 'run'),
      '--dstat',
      join(from, 'log'),
      directoryWith(),
    ])
    expect(result).toEqual({
      status: 1,
      out: '',
      err: `stackviz-export: ${join(from, 'log')}: line 4: found 7 cells below 4 titles (decimal commas, perhaps: have the tool write points, with LC_ALL=C), and no sample that can be read\n`,
    })
  })

  it('prints nothing with --quiet if there are no errors', () => {
    const from = directoryWith({ run: wholeTest('a') })
    expect(command(['-f', join(from, 'run'), '--quiet', directoryWith()])).toEqual({
      status: 0,
      out: '',
      err: '',
    })
  })

  it.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGINT'] as const)(
    'leaves no temporary file when %s stops it',
    async (signal) => {
      const out = directoryWith()
      const main = join(ROOT, 'src/cli/main.ts')
      // standard input stays open, so that the command waits until the signal comes
      const child = spawn(process.execPath, [main, '-i', out], { stdio: ['pipe', 'ignore', 'ignore'] })
      while (readdirSync(out).length === 0) await setTimeout(10)
      child.kill(signal)
      const [status] = (await once(child, 'exit')) as [number | null]
      expect(status).toBe(128 + constants.signals[signal])
      expect(readdirSync(out)).toEqual([])
    },
  )
})
