/** Publishes the report on a page of its own: on a branch beside others, as the Pages site, or both. */

import type { ConvertResult } from '../convert/types.ts'
import type { SiteRun } from '../format/site.ts'
import { formatBytes, plural } from '../words/number.ts'
import { readPayload } from '../workflow.ts'
import { messageOf } from './error-text.ts'
import type { OpenGitHub } from './github/client.ts'
import { explain } from './github/faults.ts'
import { findPull, type Target, UNKNOWN_TARGET } from './github/target.ts'
import { inTime } from './in-time.ts'
import type { Inputs } from './inputs.ts'
import type { Job } from './job.ts'
import * as log from './log.ts'
import type { Maker } from './maker.ts'
import { withoutSecrets } from './own-secrets.ts'
import type { Places } from './places.ts'
import { type BranchPlace, type BranchPublished, publishToBranch } from './site/branch.ts'
import { measured, type PublishedReport, readContents } from './site/contents.ts'
import { deployBranch, deployFiles } from './site/deployment.ts'
import { runNames, runPath } from './site/names.ts'
import { oneRunSite } from './site/one-run.ts'
import { excessInWords, type Own, type Plan } from './site/plan.ts'
import { heldBackBecause } from './site/policy.ts'
import { closedOf, findPages, type Repository, readRepository } from './site/repository.ts'
import { SiteFault } from './site/site-fault.ts'

export interface SiteRequest {
  readonly inputs: Inputs
  readonly job: Job
  readonly maker: Maker
  readonly places: Places
  readonly result: ConvertResult
  readonly target: Target
  /** The files to publish. Throws if no report was made for the site. */
  readonly report: () => PublishedReport
  /** The report's name on the site, unique within a workflow run. */
  readonly name: (github: OpenGitHub) => Promise<string>
  readonly github: OpenGitHub
  readonly signal: AbortSignal
}

export interface SitePublished {
  /** URL of the report's page; null if it has none. */
  readonly page: string | null
  readonly done: readonly string[]
  /** What could not be done, why, and what to do; one line each. */
  readonly faults: readonly string[]
  /** What was requested but is not permitted, and why. */
  readonly heldBack: readonly string[]
}

const NOTHING_PUBLISHED: SitePublished = { page: null, done: [], faults: [], heldBack: [] }

/** Time limit for the branch, in milliseconds: fifty jobs at once need half of it. */
const ENOUGH = 300_000

/** Never throws. */
export async function publishSite(request: SiteRequest): Promise<SitePublished> {
  const { inputs, job, target, github } = request
  if (!inputs.publish.pages && !inputs.publish.branch) return NOTHING_PUBLISHED
  if (target === UNKNOWN_TARGET)
    return { ...NOTHING_PUBLISHED, faults: [fault(new Error('its workflow run cannot be read'))] }
  try {
    const payload = readPayload(process.env.GITHUB_EVENT_PATH)
    const repository = await readRepository(payload, github, job.attempt, !inputs.publishPrivate)
    const why = heldBackBecause(
      {
        ...inputs.publish,
        pullRequests: inputs.publishPullRequests,
        private: inputs.publishPrivate,
      },
      { origin: target.origin, isPrivate: repository.isPrivate },
    )
    if (why !== null) return { ...NOTHING_PUBLISHED, heldBack: [`nothing was published: ${why}`] }
    return await log.group('Publish', async () => publish(request, repository))
  } catch (error) {
    return { ...NOTHING_PUBLISHED, faults: [fault(error)] }
  }
}

const fault = (error: unknown): string => `the report was not published: ${messageOf(error).split('\n')[0]}`

async function publish(request: SiteRequest, repository: Repository): Promise<SitePublished> {
  const { inputs, job, places, target, github, signal } = request
  const own = await describe(request, repository)
  const place = {
    token: inputs.token,
    readOnly: target.readOnly,
    scratch: places.scratch,
    signal,
    attempt: job.attempt,
    compressionLevel: inputs.compressionLevel,
    env: process.env,
  }
  if (!inputs.publish.branch) {
    const site = await deployFiles(place, oneRunSite(own))
    return { ...NOTHING_PUBLISHED, page: `${site}${own.run.path}/`, done: ['the Pages site'] }
  }
  const { branch, path } = inputs
  const remote = `${own.site.server}/${own.site.repository}`
  const onBranch: BranchPlace = { ...place, remote, branch, path }
  const { run, isNew } = await addToBranch(onBranch, own)
  const pathOf = [...path, run.path, ''].join('/')
  if (!inputs.publish.pages) {
    const { address, remark } = await findPages(github, repository, { branch, path, isNew }, job)
    if (remark !== null) log.notice(remark)
    return {
      ...NOTHING_PUBLISHED,
      page: address === null ? null : `${address}${run.path}/`,
      done: ['the report on its branch'],
    }
  }
  try {
    const site = await deployBranch(place, onBranch)
    return {
      ...NOTHING_PUBLISHED,
      page: `${site}${pathOf}`,
      done: ['the report on its branch', 'the Pages site'],
    }
  } catch (error) {
    const words = `the branch ${branch} has the report, and was not deployed: ${messageOf(error).split('\n')[0]}`
    return { ...NOTHING_PUBLISHED, done: ['the report on its branch'], faults: [words] }
  }
}

/** `run`: the report as it is listed on the branch. */
async function addToBranch(place: BranchPlace, own: Own): Promise<Pick<BranchPublished, 'run' | 'isNew'>> {
  const late = new Error('not finished after five minutes; run the job again later')
  const published = await inTime(ENOUGH, late, place.signal, (signal) =>
    publishToBranch({ ...place, signal }, own),
  )
  const { run: listed, removed, remark } = published
  if (remark !== null) log.warning(remark)
  if (listed.name !== own.run.name)
    log.notice(
      `another job of this workflow run has already published a report called ${own.run.name}, so this one is called ${listed.name}; give each its own name (input name)`,
    )
  log.info(`${listed.path} is on the branch ${place.branch}`)
  if (removed.length > 0) log.info(`${plural(removed.length, 'report')} of earlier workflow runs made room:`)
  for (const { run, because } of removed) log.info(`  ${run.path} (${because})`)
  tellOfSize(published, own.limits.keepSize, place.branch)
  return published
}

function tellOfSize(plan: Plan, keepSize: number, branch: string): void {
  const { run, size, oversized } = plan
  if (size <= keepSize) return
  if (oversized.includes(run))
    log.warning(
      `this report has ${formatBytes(run.size)}: together with its app it alone exceeds keep-size (${formatBytes(keepSize)}). It is kept for now, and nothing else was removed for it: raise keep-size, or have the tests print less`,
    )
  const why = excessInWords(plan, keepSize)
  if (why !== null) log.notice(`the site on ${branch} has ${formatBytes(size)}, more than keep-size: ${why}`)
}

async function describe(request: SiteRequest, repository: Repository): Promise<Own> {
  const { inputs, job, maker, result, target, github } = request
  const { keepRuns, keepDays, keepSize } = inputs
  const contents = readContents(request.report())
  const name = await nameOf(request)
  const id = { name, run: job.run, attempt: job.attempt }
  const run: SiteRun = {
    path: runPath(id),
    ...id,
    ...(maker.job === null ? {} : { job: maker.job }),
    ...(target.followed === null ? {} : { follows: target.followed.id }),
    title: inputs.title ?? name,
    // not that of the workflow that only publishes
    workflow: target.followed?.workflow ?? job.workflow,
    event: job.event,
    ...(await lineOf(target, github)),
    ...(target.tag === null ? {} : { tag: target.tag }),
    ...(target.origin === 'fork' ? { fork: true } : {}),
    commit: target.commit,
    ...(target.tested === null ? {} : { tested: target.tested }),
    published: `${new Date().toISOString().slice(0, 19)}Z`,
    conclusion: result.conclusion,
    ...(result.isPartial || result.counts.missing ? { partial: true } : {}),
    counts: result.counts,
    duration: result.duration === null ? null : Math.round(result.duration * 1000) / 1000,
    ...measured(contents),
    ...runNames(result.runs.map(({ entry }) => withoutSecrets(entry.name))),
  }
  return {
    run,
    contents,
    site: {
      repository: job.repository,
      server: job.server,
      defaultBranch: repository.defaultBranch,
    },
    limits: { keepRuns, keepDays, keepSize },
    closedOf: (pulls) => closedOf(github, pulls),
  }
}

async function nameOf({ name, target, github }: SiteRequest): Promise<string> {
  try {
    return await name(github)
  } catch (cause) {
    const why = explain(cause, 'actions: read', target.readOnly)
    throw new SiteFault(`GitHub does not say what the job is called: ${why}`, null, { cause })
  }
}

/**
 * The report's branch and pull request. If the pull request cannot be found, since its branch has moved on,
 * the branch is prefixed with its owner: otherwise the report would be listed among the pushes to it. Throws
 * SiteFault if GitHub does not answer.
 */
async function lineOf(target: Target, github: OpenGitHub): Promise<Pick<SiteRun, 'branch' | 'pull'>> {
  const { pull, branch } = target
  if (pull.kind === 'none') return { branch, pull: null }
  try {
    const number = await findPull(await github(), target)
    const isLost = number === null && pull.kind === 'sought'
    return { branch: isLost ? `${pull.owner}:${pull.branch}` : branch, pull: number }
  } catch (cause) {
    const why = explain(cause, 'pull-requests: read', target.readOnly)
    throw new SiteFault(`GitHub does not say which pull request it belongs to: ${why}`, null, { cause })
  }
}
