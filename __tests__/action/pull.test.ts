import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MARKER, parseSections, printSections, sectionKey } from '../../src/action/pull/comment-body.ts'
import { publishName } from '../../src/action/pull/publish-name.ts'
import type { ApiFailure, GitHubApi, Operation } from '../helpers/github-api.ts'
import type { ResultsService } from '../helpers/results-service.ts'
import { Job, type StepOptions, type StepRun } from '../helpers/runner.ts'
import { useGitHub } from '../helpers/use-github.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const HEAD = 'b'.repeat(40)
const MERGE = '83ef4b1083ef4b1083ef4b1083ef4b1083ef4b10'
const TOKEN = 'ghs_0123456789012345678901234567890123ab'

const passing = wholeTest('a.test_x')
const failing = Buffer.concat([passing, wholeTest('a.test_y', 'fail')])

const pullRequest = (from = 'stack/nova') => ({
  pull_request: { number: 812, head: { sha: HEAD, repo: { full_name: from } } },
})
const PULL = {
  env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/812/merge' },
  payload: pullRequest(),
}
const RUN = {
  id: 4000,
  run_attempt: 1,
  event: 'pull_request',
  head_sha: HEAD,
  head_branch: 'fix',
  head_repository: { owner: { login: 'someone' } },
}
const WORKFLOW_RUN = { env: { GITHUB_EVENT_NAME: 'workflow_run' }, payload: { workflow_run: RUN } }
const EVERYTHING = { status: 'true', 'check-run': 'true', comment: 'always' }

let service: ResultsService
let github: GitHubApi
useGitHub((api, results) => {
  github = api
  service = results
})

/** Runs on a clock 20 times as fast: a minute's wait for an answer takes 3 s. */
async function step(
  options: StepOptions = {},
  stream: Uint8Array = failing,
  files: Record<string, string> = {},
): Promise<StepRun> {
  using job = new Job() // each step has its own runner
  for (const [name, content] of Object.entries({ 'run.subunit': stream, ...files }))
    writeFileSync(join(job.workspace, name), content)
  const contexts = { ...options.contexts, token: options.contexts?.token ?? TOKEN }
  const run = await job.step({
    hurry: 20,
    ...options,
    contexts,
    env: { ...service.env, ...github.env, ...options.env },
  })
  // the token is printed only in the command that masks it
  expect(run.printed.replaceAll(`::add-mask::${contexts.token}`, '')).not.toContain(contexts.token)
  for (const { token } of github.calls) expect(token).toBe(`token ${contexts.token}`)
  return run
}

const told = (run: StepRun, level: string): string[] =>
  run.commands.filter(({ name }) => name === level).map(({ data }) => data)

describe('a commit status', () => {
  const events: [string, StepOptions, string | null][] = [
    ['push', {}, MERGE],
    ['pull_request', PULL, HEAD],
    ['pull_request whose payload is lost', { ...PULL, payload: {} }, null],
    ['merge_group', { env: { GITHUB_EVENT_NAME: 'merge_group' } }, MERGE],
    ['workflow_run', WORKFLOW_RUN, HEAD],
    ['workflow_dispatch', { env: { GITHUB_EVENT_NAME: 'workflow_dispatch' } }, MERGE],
    ['schedule', { env: { GITHUB_EVENT_NAME: 'schedule' } }, MERGE],
  ]
  it.each(events)(
    'of %s is on the commit that the event is about, never on a pull request’s merge commit',
    async (_, options, commit) => {
      const run = await step(options)
      expect(run.status).toBe(0)
      const [report] = service.arrived
      const status = {
        sha: commit,
        context: 'stackviz / unit',
        state: 'failure',
        description: '1 of 2 tests failed in 1.00 s',
        target_url: `https://github.com/stack/nova/actions/runs/4711/artifacts/${report.id}`,
      }
      expect(github.statuses).toEqual(commit === null ? [] : [status])
      expect(run.outputs).toMatchObject({ 'publish-status': 'complete', 'publish-reason': '' })
    },
  )

  it('of no tests is a success that says so', async () => {
    await step({}, Buffer.alloc(0))
    expect(github.statuses).toMatchObject([{ state: 'success', description: 'No tests ran' }])
  })

  it('that the token may not set is ignored by default, and a notice if it was requested', async () => {
    github.denied = 'all'
    const silent = await step(PULL)
    expect([silent.status, told(silent, 'notice'), told(silent, 'warning')]).toEqual([0, [], []])
    expect(silent.outputs['publish-status']).toBe('complete')
    const missed = await step({ ...PULL, inputs: { status: 'true' } })
    expect(missed.status).toBe(0)
    expect(told(missed, 'notice')).toEqual([
      'the commit status was not published: the token lacks the permission (403): give the job `permissions: { statuses: write }`',
    ])
    expect(missed.outputs).toMatchObject({
      'publish-status': 'partial',
      'publish-reason': told(missed, 'notice')[0],
    })
    expect(missed.summary).toContain('#### Not published\n\n- `` the commit status was not published')
  })

  it.each([
    ['a fork', { ...PULL, payload: pullRequest('someone/nova') }, 'docs/forks.md'],
    // its token gets the job's `permissions`, and is read-only without them
    [
      'Dependabot',
      { ...PULL, env: { ...PULL.env, GITHUB_ACTOR: 'dependabot[bot]' } },
      'give the job `permissions',
    ],
  ])(
    'that a pull request from %s cannot get is a notice with the remedy, like its check run and comment',
    async (_, options, remedy) => {
      github.denied = 'all'
      const run = await step({ ...options, inputs: { ...EVERYTHING } })
      expect(run.status).toBe(0)
      expect(told(run, 'notice')).toHaveLength(3)
      for (const notice of told(run, 'notice')) expect(notice).toContain(remedy)
    },
  )

  it('for a comment event is a notice if it was requested, because the commit is unknown', async () => {
    const called = {
      env: { GITHUB_EVENT_NAME: 'issue_comment', GITHUB_REF: 'refs/heads/main' },
      payload: { issue: { number: 812, pull_request: { url: 'x' } } },
    }
    const silent = await step(called)
    expect([told(silent, 'notice'), silent.outputs['publish-status']]).toEqual([[], 'complete'])
    const run = await step({ ...called, inputs: EVERYTHING })
    const why = 'was not published: it is not known which commit was tested'
    expect(told(run, 'notice')).toEqual([`the commit status ${why}`, `the check run ${why}`])
    expect([github.statuses, github.checks]).toEqual([[], []])
    expect(github.comments.map(({ pull }) => pull)).toEqual([812])
  })

  it('of each leg of a matrix has its own name, which a re-run of the leg uses again', async () => {
    // as GitHub calls a job without a caller
    github.jobs.set(77, { name: 'unit (3.12)' })
    const legs = ['3.10', '3.12', '3.13']
    for (const python of legs) await step({ contexts: { matrix: { python } } })
    await step({ contexts: { matrix: { python: '3.12' } }, env: { GITHUB_RUN_ATTEMPT: '2' } })
    const contexts = github.statuses.map(({ context }) => context)
    expect(contexts).toEqual([...legs, '3.12'].map((leg) => `stackviz / unit-${leg}`))
  })

  it('has a different name for each call of a reusable workflow', async () => {
    github.jobs.set(1, { name: 'oslo / unit' }).set(2, { name: 'nova (3.12) / unit' })
    await step({ contexts: { checkRunId: '1' } })
    await step({ contexts: { checkRunId: '2' } })
    expect(github.statuses.map(({ context }) => context)).toEqual([
      'stackviz / oslo / unit',
      'stackviz / nova (3.12) / unit',
    ])
  })

  it.each([
    ['unit (linux / x64)', 'unit'],
    ['unit (a (b) / (c / d))', 'unit'],
    ['nightly / unit (linux / x64)', 'nightly / unit'],
    ['nightly (a / b) / oslo / unit (c / d)', 'nightly (a / b) / oslo / unit'],
  ])('has no caller from what is in parentheses: %s', async (shown, name) => {
    const call = () => Promise.resolve({ data: { name: shown }, headers: {} })
    const client = { call, web: fetch, signal: new AbortController().signal }
    const facts = { name: 'unit', given: false, job: '1', attempt: 1, artifact: 1, step: 1 }
    expect(await publishName(facts, () => Promise.resolve(client))).toBe(name)
  })

  it.each([
    ['someone/nova', 'docs/forks.md shows the way around'],
    ['stack/nova', 'leave it at its default'],
  ])(
    'without a token is ignored by default, and a notice for each part if requested: %s',
    async (from, remedy) => {
      const event = { ...PULL, payload: pullRequest(from) }
      const silent = await step({ ...event, inputs: { 'github-token': '' } })
      expect([told(silent, 'notice'), silent.outputs['publish-status']]).toEqual([[], 'complete'])
      const missed = await step({
        ...event,
        inputs: { ...EVERYTHING, 'github-token': '', 'fail-on-publish-error': 'true' },
      })
      expect(missed.status).toBe(1)
      expect(told(missed, 'notice')).toEqual(
        ['status', 'run', 'comment'].map((what) =>
          expect.stringMatching(new RegExp(`${what} was not published: github-token is empty: .*${remedy}`)),
        ),
      )
      expect(missed.outputs['publish-status']).toBe('partial')
      expect(github.calls).toEqual([])
    },
  )

  it.each([
    ['again, with their own directories', '2', ['report,data', 'report,data']],
    ['without uploads', '1', ['none', 'none']],
    ['without an upload in the first step', '1', ['none', 'report,data']],
  ])(
    'is separate for two steps of a job that runs %s, and so is the section',
    async (_, attempt, uploads) => {
      using job = new Job()
      for (const [i, output] of ['a', 'b'].entries()) {
        const stream = [failing, passing][i]
        writeFileSync(join(job.workspace, `${output}.subunit`), stream)
        await job.step({
          hurry: 20,
          payload: PULL.payload,
          contexts: { token: TOKEN },
          env: { ...service.env, ...github.env, ...PULL.env, GITHUB_RUN_ATTEMPT: attempt },
          inputs: {
            upload: uploads[i],
            output,
            subunit: `${output}.subunit`,
            status: 'true',
            comment: 'always',
          },
        })
      }
      expect(github.statuses.map(({ context, state }) => [context, state])).toEqual([
        ['stackviz / unit', 'failure'],
        ['stackviz / unit-2', 'success'],
      ])
      expect(github.comments[0].body).toMatch(
        /### ❌ `unit tests \/ unit`: 1 of 2 tests failed.*### ✅ `unit tests \/ unit-2`: The only test passed/s,
      )
    },
  )

  it.each(['1', '2'])(
    'is not shared by a third step named as the second one is called (attempt %s)',
    async (attempt) => {
      using job = new Job()
      for (const [i, name] of ['unit', 'unit', 'unit-2'].entries()) {
        const stream = [failing, failing, passing][i]
        writeFileSync(join(job.workspace, 'run.subunit'), stream)
        await job.step({
          contexts: { token: TOKEN },
          env: { ...service.env, ...github.env, GITHUB_RUN_ATTEMPT: attempt },
          inputs: { upload: 'none', name, status: 'true' },
        })
      }
      expect(github.statuses.map(({ context, state }) => [context, state])).toEqual([
        ['stackviz / unit', 'failure'],
        ['stackviz / unit-2', 'failure'],
        ['stackviz / unit-2-2', 'success'],
      ])
    },
  )

  it.each([
    ['block', 403],
    ['FinalizeArtifact', 'drop'],
    ['CreateArtifact', 'lost'],
  ] as const)('keeps its name if the artifact’s was used up by a fault (%s: %s)', async (method, failure) => {
    service.fail(method, failure, 1)
    await step({ inputs: { name: 'unit' } })
    expect(service.arrived.map(({ name }) => name)).toEqual(['unit-2.html', 'unit-2-data'])
    expect(github.statuses.map(({ context }) => context)).toEqual(['stackviz / unit'])
  })

  it('keeps its name although an artifact of somebody else is called as its data would be', async () => {
    service.add('unit-data')
    await step({ inputs: { name: 'unit' } })
    await step({ inputs: { name: 'unit' } }, passing)
    await step({ inputs: { name: 'unit' }, env: { GITHUB_RUN_ATTEMPT: '2' } }, passing)
    const names = service.arrived.map(({ name }) => name).filter((name) => name.endsWith('.html'))
    expect(names).toEqual(['unit-2.html', 'unit-3.html', 'unit-4.html'])
    expect(github.statuses.map(({ context }) => context)).toEqual([
      'stackviz / unit',
      'stackviz / unit-2',
      'stackviz / unit',
    ])
  })

  it('is not set, with a fault, if GitHub fails to say who called the job', async () => {
    github.jobs.set(78, { name: 'nightly / unit', run_attempt: 2 })
    github.fail('actions/get-job-for-workflow-run', 502)
    const rerun = { contexts: { checkRunId: '78' }, env: { GITHUB_RUN_ATTEMPT: '2' } }
    const run = await step({ ...rerun, inputs: { status: 'true' } })
    expect(github.statuses).toEqual([])
    expect(run.outputs['publish-reason']).toMatch(
      /^the commit status was not published: .* \(502\): run the job again later/,
    )
    await step({ ...rerun, inputs: { status: 'true', name: 'unit' } })
    expect(github.statuses.map(({ context }) => context)).toEqual(['stackviz / unit'])
  })

  it('has the artifact’s number if two jobs have one id and their callers are unknown', async () => {
    github.denied = new Set<Operation>(['actions/get-job-for-workflow-run'])
    await step()
    await step({}, passing)
    expect(github.statuses.map(({ context, state }) => [context, state])).toEqual([
      ['stackviz / unit', 'failure'],
      ['stackviz / unit-2', 'success'],
    ])
  })
})

it('on GitHub Enterprise Server, the status is set without a link to an artifact', async () => {
  const run = await step({ env: { GITHUB_SERVER_URL: 'https://git.corp.example' } })
  expect(run.status).toBe(0)
  expect(github.statuses).toEqual([
    {
      sha: MERGE,
      context: 'stackviz / unit',
      state: 'failure',
      description: '1 of 2 tests failed in 1.00 s',
    },
  ])
  expect(run.outputs['publish-status']).toBe('partial')
})

describe('a check run', () => {
  it('has the summary’s text, and all annotations in requests of fifty', async () => {
    const tests = Array.from({ length: 120 }, (_, i) =>
      Buffer.concat([
        packet({ id: `m.test_${i}`, status: 'inprogress', time: [1_772_366_400 + i, 0] }),
        packet({
          id: `m.test_${i}`,
          file: ['traceback', `Traceback\n  File "m.py", line ${i + 1}, in t\nKeyError: ${i}\n`],
          mime: 'text/plain',
        }),
        packet({ id: `m.test_${i}`, status: 'fail', time: [1_772_366_401 + i, 0] }),
      ]),
    )
    const files = { 'm.py': 'x\n'.repeat(200) }
    // GitHub has the second fifty, though nobody is told so; the rest arrives at the second try
    github.fail('checks/update', 'lost', 1).fail('checks/update', 'drop', 1)
    const run = await step({ ...PULL, inputs: { 'check-run': 'true' } }, Buffer.concat(tests), files)
    const [check] = github.checks
    expect(check).toMatchObject({
      name: 'stackviz / unit',
      head_sha: HEAD,
      status: 'completed',
      conclusion: 'failure',
      details_url: run.outputs['report-url'],
    })
    expect(check.output).toMatchObject({ title: 'All 120 tests failed in 2 m 00 s' })
    expect((check.output as { summary: string }).summary).toContain('### ❌ `unit`: All 120 tests failed')
    expect(check.annotations.map((each) => (each as { start_line: number }).start_line)).toEqual(
      Array.from({ length: 120 }, (_, i) => i + 1),
    )
    expect(check.annotations[7]).toEqual({
      path: 'm.py',
      start_line: 8,
      end_line: 8,
      annotation_level: 'failure',
      title: 'm.test_7',
      message: 'Traceback\n  File "m.py", line 8, in t\nKeyError: 7',
    })
    expect([github.count('checks/update'), github.count('checks/get')]).toEqual([3, 2])
    // the log has only as many as GitHub shows of a step
    const errors = run.commands.filter(({ name }) => name === 'error')
    expect(errors).toHaveLength(8)
    expect(errors[0]).toEqual({
      name: 'error',
      properties: { file: 'm.py', line: '1', title: 'm.test_0' },
      data: 'Traceback\n  File "m.py", line 1, in t\nKeyError: 0',
    })
    expect(told(run, 'notice')).toEqual([
      `${errors.length} of 120 failed tests are annotated at their lines, those that fail alike once; the report has all of them`,
    ])
  })

  it('of very many failures fits into what GitHub accepts, like the comment that is full of other reports', async () => {
    const failed = Array.from({ length: 1000 }, (_, i) => wholeTest(`m.${'x'.repeat(200)}_${i}`, 'fail'))
    const others = Array.from({ length: 9 }, (_, i) => ({
      key: `other/${i}`,
      run: 1,
      attempt: 1,
      commit: null,
      newest: 0,
      text: `### ${i}\n\n${'x'.repeat(6400)}`,
    }))
    github.addComment(812, printSections(others))
    const inputs = { 'check-run': 'true', comment: 'always', upload: 'none' }
    const run = await step({ ...PULL, inputs }, Buffer.concat(failed))
    expect(run.outputs).toMatchObject({ 'publish-status': 'complete', 'publish-reason': '' })
    const { summary } = github.checks[0].output as { summary: string }
    for (const text of [summary, github.comments[0].body])
      expect(Buffer.byteLength(text)).toBeGreaterThan(63_000)
  })

  it('that lacks annotations is published, and a notice says how many it has', async () => {
    const failed = Array.from({ length: 60 }, (_, i) => [
      packet({
        id: `m.test_${i}`,
        status: 'fail',
        file: ['traceback', `Traceback\n  File "m.py", line ${i + 1}, in t\nKeyError: ${i}\n`],
        mime: 'text/plain',
      }),
    ])
    github.fail('checks/update', 422)
    const inputs = { 'check-run': 'true', status: 'false', upload: 'none' }
    const files = { 'm.py': 'x\n'.repeat(200) }
    const run = await step({ ...PULL, inputs }, Buffer.concat(failed.flat()), files)
    expect(github.checks.map(({ annotations }) => annotations.length)).toEqual([50])
    expect(told(run, 'notice').at(-1)).toBe(
      'the check run has only 50 of 60 annotations: Validation Failed (422)',
    )
    expect(run.outputs['publish-status']).toBe('partial')
  })

  it('without its permission causes a notice that names it, and the status is still set', async () => {
    github.denied = new Set<Operation>(['checks/create'])
    const run = await step({ ...PULL, inputs: { 'check-run': 'true' } })
    expect([run.status, github.statuses.length]).toEqual([0, 1])
    expect(told(run, 'notice')).toEqual([expect.stringContaining('permissions: { checks: write }')])
  })
})

describe('the comment', () => {
  const legs = (): string[] =>
    parseSections(github.comments[0]?.body ?? '').map(({ key }) => decodeURIComponent(key))
  const comment = (value: string, more: StepOptions = {}, stream: Uint8Array = failing) =>
    step(
      { ...PULL, ...more, inputs: { comment: value, status: 'false', upload: 'none', ...more.inputs } },
      stream,
    )

  it('has a section for each leg, and a re-run changes only its own', async () => {
    for (const python of ['3.12', '3.13']) await comment('always', { contexts: { matrix: { python } } })
    await comment(
      'always',
      { contexts: { matrix: { python: '3.13' } }, env: { ...PULL.env, GITHUB_RUN_ATTEMPT: '2' } },
      passing,
    )
    expect(github.comments).toHaveLength(1)
    expect(github.comments[0].pull).toBe(812)
    expect(legs()).toEqual(['unit tests/unit-3.12', 'unit tests/unit-3.13'])
    expect(github.comments[0].body).toMatch(
      /### ❌ `unit tests \/ unit-3.12`: 1 of 2 tests failed.*### ✅ `unit tests \/ unit-3.13`: The only test passed/s,
    )
  })

  it('tells jobs of one name apart by their workflows', async () => {
    await comment('always')
    await comment('always', { env: { ...PULL.env, GITHUB_WORKFLOW: 'Windows' } }, passing)
    const headings = github.comments[0].body.split('\n').filter((line) => line.startsWith('### '))
    expect(headings).toEqual([
      expect.stringMatching(/^### ✅ `Windows \/ unit`: The only test passed/),
      expect.stringMatching(/^### ❌ `unit tests \/ unit`: 1 of 2 tests failed/),
    ])
  })

  it('with `failures` is created by the first failure and updated when tests pass again', async () => {
    await comment('failures', {}, passing)
    expect(github.comments).toEqual([])
    await comment('failures')
    expect(github.comments[0].body).toContain('❌ `unit tests / unit`')
    await comment('failures', { env: { ...PULL.env, GITHUB_RUN_ID: '4712' } }, passing)
    expect(github.comments).toHaveLength(1)
    expect(github.comments[0].body).toContain('✅ `unit tests / unit`: The only test passed')
    expect(github.comments[0].body).not.toContain('❌')
  })

  it('that was not needed does not count as published', async () => {
    github.fail('repos/create-commit-status', 422)
    const inputs = { comment: 'failures', status: 'true', upload: 'none' }
    const run = await step({ ...PULL, inputs }, passing)
    expect([github.comments, run.outputs['publish-status']]).toEqual([[], 'none'])
  })

  it('is not created by a failure on an outdated commit', async () => {
    const head = { ref: 'fix', user: { login: 'stack' }, ...pullRequest().pull_request.head }
    const ofHead = {
      ...PULL,
      payload: { pull_request: { number: 812, head } },
      inputs: { comment: 'failures' },
    }
    github.pulls.push({ number: 812, head: 'stack:fix', sha: 'c'.repeat(40) })
    const run = await step(ofHead)
    expect(github.comments).toEqual([])
    expect(run.outputs).toMatchObject({ conclusion: 'failure', 'publish-status': 'complete' })
    github.pulls[0] = { ...github.pulls[0], sha: HEAD }
    await step(ofHead)
    expect(github.comments).toHaveLength(1)
  })

  it('is not overwritten by an older workflow run', async () => {
    await comment('always', { env: { ...PULL.env, GITHUB_RUN_ID: '5000' } })
    const { body } = github.comments[0]
    await comment('always', {}, passing)
    expect(github.comments[0].body).toBe(body)
  })

  /** A leg of the workflow run for that commit. */
  const legOf = (value: string, python: string, run: number, sha: string, stream: Uint8Array) => {
    const payload = { pull_request: { ...pullRequest().pull_request, head: { sha: sha.repeat(40) } } }
    const env = { ...PULL.env, GITHUB_RUN_ID: String(run) }
    return comment(value, { contexts: { matrix: { python } }, env, payload }, stream)
  }
  const open = (): string => github.comments[0].body.replace(/<details>[^]*<\/details>/, 'FOLD')

  it.each(['always', 'failures'])(
    'folds the section of a leg that has not reported, or not yet, on a newer commit (%s)',
    async (value) => {
      await legOf(value, '3.9', 5000, 'a', failing)
      await legOf(value, '3.12', 5000, 'a', passing)
      expect(open()).toContain('❌ `unit tests / unit-3.9`')
      // the next commit’s workflow run has no leg for 3.9; its others pass, and may need no section
      await legOf(value, '3.12', 5001, 'b', passing)
      expect(open()).toContain('FOLD')
      expect(open()).not.toContain('unit-3.9')
      expect(github.comments[0].body).toContain(
        '<summary>1 report of earlier commits, not made again so far</summary>',
      )
      expect(legs()).toContain('unit tests/unit-3.9')
      // another attempt of the old workflow run is still about the old commit
      await legOf(value, '3.9', 5000, 'a', failing)
      expect(open()).not.toContain('unit-3.9')
      // a leg that was only slow is back
      await legOf(value, '3.9', 5001, 'b', failing)
      expect(open()).toContain('❌ `unit tests / unit-3.9`')
      expect(open()).not.toContain('FOLD')
    },
  )

  it('folds nothing for another run on the same commit, as when a label is added, or another workflow', async () => {
    await legOf('always', '3.9', 5000, 'a', failing)
    await legOf('always', '3.12', 5001, 'a', passing)
    await comment('always', {
      env: { ...PULL.env, GITHUB_WORKFLOW: 'functional', GITHUB_RUN_ID: '5002' },
    })
    expect(legs()).toEqual(['functional/unit', 'unit tests/unit-3.12', 'unit tests/unit-3.9'])
    expect(open()).not.toContain('FOLD')
  })

  it('of a user who wrote the marker is left alone', async () => {
    github.addComment(812, `${MARKER}\n\nmine`, { user: { login: 'mallory', type: 'User' } })
    await comment('always')
    expect(github.comments.map(({ body }) => body)).toEqual([
      `${MARKER}\n\nmine`,
      expect.stringContaining('❌ `unit tests / unit`'),
    ])
  })

  it('is one for the token of a user who is no collaborator, whose id GitHub is asked for', async () => {
    github.author = { user: { login: 'my-bot', type: 'User', id: 5 }, author_association: 'NONE' }
    github.addComment(812, `${MARKER}\n\nmine`, { user: { login: 'mallory', type: 'User', id: 6 } })
    const token = 'ghp_0123456789012345678901234567890123ab'
    for (const python of ['3.12', '3.13'])
      await comment('always', { contexts: { token, matrix: { python } } })
    expect(github.comments).toHaveLength(2)
    expect(github.comments[0].body).toBe(`${MARKER}\n\nmine`)
    expect(parseSections(github.comments[1].body)).toHaveLength(2)
    expect(github.count('users/get-authenticated')).toBe(2)
  })

  it('is merged into one if two jobs create it at once', async () => {
    const other = printSections([
      {
        key: sectionKey('unit tests', 'other'),
        run: 4711,
        attempt: 1,
        commit: HEAD,
        newest: 0,
        text: '### ✅ `other`',
      },
    ])
    let raced = false
    github.onWrite = () => {
      if (!raced) github.addComment(812, other)
      raced = true
    }
    await comment('always')
    expect(github.comments).toHaveLength(1)
    expect(legs()).toEqual(['unit tests/other', 'unit tests/unit'])
  })

  it('gets its section again if another job overwrites it', async () => {
    await comment('always', { contexts: { matrix: { python: '3.12' } } })
    const stale = github.comments[0].body
    let writes = 0
    github.onWrite = () => {
      writes += 1
      // three times, another job writes what it had read before our write
      if (writes <= 3) setImmediate(() => (github.comments[0].body = stale))
    }
    await comment('always', { contexts: { matrix: { python: '3.13' } } })
    expect(legs()).toEqual(['unit tests/unit-3.12', 'unit tests/unit-3.13'])
    expect(writes).toBe(4)
  })

  it('is on the pull request whose head, according to the API, is the event’s commit', async () => {
    github.pulls.push(
      { number: 5, head: 'someone:fix', sha: 'c'.repeat(40) },
      { number: 6, head: 'someone:fix', sha: HEAD },
      { number: 7, head: 'other:fix', sha: HEAD },
    )
    await comment('always', WORKFLOW_RUN)
    expect(github.comments.map(({ pull }) => pull)).toEqual([6])
  })

  it('is not created without a pull request', async () => {
    const push = await comment('always', { env: {}, payload: {} })
    const moved = await comment('always', WORKFLOW_RUN)
    expect([push.status, moved.status, github.comments.length]).toEqual([0, 0, 0])
  })

  it('gets no markers or sections from a test’s name', async () => {
    const evil = '<!-- stackviz:end -->\n<!-- stackviz:section x 9999999.1 -->\nevil\n<!-- stackviz:end -->'
    await comment('always', {}, wholeTest(evil, 'fail'))
    await comment('always', { env: { ...PULL.env, GITHUB_RUN_ID: '4712' } }, wholeTest(evil, 'fail'))
    expect(legs()).toEqual(['unit tests/unit'])
  })
})

describe('faults of GitHub', () => {
  const calls: Operation[] = [
    'repos/create-commit-status',
    'checks/create',
    'issues/list-comments',
    'issues/create-comment',
    'actions/get-job-for-workflow-run',
  ]
  const once: [ApiFailure, Operation[]][] = [
    ...([429, 503, 'secondary', 'limit', 'lost'] as const).map((failure): [ApiFailure, Operation[]] => [
      failure,
      calls,
    ]),
    // in a step of its own: a call that hangs takes one of the five minutes that all calls have
    ...calls.map((call): [ApiFailure, Operation[]] => ['hang', [call]]),
    [500, ['issues/create-comment']],
    [502, ['issues/create-comment']],
    ['drop', ['issues/create-comment']],
  ]

  it.each(once)(
    'a single failure with %s of each of %j: everything is published once',
    async (failure, of) => {
      for (const call of of) github.fail(call, failure, 1)
      const run = await step({ ...PULL, inputs: { ...EVERYTHING, upload: 'none' } })
      expect(run.status).toBe(0)
      expect([github.statuses.length, github.checks.length, github.comments.length]).toEqual([1, 1, 1])
      expect(run.outputs).toMatchObject({ 'publish-status': 'complete', 'publish-reason': '' })
      expect(told(run, 'notice')).toEqual([])
    },
  )

  it.each<ApiFailure>([429, 503, 'secondary', 'limit', 'lost', 'hang'])(
    'a single failure of issues/update-comment with %s in a re-run: everything is published, with one comment',
    async (failure) => {
      const inputs = { ...EVERYTHING, upload: 'none' }
      await step({ ...PULL, inputs })
      github.fail('issues/update-comment', failure, 1)
      const run = await step({ ...PULL, inputs, env: { ...PULL.env, GITHUB_RUN_ATTEMPT: '2' } })
      expect(run.status).toBe(0)
      // each attempt has a status and a check run of its own
      expect([github.statuses.length, github.checks.length, github.comments.length]).toEqual([2, 2, 1])
      expect(run.outputs).toMatchObject({ 'publish-status': 'complete', 'publish-reason': '' })
      expect(told(run, 'notice')).toEqual([])
    },
  )

  const lasting: [ApiFailure, RegExp][] = [
    [401, /\(401\): the token has expired/],
    [403, /\(403\): give the job `permissions: \{ \S+: write \}`/],
    [404, /\(404\): give the job/],
    [422, /Validation Failed \(422\)/],
    [429, /run the job again later/],
    [500, /\(500\): run the job again later/],
    ['secondary', /limit of calls per hour/],
    ['wait', /asks to wait for 3600 seconds: GitHub's limit of calls per hour/],
    ['maintenance', /asks to wait for 3600 seconds \(503\): .*githubstatus/],
    ['page', /: a web page was the answer \(403\): .*must reach GitHub's API/],
    ['not JSON', /: the answer is not JSON, .*must reach GitHub's API/],
    ['drop', /later/],
    ['hang', /not (?:answer within|finished after)/],
  ]
  it.each(lasting)(
    'every call fails with %s: the step passes with one notice for each part',
    async (failure, words) => {
      github.fail('any', failure)
      const run = await step({ ...PULL, inputs: EVERYTHING })
      expect(run.status).toBe(0)
      expect(told(run, 'notice').map((text) => text.split(' was ')[0])).toEqual([
        'the commit status',
        'the check run',
        'the comment',
      ])
      for (const notice of told(run, 'notice')) expect(notice).toMatch(words)
      expect(run.outputs).toMatchObject({ conclusion: 'failure', 'publish-status': 'partial' })
      expect(run.outputs['report-url']).toMatch(/artifacts/)
      expect(run.summary).toContain('1 of 2 tests failed')
    },
  )

  it('fail the step if fail-on-publish-error is true', async () => {
    github.fail('any', 422)
    const inputs = { ...EVERYTHING, upload: 'none', 'fail-on-publish-error': 'true' }
    const run = await step({ ...PULL, inputs })
    expect(run.status).toBe(1)
    expect(told(run, 'error')).toEqual([
      'publish-status is none (fail-on-publish-error is true); publish-reason says why',
    ])
  })
})
