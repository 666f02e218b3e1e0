/** Random histories of a pull request: in the end, comment and statuses must show what the newest jobs reported. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { buildTarget } from '../../src/action/github/target.ts'
import { parseSections, sectionKey } from '../../src/action/pull/comment-body.ts'
import { type Publication, type Published, publish } from '../../src/action/pull/publish.ts'
import { renderSection } from '../../src/action/summary/section.ts'
import { PullRequest } from '../helpers/pull-request.ts'
import { numbers } from '../helpers/random.ts'
import { resultOf, runOf } from '../helpers/result.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** One execution of a workflow run's job. */
interface JobRun {
  readonly run: number
  readonly attempt: number
  readonly leg: string
  readonly commit: string
  readonly fails: boolean
}

const REPORT = 'https://github.com/stack/nova/actions/runs'
const addressOf = ({ run, attempt, leg }: JobRun): string => `${REPORT}/${run}/artifacts/${attempt}${leg}`

function publicationOf(job: JobRun, comment: 'failures' | 'always'): Publication {
  const { run, attempt, leg, commit, fails } = job
  const failures = fails ? [{ name: '<b>t</b> <!-- stackviz:end -->', duration: 1, details: null }] : []
  const result = resultOf([runOf({ failures })])
  const pull_request = {
    number: 7,
    head: { sha: commit, ref: 'fix', user: { login: 'stack' }, repo: { full_name: 'stack/nova' } },
  }
  const env = {
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_REPOSITORY: 'stack/nova',
  }
  const report = addressOf(job)
  return {
    inputs: { token: 'ghs_token', status: 'true', checkRun: false, comment },
    result,
    target: buildTarget(env, { pull_request }),
    name: leg,
    workflow: 'tests',
    run,
    attempt,
    job: '1',
    report,
    checkSummary: '',
    section: renderSection(result, { name: leg, report, commit }),
    annotations: [],
  }
}

interface Ended extends Published {
  readonly job: JobRun
  /** Whether its commit was the newest when it reported. */
  readonly isHead: boolean
  readonly at: number
}

const isLater = (a: JobRun, b: JobRun): boolean => a.run > b.run || (a.run === b.run && a.attempt > b.attempt)

async function live(seed: number, comment: 'failures' | 'always', troubled: boolean) {
  const random = numbers(Math.imul(seed, 2_654_435_761))
  vi.spyOn(Math, 'random').mockImplementation(random)
  const pull = new PullRequest(random)
  const client = { call: pull.call, web: fetch, signal: new AbortController().signal }
  const wait = (milliseconds: number): Promise<void> => new Promise((end) => setTimeout(end, milliseconds))
  const ended: Ended[] = []
  let meddled = -1
  const execute = async (job: JobRun): Promise<void> => {
    // tests take longer than any write that began before their push
    await wait(20_000 + random() ** 2 * 60_000)
    const told = await publish(publicationOf(job, comment), () => Promise.resolve(client))
    ended.push({ ...told, job, isHead: job.commit === pull.head, at: Date.now() })
  }
  const leg = async (job: JobRun): Promise<void> => {
    await execute(job)
    while (random() < 0.3) {
      job = { ...job, attempt: job.attempt + 1, fails: random() < 0.4 }
      await execute(job)
    }
  }
  const pushes = async (): Promise<void> => {
    const count = 1 + Math.floor(random() * 4)
    const running: Promise<void>[] = []
    for (let n = 1; n <= count; n++) {
      const commit = String(n).repeat(40)
      pull.head = commit
      // a push may have fewer legs than the one before
      const legs = ['a', 'b', 'c'].slice(0, 1 + Math.floor(random() * 3))
      for (const each of legs)
        running.push(leg({ run: 100 + n, attempt: 1, leg: each, commit, fails: random() < 0.4 }))
      await wait(random() * 40_000)
    }
    await Promise.all(running)
  }
  const troubles = async (): Promise<void> => {
    for (let n = 0; n < 3; n++) {
      await wait(random() * 30_000)
      const what = Math.floor(random() * 5)
      if (what === 0) pull.comments = []
      const [first] = pull.comments
      if (what === 1 && first !== undefined)
        first.body = first.body.replace('<!-- stackviz:end -->', 'Looks good.')
      if (what === 2 && first !== undefined) first.body = `Thanks! ${first.body}`
      if (what < 3) meddled = Date.now()
      if (what === 3) pull.fault = () => (random() < 0.2 ? (random() < 0.5 ? 'before' : 'behind') : 'none')
      if (what === 4) pull.fault = () => 'refused'
      await wait(random() * 20_000)
      pull.fault = () => 'none'
    }
  }
  await Promise.all([pushes(), troubled ? troubles() : undefined, vi.runAllTimersAsync()])
  return { pull, ended, meddled }
}

const missed = (what: string, faults: readonly string[]): boolean =>
  faults.some((words) => words.startsWith(what))

/** What is wrong in the end; should be empty. */
function violations({ pull, ended, meddled }: Awaited<ReturnType<typeof live>>, comment: string): string[] {
  const wrong: string[] = []
  const ours = pull.comments.filter(({ body }) => body.startsWith('<!-- stackviz-action -->'))
  if (ours.length > 1) wrong.push(`${ours.length} comments`)
  const sections = ours.flatMap(({ body }) => parseSections(body))
  const keys = sections.map(({ key }) => key)
  if (new Set(keys).size < keys.length) wrong.push(`sections ${keys.join()}`)
  for (const { job, isHead, done, faults } of ended)
    for (const what of ['the commit status', 'the comment']) {
      const [isDone, isMissed] = [done.includes(what), missed(what, faults)]
      const isWanted = what !== 'the comment' || comment === 'always' || (job.fails && isHead)
      if (isDone === isMissed && (isDone || isWanted))
        wrong.push(`${what} of ${addressOf(job)}: ${[...done, ...faults].join()}`)
    }
  const heard = ended.filter(({ faults, at }) => !missed('the comment', faults) && at > meddled + 5000)
  const newestRun = Math.max(...heard.map(({ job }) => job.run))
  const [unfolded = ''] = ours.map(({ body }) => body.split('<details>\n<summary>', 1)[0])
  const open = new Set(parseSections(unfolded).map(({ key }) => key))
  for (const { key, run } of sections)
    if (open.has(key) && run < newestRun) wrong.push(`${key} of ${run} is not folded after ${newestRun}`)
  for (const leg of ['a', 'b', 'c']) {
    const jobs = ended.filter(({ job }) => job.leg === leg)
    const told = jobs.filter(({ faults, at }) => !missed('the comment', faults) && at > meddled + 5000)
    const newest = told.find(({ job }) => !told.some((other) => isLater(other.job, job)))?.job
    const section = sections.find(({ key }) => key === sectionKey('tests', leg))
    if (newest === undefined) continue
    const isHead = newest.commit === pull.head
    if (section === undefined) {
      if (comment === 'always' || (newest.fails && isHead && !jobs.some(({ job }) => isLater(job, newest))))
        wrong.push(`no section of ${addressOf(newest)}`)
      continue
    }
    const shown = jobs.find(({ job }) => job.run === section.run && job.attempt === section.attempt)?.job
    if (shown === undefined || !section.text.includes(addressOf(shown))) wrong.push(`${leg}: ${section.text}`)
    else if (isLater(newest, shown)) wrong.push(`${addressOf(shown)} is shown, ${addressOf(newest)} is newer`)
    else if (section.text.startsWith('### ❌') !== shown.fails) wrong.push(`${leg}: ${section.text}`)
    for (const { job, done } of jobs) {
      const own = pull.statuses.filter(
        (each) => each.sha === job.commit && each.target_url === addressOf(job),
      )
      if (
        done.includes('the commit status') &&
        (own.length !== 1 || own[0].state !== (job.fails ? 'failure' : 'success'))
      )
        wrong.push(`${own.length} statuses of ${addressOf(job)}`)
    }
  }
  return wrong
}

const SEEDS = Number(process.env['WALKS'] ?? 60)
it.each([
  ['failures', false],
  ['always', false],
  ['failures', true],
  ['always', true],
] as const)(
  'a pull request shows what its newest jobs reported (comment: %s, with API faults and edited comments: %j)',
  async (comment, troubled) => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const end = await live(seed, comment, troubled)
      expect(violations(end, comment), `seed ${seed}`).toEqual([])
    }
  },
)
