import { randomBytes } from 'node:crypto'
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOSTILE } from '../helpers/hostile.ts'
import { type Failure, type Method, ResultsService } from '../helpers/results-service.ts'
import { Job, readActionFile, type StepOptions, type StepRun } from '../helpers/runner.ts'
import { unzip } from '../helpers/unzip.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

/** The commands that the action uses. */
const MEANT = new Set(['debug', 'add-mask', 'group', 'endgroup', 'notice', 'warning', 'error'])

/** Allows neither such file names nor signals that a process can handle. */
const WINDOWS = process.platform === 'win32'

let job: Job
let service: ResultsService

beforeEach(async () => {
  job = new Job()
  service = await ResultsService.start()
})

afterEach(async () => {
  job[Symbol.dispose]()
  await service.stop()
})

function put(name: string, content: string | Uint8Array): void {
  const path = join(job.workspace, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
}

const step = (options: StepOptions = {}): Promise<StepRun> =>
  job.step({ ...options, env: { ...(options.local ? {} : service.env), ...options.env } })

const messages = (run: StepRun, level: string): string[] =>
  run.commands.filter(({ name }) => name === level).map(({ data }) => data)

const passing = wholeTest('a.test_x')
const failing = Buffer.concat([wholeTest('a.test_x'), wholeTest('a.test_y', 'fail')])

/** Files below a directory: name → bytes. */
function filesBelow(directory: string): Map<string, Buffer> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    paths.map((path) => [path.slice(directory.length + 1).replaceAll('\\', '/'), readFileSync(path)]),
  )
}

it('the report is uploaded, with one warning, if outputs cannot be written', async () => {
  writeFileSync(join(job.workspace, 'run.subunit'), wholeTest('a.test_x'))
  const run = await job.step({ env: { ...service.env, GITHUB_OUTPUT: join(job.root, 'none/output') } })
  expect(run.status).toBe(0)
  expect(service.arrived.length).toBe(2)
  const warnings = run.commands.filter(({ name }) => name === 'warning').map(({ data }) => data)
  expect(warnings).toEqual([
    expect.stringMatching(/^this step has no outputs: .*none.output; the file of GITHUB_OUT/),
  ])
})

it('the example is exported, uploaded, summarized and described by outputs', async () => {
  for (const file of readdirSync(EXAMPLES)) copyFileSync(join(EXAMPLES, file), join(job.workspace, file))
  const run = await step()
  expect(run.status).toBe(0)
  expect(messages(run, 'error')).toEqual([])
  expect(Object.keys(run.outputs).toSorted()).toEqual(Object.keys(readActionFile().outputs).toSorted())

  const [report, data] = service.arrived
  expect(run.outputs).toMatchObject({
    conclusion: 'failure',
    tests: '948',
    passed: '938',
    failed: '10',
    skipped: '0',
    'report-path': join(job.temp, 'stackviz-4711-1-77/unit/unit.html'),
    'data-path': join(job.temp, 'stackviz-4711-1-77/unit/site/data'),
    'report-url': `https://github.com/stack/nova/actions/runs/4711/artifacts/${report.id}`,
    'artifact-id': data.id,
    'artifact-url': `https://github.com/stack/nova/actions/runs/4711/artifacts/${data.id}`,
  })
  expect(Number(run.outputs.duration)).toBeGreaterThan(60)
  expect(`sha256:${run.outputs['artifact-digest']}`).toBe(data.final?.hash)

  expect([report.name, report.contentType]).toEqual(['unit.html', 'text/html'])
  expect(report.content.equals(readFileSync(run.outputs['report-path']))).toBe(true)
  const members = unzip(data.content)
  const onDisk = filesBelow(join(job.temp, 'stackviz-4711-1-77/unit/site'))
  expect([...members.keys()].toSorted()).toEqual([...onDisk.keys()].toSorted())
  for (const [name, content] of onDisk) expect(members.get(name)?.equals(content)).toBe(true)
  const config = JSON.parse(onDisk.get('data/config.json')?.toString() ?? '')
  expect(config.datasets[0]).toMatchObject({
    name: 'unit tests / unit',
    change_project: 'stack/nova',
    pipeline: 'push',
  })

  expect(run.summary).toContain(`[Open the report](${run.outputs['report-url']})`)
  expect(run.summary).toContain('10 of 948 tests failed')
  expect(run.commands.filter(({ name }) => !MEANT.has(name))).toEqual([])
})

describe('a secret that a test logged', () => {
  const [shape, own] = [['gh', 'p_', 'x'.repeat(36)].join(''), 'the token of this very step']
  const file = ['traceback', `told ${shape} and ${own}`] as const
  const stream = packet({ id: 'a', status: 'fail', mime: 'text/plain', file })
  const failures = (run: StepRun): string =>
    JSON.parse(readFileSync(join(run.outputs['data-path'], 'config.json'), 'utf8')).tempest[0].stats
      .failures[0].details[0]

  it('is replaced, counted in the summary, and absent from outputs and log', async () => {
    put('run.subunit', stream)
    const run = await step({ contexts: { token: own } })
    expect(failures(run)).toBe('told *** and ***')
    expect(run.summary).toContain('2 secrets replaced by ***')
    const told = [run.summary, JSON.stringify(run.outputs), ...run.lines].join('\n')
    expect([told.includes(shape), told.includes(own)]).toEqual([false, false])
  })

  it('is kept if redact is false, unless it is a token of the step itself', async () => {
    put('run.subunit', stream)
    expect(failures(await step({ inputs: { redact: 'false' }, contexts: { token: own } }))).toBe(
      `told ${shape} and ***`,
    )
  })
})

it('a run of a repository that is a link out of the workspace is a problem, and the others are reported', async () => {
  const secret = 'test: hunter2\nsuccess: hunter2\n'
  writeFileSync(join(job.root, 'secret'), secret)
  for (const [run, text] of ['format', 'test: a\nsuccess: a\n', 'test: c\nsuccess: c\n'].entries())
    put(`.stestr/${run === 0 ? 'format' : run}`, run === 0 ? '1\n' : text)
  symlinkSync('../../secret', join(job.workspace, '.stestr/0'))
  symlinkSync('1', join(job.workspace, '.stestr/3'))
  const run = await step({ inputs: { runs: 'all' } })
  expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '3', passed: '3' })
  expect(run.commands.filter(({ name }) => name === 'error').map(({ data }) => data)).toEqual([
    expect.stringMatching(
      /\.stestr\/0 is a link that leads out of .*, and was not read; copy what it leads to/,
    ),
  ])
  expect(readFileSync(run.outputs['report-path'], 'utf8')).not.toContain('hunter2')
})

describe('when uploads fail', () => {
  const faults: [Method, Failure][] = [
    ['CreateArtifact', 403],
    ['CreateArtifact', 429],
    ['CreateArtifact', 500],
    ['CreateArtifact', 'not JSON'],
    ['CreateArtifact', 'drop'],
    ['CreateArtifact', 'hang'],
    ['CreateArtifact', 'quota'],
    ['block', 403],
    ['block', 503],
    ['block', 'drop'],
    ['block', 'hang'],
    ['blocklist', 'hang'],
    ['FinalizeArtifact', 409],
    ['FinalizeArtifact', 'hang'],
  ]

  it.each(faults)(
    '%s with %s: the step passes with report, outputs and warnings that name the report’s path',
    async (method, failure) => {
      put('run.subunit', failing)
      service.fail(method, failure)
      const run = await step({ hurry: true, inputs: { 'fail-on': 'never' } })
      expect(run.status).toBe(0)
      expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '2', failed: '1' })
      expect(run.outputs['report-url']).toBeUndefined()
      expect(readFileSync(run.outputs['report-path'], 'utf8')).toContain('stackviz')
      const warnings = messages(run, 'warning').filter((text) => text.includes('was not uploaded'))
      expect(warnings.map((text) => text.slice(0, 10))).toEqual(['the report', 'the data w'])
      for (const text of warnings) expect(text).toContain(run.outputs['report-path'])
      expect(run.summary).toContain('the report was not uploaded')
      expect(run.summary).toContain('1 of 2 tests failed')
    },
  )

  it('artifacts get a number if their name is already taken', async () => {
    put('run.subunit', passing)
    service.add('unit.html')
    await step()
    expect(service.arrived.map(({ name }) => name)).toEqual(['unit.html', 'unit-2.html', 'unit-2-data'])
  })

  it('data that another step has written over meanwhile is not uploaded', async () => {
    put('run.subunit', passing)
    service.blobUrl = (name) => {
      if (name === 'unit.html') put('shared/site/results.json', '{"name":"other"}')
      return `${service.url}/blobs/${name}?sig=secret`
    }
    const run = await step({ inputs: { output: 'shared' } })
    expect(service.arrived.map(({ name }) => name)).toEqual(['unit.html'])
    expect(run.outputs['publish-reason']).toBe(
      `the data was not uploaded: ${join(job.workspace, 'shared/site/results.json')} is another step's now: steps that run at the same time need an \`output\` each`,
    )
  })

  it('on GitHub Enterprise Server, nothing is uploaded and a notice suggests `upload: none`', async () => {
    put('run.subunit', passing)
    const run = await step({ env: { GITHUB_SERVER_URL: 'https://git.corp.example' } })
    expect(run.status).toBe(0)
    expect(messages(run, 'notice')).toEqual([expect.stringMatching(/Enterprise Server.*set upload to none/)])
    expect(service.calls).toEqual([])
  })
})

/** The environment of a job that began so many seconds after the epoch. */
function beganAt(began: number): Record<string, string> {
  const event = join(job.root, '_github_workflow/event.json')
  mkdirSync(dirname(event), { recursive: true })
  writeFileSync(event, '{}')
  utimesSync(dirname(event), began, began)
  return { GITHUB_EVENT_PATH: event }
}

describe('the conclusion', () => {
  it('of failed tests fails the step only if fail-on is failures', async () => {
    put('run.subunit', failing)
    expect((await step({ inputs: { upload: 'none' } })).status).toBe(0)
    const run = await step({ inputs: { upload: 'none', 'fail-on': 'failures' } })
    expect(run.status).toBe(1)
    expect(messages(run, 'error')).toEqual(['1 of 2 tests failed in 1.00 s (fail-on is failures)'])
  })

  it('of tests that never ran fails the step only if fail-on is failures, and the log names them', async () => {
    const exists = Array.from({ length: 24 }, (_, n) => packet({ id: `m.A.test_${n}`, status: 'exists' }))
    put('run.subunit', Buffer.concat([...exists, wholeTest('m.A.test_0')]))
    const run = await step({ inputs: { upload: 'none', 'fail-on': 'failures' } })
    expect(run).toMatchObject({ status: 1, outputs: { conclusion: 'failure', passed: '1', failed: '0' } })
    expect(messages(run, 'error')).toEqual(['23 of 24 tests never ran (fail-on is failures)'])
    expect(messages(run, 'warning')).toEqual([
      expect.stringContaining('Subunit File: run.subunit: 23 tests enumerated and never run for no reason'),
    ])
    expect(run.printed).toContain('\n      m.A.test_20\n      … and 3 more\n')
    expect(run.printed).toContain(': 0 failed, 0 skipped, 1 passed, 23 never ran\n')
  })

  it('of an empty stream is neutral, and fails the step if fail-on is failures', async () => {
    put('run.subunit', '')
    const run = await step({ inputs: { upload: 'none', 'fail-on': 'failures' } })
    expect(run).toMatchObject({ status: 1, outputs: { conclusion: 'neutral', tests: '0' } })
    expect(messages(run, 'error')).toEqual(['No tests ran (fail-on is failures)'])
    expect((await step({ inputs: { upload: 'none' } })).status).toBe(0)
  })

  it('of a run without tests beside another is neutral, and fails the step if fail-on is failures', async () => {
    put('good.subunit', passing)
    put('none.subunit', packet({ file: ['stdout', 'x'], mime: 'text/plain' }))
    const run = await step({ inputs: { upload: 'none', 'fail-on': 'failures' } })
    expect(run).toMatchObject({ status: 1, outputs: { conclusion: 'neutral', tests: '1' } })
    expect(messages(run, 'error')).toEqual([
      'The only test passed in 1.00 s; 1 of 2 runs has no test (fail-on is failures)',
    ])
    expect(run.summary).toMatch(/^### ⚪ .*; 1 of 2 runs has no test\n/)
    expect(run.printed).toContain('  note: the input holds no test\n')
  })

  it('of an unreadable input is failure, with an error that names it; other inputs are reported', async () => {
    put('good.subunit', passing)
    put('bad.subunit', '<!doctype html><title>404</title>')
    const run = await step({ inputs: { upload: 'none' } })
    expect(run.status).toBe(0)
    expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '1', failed: '0' })
    expect(messages(run, 'error')).toEqual([expect.stringMatching(/^bad\.subunit: /)])
    expect(run.summary).toContain('`bad.subunit`: ')
  })

  it.skipIf(WINDOWS)('of a search that cannot go on is failure; what it found is reported', async () => {
    put('a.subunit', passing)
    symlinkSync('loop', join(job.workspace, 'loop'))
    const run = await step({ inputs: { upload: 'none', subunit: '**/*.subunit' } })
    expect(run.status).toBe(0)
    expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '1', failed: '0' })
    expect(messages(run, 'error')).toEqual([
      expect.stringMatching(
        /^subunit: the search for .* ended early, at .*loop: the symbolic links form a loop/,
      ),
    ])
  })

  it.each([
    [
      'before its first run',
      { format: '1\n', 'next-stream': '0\n' },
      /has no runs; .*remove its history later.*where a test module cannot be imported/,
    ],
    ['in name only', { x: '' }, /not a stestr repository/],
  ])(
    'of a repository %s is success only if it was not requested and there is a stream',
    async (_, files, words) => {
      put('run.subunit', passing)
      for (const [name, content] of Object.entries(files)) put(`.stestr/${name}`, content)
      const unasked = await step({ inputs: { upload: 'none' } })
      expect(unasked.outputs).toMatchObject({ conclusion: 'success', tests: '1' })
      expect(messages(unasked, 'error')).toEqual([])
      expect(messages(unasked, 'notice')).toEqual([expect.stringMatching(words)])
      const inputs = { upload: 'none', repository: '.stest*' }
      expect((await step({ inputs })).outputs.conclusion).toBe('failure')
      expect((await step({ inputs: { upload: 'none', subunit: '' } })).outputs.conclusion).toBe('failure')
    },
  )

  it.each(['last', 'all'])(
    'of a repository whose newest run was killed is failure, unless there is a stream (runs: %s)',
    async (runs) => {
      put('.stestr/format', '1\n')
      put('.stestr/0', 'test: a\nsuccess: a\ntest: b\nsuccess: b\n')
      utimesSync(join(job.workspace, '.stestr/0'), 1000, 1000)
      put('.stestr/tmpa1b2c3d4', 'test: a\nsuccess: a\n')
      const run = await step({ inputs: { upload: 'none', runs } })
      const tests = { last: '1', all: '3' }[runs]
      expect(run.outputs).toMatchObject({ conclusion: 'failure', tests, failed: '0' })
      expect(messages(run, 'warning')).toEqual([
        expect.stringMatching(/^Repository: work \(killed\): the run was killed: tests that had not ended/),
      ])
      expect(messages(run, 'error')).toEqual([])
      // a stream beside the repository may be the killed run, printed
      put('run.subunit', passing)
      const beside = await step({ inputs: { upload: 'none' } })
      expect(beside.outputs).toMatchObject({ conclusion: 'success', tests: '3' })
      expect(messages(beside, 'notice')).toEqual([expect.stringMatching(/a run after 0 was not finished/)])
    },
  )

  it.each([
    [
      'before the job began is success, with a notice',
      2000,
      [expect.stringMatching(/^\.stestr.1 ended at 1970-01-01T00:20:00.*cache/)],
    ],
    ['after the job began is success', 1100, []],
  ])('of a repository whose newest run ended %s', async (_, began, notices) => {
    put('.stestr/format', '1\n')
    const stream = (minute: number) =>
      `time: 1970-01-01 00:${minute}:00Z\ntest: a\ntime: 1970-01-01 00:${minute + 1}:00Z\nsuccess: a\n`
    put('.stestr/0', stream(10))
    put('.stestr/1', stream(19))
    const run = await step({ env: beganAt(began), inputs: { upload: 'none', runs: 'all' } })
    expect(run.outputs).toMatchObject({ conclusion: 'success', tests: '2' })
    expect(messages(run, 'notice')).toEqual(notices)
  })

  it.each([
    [
      'one',
      ['a'],
      'a\\.subunit ended at 1970-01-01T00:20:00\\+00:00, before this job began: an earlier job left',
    ],
    [
      'several',
      ['a', 'b', 'c'],
      'a\\.subunit and 2 more streams ended at .*T00:20:00.* or before, before this job',
    ],
  ])('of streams that ended before the job began is success, with a notice: %s', async (_, names, words) => {
    for (const name of names)
      put(
        `${name}.subunit`,
        `time: 1970-01-01 00:19:00Z\ntest: ${name}\ntime: 1970-01-01 00:20:00Z\nsuccess: ${name}\n`,
      )
    const write = (seconds: number) =>
      names.forEach((name) => utimesSync(join(job.workspace, `${name}.subunit`), seconds, seconds))
    write(1200)
    const stepOf = async (began: number) => step({ env: beganAt(began), inputs: { upload: 'none' } })
    const run = await stepOf(2000)
    expect(run.outputs).toMatchObject({ conclusion: 'success', tests: String(names.length) })
    expect(messages(run, 'notice')).toEqual([expect.stringMatching(words)])
    expect(messages(await stepOf(1200), 'notice')).toEqual([])
    // downloaded by this job
    write(2001)
    expect(messages(await stepOf(2000), 'notice')).toEqual([])
  })

  it('is not affected by dstat’s printed output if a CSV log exists and only defaults match it', async () => {
    put('run.subunit', passing)
    put('dstat.log', '----total-cpu-usage---- -dsk/total-\nusr sys idl wai stl| read  writ\n')
    const words = [expect.stringMatching(/^dstat\.log: line 1: found .* expected the CSV/)]
    expect(messages(await step({ inputs: { upload: 'none' } }), 'warning')).toEqual(words)
    copyFileSync(join(EXAMPLES, 'dool.csv'), join(job.workspace, 'dool.csv'))
    const unasked = await step({ inputs: { upload: 'none' } })
    expect(messages(unasked, 'warning')).toEqual([])
    expect(unasked.lines.filter((line) => line.startsWith('dstat.log'))).toEqual(words)
    const asked = await step({ inputs: { upload: 'none', dstat: 'd*.csv\n*.log' } })
    expect(messages(asked, 'warning')).toEqual(words)
  })

  it('of a truncated stream is failure, with a warning', async () => {
    put('cut.subunit', Buffer.concat([passing, wholeTest('b').subarray(0, -3)]))
    const run = await step({ inputs: { upload: 'none' } })
    expect(run.outputs.conclusion).toBe('failure')
    expect(messages(run, 'warning').length).toBeGreaterThan(0)
  })
})

describe('if nothing is found', () => {
  it.each([
    ['error', 1, 'error'],
    ['warn', 0, 'warning'],
  ])(
    'if-no-files-found: %s exits with %i and lists the patterns in a message of level %s',
    async (value, status, level) => {
      put('dstat.csv', 'a log alone is nothing')
      const run = await step({ inputs: { 'if-no-files-found': value } })
      expect(run.status).toBe(status)
      expect(messages(run, level)).toEqual([expect.stringContaining('*.subunit*, .stestr')])
      expect(run.summary).toContain('no report')
      expect(service.calls).toEqual([])
    },
  )

  it('inputs below the workspace’s root are suggested, but not exported files', async () => {
    for (const name of ['nova/.stestr/0', 'results/a.subunit', 'tox/tempest_a.subunit_0_raw.json'])
      put(name, passing)
    const [words] = messages(await step(), 'error')
    expect(words.replaceAll('\\', '/')).toContain(
      ', but below it there is nova/.stestr, results/a.subunit; set the inputs',
    )
    for (const name of ['a.subunit', 'b/.testrepository/0', 'c/d/e/x.subunit.gz'])
      put(`logs/${name}`, passing)
    expect(messages(await step({ inputs: { 'if-no-files-found': 'warn' } }), 'warning')).toEqual([
      expect.stringMatching(/ there is logs.a.subunit, logs.b..testrepository, nova..stestr and 1 more; set/),
    ])
  })

  it('warnings of the search are shown, or logged with if-no-files-found: ignore', async () => {
    const warnings = [
      'subunit: !old.subunit excludes nothing: it applies to the patterns above it, so write it below them',
      expect.stringContaining('subunit: nothing matches shard*/*.subunit'),
    ]
    const inputs = { subunit: '!old.subunit\nshard*/*.subunit' }
    const run = await step({ inputs })
    expect(run.status).toBe(1)
    expect(messages(run, 'warning')).toEqual(warnings)
    expect(run.summary).toMatch(/no report.*excludes nothing.*nothing matches/s)
    const silent = await step({ inputs: { ...inputs, 'if-no-files-found': 'ignore' } })
    expect(messages(silent, 'warning')).toEqual([])
    expect(silent.lines.filter((line) => line.includes('subunit: '))).toEqual(warnings)
  })

  it('if-no-files-found: ignore is silent, and the conclusion is neutral', async () => {
    const run = await step({ inputs: { 'if-no-files-found': 'ignore' } })
    expect(run).toMatchObject({ status: 0, summary: '', outputs: { conclusion: 'neutral', tests: '0' } })
    expect(run.outputs).not.toHaveProperty('publish-status')
    expect(run.commands.filter(({ name }) => !['debug', 'add-mask'].includes(name))).toEqual([])
  })
})

it('a report limited by report-max-size says what it leaves out; the data is complete', async () => {
  const log = randomBytes(700_000).toString('hex')
  put(
    'run.subunit',
    Buffer.concat([packet({ id: 'a', file: ['log', log], mime: 'text/plain' }), wholeTest('a')]),
  )
  const run = await step({ inputs: { 'report-max-size': '1MB', upload: 'none' } })
  expect(run.status).toBe(0)
  expect(statSync(run.outputs['report-path']).size).toBeLessThan(1e6)
  expect(messages(run, 'notice').filter((message) => message.startsWith('the report'))).toEqual([
    'the report may have at most 1 MB: the output of 1 test (1.4 MB) is left out, and is in tempest_run.subunit_0_details.json',
  ])
  expect(
    readFileSync(join(run.outputs['data-path'], 'tempest_run.subunit_0_details.json'), 'utf8'),
  ).toContain(log)
})

it('invalid inputs are all named in one error, before anything is exported', async () => {
  put('run.subunit', passing)
  const run = await step({ inputs: { runs: 'newest', gzip: 'yes' } })
  expect(run.status).toBe(1)
  expect(messages(run, 'error')).toEqual([
    expect.stringMatching(/input runs is "newest".*\n.*input gzip is "yes"/),
  ])
  expect(run.summary).toContain('input runs is "newest"')
  expect(run.outputs).toEqual({})
  expect(readdirSync(job.temp)).toEqual([])
})

it.skipIf(WINDOWS)('hostile names and logs give the runner no command', async () => {
  const tests = HOSTILE.filter((text) => text.length < 1000 && text !== '').map((text, i) =>
    Buffer.concat([
      packet({ id: text, status: 'inprogress', time: [1_772_366_400 + i, 0], tags: [text] }),
      packet({ id: text, file: ['traceback', `${text}\n${text}`], mime: 'text/plain' }),
      packet({ id: text, status: 'fail', time: [1_772_366_401 + i, 0] }),
    ]),
  )
  put(
    '::error::x ##[error]y.subunit',
    Buffer.concat([...tests, Buffer.from('::error::noise\n##[error]noise\n')]),
  )
  put('##[error]bad.subunit', '::error::\n##[error]x')
  const payload = { pull_request: { number: 1, title: '::error::x\n##[error]y' } }
  const run = await step({ payload, inputs: { title: '::error::x', upload: 'none' } })
  expect(run.status).toBe(0)
  expect(Number(run.outputs.failed)).toBeGreaterThan(90)
  expect(run.commands.filter(({ name }) => !MEANT.has(name))).toEqual([])
  expect(messages(run, 'error')).toEqual([expect.stringMatching(/^##\[error\]bad\.subunit: /)])
})

it('two copies of a stream are one run, with a notice', async () => {
  const stream = gunzipSync(readFileSync(join(EXAMPLES, 'nova.subunit.gz')))
  put('run.subunit', stream)
  put('copy.subunit', stream)
  const run = await step({ inputs: { upload: 'none' } })
  expect(run.outputs.tests).toBe('948')
  expect(messages(run, 'notice')).toHaveLength(1)
})

it('artifact names contain the matrix leg', async () => {
  put('run.subunit', passing)
  await step({ contexts: { job: 'unit', matrix: { os: 'ubuntu-latest', python: '3.12' } } })
  expect(service.arrived.map(({ name }) => name)).toEqual([
    'unit-ubuntu-latest-3.12.html',
    'unit-ubuntu-latest-3.12-data',
  ])
})

it('a second step of the job has its own directory and artifacts', async () => {
  put('run.subunit', passing)
  const first = await step()
  const second = await step()
  expect(second.outputs['report-path']).not.toBe(first.outputs['report-path'])
  expect(service.arrived.map(({ name }) => name)).toEqual([
    'unit.html',
    'unit-data',
    'unit-2.html',
    'unit-2-data',
  ])
})

it('a second step replaces the first one’s export in the same output, even if it can read nothing', async () => {
  put('run.subunit', passing)
  const inputs = { output: 'out' }
  const first = await step({ inputs })
  put('run.subunit', 'no stream\n')
  const second = await step({ inputs })
  expect([first, second].map(({ status, outputs }) => [status, outputs.conclusion, outputs.tests])).toEqual([
    [0, 'success', '1'],
    [0, 'failure', '0'],
  ])
  expect(second.outputs['data-path']).toBe(first.outputs['data-path'])
  expect(readdirSync(second.outputs['data-path'])).toEqual(['config.json'])
  expect(service.arrived.map(({ name }) => name)).toContain('unit-2-data')
})

it('only exported files are uploaded from an output directory with other files', async () => {
  put('run.subunit', passing)
  put('out/site/data/secret.txt', 'hunter2')
  put('out/site/index.css', 'x')
  const run = await step({ inputs: { output: 'out', upload: 'data', gzip: 'true', name: 'my run' } })
  expect(run.outputs['report-path']).toBe(join(job.workspace, 'out/my run.html'))
  const names = [...unzip(service.arrived[0].content).keys()]
  expect(names).toContain('data/config.json')
  expect(names.filter((name) => /secret|css/.test(name))).toEqual([])
  expect(names.filter((name) => name.endsWith('raw.json.gz'))).toHaveLength(1)
})

it('outside of a runner, everything but the upload works, with plain text instead of commands', async () => {
  put('run.subunit', failing)
  const run = await step({ local: true })
  expect(run.status).toBe(0)
  expect(run.commands).toEqual([])
  expect(run.printed).toMatch(/^tests: 2$/m)
  expect(run.printed).toMatch(/nothing was uploaded: ACTIONS_RUNTIME_TOKEN/)
  const [, path] = /^report-path: (.*)$/m.exec(run.printed) ?? []
  expect(readFileSync(path, 'utf8')).toContain('stackviz')
})

it.skipIf(WINDOWS).each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
  'a job cancelled by %s during an upload ends with its outputs',
  async (signal) => {
    put('run.subunit', passing)
    service.fail('block', 'hang')
    const run = await step({
      onStart: (kill) => {
        const timer = setInterval(() => {
          if (service.count('block') === 0) return
          clearInterval(timer)
          kill(signal)
        }, 20)
      },
    })
    expect(run.outputs).toMatchObject({ conclusion: 'success', tests: '1' })
    expect(messages(run, 'warning')[0]).toContain(`the job was cancelled (${signal})`)
  },
)
