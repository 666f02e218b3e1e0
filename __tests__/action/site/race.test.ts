import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { RunsFile } from '../../../src/format/site.ts'
import { GitServer } from '../../helpers/git-server.ts'
import type { GitHubApi } from '../../helpers/github-api.ts'
import { publishOne, TOKEN } from '../../helpers/own-report.ts'
import { Job, type StepOptions, type StepRun } from '../../helpers/runner.ts'
import { useGitHub } from '../../helpers/use-github.ts'
import { wholeTest } from '../../helpers/v2-writer.ts'

vi.setConfig({ testTimeout: 600_000 })

const BRANCH = 'stackviz-reports'
let server: GitServer
let github: GitHubApi

useGitHub((api) => {
  github = api
})
beforeEach(async () => {
  server = await GitServer.start(TOKEN)
  server.commit('main', { 'README.md': 'nova' })
})
afterEach(() => server.stop())

/** Runs a job with the built action. */
async function runJob(options: StepOptions = {}): Promise<StepRun> {
  using job = new Job()
  writeFileSync(join(job.workspace, 'run.subunit'), wholeTest('a.test_y'))
  return await job.step({
    payload: { repository: { private: false, default_branch: 'main', has_pages: true } },
    ...options,
    contexts: { token: TOKEN, ...options.contexts },
    inputs: { upload: 'none', status: 'false', publish: 'branch', ...options.inputs },
    env: { ...github.env, GITHUB_SERVER_URL: server.url, ...options.env },
  })
}

/** Jobs that run at once: on two processors, more of them would lose the race too often. `CROWD=50` runs all. */
const AT_ONCE = Number(process.env['CROWD'] ?? 8)

/** Starts jobs in their order, AT_ONCE at a time, and returns what they return in the same order. */
async function crowd<T>(jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const ended: T[] = []
  const queue = [...jobs.entries()]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) ended[next[0]] = await next[1]()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return ended
}

const runsOf = (branch = BRANCH, path = 'runs.json') =>
  (JSON.parse(server.read(branch, path)) as RunsFile).runs

/** Expects that each listed report has its files, and that there are no others. */
function expectWhole(branch = BRANCH, below = ''): void {
  // one commit, for the git of a job that was killed may still be pushing
  const tip = server.tip(branch)
  const paths = runsOf(tip, `${below}runs.json`).map(({ path }) => `${below}${path}`)
  const files = server.files(tip).filter((path) => path.startsWith(`${below}runs/`))
  const directories = new Set(files.map((path) => path.split('/').slice(0, -1).join('/')))
  expect([...directories].toSorted()).toEqual(paths.toSorted())
  for (const path of paths)
    expect(files).toEqual(expect.arrayContaining([`${path}/index.html`, `${path}/results.json`]))
}

it('fifty concurrent jobs all get their reports onto the branch: matrix legs, pull request runs, others', async () => {
  const legs = Array.from(
    { length: 6 },
    (_, leg) => () => runJob({ contexts: { matrix: { leg } }, env: { GITHUB_RUN_ID: '1' } }),
  )
  const ofPull = Array.from({ length: 4 }, (_, i) => () => {
    const head = { sha: 'b'.repeat(40), ref: 'fix', repo: { full_name: 'stack/nova' } }
    return runJob({
      env: {
        GITHUB_RUN_ID: String(100 + i),
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_REF: 'refs/pull/7/merge',
      },
      payload: {
        repository: { private: false, default_branch: 'main' },
        pull_request: { number: 7, head },
      },
    })
  })
  const others = Array.from(
    { length: 40 },
    (_, i) => () => runJob({ env: { GITHUB_RUN_ID: String(1000 + i) } }),
  )
  const jobs = await crowd([...legs, ...ofPull, ...others])
  expect(jobs.map(({ status, outputs }) => [status, outputs['publish-reason']])).toEqual(
    jobs.map(() => [0, '']),
  )
  const runs = runsOf()
  expect(runs).toHaveLength(50)
  expect(
    runs
      .filter(({ run }) => run === 1)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual([0, 1, 2, 3, 4, 5].map((leg) => `unit-${leg}`))
  expect(runs.filter(({ pull }) => pull === 7)).toHaveLength(4)
  expectWhole()
  expect(server.git('rev-list', '--count', BRANCH)).toBe('1')
})

it('eight concurrent reports on a branch of others keep its commits and files', async () => {
  server.commit('gh-pages', { 'index.html': 'first' })
  server.commit('gh-pages', { 'index.html': 'docs', 'api/a.html': 'a' })
  const place = { branch: 'gh-pages', path: ['ci'] }
  await Promise.all(
    Array.from({ length: 8 }, (_, i) => publishOne(server, { run: { run: 1000 + i } }, place)),
  )
  expectWhole('gh-pages', 'ci/')
  expect(runsOf('gh-pages', 'ci/runs.json')).toHaveLength(8)
  expect(server.git('rev-list', '--count', 'gh-pages')).toBe('10')
  expect(server.read('gh-pages', 'index.html')).toBe('docs')
})

it('a job that is killed during any git request leaves the branch consistent', async () => {
  await publishOne(server, { run: { run: 1 } })
  let done = false
  let left = 0
  for (let step = 0; !done; step++) {
    const before = server.tip(BRANCH)
    let requests = 0
    let kill: ((signal: NodeJS.Signals) => void) | null = null
    server.intercept = () => {
      if (requests++ === step) kill?.('SIGKILL')
      return false
    }
    const env = { GITHUB_RUN_ID: String(10 + step) }
    const { status } = await runJob({ env, onStart: (end) => (kill = end) })
    server.intercept = null
    done = status === 0
    expectWhole()
    if (server.tip(BRANCH) === before) left += 1
  }
  // there are at least six requests, and only the last changes the branch
  expect(left).toBeGreaterThanOrEqual(5)
  await publishOne(server, { run: { run: 99 } })
  expectWhole()
})
