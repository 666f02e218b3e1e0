import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { downloadExports } from '../../src/action/download/download.ts'
import { unzip } from '../../src/action/download/unzip.ts'
import { Budget } from '../../src/convert/budget.ts'
import { runFiles } from '../../src/format/file-names.ts'
import { directoryWith } from '../helpers/directory.ts'
import type { ApiFailure, GitHubApi, Operation } from '../helpers/github-api.ts'
import type { ResultsService } from '../helpers/results-service.ts'
import { type Contexts, Job, readActionFile, type StepOptions, type StepRun } from '../helpers/runner.ts'
import { unzip as filesOf } from '../helpers/unzip.ts'
import { useGitHub } from '../helpers/use-github.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'
import { type Member, zip } from '../helpers/zip.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')
const FORKS = join(import.meta.dirname, '../../docs/forks.md')
const HEAD = 'b'.repeat(40)
const RUN = {
  id: 4000,
  run_attempt: 1,
  event: 'pull_request',
  head_sha: HEAD,
  head_branch: 'fix',
  head_repository: { owner: { login: 'someone' } },
}

let github: GitHubApi
let service: ResultsService
useGitHub((api, results) => {
  github = api
  service = results
})

async function step(
  options: StepOptions,
  files: Record<string, Uint8Array> = {},
): Promise<StepRun & { report: string }> {
  using job = new Job()
  for (const [name, content] of Object.entries(files)) writeFileSync(join(job.workspace, name), content)
  const run = await job.step({
    hurry: 20,
    ...options,
    env: { ...service.env, ...github.env, ...options.env },
  })
  return {
    ...run,
    report: run.outputs['report-path'] ? readFileSync(run.outputs['report-path'], 'utf8') : '',
  }
}

const messages = (run: StepRun, level: string): string[] =>
  run.commands.filter(({ name }) => name === level).map(({ data }) => data)

/** The second workflow of docs/forks.md. */
const second = (
  inputs: Record<string, string> = {},
  more: StepOptions = {},
  files: Record<string, Uint8Array> = {},
) =>
  step(
    {
      env: { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_RUN_ID: '4001' },
      payload: { workflow_run: RUN },
      ...more,
      inputs: { artifacts: '*-data', status: 'true', comment: 'failures', ...inputs },
    },
    files,
  )

/** The data that the workflow of a fork's pull request uploads; its token can only read. */
async function first(stream: Uint8Array, matrix: unknown = null, checkRunId = '77'): Promise<Buffer> {
  github.denied = 'all'
  await step(
    {
      contexts: { matrix, checkRunId },
      env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/6/merge' },
    },
    { 'run.subunit': stream },
  )
  github.denied = new Set()
  const data = service.arrived.at(-1)
  github.addArtifact(RUN.id, String(data?.name), data?.content ?? Buffer.alloc(0))
  return data?.content ?? Buffer.alloc(0)
}

const failing = Buffer.concat([wholeTest('a.test_x'), wholeTest('a.test_y', 'fail')])

describe('the workflow of docs/forks.md', () => {
  const workflows = [...readFileSync(FORKS, 'utf8').matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) =>
    parse(text),
  )

  it('is two workflows, the second on workflow_run with the inputs that this file tests', () => {
    const [tests, report] = workflows
    expect(Object.keys(tests.on)).toEqual(['pull_request'])
    expect(report.on).toEqual({ workflow_run: { workflows: [tests.name], types: ['completed'] } })
    const job = report.jobs.report
    expect(job.permissions).toEqual({ actions: 'read', statuses: 'write', 'pull-requests': 'write' })
    // other conclusions leave no data: cancelled, or waiting for an approval
    expect(job.if).toContain(
      `contains(fromJSON('["success", "failure"]'), github.event.workflow_run.conclusion)`,
    )
    const { uses, with: inputs } = job.steps[0]
    expect(job.steps).toHaveLength(1)
    expect(uses).toMatch(/^stackviz\/stackviz-action@/)
    expect(inputs).toEqual({ artifacts: '*-data', status: true, comment: 'failures' })
    for (const name of Object.keys(inputs)) expect(readActionFile().inputs).toHaveProperty(name)
    expect(readFileSync(FORKS, 'utf8')).toMatch(/never[^.]*`pull_request_target`/i)
  })

  it('renders the fork’s data and reports to the pull request that the API finds', async () => {
    await first(failing)
    github.pulls.push({ number: 6, head: 'someone:fix', sha: HEAD })
    const run = await second()
    expect(run.status).toBe(0)
    expect(run.outputs).toMatchObject({
      conclusion: 'failure',
      tests: '2',
      failed: '1',
      'publish-status': 'complete',
    })
    expect(run.summary).toContain('1 of 2 tests failed')
    expect(github.statuses).toMatchObject([
      { sha: HEAD, state: 'failure', target_url: run.outputs['report-url'] },
    ])
    expect(github.comments.map(({ pull }) => pull)).toEqual([6])
    expect(run.report).toContain('unit-data: Subunit File: run.subunit')
  })

  it('puts all legs of a matrix in one report, ignoring other artifacts', async () => {
    await first(failing, { python: '3.12' })
    await first(wholeTest('b'), { python: '3.13' })
    github.addArtifact(RUN.id, 'other', Buffer.from('no zip'))
    const run = await second()
    expect(run.outputs).toMatchObject({ tests: '3', failed: '1' })
    expect(run.summary).toMatch(/`unit-3.12-data: Subunit.*`unit-3.13-data: Subunit/s)
  })

  it.skipIf(process.platform === 'win32')(
    'reports on artifacts even if nothing else may be read',
    async () => {
      await first(wholeTest('a.test_x'))
      const run = await second({ subunit: '/dev/null', comment: 'never' })
      expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '1', passed: '1' })
      expect(messages(run, 'error')).toEqual([
        'subunit: /dev/null is a pipe, a socket or a device, and was not read: have the tests write to a file, or exclude it with !/dev/null',
      ])
    },
  )

  it('reports on the other artifacts if some would fill the memory with objects', async () => {
    await first(wholeTest('a.test_x'), { shard: 1 })
    const [head, objects] = [Buffer.from('{"tempest":['), Buffer.alloc(60 << 20, '{},')]
    const config = (more: object) =>
      Buffer.from(JSON.stringify({ tempest: [{ raw: 'tempest_a', details: 'tempest_b', ...more }] }))
    const line = Buffer.concat([
      Buffer.from('[\n{"name":"a","tags":['),
      objects,
      objects,
      Buffer.from('{}]}\n]'),
    ])
    github.addArtifact(
      RUN.id,
      'fork-data',
      zip([{ name: 'data/config.json', content: Buffer.concat([head, objects, Buffer.from('{}]}')]) }]),
    )
    github.addArtifact(
      RUN.id,
      'lines-data',
      zip([
        { name: 'data/config.json', content: config({}) },
        { name: 'data/tempest_a', content: line },
        { name: 'data/tempest_b', content: Buffer.from('{\n"a":{}\n}') },
        { name: 'results.json', content: Buffer.concat([Buffer.from('['), objects, Buffer.from('{}]')]) },
      ]),
    )
    github.addArtifact(
      RUN.id,
      'newer-data',
      zip([
        { name: 'data/config.json', content: Buffer.from('{"tempest":[]}') },
        { name: 'results.json', content: Buffer.from('{"version":2,"problems":{}}') },
      ]),
    )
    const run = await second(
      { comment: 'never' },
      {
        env: {
          GITHUB_EVENT_NAME: 'workflow_run',
          GITHUB_RUN_ID: '4001',
          NODE_OPTIONS: '--max-old-space-size=1024',
        },
      },
    )
    expect(run.status).toBe(0)
    expect(run.outputs).toMatchObject({
      conclusion: 'failure',
      tests: '1',
      passed: '1',
      'publish-status': 'complete',
    })
    expect(messages(run, 'error')).toEqual([
      'lines-data: its results.json cannot be read, which says what its job could not read: run that job again',
      'newer-data: its results.json, which says what its job could not read, is of version 2, and this version of the action reads 1: use the newest version of the action here, too',
      expect.stringMatching(/^fork-data: its config.json cannot be read: it has more than 2,000,000 values/),
      expect.stringMatching(
        /^lines-data: the export of a run cannot be read: it has more than 2,000,000 values/,
      ),
    ])
    expect(github.statuses).toMatchObject([{ state: 'failure' }])
  })

  it('reports on the other artifacts if one is too large together with them', async () => {
    await first(wholeTest('a.test_x'))
    github.addArtifact(
      RUN.id,
      'zeros-data',
      zip([{ name: 'data/tempest_x', content: Buffer.alloc(2_000_000) }]),
    )
    await first(wholeTest('a.test_y'), { shard: 1 })
    const run = await second({ comment: 'never', 'max-decompressed': '1MB' })
    expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '2', passed: '2' })
    expect(messages(run, 'error')).toEqual([
      expect.stringMatching(/^zeros-data: .* more than 1,000,000 bytes/),
    ])
  })

  it('names a log after its artifact, and annotates no notes on it', async () => {
    const examples = ['nova.subunit.gz', 'dool.csv'].map((name) => [name, readFileSync(join(EXAMPLES, name))])
    await step({}, Object.fromEntries(examples))
    github.addArtifact(RUN.id, 'unit-data', service.arrived.at(-1)?.content ?? Buffer.alloc(0))
    const run = await second({ comment: 'never' })
    const note = 'unit-data: dstat_log.csv: dool counts network and disks in bits unless told --bytes'
    expect(run.lines.some((line) => line.startsWith(note))).toBe(true)
    expect(run.summary).toContain(note)
    expect(run.report).toContain('"source":"unit-data: dstat_log.csv"')
    expect(messages(run, 'notice')).toEqual([])
    expect(run.report + run.summary).not.toContain('stackviz-download')
  })

  it('reports what the first workflow could not read', async () => {
    github.denied = 'all'
    await step({}, { 'run.subunit': wholeTest('a'), 'bad.subunit': Buffer.from('<html>') })
    github.denied = new Set()
    github.addArtifact(RUN.id, 'unit-data', service.arrived.at(-1)?.content ?? Buffer.alloc(0))
    const run = await second()
    expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '1', failed: '0' })
    expect(run.summary).toContain('❌ `unit-data: bad.subunit`')
  })

  it('escapes HTML in the fork’s artifact and ignores its page', async () => {
    const evil: Member[] = [
      { name: 'index.html', content: Buffer.from('<script>evil()</script>') },
      {
        name: 'data/config.json',
        content: Buffer.from(
          JSON.stringify({
            tempest: [
              {
                name: '<script>evil()</script>',
                raw: 'tempest_a_0_raw.json',
                details: 'tempest_a_0_details.json',
              },
            ],
          }),
        ),
      },
      {
        name: 'data/tempest_a_0_raw.json',
        content: Buffer.from('[\n{"name":"<script>evil()</script>","status":"fail"}\n]'),
      },
      {
        name: 'data/tempest_a_0_details.json',
        content: Buffer.from('{\n"x":{"traceback":"<script>evil()</script>"}\n}'),
      },
    ]
    github.addArtifact(RUN.id, 'unit-data', zip(evil))
    const run = await second({ comment: 'never' })
    expect(run.outputs).toMatchObject({ tests: '1', failed: '1' })
    expect(run.report).not.toContain('<script>evil()')
    expect(run.summary.replace(/`[^`]*`/g, '').replace(/```[^]*?```/g, '')).not.toContain('<script')
  })
})

describe('an artifact', () => {
  it('with a wrong digest is a failure after four downloads', async () => {
    const content = await first(wholeTest('a'))
    github.artifacts.length = 0
    github.addArtifact(RUN.id, 'unit-data', content, `sha256:${'0'.repeat(64)}`)
    const run = await second()
    expect([run.status, run.outputs.conclusion]).toEqual([0, 'failure'])
    expect(run.summary).toMatch(
      /`unit-data`: `the artifact cannot be used: its SHA-256 is [\da-f]{64}, but GitHub states 0{64}: run the job again later;/,
    )
    expect(github.count('actions/download-artifact')).toBe(4)
  })

  it('without a digest, or that is not an archive, is a failure', async () => {
    github.addArtifact(RUN.id, 'a-data', Buffer.from('x'), null)
    github.addArtifact(RUN.id, 'b-data', Buffer.from('x'))
    const run = await second()
    expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '0' })
    expect(run.summary).toMatch(
      /`a-data`: `the artifact cannot be used: GitHub states no digest.*`b-data`: `the artifact cannot be used/s,
    )
  })

  const faults: [Operation, ApiFailure, ...string[]][] = [
    ['actions/list-workflow-run-artifacts', 503],
    ['actions/list-workflow-run-artifacts', 'secondary', 'GitHub asks to wait for 2 seconds: waiting'],
    ['actions/list-workflow-run-artifacts', 'drop'],
    ['actions/download-artifact', 502],
    ['actions/download-artifact', 'drop'],
    ['actions/download-artifact', 'not JSON'],
    ['pulls/list', 500],
  ]
  it.each(faults)('is reported although %s fails once with %s', async (operation, failure, ...said) => {
    await first(failing)
    github.pulls.push({ number: 6, head: 'someone:fix', sha: HEAD })
    github.fail(operation, failure, 1)
    const run = await second()
    expect(run.outputs).toMatchObject({ tests: '2', 'publish-status': 'complete' })
    expect([github.statuses.length, github.comments.length]).toEqual([1, 1])
    expect(run.lines.filter((line) => line.includes('wait'))).toEqual(said)
  })

  it('that was named but does not exist is an error; a pattern that matches none is a warning', async () => {
    await first(wholeTest('a'))
    const run = await second({ artifacts: 'unit-data\nfunctional-data\nlint*', comment: 'never' })
    expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '1' })
    expect(messages(run, 'error')).toEqual([
      'functional-data: workflow run 4000 has no artifact of this name, or it has expired',
    ])
    expect(messages(run, 'warning')).toEqual(['artifacts: no artifact of workflow run 4000 matches lint*'])
    expect(github.statuses).toMatchObject([{ state: 'failure' }])
  })

  it('without an export is skipped with a warning, or is an error if it was named', async () => {
    await first(wholeTest('a'))
    github.addArtifact(RUN.id, 'coverage-data', zip([{ name: '.coverage', content: Buffer.from('x') }]))
    const any = await second({ comment: 'never' })
    expect(any.outputs).toMatchObject({ conclusion: 'success', tests: '1' })
    expect(messages(any, 'warning')).toEqual([
      expect.stringMatching(/^coverage-data is skipped: it has no config\.json/),
    ])
    const named = await second({ artifacts: 'unit-data\ncoverage-data', comment: 'never' })
    expect(named.outputs).toMatchObject({ conclusion: 'failure', tests: '1' })
    expect(messages(named, 'error')).toEqual(['coverage-data: there is no config.json of an export in it'])
  })

  it('that is too large or not an archive is skipped, or is an error if it was named or is called *-data', async () => {
    await first(wholeTest('a'))
    for (const name of ['unit.html', 'unit.log', 'unit-x-data'])
      github.addArtifact(RUN.id, name, Buffer.from('<html>'))
    const large = zip([{ name: 'core', content: randomBytes(1_000_001) }])
    github.addArtifact(RUN.id, 'unit-core', large)
    const inputs = { comment: 'never', 'max-decompressed': '1MB' }
    const any = await second({ ...inputs, artifacts: 'unit*' })
    expect(any.outputs).toMatchObject({ conclusion: 'failure', tests: '1' })
    expect(messages(any, 'error')).toEqual([expect.stringMatching(/^unit-x-data: .*not a zip archive/)])
    expect(messages(any, 'warning')).toEqual([
      'unit-core is skipped: it has more than 1,000,000 bytes, the limit: if you trust it, raise the limit (input max-decompressed)',
      expect.stringMatching(/^unit\.log is skipped: it is not a zip archive/),
    ])
    const named = await second({ ...inputs, artifacts: 'unit-data\nunit.html\nunit.log\nunit-core' })
    expect(messages(named, 'error')).toHaveLength(3)
    const pages = await second({ ...inputs, artifacts: 'unit-data\n*.html' })
    expect(pages.outputs.conclusion).toBe('success')
    expect(messages(pages, 'warning')).toEqual(['artifacts: no artifact of workflow run 4000 matches *.html'])
  })

  it('that is larger than GitHub states is not read beyond the limit', async () => {
    const large = zip([{ name: 'data/config.json', content: randomBytes(1_000_001) }])
    github.addArtifact(RUN.id, 'unit-data', large)
    github.artifacts[0].size = 1000
    const run = await second({ comment: 'never', 'max-decompressed': '1MB' })
    expect(messages(run, 'error')).toEqual([
      expect.stringMatching(
        /^unit-data: .*it has more than 1,000,000 bytes, .*raise the limit \(input max-decompressed\)/,
      ),
    ])
  })

  it.each(['*-data', 'unit-data'])(
    'that is missing fails the step without a status if there is no other input (artifacts: %s)',
    async (name) => {
      const run = await second({ artifacts: name, comment: 'never' })
      expect([run.status, github.statuses]).toEqual([1, []])
      const words = `no data artifact matches ${name}; the jobs that ran the tests must upload one`
      expect(messages(run, 'error')).toEqual([expect.stringContaining(words)])
      expect(run.summary).toContain(words)
    },
  )

  it.each([
    ['unit-data', 'warn', 'never', 0, 'failure', 'warning'],
    ['unit-data', 'warn', 'failures', 1, 'failure', 'error'],
    ['unit-data', 'ignore', 'never', 0, 'failure', null],
    ['unit-data', 'ignore', 'failures', 1, 'failure', 'error'],
    ['*-data', 'warn', 'failures', 0, 'neutral', 'warning'],
    ['*-data', 'ignore', 'failures', 0, 'neutral', null],
  ])(
    'that is missing is a failure if it is named (artifacts: %s, if-no-files-found: %s, fail-on: %s)',
    async (name, found, failOn, status, conclusion, level) => {
      const inputs = { artifacts: name, 'if-no-files-found': found, 'fail-on': failOn, comment: 'never' }
      const run = await second(inputs)
      expect(run).toMatchObject({ status, outputs: { conclusion, tests: '0' } })
      const levels = ['error', 'warning'].filter((each) =>
        messages(run, each).some((words) => words.startsWith(`no data artifact matches ${name};`)),
      )
      expect(levels).toEqual(level === null ? [] : [level])
    },
  )

  it('is all that is reported: what lies in the workspace counts only if its input is set', async () => {
    await first(wholeTest('a'))
    const left = {
      'old.subunit': failing,
      'dool.csv': readFileSync(join(EXAMPLES, 'dool.csv')),
      'own.subunit.txt': wholeTest('b'),
    }
    const alone = await second({ comment: 'never' }, {}, left)
    expect(alone.outputs).toMatchObject({ conclusion: 'success', tests: '1' })
    expect(alone.printed).not.toContain('dool.csv')
    const more = await second({ comment: 'never', subunit: 'own.*' }, {}, left)
    expect(more.outputs).toMatchObject({ conclusion: 'success', tests: '2' })
    const nothing = await second({ comment: 'never', artifacts: 'x', subunit: 'y*' }, {}, left)
    expect(messages(nothing, 'error')).toEqual([
      expect.stringMatching(/^no data artifact matches x, and no subunit stream .* matches y\* in /),
    ])
  })

  it('that the token may not list is a failure that names the permission', async () => {
    github.denied = new Set<Operation>(['actions/list-workflow-run-artifacts'])
    const run = await second()
    expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '0' })
    expect(run.summary).toContain(
      'cannot be listed: the token lacks the permission (403): give the job `permissions: { actions: read }`',
    )
  })
})

describe('the artifacts of a re-run workflow run', () => {
  /** Runs a job that GitHub calls `name`, with a step per status, and adds the artifacts of its steps. */
  async function runs(
    name: string,
    attempt: number,
    statuses: readonly ('success' | 'fail')[],
    contexts: Contexts = {},
  ): Promise<void> {
    const number = 900 + github.jobs.size
    github.jobs.set(number, { name, run_attempt: attempt })
    using job = new Job()
    for (const [i, status] of statuses.entries()) {
      // each run differs, since equal ones are merged
      writeFileSync(join(job.workspace, 'run.subunit'), wholeTest(`t.${number}.${i}`, status))
      await job.step({
        inputs: { upload: 'data' },
        contexts: { ...contexts, checkRunId: String(number) },
        env: { ...service.env, GITHUB_RUN_ATTEMPT: String(attempt) },
      })
      const data = service.arrived.at(-1)
      github.addArtifact(RUN.id, String(data?.name), data?.content ?? Buffer.alloc(0))
    }
  }

  /** Those of the last report. */
  let warnings: readonly string[] = []
  const RERUN = { payload: { workflow_run: { ...RUN, run_attempt: 2 } } }
  const reported = async (options: StepOptions = {}, inputs: Record<string, string> = {}) => {
    const run = await second(
      { comment: 'never', upload: 'none', ...inputs },
      { env: { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_RUN_ID: '4001' }, ...RERUN, ...options },
    )
    const { outputs, report } = run
    warnings = messages(run, 'warning')
    const named = [...report.matchAll(/"([\w.-]+-data): Subunit/g)].map(([, artifact]) => artifact)
    return { tests: outputs.tests, failed: outputs.failed, of: [...new Set(named)].toSorted() }
  }

  it('include all legs whose names end in numbers', async () => {
    for (const shard of [1, 2, 3])
      await runs(`unit (${shard})`, 1, [shard === 1 ? 'fail' : 'success'], { matrix: { shard } })
    expect(await reported()).toEqual({
      tests: '3',
      failed: '1',
      of: ['unit-1-data', 'unit-2-data', 'unit-3-data'],
    })
  })

  it('are the newer ones of each step for a leg that ran again', async () => {
    await runs('unit (1)', 1, ['fail', 'fail'], { matrix: { shard: 1 } })
    await runs('unit (2)', 1, ['success'], { matrix: { shard: 2 } })
    await runs('unit (1)', 2, ['success', 'fail'], { matrix: { shard: 1 } })
    expect(await reported()).toEqual({
      tests: '3',
      failed: '1',
      of: ['unit-1-3-data', 'unit-1-4-data', 'unit-2-data'],
    })
  })

  it('are told apart by the caller of a reusable workflow', async () => {
    await runs('nova / unit', 1, ['fail'])
    await runs('oslo / unit', 1, ['fail'])
    await runs('oslo / unit', 2, ['success'])
    expect(await reported()).toEqual({ tests: '2', failed: '1', of: ['unit-3-data', 'unit-data'] })
  })

  it.each(['two jobs have one name', 'GitHub does not list the jobs'])(
    'include the earlier attempt’s if %s',
    async (why) => {
      await runs('unit', 1, ['fail'])
      if (why === 'two jobs have one name') await runs('unit', 1, ['success'])
      await runs('unit', 2, ['success'])
      if (why === 'GitHub does not list the jobs') github.jobs.clear()
      expect(await reported()).toMatchObject({ failed: '1', of: expect.arrayContaining(['unit-data']) })
      expect(warnings).toEqual(
        why === 'GitHub does not list the jobs' ? [expect.stringMatching(/^unit-2-data, unit-data: it/)] : [],
      )
    },
  )

  it('all count if GitHub fails to say which replaces which, with a warning that names them', async () => {
    await runs('unit', 1, ['fail'])
    await runs('unit', 2, ['success'])
    await runs('lint', 1, ['success'], { job: 'lint' })
    github.fail('actions/get-job-for-workflow-run', 502)
    expect(await reported()).toEqual({
      tests: '3',
      failed: '1',
      of: ['lint-data', 'unit-2-data', 'unit-data'],
    })
    expect(warnings).toEqual([
      expect.stringMatching(
        /^unit-2-data, unit-data: it is not known what a later attempt has replaced, so all count: .* \(502\): run/,
      ),
    ])
  })

  it('all count if their runner tells no number of the job, with a warning', async () => {
    for (const n of [1, 2]) await first(wholeTest(`t.${n}`, 'fail'), null, '')
    expect(await reported()).toEqual({ tests: '2', failed: '2', of: ['unit-2-data', 'unit-data'] })
    expect(warnings).toEqual([expect.stringMatching(/so all count: the job's runner is too old to tell/)])
  })

  /** As if its content was damaged on the way to the store. */
  const breakArtifact = (name: string): void => {
    const broken = github.artifacts.find((artifact) => artifact.name === name)
    if (broken !== undefined) broken.digest = `sha256:${'0'.repeat(64)}`
  }

  it('are the newer ones if the earlier one is broken, with a warning', async () => {
    await runs('unit', 1, ['fail'])
    await runs('unit', 2, ['success'])
    breakArtifact('unit-data')
    const run = await second({ comment: 'never' }, RERUN)
    expect(run.outputs).toMatchObject({ conclusion: 'success', tests: '1', failed: '0' })
    expect(messages(run, 'warning')).toEqual([
      expect.stringMatching(/^unit-data cannot be used: its SHA-256 .* earlier attempt, and the later/),
    ])
    github.jobs.clear()
    expect((await second({ comment: 'never' }, RERUN)).outputs).toMatchObject({ conclusion: 'failure' })
  })

  it('are the newer ones of the same job if the input names the earlier ones', async () => {
    await runs('unit', 1, ['fail', 'fail'])
    await runs('oslo / unit', 1, ['fail'])
    await runs('unit (7)', 2, ['fail'], { matrix: { shard: 7 } })
    await runs('unit', 2, ['success', 'success'])
    const one = { artifacts: 'unit-data' }
    expect(await reported({}, one)).toEqual({ tests: '1', failed: '0', of: ['unit-4-data'] })
    const both = { artifacts: 'unit-data\nunit-2-data' }
    expect(await reported({}, both)).toEqual({ tests: '2', failed: '0', of: ['unit-4-data', 'unit-5-data'] })
    github.jobs.clear()
    expect(await reported({}, one)).toEqual({ tests: '1', failed: '1', of: ['unit-data'] })
  })

  it('are the newer ones if the input names a broken earlier one', async () => {
    await runs('unit', 1, ['fail'])
    await runs('unit', 2, ['success'])
    breakArtifact('unit-data')
    const named = { artifacts: 'unit-data' }
    expect(await reported({}, named)).toEqual({ tests: '1', failed: '0', of: ['unit-2-data'] })
  })

  it('are a failure if the input names the earlier one and the newer one is broken', async () => {
    await runs('unit', 1, ['success'])
    await runs('unit', 2, ['fail'])
    breakArtifact('unit-2-data')
    const run = await second({ artifacts: 'unit-data', comment: 'never' }, RERUN)
    expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '1', failed: '0' })
    expect(run.summary).toContain('❌ `unit-2-data`')
  })

  it.each<[string, () => Promise<void>]>([
    ['a shard whose name begins the same', () => runs('unit (2)', 2, ['success'], { matrix: { shard: 2 } })],
    ['another job of the same name', () => runs('oslo / unit', 1, ['success'])],
    [
      'another job of the same name that ran again',
      async () => {
        await runs('oslo / unit', 1, ['fail'])
        await runs('oslo / unit', 2, ['success'])
      },
    ],
  ])('do not replace a broken one if there is only %s', async (_, runMore) => {
    await runs('unit', 1, ['fail'])
    await runMore()
    breakArtifact('unit-data')
    const run = await second({ comment: 'never' }, RERUN)
    expect(run.outputs).toMatchObject({ conclusion: 'failure', tests: '1', failed: '0' })
    expect(run.summary).toContain('❌ `unit-data`')
  })

  it('exclude those of the reporting job’s own earlier attempt', async () => {
    await runs('unit', 1, ['success'])
    await runs('report', 1, ['fail'], { job: 'report' })
    github.jobs.set(77, { name: 'report', run_attempt: 2 })
    const env = { GITHUB_RUN_ID: String(RUN.id), GITHUB_RUN_ATTEMPT: '2' }
    const again = await reported({ env, contexts: { job: 'report' } }, { status: 'false' })
    expect(again).toEqual({ tests: '1', failed: '0', of: ['unit-data'] })
    // nor if it names its own workflow run
    const named = { status: 'false', 'workflow-run-id': String(RUN.id) }
    expect(await reported({ env, contexts: { job: 'report' } }, named)).toEqual(again)
    // which the event already describes
    expect(github.count('actions/get-workflow-run')).toBe(0)
  })

  it('exclude reports that other steps gathered, unless only those match', async () => {
    const gather = async (attempt: number, name: string, artifacts: string) => {
      const run = await second(
        { name, artifacts, comment: 'never', status: 'false' },
        {
          env: { GITHUB_RUN_ID: String(RUN.id), GITHUB_RUN_ATTEMPT: String(attempt) },
          contexts: { job: 'report', checkRunId: String(70 + attempt) },
        },
      )
      const data = service.arrived.at(-1)
      github.addArtifact(RUN.id, String(data?.name), data?.content ?? Buffer.alloc(0))
      return [run.outputs.conclusion, run.outputs.tests, messages(run, 'notice').length]
    }
    github.jobs.set(71, { name: 'report', run_attempt: 1 }).set(72, { name: 'report', run_attempt: 2 })
    await runs('unit', 1, ['fail'])
    expect(await gather(1, 'all', '*-data')).toEqual(['failure', '1', 0])
    expect(await gather(1, 'more', '*-data')).toEqual(['failure', '1', 0])
    await runs('unit', 2, ['success'])
    expect(await gather(2, 'all', '*-data')).toEqual(['success', '1', 0])
    expect(await gather(2, 'more', '*-data')).toEqual(['success', '1', 0])
    expect(await gather(2, 'named', 'all-data')).toEqual(['success', '1', 0])
    expect(await gather(2, 'of reports', 'mor*-data')).toEqual(['success', '1', 0])
  })

  it.each([
    [['unit-data'], ['x-data', 'unit-data']],
    [['lint-data'], ['unit-data']],
  ])('are all included if they claim to be gathered from %j and %j, in a circle', async (...claims) => {
    await runs('unit', 1, ['fail'])
    await runs('lint', 1, ['success'], { job: 'lint' })
    await runs('x', 1, ['success'], { job: 'x' })
    for (const artifacts of claims) {
      const [{ name, content }] = github.artifacts.splice(0, 1)
      const files = filesOf(content)
      const results = JSON.parse(String(files.get('results.json'))) as object
      files.set('results.json', Buffer.from(JSON.stringify({ ...results, artifacts })))
      github.addArtifact(
        RUN.id,
        name,
        zip(Array.from(files, ([path, bytes]) => ({ name: path, content: bytes }))),
      )
    }
    expect(await reported({}, { status: 'false' })).toMatchObject({ tests: '3', failed: '1' })
  })
})

it('the status is set even if uploads hang for minutes after the download', async () => {
  await first(failing)
  // each upload waits three minutes for an answer
  service.fail('CreateArtifact', 'hang')
  const run = await second({ comment: 'never' }, { hurry: 100 })
  expect(messages(run, 'warning')).toHaveLength(2)
  expect(github.statuses).toMatchObject([{ sha: HEAD, state: 'failure' }])
})

it('workflow-run-id is used whatever the event', async () => {
  await first(failing)
  github.runs.set(RUN.id, RUN)
  const run = await second(
    { 'workflow-run-id': '4000', comment: 'never' },
    { env: { GITHUB_EVENT_NAME: 'workflow_dispatch' }, payload: {} },
  )
  expect(run.outputs.tests).toBe('2')
  expect(github.statuses).toMatchObject([{ sha: HEAD }])
})

describe('a workflow-run-id', () => {
  const inputs = { 'workflow-run-id': '123', 'publish-pull-requests': 'all', publish: 'branch' }
  const here = { env: { GITHUB_EVENT_NAME: 'workflow_dispatch' }, payload: {} }

  it('of a workflow run that cannot be read puts nothing on the commit of the event', async () => {
    const mistyped = await second(inputs, here)
    github.denied = new Set(['actions/get-workflow-run'])
    const denied = await second(inputs, here)
    const problems = [mistyped, denied].map((run) => messages(run, 'error').join('\n'))
    expect(problems).toEqual([
      expect.stringContaining(
        'workflow run 123 cannot be read: this repository has none of this number, or the token lacks the permission (404): give',
      ),
      expect.stringContaining('workflow run 123 cannot be read: the token lacks the permission (403): give'),
    ])
    for (const { outputs } of [mistyped, denied]) {
      expect(outputs).toMatchObject({ conclusion: 'failure', 'page-url': '' })
      expect(outputs['publish-reason']).toContain('it is not known which commit was tested')
      expect(outputs['publish-reason']).toContain(
        'the report was not published: its workflow run cannot be read',
      )
    }
    expect(github.statuses).toEqual([])
  })

  it('without artifacts has no effect, with a warning', async () => {
    github.runs.set(RUN.id, RUN)
    const run = await second({ artifacts: '', 'workflow-run-id': '4000' }, here, { 'run.subunit': failing })
    expect(messages(run, 'warning')).toContain('workflow-run-id has no effect, because artifacts is empty')
    expect(github.statuses.map(({ sha }) => sha)).toEqual(['83ef4b1083ef4b1083ef4b1083ef4b1083ef4b10'])
  })
})

describe('unzip', () => {
  const signal = new AbortController().signal
  const config = { name: 'data/config.json', content: Buffer.from('{}') }
  const into = async (members: readonly Member[], limit = 1e6) => {
    const root = directoryWith({ 'a.zip': zip(members) })
    const names = await unzip(join(root, 'a.zip'), join(root, 'out'), new Budget(limit), signal)
    return { names, there: readdirSync(join(root, 'out')), root: readdirSync(root) }
  }

  it('extracts only files with the names of data files', async () => {
    const names = [
      'index.html',
      'data/tempest_a_0_raw.json',
      'data/dstat_log.csv',
      'data/other.sh',
      'config.json.exe',
      'data/.hidden',
      'data/sub/config.json',
      'results.json',
    ]
    const { there } = await into([config, ...names.map((name) => ({ name, content: Buffer.from('x') }))])
    expect(there.toSorted()).toEqual(['config.json', 'dstat_log.csv', 'results.json', 'tempest_a_0_raw.json'])
  })

  const WICKED = [
    '../evil',
    '../../evil',
    '/evil',
    '//evil',
    './../evil',
    'data/../evil',
    'data/../../evil',
    'data/..',
    'data/.',
    'data/tempest_../evil',
    'data/tempest_/../../evil',
    'data\\..\\evil',
    '..\\evil',
    'C:/evil',
    'C:\\evil',
    'C:evil',
    '\\\\host\\share\\evil',
    'data/tempest_a\0b',
    'data/tempest_a\nb',
    '\u202edata/config.json',
    'data/CON',
    '~/evil',
    `data/${'x'.repeat(300)}`,
    `data/tempest_${'x'.repeat(300)}`,
    'data/tempest_..',
    'DATA/config.json',
    '',
  ]
  it.each(WICKED)('writes nothing outside its directory for a member %j', async (name) => {
    const root = directoryWith({ 'a.zip': zip([config, { name, content: Buffer.from('x') }]) })
    await unzip(join(root, 'a.zip'), join(root, 'out'), new Budget(1e6), signal).catch(() => [])
    expect(readdirSync(root).toSorted()).toEqual(['a.zip', 'out'])
    const there = readdirSync(join(root, 'out'), { recursive: true, encoding: 'utf8' })
    expect(there.filter((each) => !/^(?:config\.json|tempest_\.\.)$/.test(each))).toEqual([])
  })

  it('is tested with at least 25 malicious names', () =>
    expect(new Set(WICKED).size).toBeGreaterThanOrEqual(25))

  it('skips links', async () => {
    const { there } = await into([
      config,
      { name: 'data/tempest_x', content: Buffer.from('/etc/passwd'), mode: 0o120777 },
    ])
    expect(there).toEqual(['config.json'])
  })

  it('rejects an archive that contains a file twice', async () => {
    await expect(into([config, config])).rejects.toThrow(/EEXIST/)
  })

  it('stops at max-decompressed, whatever size the archive claims', async () => {
    const bomb = (claims?: number) => ({
      name: 'data/tempest_bomb',
      content: Buffer.alloc(5_000_000),
      ...(claims === undefined ? {} : { claims }),
    })
    await expect(into([bomb()], 4_999_999)).rejects.toThrow(
      /decompresses to more than 4,999,999 bytes.*max-decompressed/,
    )
    await expect(into([bomb(10)], 4_999_999)).rejects.toThrow(/too many bytes in the stream/)
    expect((await into([bomb()], 5_000_000)).there).toEqual(['tempest_bomb'])
  })

  it('stops where all archives together exceed it', async () => {
    const member = { name: 'tempest_x', content: Buffer.alloc(600_000) }
    const root = directoryWith({ 'a.zip': zip([member]) })
    const budget = new Budget(1_000_000)
    await unzip(join(root, 'a.zip'), join(root, '0'), budget, signal)
    const again = budget.orGiveBack(() => unzip(join(root, 'a.zip'), join(root, '1'), budget, signal))
    await expect(again).rejects.toThrow(
      /with the other artifacts, it decompresses to more than 1,000,000 bytes/,
    )
    expect(budget.take(400_000)).toBe(true)
    expect(budget.take(1)).toBe(false)
  })

  it('rejects an archive that names more files than an export of 10,000 runs has', async () => {
    const archive = zip([{ name: 'a', content: Buffer.alloc(0) }])
    const unzipped = (entries: number) => {
      archive.writeUInt16LE(entries, archive.length - 12)
      const root = directoryWith({ 'a.zip': archive })
      return unzip(join(root, 'a.zip'), join(root, 'out'), new Budget(1e6), signal)
    }
    await expect(unzipped(65_001)).rejects.toThrow(/^it has more than 65,000 files, the most that are read$/)
    await expect(unzipped(65_000)).rejects.not.toThrow(/more than/)
  })

  it('accepts as many files as an export of 2,000 runs has', async () => {
    const members = Array.from({ length: 12_001 }, (_, n) => ({ name: `${n}`, content: Buffer.alloc(0) }))
    expect((await into(members)).there).toEqual([])
  })

  it('extracts of a run only the files that are read again', async () => {
    const names = [...Object.values(runFiles('a', 0, false)), ...Object.values(runFiles('b', 0, true))]
    const { there } = await into(names.map((name) => ({ name, content: Buffer.alloc(0) })))
    expect(there.toSorted()).toEqual([
      'tempest_a_0_details.json',
      'tempest_a_0_raw.json',
      'tempest_b_0_details.json.gz',
      'tempest_b_0_raw.json.gz',
    ])
  })
})

describe('many artifacts', () => {
  const archive = zip([{ name: 'data/config.json', content: Buffer.from('{"tempest": []}') }])
  const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`

  /** `answer` is called for each archive that is asked for, by its number from 0. */
  function downloadAll(
    sizes: readonly number[],
    answer: (n: number) => unknown,
    { signal } = new AbortController(),
  ) {
    const artifacts = sizes.map((size, n) => ({ id: n, name: `${n}-data`, size_in_bytes: size, digest }))
    const fake = {
      signal,
      call: async (_: string, parameters: Readonly<Record<string, unknown>> = {}) => ({
        data: { artifacts },
        headers: { location: `https://blobs/${String(parameters.artifact_id)}` },
      }),
      web: async (url: unknown) => {
        await answer(Number(String(url).split('/').at(-1)))
        return new Response(new Uint8Array(archive))
      },
    }
    const asked = { patterns: ['*'], run: 1, attempt: 1, own: null, scratch: directoryWith({}), limit: 1e6 }
    return downloadExports(fake, asked)
  }

  it.each([
    ['are on their way four at once', [1, 1, 1, 1, 1, 1], [0, 1, 2, 3]],
    ['of which one is large do not fill the disk together', [1, 1_000_000, 1], [0]],
    ['of which the first is large do not fill the disk together', [1_000_000, 1, 1], [0]],
    ['are on their way up to the limit together', [400_000, 600_000, 1], [0, 1]],
  ])('%s', async (_, sizes, atFirst) => {
    const asked: number[] = []
    const before: number[][] = []
    const { exports } = await downloadAll(sizes, async (n) => {
      asked.push(n)
      await setImmediate()
      before[n] = [...asked]
    })
    expect(before[0]).toEqual(atFirst)
    expect(exports.map(({ title }) => title)).toEqual(sizes.map((_size, n) => `${n}-data`))
  })

  it('of which one finds no room on the disk say so, and it is not asked for again', async () => {
    let asked = 0
    const { problems } = await downloadAll([1], () => {
      asked += 1
      throw Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC', syscall: 'write' })
    })
    expect([asked, ...problems.map(({ message }) => message)]).toEqual([
      1,
      'the artifact cannot be used: no space is left on the device; free some, or choose another place',
    ])
  })

  it.each([
    ['while it arrives', (isOver: () => void) => isOver()],
    [
      'between two tries',
      (isOver: () => void) => {
        setTimeout(isOver)
        throw new Error('socket hang up')
      },
    ],
  ])('of which one did not arrive in time say that, and what to do: %s', async (_, answer) => {
    const time = new AbortController()
    const isOver = (): void => time.abort(new Error('not finished after 1800 seconds'))
    const { problems } = await downloadAll([1], () => answer(isOver), time)
    expect(problems.map(({ message }) => message)).toEqual([
      'the artifact cannot be used: not finished after 1800 seconds: run the job again later; www.githubstatus.com says whether GitHub has a problem',
    ])
  })
})

it('a test’s output of several megabytes arrives complete', async () => {
  const log = 'line of log\n'.repeat(300_000)
  const stream = Buffer.concat([
    packet({ id: 'a', status: 'inprogress', time: [1_772_366_400, 0] }),
    ...Array.from({ length: 4 }, (_, i) =>
      packet({ id: 'a', mime: 'text/plain', file: ['log', log.slice(i * 900_000, (i + 1) * 900_000)] }),
    ),
    packet({ id: 'a', status: 'success', time: [1_772_366_401, 0] }),
  ])
  await first(stream)
  using job = new Job()
  const run = await job.step({
    hurry: 20,
    env: { ...service.env, ...github.env, GITHUB_EVENT_NAME: 'workflow_run' },
    payload: { workflow_run: RUN },
    inputs: { artifacts: '*-data', upload: 'none' },
  })
  const name = readdirSync(run.outputs['data-path']).find((each) => each.endsWith('details.json')) ?? ''
  const path = join(run.outputs['data-path'], name)
  expect(lstatSync(path).isFile()).toBe(true)
  expect(JSON.parse(readFileSync(path, 'utf8')).a.log).toBe(log)
})
