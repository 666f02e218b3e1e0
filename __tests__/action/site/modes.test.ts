/** A repository that changes between the ways of publishing: what its branch and its site contain after each step. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunsFile } from '../../../src/format/site.ts'
import { GitServer } from '../../helpers/git-server.ts'
import type { GitHubApi } from '../../helpers/github-api.ts'
import { TOKEN } from '../../helpers/own-report.ts'
import { ResultsService } from '../../helpers/results-service.ts'
import { Job } from '../../helpers/runner.ts'
import { unzip } from '../../helpers/unzip.ts'
import { useGitHub } from '../../helpers/use-github.ts'
import { wholeTest } from '../../helpers/v2-writer.ts'

const BRANCH = 'stackviz-reports'
const SITE = 'https://stack.github.io/nova/'
const REPOSITORY = { private: false, default_branch: 'main', has_pages: true }
const HEAD = 'b'.repeat(40)

let server: GitServer
let github: GitHubApi
/** One for each workflow run, since artifact names are unique within a run. */
const services = new Map<string, ResultsService>()

useGitHub((api) => {
  github = api
})
beforeEach(async () => {
  server = await GitServer.start(TOKEN)
  server.commit('main', { 'README.md': 'nova' })
})
afterEach(async () => {
  await Promise.all([server, ...services.values()].map((each) => each.stop()))
})

/** Reports of the last deployment that succeeded; null if there was none. */
let live: string[] | null = null

const below = (names: readonly string[]): string[] =>
  [
    ...new Set(names.flatMap((name) => /^(?:\.\/)?runs\/([^/]+)\/index\.html$/.exec(name)?.[1] ?? [])),
  ].toSorted()

/** Names in a tar archive: a header is 512 bytes, and the content after it is padded to a multiple of that. */
function namesIn(tar: Buffer): string[] {
  const names: string[] = []
  for (let at = 0; tar[at] > 0; ) {
    const text = (from: number, to: number): string =>
      tar.toString('latin1', at + from, at + to).split('\0')[0]
    names.push(text(0, 100))
    at += 512 + Math.ceil(Number.parseInt(text(124, 136), 8) / 512) * 512
  }
  return names
}

interface Step {
  readonly publish: string
  readonly run: string
  readonly pull?: boolean
  /** The last status of its deployment. */
  readonly ends?: string
}

/** What the step reports, and which reports are then on the branch and on the deployed site. */
async function step({ publish, run: id, pull = false, ends = 'succeed' }: Step) {
  github.deploymentStatuses = [ends]
  const before = github.deployments.length
  const [run, attempt] = id.split('.')
  const service = services.get(run) ?? (await ResultsService.start())
  services.set(run, service)
  using job = new Job()
  writeFileSync(join(job.workspace, 'run.subunit'), wholeTest(`t.${id}`))
  const head = { sha: HEAD, ref: 'fix', user: { login: 'stack' }, repo: { full_name: 'stack/nova' } }
  const { outputs } = await job.step({
    hurry: 20,
    payload: { repository: REPOSITORY, ...(pull ? { pull_request: { number: 7, head } } : {}) },
    contexts: { token: TOKEN },
    inputs: { publish, upload: 'report', status: 'true' },
    env: {
      ...service.env,
      ...github.env,
      ...github.identityEnv,
      GITHUB_SERVER_URL: server.url.replace('127.0.0.1', 'gh.localhost'),
      GITHUB_RUN_ID: run,
      GITHUB_RUN_ATTEMPT: attempt,
      ...(pull ? { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' } : {}),
    },
  })
  const deployment = github.deployments.slice(before).at(-1)
  if (deployment !== undefined && ends === 'succeed') {
    const artifact = service.arrived.find(({ id: number }) => Number(number) === deployment.artifact)
    const [[, tar]] = unzip(artifact?.content ?? Buffer.alloc(0))
    live = below(namesIn(tar))
  }
  const files = server.tip(BRANCH) === '' ? [] : server.files(BRANCH)
  const list = files.length === 0 ? [] : (JSON.parse(server.read(BRANCH, 'runs.json')) as RunsFile).runs
  expect(list.map(({ path }) => path.replace('runs/', '')).toSorted()).toEqual(below(files))
  const link = github.statuses.at(-1)?.target_url
  return {
    told: outputs['publish-status'],
    page: outputs['page-url'].replace(SITE, ''),
    linked: link === outputs['page-url'] ? 'page' : link === outputs['report-url'] ? 'artifact' : link,
    branch: below(files),
    live,
  }
}

it('the branch keeps its reports and deployments contain the requested ones when `publish` changes between steps', async () => {
  const fromBranch = { html_url: SITE, build_type: 'legacy', source: { branch: BRANCH, path: '/' } }
  const fromActions = { ...fromBranch, build_type: 'workflow' }
  live = null
  github.pages = fromBranch
  const first = ['1-1-unit']
  const report = (id: string): string => `runs/${id}/`
  expect(await step({ publish: 'branch', run: '1.1' })).toEqual({
    told: 'complete',
    page: report('1-1-unit'),
    linked: 'page',
    branch: first,
    live: null,
  })
  github.pages = fromActions
  expect(await step({ publish: 'pages', run: '2.1' })).toEqual({
    told: 'complete',
    page: report('2-1-unit'),
    linked: 'artifact',
    branch: first,
    live: ['2-1-unit'],
  })
  const ofPull = { told: 'complete', page: '', linked: 'artifact', branch: first, live: ['2-1-unit'] }
  expect(await step({ publish: 'pages', run: '3.1', pull: true })).toEqual(ofPull)
  const both = [...first, '2-2-unit']
  expect(await step({ publish: 'branch,pages', run: '2.2' })).toEqual({
    told: 'complete',
    page: report('2-2-unit'),
    linked: 'page',
    branch: both,
    live: both,
  })
  const three = [...first, '1-2-unit', '2-2-unit'].toSorted()
  expect(await step({ publish: 'branch,pages', run: '1.2', ends: 'deployment_failed' })).toEqual({
    told: 'partial',
    page: '',
    linked: 'artifact',
    branch: three,
    live: both,
  })
  // on no page, because Pages are deployed by Actions
  const four = [...three, '4-1-unit']
  expect(await step({ publish: 'branch', run: '4.1' })).toEqual({
    told: 'complete',
    page: '',
    linked: 'artifact',
    branch: four,
    live: both,
  })
  const five = [...four, '5-1-unit']
  expect(await step({ publish: 'branch,pages', run: '5.1', pull: true })).toEqual({
    told: 'complete',
    page: report('5-1-unit'),
    linked: 'page',
    branch: five,
    live: five,
  })
})
