import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { slugOf } from '../../../src/action/site/names.ts'
import type { RunsFile } from '../../../src/format/site.ts'
import { directoryWith } from '../../helpers/directory.ts'
import { GitServer } from '../../helpers/git-server.ts'
import type { GitHubApi, Operation } from '../../helpers/github-api.ts'
import { TOKEN } from '../../helpers/own-report.ts'
import type { ResultsService } from '../../helpers/results-service.ts'
import { Job, type StepOptions, type StepRun } from '../../helpers/runner.ts'
import { unzip } from '../../helpers/unzip.ts'
import { useGitHub } from '../../helpers/use-github.ts'
import { wholeTest } from '../../helpers/v2-writer.ts'

const BRANCH = 'stackviz-reports'
const HEAD = 'b'.repeat(40)
const PAGES = {
  html_url: 'https://stack.github.io/nova/',
  build_type: 'legacy',
  source: { branch: BRANCH, path: '/' },
}
const REPOSITORY = { private: false, default_branch: 'main', has_pages: true }

const pull = (from: string, number = 812) => ({
  env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: `refs/pull/${number}/merge` },
  payload: {
    repository: REPOSITORY,
    pull_request: {
      number,
      head: { sha: HEAD, ref: 'fix', user: { login: from.split('/')[0] }, repo: { full_name: from } },
    },
  },
})

let server: GitServer
let github: GitHubApi
let service: ResultsService

useGitHub((api, results) => {
  github = api
  github.pages = PAGES
  service = results
})
beforeEach(async () => {
  server = await GitServer.start(TOKEN)
  server.commit('main', { 'README.md': 'nova' })
})
afterEach(() => server.stop())

/** Name in the workspace → content. */
type Files = Readonly<Record<string, Uint8Array>>

/** Runs on a clock 20 times as fast, except for git. */
async function step({ files = {}, ...options }: StepOptions & { files?: Files } = {}): Promise<StepRun> {
  using job = new Job() // each step has its own runner
  for (const [file, content] of Object.entries({ 'run.subunit': wholeTest('a.test_y', 'fail'), ...files }))
    writeFileSync(join(job.workspace, file), content)
  const run = await job.step({
    hurry: 20,
    payload: { repository: REPOSITORY },
    ...options,
    contexts: { token: TOKEN, ...options.contexts },
    inputs: { upload: 'none', publish: 'branch', ...options.inputs },
    env: {
      ...service.env,
      ...github.env,
      GITHUB_SERVER_URL: server.url.replace('127.0.0.1', 'gh.localhost'),
      ...options.env,
    },
  })
  const basic = Buffer.from(`x-access-token:${TOKEN}`).toString('base64')
  for (const secret of [TOKEN, basic])
    expect(run.printed.replaceAll(`::add-mask::${secret}`, '')).not.toContain(secret)
  return run
}

const told = (run: StepRun, level = 'notice'): string[] =>
  run.commands.filter(({ name }) => name === level).map(({ data }) => data)

const runsOf = (path = 'runs.json') => (JSON.parse(server.read(BRANCH, path)) as RunsFile).runs

describe('publish: branch', () => {
  it('pushes the report, and status, comment and summary link to its page', async () => {
    const page = 'https://stack.github.io/nova/runs/4711-1-unit/'
    const run = await step({
      ...pull('stack/nova'),
      inputs: { status: 'true', comment: 'always', upload: 'report,data' },
    })
    expect([run.status, told(run), told(run, 'warning')]).toEqual([0, [], []])
    expect(run.outputs).toMatchObject({
      'page-url': page,
      'publish-status': 'complete',
      'publish-reason': '',
    })
    expect(run.summary).toContain(`[Open the report](${page})`)
    expect(run.summary.match(/Open the report/g)).toHaveLength(1)
    expect(run.outputs['summary-markdown']).toContain(`${page}#`)
    expect(github.statuses).toMatchObject([{ target_url: page, sha: HEAD }])
    expect(github.comments[0].body).toContain(page)
    const [report] = runsOf()
    expect({ ...report, published: '', size: 0, app: '' }).toEqual({
      path: 'runs/4711-1-unit',
      name: 'unit',
      title: 'unit',
      workflow: 'unit tests',
      run: 4711,
      attempt: 1,
      job: 77,
      event: 'pull_request',
      branch: 'fix',
      pull: 812,
      commit: HEAD,
      // the merge with the base, which is what a pull request's workflow tests
      tested: '83ef4b1083ef4b1083ef4b1083ef4b1083ef4b10',
      published: '',
      conclusion: 'failure',
      counts: { tests: 1, passed: 0, failed: 1, skipped: 0 },
      duration: 1,
      columns: 1,
      runNames: ['Subunit File: run.subunit'],
      size: 0,
      app: '',
    })
    expect(report.published).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const size = server
      .git('ls-tree', '-r', '--long', BRANCH, 'runs/')
      .split('\n')
      .filter((line) => !line.endsWith('/runs.json'))
      .reduce((sum, line) => sum + Number(/ (\d+)\t/.exec(line)?.[1]), 0)
    expect(report.size).toBe(size)
    const results = JSON.parse(server.read(BRANCH, 'runs/4711-1-unit/results.json'))
    expect(results.counts).toEqual(report.counts)
  })

  it('tells a report that may lack results from one that only has failures', async () => {
    await step({ files: { 'run.subunit': wholeTest('a.test_y', 'fail').subarray(0, -1) } })
    await step({ env: { GITHUB_RUN_ID: '4712' } })
    expect(runsOf().map(({ partial }) => partial)).toEqual([true, undefined])
  })

  it('lists a run that is called like the step’s token without it', async () => {
    await step({ files: { [`${TOKEN}.subunit`]: wholeTest('a.test_x') } })
    expect(runsOf()[0].runNames).toEqual(['Subunit File: ***.subunit', 'Subunit File: run.subunit'])
  })

  it('reports why a push failed, and the summary links to the artifact', async () => {
    server.hook('pre-receive', 'echo "error: GH006: Protected branch update failed." >&2; exit 1')
    const run = await step({ inputs: { upload: 'report,data' } })
    expect(run.status).toBe(0)
    const [words] = told(run)
    expect(words).toMatch(
      /^the report was not published: git push: .*the branch stackviz-reports is protected/,
    )
    expect(run.outputs).toMatchObject({
      'page-url': '',
      'publish-status': 'partial',
      'publish-reason': words,
    })
    expect(run.summary).toMatch(/Open the report\]\(http:\/\/gh\.localhost.*#### Not published/s)
    const failing = await step({ inputs: { 'fail-on-publish-error': 'true', status: 'false' } })
    expect([failing.status, failing.outputs['publish-status']]).toEqual([1, 'none'])
  })

  /** A step on the workflow_run event of a pull request from this branch. */
  const following = (branch: string): StepOptions => {
    const repository = { full_name: 'stack/nova', owner: { login: 'stack' } }
    const workflow_run = {
      id: 4700,
      run_attempt: 1,
      event: 'pull_request',
      name: 'CI',
      head_branch: branch,
      head_sha: HEAD,
      repository,
      head_repository: repository,
    }
    const payload = { repository: REPOSITORY, workflow_run }
    return { env: { GITHUB_EVENT_NAME: 'workflow_run' }, payload, inputs: { status: 'false' } }
  }

  it('names the permission for finding a workflow run’s pull request', async () => {
    github.denied = new Set<Operation>(['pulls/list'])
    const run = await step(following('fix'))
    expect(told(run)).toEqual([
      'the report was not published: GitHub does not say which pull request it belongs to: ' +
        'the token lacks the permission (403): give the job `permissions: { pull-requests: read }`',
    ])
  })

  it('does not take a pull request from the default branch for a push to it', async () => {
    github.pulls.push({ number: 7, head: 'stack:main', sha: HEAD })
    await step(following('main'))
    // by then the branch has moved on
    github.pulls[0] = { ...github.pulls[0], sha: 'c'.repeat(40) }
    const later = following('main')
    await step({ ...later, env: { ...later.env, GITHUB_RUN_ID: '4712' } })
    const lines = runsOf().map(({ branch, pull: number, ...run }) => [
      branch,
      number,
      run.follows,
      run.workflow,
    ])
    // it links to the workflow run that ran the tests
    expect(server.read(BRANCH, 'runs/4711-1-unit/index.html')).toMatch(
      /"name":"CI","url":"[^"]*\/stack\/nova\/actions\/runs\/4700"/,
    )
    expect(lines).toEqual([
      ['main', 7, 4700, 'CI'],
      ['stack:main', null, 4700, 'CI'],
    ])
    expect(server.files(BRANCH).filter((path) => path.startsWith('latest/'))).toEqual([])
  })

  it('lists the name of a tag, and what a comment has run as a fork’s', async () => {
    await step({ env: { GITHUB_REF: 'refs/tags/v1.0' } })
    await step({
      env: { GITHUB_EVENT_NAME: 'issue_comment', GITHUB_RUN_ID: '4712' },
      payload: { repository: REPOSITORY, issue: { number: 66, pull_request: { url: 'x' } } },
      inputs: { 'publish-pull-requests': 'all', status: 'false' },
    })
    const lines = runsOf().map(({ branch, tag, fork, pull: number }) => [branch, tag, fork, number])
    expect(lines).toEqual([
      [null, 'v1.0', undefined, null],
      [null, undefined, true, 66],
    ])
  })

  it('warns of a damaged list of reports, and publishes', async () => {
    await step()
    const files = server.files(BRANCH).map((path) => [path, server.git('show', `${BRANCH}:${path}`)])
    server.commit(BRANCH, { ...Object.fromEntries(files), 'runs.json': '{' })
    const run = await step({ env: { GITHUB_RUN_ID: '2' } })
    expect([run.status, told(run), run.outputs['publish-status']]).toEqual([0, [], 'complete'])
    expect(told(run, 'warning')).toEqual([
      expect.stringMatching(/^runs\.json on the branch \S+ is damaged .*rebuilt from 1 report beside it$/s),
    ])
    expect(runsOf().map(({ path }) => path)).toEqual(['runs/2-1-unit', 'runs/4711-1-unit'])
  })

  it('warns of a report that alone exceeds keep-size, and later notes that it must stay', async () => {
    await step({ inputs: { 'keep-size': '1kB' }, env: { GITHUB_REF: 'refs/heads/fix' } })
    const run = await step({ inputs: { 'keep-size': '1kB' }, env: { GITHUB_RUN_ID: '2' } })
    expect(told(run, 'warning')).toEqual([
      expect.stringMatching(
        /^this report has \S+ kB: together with its app it alone exceeds keep-size \(1 kB\)/,
      ),
    ])
    expect(told(run)).toEqual([])
    expect(run.outputs['publish-status']).toBe('complete')
    const next = await step({
      inputs: { 'keep-size': '1kB' },
      env: { GITHUB_RUN_ID: '3', GITHUB_REF: 'refs/heads/fix' },
    })
    expect(told(next)).toEqual([
      expect.stringMatching(
        /^the site on \S+ has .*keep-size: runs\/2-1-unit alone exceeds it, and must stay$/,
      ),
    ])
  })

  it('notes that no page shows the report if Pages are built from another branch', async () => {
    github.pages = { ...PAGES, source: { branch: 'gh-pages', path: '/' } }
    const run = await step()
    expect(told(run)).toEqual([
      "the report is on its branch, but on no page: the repository's Pages are built from the branch gh-pages: under Settings → Pages choose stackviz-reports, or set branch to gh-pages",
    ])
    expect(run.outputs).toMatchObject({ 'page-url': '', 'publish-status': 'complete' })
    expect(runsOf()).toHaveLength(1)
  })

  it('names the permission for finding the page’s address on other servers than github.com', async () => {
    github.denied = new Set<Operation>(['repos/get-pages'])
    const run = await step()
    expect(told(run)).toEqual([
      expect.stringMatching(/nothing links to its page: .*; add `pages: read` to the job.s permissions$/),
    ])
    expect(run.outputs).toMatchObject({ 'page-url': '', 'publish-status': 'complete' })
  })

  it('asks GitHub whether there are Pages if the event says that there are none', async () => {
    github.denied = new Set<Operation>(['repos/get-pages'])
    const payload = { repository: { ...REPOSITORY, has_pages: false } }
    expect(told(await step({ payload }))).toEqual([expect.stringMatching(/pages: read/)])
    github.repository = { ...github.repository, has_pages: false }
    expect(told(await step({ payload, env: { GITHUB_RUN_ID: '2' } }))).toEqual([
      expect.stringMatching(/on no page: the repository has no Pages: under Settings → Pages/),
    ])
  })

  it('writes the summary if the job is cancelled during the push', async () => {
    let kill: ((signal: NodeJS.Signals) => void) | null = null
    server.intercept = (request) => {
      if (!request.url?.includes('receive-pack')) return false
      kill?.('SIGINT')
      return true // and never answers
    }
    const run = await step({ onStart: (end) => (kill = end) })
    expect(run.summary).toMatch(/The only test failed.*the job was cancelled \(SIGINT\)/s)
    expect(server.tip(BRANCH)).toBe('')
  })

  it('has written a summary if the job is killed during the push', async () => {
    let kill: ((signal: NodeJS.Signals) => void) | null = null
    server.intercept = (request) => {
      if (!request.url?.includes('receive-pack')) return false
      kill?.('SIGKILL')
      return true
    }
    const run = await step({ onStart: (end) => (kill = end) })
    expect(run.status).toBeNull()
    expect(run.summary).toContain('The only test failed')
  })
})

describe('publishing', () => {
  const held: [string, StepOptions, RegExp][] = [
    ['a fork’s pull request', pull('someone/nova'), /a fork's pull request; publish-pull-requests: all/],
    [
      'a pull request with publish-pull-requests: none',
      { ...pull('stack/nova'), inputs: { 'publish-pull-requests': 'none' } },
      /publish-pull-requests is none/,
    ],
    [
      'a pull request with publish: pages',
      { ...pull('stack/nova'), inputs: { publish: 'pages' } },
      /would replace the whole site; publish: branch,pages adds/,
    ],
    [
      'a private repository',
      { payload: { repository: { ...REPOSITORY, private: true } } },
      /the repository is private.*publish-private: true/,
    ],
  ]
  it.each(held)('holds back %s with a notice, without failing the step', async (_, options, words) => {
    const run = await step({ ...options, inputs: { 'fail-on-publish-error': 'true', ...options.inputs } })
    expect(run.status).toBe(0)
    expect(told(run)).toEqual([expect.stringMatching(words)])
    expect(run.outputs).toMatchObject({ 'publish-status': 'complete', 'publish-reason': told(run)[0] })
    expect(server.requests).toEqual([])
    expect(github.deployments).toEqual([])
  })

  it('follows publish-pull-requests and publish-private, and holds back if the visibility is unknown', async () => {
    const fork = pull('someone/nova')
    const merged = 'e'.repeat(40)
    const inputs = { 'publish-pull-requests': 'all' }
    await step({ ...fork, env: { ...fork.env, GITHUB_SHA: merged }, inputs })
    expect(runsOf()).toMatchObject([
      { branch: 'someone:fix', pull: 812, fork: true, commit: HEAD, tested: merged },
    ])
    github.repository = { ...github.repository, private: true }
    // the event has no visibility, so GitHub is asked
    await step({ payload: {}, env: { GITHUB_RUN_ID: '2' }, inputs: { 'publish-private': 'true' } })
    expect(runsOf()).toHaveLength(2)
    expect(runsOf()[0]).not.toHaveProperty('tested')
    await step({ payload: {}, env: { GITHUB_RUN_ID: '3' } })
    expect(runsOf()).toHaveLength(2)
    // the event of a re-run may be older than the change to private
    await step({ env: { GITHUB_RUN_ATTEMPT: '2' } })
    expect(runsOf()).toHaveLength(2)
    github.denied = new Set(['repos/get'])
    const unsure = await step({ env: { GITHUB_RUN_ATTEMPT: '3' } })
    expect(told(unsure)).toEqual([
      expect.stringMatching(/GitHub does not say whether the repository is private/),
    ])
    expect(runsOf()).toHaveLength(2)
  })
})

describe('a deployment', () => {
  const deployed = async (): Promise<string> => {
    const out = directoryWith()
    const [artifact] = service.arrived.filter(({ name }) => name.startsWith('github-pages')).slice(-1)
    const [content] = unzip(artifact.content)
    expect(content[0]).toBe('artifact.tar')
    writeFileSync(join(out, 'artifact.tar'), content[1])
    execFileSync('tar', ['-xf', 'artifact.tar'], { cwd: out })
    execFileSync('rm', ['artifact.tar'], { cwd: out })
    return out
  }
  /** Paths of the site, below `/nova/`, that its pages link to or load. */
  const linksOf = (site: string): string[] =>
    filesOf(site)
      .filter((name) => name.endsWith('.html'))
      .flatMap((name) => {
        const html = readFileSync(join(site, name), 'utf8')
        const links = [...html.matchAll(/(?: href=| src=|"machine":null,"details":)"(?!data:)([^"]+)"/g)].map(
          ([, link]) => link,
        )
        // the index embeds its app
        if (name !== 'index.html') expect(links.length).toBeGreaterThan(0)
        return links.map((link) => {
          const { origin, pathname } = new URL(link, `https://stack.github.io/nova/${name}`)
          expect([origin, pathname.slice(0, 6)]).toEqual(['https://stack.github.io', '/nova/'])
          return pathname.slice(6).replace(/(^|\/)$/, '$1index.html')
        })
      })
  const filesOf = (directory: string): string[] =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => lstatSync(join(directory, name)).isFile())
      .toSorted()

  it('of this run alone has a site with only its report, without broken links', async () => {
    service.add('github-pages') // of an earlier attempt
    const run = await step({
      inputs: { publish: 'pages' },
      env: { ...github.identityEnv, GITHUB_RUN_ATTEMPT: '2' },
    })
    expect([run.status, told(run)]).toEqual([0, []])
    expect(run.outputs['page-url']).toBe('https://stack.github.io/nova/runs/4711-2-unit/')
    const artifact = service.artifacts.get('github-pages-2')
    expect(github.deployments).toMatchObject([{ artifact: Number(artifact?.id), cancelled: false }])
    expect(server.requests).toEqual([])
    // only the deployment needs it, and it has the size of the site
    expect(Date.parse(artifact?.expiresAt ?? '') - Date.now()).toBeLessThan(2 * 86_400_000)
    const site = await deployed()
    const runs = JSON.parse(readFileSync(join(site, 'runs.json'), 'utf8')) as RunsFile
    expect(runs.runs.map(({ path }) => path)).toEqual(['runs/4711-2-unit'])
    expect(filesOf(site)).toEqual(
      expect.arrayContaining(['.nojekyll', 'index.html', 'latest/unit/index.html']),
    )
    const links = linksOf(site)
    expect(links.filter((link) => !existsSync(join(site, link)))).toEqual([])
    expect(links).toEqual(
      expect.arrayContaining(['runs/4711-2-unit/index.html', 'runs/4711-2-unit/details-0.json.gz']),
    )
  })

  it('of this run alone is linked only without an artifact, because the next one replaces it', async () => {
    const inputs = { publish: 'pages', status: 'true', upload: 'report' }
    const run = await step({ inputs, env: github.identityEnv })
    const page = 'https://stack.github.io/nova/runs/4711-1-unit/'
    expect(run.outputs['page-url']).toBe(page)
    expect(github.statuses).toMatchObject([{ target_url: run.outputs['report-url'] }])
    expect(run.summary).toContain(`[Open the report](${run.outputs['report-url']})`)
    expect(run.summary).not.toContain(page)
    const alone = await step({ inputs: { ...inputs, upload: 'none' }, env: github.identityEnv })
    expect(github.statuses[1]).toMatchObject({ target_url: page })
    expect(alone.summary).toContain(`[Open the report](${page})`)
  })

  it('of the branch is repeated if another job pushes to the branch meanwhile', async () => {
    server.commit(BRANCH, { 'x.txt': 'of somebody else' })
    let pushes = 0
    github.onDeploy = () => {
      // once, another job pushes meanwhile
      if (pushes++ === 0) server.commit(BRANCH, { 'x.txt': 'newer' })
    }
    const run = await step({ inputs: { publish: 'branch,pages', path: 'ci' }, env: github.identityEnv })
    expect([run.status, told(run)]).toEqual([0, []])
    expect(run.outputs['page-url']).toBe('https://stack.github.io/nova/ci/runs/4711-1-unit/')
    expect(github.deployments).toHaveLength(2)
    const site = await deployed()
    expect(readFileSync(join(site, 'x.txt'), 'utf8')).toBe('newer')
  })

  it('leaves out symbolic links, with a notice', async () => {
    await step()
    server.git('cat-file', '-p', BRANCH)
    const link = execFileSync('git', ['-C', server.repository, 'hash-object', '-w', '--stdin'], {
      input: '/etc/passwd',
      encoding: 'utf8',
    }).trim()
    const tree = execFileSync('git', ['-C', server.repository, 'mktree'], {
      input: `${server.git('ls-tree', BRANCH)}\n120000 blob ${link}\tlink\n`,
      encoding: 'utf8',
    }).trim()
    const commit = server.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit-tree', tree, '-m', 'x')
    server.git('update-ref', `refs/heads/${BRANCH}`, commit)
    const run = await step({
      inputs: { publish: 'branch,pages' },
      env: { ...github.identityEnv, GITHUB_RUN_ID: '2' },
    })
    expect(told(run)).toEqual([
      'of the branch stackviz-reports, 1 link or submodule is not deployed: Pages accept none',
    ])
    expect(filesOf(await deployed())).toEqual(
      server
        .files(BRANCH)
        .filter((name) => name !== 'link')
        .toSorted(),
    )
  })

  const faults: [string, StepOptions, () => void, RegExp][] = [
    [
      'without id-token',
      {},
      () => undefined,
      /the job may not get an identity token: give the job `permissions: \{ pages: write, id-token: write \}`/,
    ],
    [
      'without Pages',
      {},
      () => github.fail('repos/create-pages-deployment', 404),
      /the repository has no Pages/,
    ],
    [
      'whose job gets no identity',
      { env: { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'expired' } },
      () => undefined,
      /GitHub gave the job no identity \(.+\): run the job again later/,
    ],
    [
      'whose artifact is refused',
      {},
      () => service.fail('CreateArtifact', 'quota'),
      /its artifact was not uploaded/,
    ],
    [
      'on GitHub Enterprise Server',
      { env: { GITHUB_SERVER_URL: 'https://git.corp.example' } },
      () => undefined,
      /does not deploy Pages from jobs: publish: branch/,
    ],
  ]
  it.each(faults)('%s causes a notice with the reason', async (name, options, arrange, words) => {
    arrange()
    const identity = name === 'without id-token' ? {} : github.identityEnv
    const inputs = { publish: 'pages', status: 'false' }
    const run = await step({ ...options, inputs, env: { ...identity, ...options.env } })
    expect(run.status).toBe(0)
    expect(told(run)).toEqual([expect.stringMatching(words)])
    expect(run.outputs).toMatchObject({ 'publish-status': 'none', 'publish-reason': told(run)[0] })
  })

  it('that fails leaves the report on its branch, and the notice says both', async () => {
    github.deploymentStatuses = ['deployment_failed']
    const run = await step({ inputs: { publish: 'branch,pages' }, env: github.identityEnv })
    expect(told(run)).toEqual([
      expect.stringMatching(
        /^the branch stackviz-reports has the report, and was not deployed: the deployment failed/,
      ),
    ])
    expect(run.outputs).toMatchObject({ 'page-url': '', 'publish-status': 'partial' })
    expect(runsOf()).toHaveLength(1)
  })
})

it('two calls of a reusable workflow publish two reports', async () => {
  github.jobs.set(1, { name: 'oslo / unit' }).set(2, { name: 'nova / unit' })
  await step({ contexts: { checkRunId: '1' } })
  await step({ contexts: { checkRunId: '2' } })
  expect(runsOf().map(({ path }) => path)).toEqual([
    `runs/4711-1-${slugOf('oslo / unit')}`,
    `runs/4711-1-${slugOf('nova / unit')}`,
  ])
})
