import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openGitHub } from '../../../src/action/github/client.ts'
import { type DeployPatience, deploy } from '../../../src/action/site/deploy.ts'
import type { ApiFailure, GitHubApi, Operation } from '../../helpers/github-api.ts'
import { hurry } from '../../helpers/hurry.ts'
import { useGitHub } from '../../helpers/use-github.ts'

const TOKEN = 'ghs_0123456789012345678901234567890123ab'
/** On a clock that runs 20 times as fast, except for `whole`. */
const PATIENCE: DeployPatience = { whole: 60_000, poll: 100, busy: 100, faults: 3 }

let github: GitHubApi
let cancelled: AbortController
let unhurry: () => void

useGitHub((api) => {
  github = api
})
beforeEach(() => {
  cancelled = new AbortController()
  unhurry = hurry(20)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => {
  unhurry()
  vi.restoreAllMocks()
})

async function attempt(patience: Partial<DeployPatience> = {}, readOnly = false): Promise<string> {
  const env = { ...github.env, GITHUB_REPOSITORY: 'stack/nova' }
  const open = (signal: AbortSignal) => openGitHub(TOKEN, env, signal)
  const deployment = {
    artifact: 77,
    version: '83ef4b10',
    readOnly,
    identity: () => {
      github.identities.push(`identity-${github.identities.length}`)
      return Promise.resolve(github.identities[github.identities.length - 1])
    },
    last: () => open(new AbortController().signal),
  }
  return deploy(await open(cancelled.signal), deployment, { ...PATIENCE, ...patience })
}

const wordsOf = async (patience: Partial<DeployPatience> = {}, readOnly = false): Promise<string> =>
  attempt(patience, readOnly).then(
    () => 'was deployed',
    (error: Error) => error.message,
  )

describe('a deployment', () => {
  it('is created from the artifact and polled until it is live', async () => {
    github.deploymentStatuses = [
      'deployment_in_progress',
      'syncing_files',
      'finished_file_sync',
      'updating_pages',
      'purging_cdn',
      'deployment_attempt_error',
      'succeed',
    ]
    expect(await attempt()).toBe('https://stack.github.io/nova/')
    expect(github.deployments).toEqual([
      { id: '0-83ef4b10', artifact: 77, version: '83ef4b10', cancelled: false },
    ])
    expect(github.count('repos/get-pages-deployment')).toBe(7)
  })

  const failures: [string, RegExp][] = [
    ['deployment_failed', /^the deployment failed: run the job again later/],
    ['deployment_content_failed', /does not accept the site's content: a site may have 1 GB and no links/],
    ['deployment_cancelled', /^somebody cancelled the deployment: run the job again$/],
    ['deployment_lost', /^GitHub lost the deployment: run the job again later/],
  ]
  it.each(failures)(
    'that ends with %s has an error that says so, and is not cancelled',
    async (status, words) => {
      github.deploymentStatuses = ['syncing_files', status]
      expect(await wordsOf()).toMatch(words)
      expect(github.deployments[0].cancelled).toBe(false)
    },
  )

  const refusals: [ApiFailure, RegExp][] = [
    [401, /\(401\): the token has expired/],
    [403, /\(403\): give the job `permissions: \{ pages: write \}`/],
    [404, /the repository has no Pages \(404\): under Settings → Pages, choose “GitHub Actions”/],
    [422, /Validation Failed \(422\)/],
    ['no environment', /Missing environment.*: give the job `environment: github-pages`/],
  ]
  it.each(refusals)('that is refused with %s has an error with a remedy', async (failure, words) => {
    github.fail('repos/create-pages-deployment', failure)
    expect(await wordsOf()).toMatch(words)
  })

  it('that is refused to a fork’s pull request has an error that refers to docs/forks.md', async () => {
    github.fail('repos/create-pages-deployment', 403)
    expect(await wordsOf({}, true)).toMatch(/docs\/forks\.md/)
  })

  it('waits while another one is in progress, and gets a new identity token for each try', async () => {
    github.fail('repos/create-pages-deployment', 'busy', 3)
    expect(await attempt()).toBe('https://stack.github.io/nova/')
    expect(github.identities).toHaveLength(4)
    expect(github.deployments).toHaveLength(1)
  })

  it('gives up with a remedy if another one stays in progress', async () => {
    github.fail('repos/create-pages-deployment', 'busy')
    expect(await wordsOf({ whole: 200 })).toMatch(
      /another deployment has been in progress all the time: cancel it/,
    )
  })

  it.each([500, 502, 503, 'drop', 'lost'] as const)(
    'survives a single %s when it is created',
    async (failure) => {
      github.fail('repos/create-pages-deployment', failure, 1)
      expect(await attempt()).toBe('https://stack.github.io/nova/')
    },
  )

  it('survives two failed status requests, and fails if they keep failing', async () => {
    const look: Operation = 'repos/get-pages-deployment'
    github.fail(look, 404, 2)
    expect(await attempt()).toBe('https://stack.github.io/nova/')
    github.fail(look, 403)
    expect(await wordsOf()).toMatch(
      /does not say how the deployment is going: the token lacks the permission \(403\)/,
    )
  })

  it('is cancelled if it takes too long', async () => {
    github.deploymentStatuses = ['syncing_files']
    expect(await wordsOf({ whole: 100 })).toMatch(
      /had not ended after 0 minutes \(syncing_files\), and was cancelled: run the job again later/,
    )
    expect(github.deployments[0].cancelled).toBe(true)
  })

  it('is cancelled with its job', async () => {
    github.deploymentStatuses = ['syncing_files']
    const words = wordsOf()
    await vi.waitUntil(() => github.count('repos/get-pages-deployment') > 0, 20_000)
    cancelled.abort(new Error('the job was cancelled (SIGINT)'))
    expect(await words).toBe('the job was cancelled (SIGINT)')
    expect(github.deployments[0].cancelled).toBe(true)
  })
})
