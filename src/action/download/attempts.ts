/** Which artifacts count after a re-run: a job that runs again leaves its earlier attempt's where they are. */

import { at } from '../../workflow.ts'
import { dataName } from '../artifact-name.ts'
import { messageOf } from '../error-text.ts'
import type { GitHub } from '../github/client.ts'
import * as log from '../log.ts'
import type { Maker } from '../maker.ts'

interface Job {
  /** As GitHub shows it, with callers and the leg's values: the same in each attempt. */
  readonly name: string
  readonly attempt: number
}

/** Each with what counts in its place. */
export interface Replaced {
  readonly makers: ReadonlyMap<Maker, Maker>
  /** By the artifact's name. */
  readonly unreadable: ReadonlyMap<string, Maker>
}

/**
 * Those in whose place a later attempt of the same step of the same job has put another one. An artifact's
 * name does not tell (`unit-2-data` is a shard's, a step's, or an attempt's), and GitHub's list of artifacts
 * not which job each is of: what lies in them has the job's number, and GitHub is asked about that. Of what it
 * does not tell for certain, all count. `unreadable`: names of artifacts that could not be looked into.
 */
export async function findReplaced(
  makers: readonly Maker[],
  unreadable: ReadonlySet<string>,
  github: GitHub,
): Promise<Replaced> {
  const replaced = { makers: new Map<Maker, Maker>(), unreadable: new Map<string, Maker>() }
  for (const alike of grouped(makers, ({ name, step }) => JSON.stringify([name, step]))) {
    const first = firstOf(alike[0])
    const isLost = first !== null && unreadable.has(first)
    if (alike.length < 2 && !isLost) continue
    const asked = await Promise.all(
      alike.map(async (maker) => ({ maker, job: await readJob(github, maker) })),
    )
    const known = asked.flatMap(({ maker, job }) => (job === null ? [] : { maker, ...job }))
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
 * The artifact without a number, which is the first that anybody of this name has left: where all others of the
 * first step are of one job's later attempts, it was that job's. null of a step that another one comes before.
 */
const firstOf = ({ name, step }: Maker): string | null => (step === 1 ? dataName(name, 1) : null)

/** From the earliest to the newest; none of two jobs of one name: there is no telling which of them ran again. */
function byAttempt<T extends Job>(same: readonly T[]): T[] {
  const attempts = new Set(same.map(({ attempt }) => attempt))
  return attempts.size < same.length ? [] : same.toSorted((a, b) => a.attempt - b.attempt)
}

const newestOf = (same: readonly { readonly maker: Maker }[]): Maker => same[same.length - 1].maker

async function readJob({ call }: GitHub, { job }: Maker): Promise<Job | null> {
  if (job === null) return null
  try {
    const { data } = await call('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', { job_id: job })
    const [name, attempt] = [at(data, 'name'), at(data, 'run_attempt')]
    return typeof name === 'string' && typeof attempt === 'number' ? { name, attempt } : null
  } catch (error) {
    log.debug(`the job ${job}: ${messageOf(error)}`)
    return null
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
