/** What is told to GitHub, call by call; `pull.test.ts` has the same through the built action. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Annotation } from '../../src/action/annotations/annotation.ts'
import type { OpenGitHub } from '../../src/action/github/client.ts'
import { buildTarget } from '../../src/action/github/target.ts'
import { reportAddress, testAddress } from '../../src/action/pull/addresses.ts'
import { type CheckFacts, createCheck } from '../../src/action/pull/check-run.ts'
import { MARKER, printSections } from '../../src/action/pull/comment-body.ts'
import { type Publication, publish } from '../../src/action/pull/publish.ts'
import { type NameFacts, publishName } from '../../src/action/pull/publish-name.ts'
import { type StatusFacts, setStatus } from '../../src/action/pull/status.ts'
import { answering, type Call, clientOf, refusal } from '../helpers/answering.ts'
import { resultOf, runOf } from '../helpers/result.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const COMMIT = 'a'.repeat(40)
const REPORT = 'https://github.com/stack/nova/actions/runs/1/artifacts/2'
const NO_RETRY = { request: { retries: 0 } }
const lost = (): Error => refusal(502, 'Bad Gateway')

/** Waits for it on a clock that does not. */
async function done<T>(work: Promise<T>): Promise<T | Error> {
  const ended = work.catch((error: unknown) => error as Error)
  await vi.runAllTimersAsync()
  return ended
}

describe('a commit status', () => {
  const facts: StatusFacts = {
    commit: COMMIT,
    name: 'unit',
    conclusion: 'failure',
    verdict: '1 of 2 tests failed',
    report: REPORT,
  }
  const POST = 'POST /repos/{owner}/{repo}/statuses/{sha}'
  const GET: Call = ['GET /repos/{owner}/{repo}/commits/{ref}/statuses', { ref: COMMIT, per_page: 100 }]
  const status = {
    context: 'stackviz / unit',
    state: 'failure',
    description: '1 of 2 tests failed',
    target_url: REPORT,
  }
  const post: Call = [POST, { sha: COMMIT, ...status, ...NO_RETRY }]

  it('says the verdict, as long as GitHub takes it, and leads to the report', async () => {
    const { github, calls } = answering({})
    await setStatus(github, { ...facts, verdict: 'x'.repeat(141) })
    expect(calls).toEqual([[POST, { ...post[1], description: `${'x'.repeat(139)}…` }]])
  })

  it.each([
    ['success', 'success'],
    ['neutral', 'success'],
    ['failure', 'failure'],
  ] as const)('of the conclusion %s is a %s', async (conclusion, state) => {
    const { github, calls } = answering({})
    await setStatus(github, { ...facts, conclusion, report: null })
    const { target_url: _, ...rest } = post[1]
    expect(calls).toEqual([[POST, { ...rest, state }]])
  })

  const other = { ...status, context: 'stackviz / other' }
  it.each<[string, Partial<StatusFacts>, unknown, boolean]>([
    ['is there', {}, [other, status], true],
    ['is there without a link', { report: null }, [{ ...status, target_url: null }], true],
    ['is not there', {}, [other], false],
    ['is not there, as the answer is no list', {}, {}, false],
    ['is there with another state', {}, [{ ...status, state: 'success' }, status], false],
    ['is there with other words', {}, [{ ...status, description: 'x' }, status], false],
    ['is there with another link', {}, [{ ...status, target_url: 'x' }, status], false],
  ])('whose answer was lost is set again unless it is there: it %s', async (_, more, there, isThere) => {
    const { github, calls } = answering(lost(), there, {})
    expect(await done(setStatus(github, { ...facts, ...more }))).toBeUndefined()
    expect(calls.map(([route]) => route)).toEqual(isThere ? [POST, GET[0]] : [POST, GET[0], POST])
    expect(calls[1]).toEqual(GET)
  })
})

describe('a check run', () => {
  const annotationsOf = (count: number): Annotation[] =>
    Array.from({ length: count }, (_, i) => ({ path: `${i}.py`, line: i, title: `t${i}`, message: `m${i}` }))
  const printedOf = (count: number) =>
    annotationsOf(count).map(({ path, line, title, message }) => ({
      path,
      start_line: line,
      end_line: line,
      annotation_level: 'failure',
      title,
      message,
    }))
  const facts: CheckFacts = {
    commit: COMMIT,
    name: 'unit',
    conclusion: 'neutral',
    verdict: 'No tests ran',
    report: REPORT,
    summary: '### unit',
    annotations: [],
    key: 'stackviz:1:1:2:unit',
  }
  const CREATE = 'POST /repos/{owner}/{repo}/check-runs'
  const UPDATE = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}'
  const GET = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}'
  const outputOf = (annotations: readonly unknown[]) => ({
    title: 'No tests ran',
    summary: '### unit',
    annotations,
  })
  const create = (annotations: readonly unknown[]): Call => [
    CREATE,
    {
      name: 'stackviz / unit',
      head_sha: COMMIT,
      external_id: 'stackviz:1:1:2:unit',
      status: 'completed',
      conclusion: 'neutral',
      details_url: REPORT,
      output: outputOf(annotations),
      ...NO_RETRY,
    },
  ]
  const update = (annotations: readonly unknown[], id = 5): Call => [
    UPDATE,
    { check_run_id: id, output: outputOf(annotations), ...NO_RETRY },
  ]

  it.each([0, 50, 51, 120])('gets %i annotations in requests of fifty', async (count) => {
    const { github, calls } = answering({ id: 5 }, {}, {})
    await createCheck(github, { ...facts, annotations: annotationsOf(count) })
    const all = printedOf(count)
    const later = [50, 100].filter((at) => at < count).map((at) => update(all.slice(at, at + 50)))
    expect(calls).toEqual([create(all.slice(0, 50)), ...later])
  })

  it('has titles no longer than GitHub takes them, and no link without a report', async () => {
    const { github, calls } = answering({ id: 5 })
    const [annotation] = annotationsOf(1)
    const annotations = [{ ...annotation, title: 't'.repeat(256) }]
    await createCheck(github, { ...facts, report: null, verdict: 'v'.repeat(256), annotations })
    const { details_url: _, ...rest } = create([])[1]
    const output = {
      title: `${'v'.repeat(254)}…`,
      summary: '### unit',
      annotations: [{ ...printedOf(1)[0], title: `${'t'.repeat(254)}…` }],
    }
    expect(calls).toEqual([[CREATE, { ...rest, output }]])
  })

  it.each<[string, unknown, boolean]>([
    [
      'is among those of its name',
      {
        check_runs: [
          { id: 6, external_id: 'x' },
          { id: 7, external_id: facts.key },
        ],
      },
      true,
    ],
    ['is not', { check_runs: [{ id: 6, external_id: 'x' }] }, false],
    ['is not, as the answer has no list', {}, false],
  ])('whose answer was lost is created again unless its key %s', async (_, there, isThere) => {
    const { github, calls } = answering(lost(), there, ...(isThere ? [] : [{ id: 5 }]), {})
    expect(await done(createCheck(github, { ...facts, annotations: annotationsOf(51) }))).toBeUndefined()
    const all = printedOf(51)
    const first = create(all.slice(0, 50))
    expect(calls).toEqual([
      first,
      [
        'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
        { ref: COMMIT, check_name: 'stackviz / unit', filter: 'all', per_page: 100 },
      ],
      ...(isThere ? [] : [first]),
      update(all.slice(50), isThere ? 7 : 5),
    ])
  })

  it.each([
    [50, false],
    [51, true],
  ])('gets annotations again whose answer was lost unless it has them: it has %i', async (has, isThere) => {
    const there = { output: { annotations_count: has } }
    const { github, calls } = answering({ id: 5 }, lost(), there, {})
    expect(await done(createCheck(github, { ...facts, annotations: annotationsOf(51) }))).toBeUndefined()
    const all = printedOf(51)
    const more = update(all.slice(50))
    expect(calls).toEqual([
      create(all.slice(0, 50)),
      more,
      [GET, { check_run_id: 5 }],
      ...(isThere ? [] : [more]),
    ])
  })

  it('that does not get all annotations says how many it has, and why', async () => {
    const cause = refusal(422, 'Validation Failed')
    const { github, calls } = answering({ id: 5 }, {}, cause)
    const error = await done(createCheck(github, { ...facts, annotations: annotationsOf(151) }))
    expect(error).toMatchObject({ message: 'has only 100 of 151 annotations', cause })
    expect(calls).toHaveLength(3)
  })
})

describe('the name among a commit’s statuses', () => {
  const facts: NameFacts = { name: 'unit', given: false, job: '42', attempt: 1, artifact: null, step: 1 }
  const ROUTE = 'GET /repos/{owner}/{repo}/actions/jobs/{job_id}'
  const named = async (more: Partial<NameFacts>, answer?: unknown): Promise<[unknown, Call[]]> => {
    const { github, calls } = answering(answer)
    const open = answer === undefined ? null : () => Promise.resolve(github)
    return [await done(publishName({ ...facts, ...more }, open)), calls]
  }

  it.each<[string, unknown, Partial<NameFacts>]>([
    ['nightly / unit', { name: 'nightly / unit job' }, {}],
    ['a / b (x / y) / unit', { name: 'a / b (x / y) / leg (linux / x64)' }, {}],
    ['nightly ⏎ 2 / unit', { name: 'nightly\n2 / unit' }, {}],
    ['nightly / unit-2', { name: 'nightly / unit' }, { step: 2, artifact: 3 }],
    [`${'n'.repeat(199)}…`, { name: `${'n'.repeat(201)} / unit` }, {}],
    ['unit', { name: 'unit (linux / x64)' }, {}],
    ['nightly / unit', { name: 'nightly / leg (linux / arm (64) x)' }, {}],
    ['unit-3', { name: 'unit' }, { artifact: 3 }],
    ['unit', { name: 5 }, {}],
    ['unit', refusal(403, 'Resource not accessible by integration'), {}],
  ])('%s has its callers, if GitHub tells', async (name, answer, more) => {
    expect(await named(more, answer)).toEqual([name, [[ROUTE, { job_id: 42 }]]])
  })

  it('is not made up if GitHub fails to tell its callers', async () => {
    expect((await named({}, refusal(500, 'Server Error')))[0]).toMatchObject({ message: 'Server Error' })
  })

  it.each<[string, Partial<NameFacts>]>([
    ['unit', { given: true }],
    ['unit', { job: '' }],
    ['unit', { job: '4'.repeat(20) }],
    ['unit', { job: '4x' }],
    ['unit-2', { job: '', artifact: 2 }],
    ['unit-3', { job: '', artifact: 2, step: 3 }],
    ['unit-3', { job: '', step: 3 }],
    // it counts those of earlier attempts
    ['unit', { job: '', artifact: 2, attempt: 2 }],
    ['unit-3', { job: '', artifact: 2, attempt: 2, step: 3 }],
    [`${'n'.repeat(199)}…`, { job: '', name: 'n'.repeat(201) }],
  ])('%s is told apart without GitHub’s help: %j', async (name, more) => {
    expect(await named(more, { name: 'caller / unit' })).toEqual([name, []])
    expect(await named({ ...more, job: '42' })).toEqual([name, []])
  })
})

describe('a report', () => {
  it.each([
    ['artifact', 'page', '', 'artifact'],
    ['artifact', 'page', 'gh-pages', 'page'],
    ['artifact', null, 'gh-pages', 'artifact'],
    ['artifact', null, '', 'artifact'],
    [null, 'page', '', 'page'],
    [null, 'page', 'gh-pages', 'page'],
    [null, null, '', null],
    [null, null, 'gh-pages', null],
  ])('as artifact %j and page %j with branch %j opens as %j', (artifact, page, branch, address) => {
    const report = artifact === null ? null : { name: 'unit', id: 1, url: artifact, digest: '' }
    expect(reportAddress({ report } as never, page, { branch } as never)).toBe(address)
  })

  it('of an uploaded file without a URL opens as its page', () => {
    expect(reportAddress({ report: { url: null } } as never, 'page', { branch: '' } as never)).toBe('page')
    expect(reportAddress({ report: {} } as never, null, { branch: '' } as never)).toBeNull()
  })

  it('links a test unless the link is longer than 1000 characters', () => {
    const of = (length: number): string | null => testAddress(REPORT, 3, 'n'.repeat(length))
    const rest = (of(1)?.length ?? 0) - 1
    expect(of(1000 - rest)).toHaveLength(1000)
    expect(of(1001 - rest)).toBeNull()
    expect(testAddress(null, 3, 'n')).toBeNull()
  })
})

describe('what is told to GitHub', () => {
  const pull_request = {
    number: 7,
    head: { sha: COMMIT, ref: 'fix', user: { login: 'stack' }, repo: { full_name: 'stack/nova' } },
  }
  const env = {
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_REPOSITORY: 'stack/nova',
  }
  const target = buildTarget(env, { pull_request })
  const publication: Publication = {
    inputs: { token: 'ghs_token', status: 'true', checkRun: true, comment: 'always' },
    result: resultOf([runOf()]),
    target,
    name: 'unit',
    workflow: 'tests',
    run: 4711,
    attempt: 2,
    job: '42',
    report: REPORT,
    checkSummary: '### summary',
    section: '### section <!-- stackviz:end -->',
    annotations: [{ path: 'a.py', line: 1, title: 't', message: 'm' }],
  }
  const told = async (more: Partial<Publication>, act: (route: string) => unknown = () => ({ id: 1 })) => {
    const { github, calls } = clientOf(act)
    const published = await done(publish({ ...publication, ...more }, () => Promise.resolve(github)))
    return { published, calls, routes: calls.map(([route]) => route.replace('/repos/{owner}/{repo}', '')) }
  }
  const inputsOf = (more: Partial<Publication['inputs']>) => ({ ...publication.inputs, ...more })
  const STATUS = 'POST /statuses/{sha}'
  const CHECK = 'POST /check-runs'

  it('is a status and a check run that tell this job, step and attempt from others', async () => {
    const { published, calls } = await told({ inputs: inputsOf({ comment: 'never' }), name: 'n'.repeat(300) })
    expect(published).toEqual({ done: ['the commit status', 'the check run'], faults: [] })
    expect(calls.map(([, parameters]) => parameters)).toEqual([
      expect.objectContaining({
        sha: COMMIT,
        context: `stackviz / ${'n'.repeat(300)}`,
        description: 'All 10 tests that ran passed in 12.5 s, 2 skipped',
        target_url: REPORT,
      }),
      expect.objectContaining({
        head_sha: COMMIT,
        external_id: `stackviz:4711:2:42:${'n'.repeat(231)}`,
        conclusion: 'success',
        output: expect.objectContaining({
          summary: '### summary',
          annotations: [expect.objectContaining({ path: 'a.py' })],
        }) as unknown,
      }),
    ])
  })

  it.each<[string, Partial<Publication['inputs']>, string[]]>([
    ['neither status nor check run', { status: 'false', checkRun: false, comment: 'never' }, []],
    ['a status by default', { status: 'auto', checkRun: false, comment: 'never' }, [STATUS]],
    ['only a check run', { status: 'false', comment: 'never' }, [CHECK]],
  ])('is what was asked for: %s', async (_, inputs, routes) => {
    expect((await told({ inputs: inputsOf(inputs) })).routes).toEqual(routes)
  })

  it('opens no client if there is nothing to tell', async () => {
    const open = vi.fn<OpenGitHub>()
    const inputs = inputsOf({ status: 'false', checkRun: false, comment: 'never' })
    expect(await publish({ ...publication, inputs }, open)).toEqual({ done: [], faults: [] })
    expect(open).not.toHaveBeenCalled()
  })

  const missed = (what: string, why: string): string => `the ${what} was not published: ${why}`

  it('of an unknown commit is a fault for each part that was asked for', async () => {
    const why = 'it is not known which commit was tested'
    const unknown = { target: { ...target, commit: null, pull: { kind: 'none' } } } as const
    const faultsOf = async (inputs: Partial<Publication['inputs']>) =>
      (await told({ ...unknown, inputs: inputsOf(inputs) })).published
    expect(await faultsOf({})).toEqual({
      done: [],
      faults: [missed('commit status', why), missed('check run', why)],
    })
    expect(await faultsOf({ status: 'auto', checkRun: false })).toEqual({ done: [], faults: [] })
    expect(await faultsOf({ token: '' })).toMatchObject({ faults: { length: 2 } })
  })

  it.each([
    [
      false,
      'github-token is empty: leave it at its default, or use a secret that exists (Dependabot has its own)',
    ],
    [
      true,
      expect.stringMatching(
        /^github-token is empty: pull requests from forks have no secrets; .*docs\/forks.md shows the way around$/,
      ),
    ],
  ])('without a token is a fault for each part that was asked for (read-only: %j)', async (readOnly, why) => {
    const open = vi.fn<OpenGitHub>()
    const faultsOf = async (inputs: Partial<Publication['inputs']>) =>
      publish(
        { ...publication, inputs: inputsOf({ token: '', ...inputs }), target: { ...target, readOnly } },
        open,
      )
    const faults = ['commit status', 'check run', 'comment'].map((what) => missed(what, ''))
    const { faults: said, done: published } = await faultsOf({})
    expect(published).toEqual([])
    expect(said.map((words, i) => words.slice(0, faults[i].length))).toEqual(faults)
    for (const [i, words] of said.entries()) expect(words.slice(faults[i].length)).toEqual(why)
    expect(await faultsOf({ status: 'auto', checkRun: false, comment: 'never' })).toEqual({
      done: [],
      faults: [],
    })
    expect(open).not.toHaveBeenCalled()
  })

  it('goes on after a part that fails, and says what to do', async () => {
    const act = (route: string): unknown =>
      route.endsWith('/check-runs') ? { id: 1 } : refusal(403, 'Resource not accessible by integration')
    const refused = (permission: string): string =>
      `the token lacks the permission (403): give the job \`permissions: { ${permission} }\``
    expect((await told({}, act)).published).toEqual({
      done: ['the check run'],
      faults: [
        missed('commit status', refused('statuses: write')),
        missed('comment', refused('pull-requests: write')),
      ],
    })
    const all = (): unknown => refusal(404, 'Not Found')
    expect((await told({ inputs: inputsOf({ status: 'auto', comment: 'never' }) }, all)).published).toEqual({
      done: [],
      faults: [missed('check run', refused('checks: write').replace('403', '404'))],
    })
    // nobody asked for the status
    const unasked = { inputs: inputsOf({ status: 'auto', comment: 'never' }) }
    expect((await told(unasked, act)).published).toEqual({ done: ['the check run'], faults: [] })
    // but what no permission would change is told
    const broken = (): unknown => refusal(422, 'Validation Failed')
    expect((await told(unasked, broken)).published).toEqual({
      done: [],
      faults: [
        missed('commit status', 'Validation Failed (422)'),
        missed('check run', 'Validation Failed (422)'),
      ],
    })
  })

  it('is a fault for each part if the client cannot be opened', async () => {
    const why = 'no client: run the job again later; www.githubstatus.com says whether GitHub has a problem'
    expect(await publish(publication, () => Promise.reject(new Error('no client')))).toEqual({
      done: [],
      faults: ['commit status', 'check run', 'comment'].map((what) => missed(what, why)),
    })
  })

  it('is a check run though it lacks annotations', async () => {
    const annotations = Array.from({ length: 51 }, () => publication.annotations[0])
    const inputs = inputsOf({ status: 'false', comment: 'never' })
    const act = (route: string): unknown =>
      route.startsWith('PATCH') ? refusal(422, 'Validation Failed') : { id: 1 }
    expect((await told({ inputs, annotations }, act)).published).toEqual({
      done: ['the check run'],
      faults: ['the check run has only 50 of 51 annotations: Validation Failed (422)'],
    })
  })

  describe('in a comment', () => {
    const inputs = inputsOf({ status: 'false', checkRun: false })
    const COMMENTS = '/issues/{issue_number}/comments'
    /** Tells it where there are these comments; those that it writes are by the bot 1. */
    const toldIn = async (more: Partial<Publication>, comments: Record<string, unknown>[] = []) => {
      const answer = (route: string): unknown => {
        const { body } = calls.at(-1)?.[1] ?? {}
        if (route.startsWith('POST')) comments.push({ id: 9, body, user: { id: 1, type: 'Bot' } })
        if (route.startsWith('PATCH')) comments[0].body = body
        if (route.endsWith('/pulls')) return [{ number: 7, head: { sha: COMMIT } }]
        if (route === 'GET /user') return { id: 1 }
        return route.startsWith('POST') ? comments.at(-1) : comments
      }
      const { github, calls } = clientOf(answer)
      const published = await done(
        publish({ ...publication, inputs, ...more }, () => Promise.resolve(github)),
      )
      return { published, calls, routes: calls.map(([route]) => route.replace('/repos/{owner}/{repo}', '')) }
    }
    const bot = (body: string) => ({ id: 3, body, user: { id: 2, type: 'Bot' } })
    const [list, post] = [`GET ${COMMENTS}`, `POST ${COMMENTS}`]
    const DONE = { done: ['the comment'], faults: [] }
    const NOT_DONE = { done: [], faults: [] }

    it('is its section, which ends no section of the comment', async () => {
      const { published, calls, routes } = await toldIn({})
      expect(published).toEqual(DONE)
      expect(routes).toEqual([list, post, list, list])
      const head = `<!-- stackviz:section tests/unit 4711.2 ${COMMIT} 0 -->`
      expect(calls[1][1]).toEqual({
        issue_number: 7,
        body: `${MARKER}\n\n${head}\n### section <\u200b!-- stackviz:end -->\n<!-- stackviz:end -->`,
        ...NO_RETRY,
      })
    })

    it.each([
      ['ghs_token', [list, 'PATCH /issues/comments/{comment_id}', list, list]],
      // of a user, who has not written a bot's comment
      ['token_ghs_', [list, 'GET /user', post, list, list]],
    ])('by the token %s is in the comments of its kind', async (token, routes) => {
      const { published, routes: called } = await toldIn({ inputs: { ...inputs, token } }, [bot(MARKER)])
      expect([published, called]).toEqual([DONE, routes])
    })

    it('says that it has no room if it has none', async () => {
      const section = { run: 1, attempt: 1, commit: null, newest: 0, text: 'x' }
      const full = Array.from({ length: 1500 }, (_, n) => ({ key: `a/${n}`, ...section }))
      expect((await toldIn({}, [bot(printSections(full))])).published).toEqual({
        done: ['the comment'],
        faults: [
          'the comment has no room for this report, and only counts it; one job can report on the data of all (input artifacts)',
        ],
      })
    })

    it.each([
      ['failure', COMMIT, true],
      ['success', COMMIT, false],
      // that is outdated
      ['failure', 'b'.repeat(40), false],
    ] as const)('begins with a %s of %s if it is for failures', async (conclusion, commit, begins) => {
      const result = { ...publication.result, conclusion }
      const failures = { ...inputs, comment: 'failures' } as const
      const outdated = { ...target, commit }
      const { published, routes } = await toldIn({ inputs: failures, result, target: outdated })
      expect([published, routes.includes(post)]).toEqual([begins ? DONE : NOT_DONE, begins])
    })

    it.each([
      ['none', []],
      ['sought', ['GET /pulls', 'GET /pulls']],
    ] as const)('is nothing without a pull request (%s)', async (kind, routes) => {
      const head = { owner: 'x', repository: null, branch: 'b', commit: 'c'.repeat(40) }
      const without = { ...target, pull: { kind, ...head } }
      const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
      const { published, routes: called } = await toldIn({ target: without })
      expect(write.mock.calls.map(([text]) => text)).toEqual(
        routes.length === 0
          ? []
          : ['the workflow run belongs to no pull request that is known: no comment\n'],
      )
      expect([published, called]).toEqual([NOT_DONE, routes])
    })
  })
})
