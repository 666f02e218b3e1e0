/** Which artifacts count after a re-run: a job that runs again leaves its earlier attempt's in place. */

import { at } from '../../workflow.ts'
import { dataName } from '../artifact-name.ts'
import { messageOf } from '../error-text.ts'
import type { GitHub } from '../github/client.ts'
import { explain } from '../github/faults.ts'
import * as log from '../log.ts'
import type { Maker } from '../maker.ts'

interface Job {
  /** GitHub's name of the job, with callers and the leg's values: the same in each attempt. */
  readonly name: string
  readonly attempt: number
}

/** What is replaced → what counts instead. */
export interface Replaced {
  readonly makers: ReadonlyMap<Maker, Maker>
  /** By the name of the artifact. */
  readonly unreadable: ReadonlyMap<string, Maker>
  /** Those of which GitHub did not say whether one replaces another, so that all of them count. */
  readonly unclear: readonly Unclear[]
}

interface Unclear {
  readonly makers: readonly Maker[]
  readonly why: string
}

/**
 * Finds what a later attempt of the same step of the same job has replaced. An artifact's name does not tell
 * (`unit-2-data` may be a shard's, a step's, or an attempt's), and GitHub's list of artifacts does not name
 * the job. But each artifact contains its job's id, about which GitHub is asked. Whatever is uncertain
 * counts. `unreadable`: names of artifacts that could not be opened.
 */
export async function findReplaced(
  makers: readonly Maker[],
  unreadable: ReadonlySet<string>,
  github: GitHub,
): Promise<Replaced> {
  const replaced = {
    makers: new Map<Maker, Maker>(),
    unreadable: new Map<string, Maker>(),
    unclear: [] as Unclear[],
  }
  for (const alike of grouped(makers, ({ name, step }) => JSON.stringify([name, step]))) {
    const first = firstOf(alike[0])
    const isLost = first !== null && unreadable.has(first)
    if (alike.length < 2 && !isLost) continue
    const asked = await Promise.all(
      alike.map(async (maker) => ({ maker, job: await readJob(github, maker) })),
    )
    const known = asked.flatMap(({ maker, job }) => (typeof job === 'string' ? [] : { maker, ...job }))
    const why = asked.map(({ job }) => job).find((job) => typeof job === 'string')
    if (why !== undefined && alike.length > 1) replaced.unclear.push({ makers: alike, why })
    const jobs = grouped(known, ({ name }) => name)
      .map(byAttempt)
      .filter((same) => same.length > 0)
    for (const same of jobs)
      for (const { maker } of same.slice(0, -1)) replaced.makers.set(maker, newestOf(same))
    if (isLost && jobs.length === 1 && jobs[0].length === alike.length && jobs[0][0].attempt > 1)
      replaced.unreadable.set(first, newestOf(jobs[0]))
  }
  return replaced
}

/**
 * The artifact without a number, which is the first of this name. If all others of the first step are from
 * later attempts of one job, it was that job's, too. null for any later step.
 */
const firstOf = ({ name, step }: Maker): string | null => (step === 1 ? dataName(name, 1) : null)

/** From the earliest attempt on; empty if two jobs share an attempt, as either may have run again. */
function byAttempt<T extends Job>(same: readonly T[]): T[] {
  const attempts = new Set(same.map(({ attempt }) => attempt))
  return attempts.size < same.length ? [] : same.toSorted((a, b) => a.attempt - b.attempt)
}

const newestOf = (same: readonly { readonly maker: Maker }[]): Maker => same[same.length - 1].maker

/** Or why it is unknown. */
async function readJob({ call }: GitHub, { job }: Maker): Promise<Job | string> {
  if (job === null) return "the job's runner is too old to tell the job's number"
  try {
    const { data } = await call('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', { job_id: job })
    const [name, attempt] = [at(data, 'name'), at(data, 'run_attempt')]
    return typeof name === 'string' && typeof attempt === 'number'
      ? { name, attempt }
      : `GitHub says nothing of the job ${job}`
  } catch (error) {
    log.debug(`the job ${job}: ${messageOf(error)}`)
    return explain(error, 'actions: read', false)
  }
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group === undefined) groups.set(keyOf(value), [value])
    else group.push(value)
  }
  return [...groups.values()]
}
