/** Which artifacts count after a re-run: a job that runs again leaves its earlier attempt's where they are. */

import { at } from '../../workflow.ts'
import { messageOf } from '../error-text.ts'
import type { GitHub } from '../github/client.ts'
import * as log from '../log.ts'
import type { Maker } from '../maker.ts'

interface Job {
  /** As GitHub shows it, with callers and the leg's values: the same in each attempt. */
  readonly name: string
  readonly attempt: number
}

/**
 * Those in whose place a later attempt of the same step of the same job has put another one. An artifact's
 * name does not tell (`unit-2-data` is a shard's, a step's, or an attempt's), so GitHub is asked; of what
 * it does not tell for certain, all count.
 */
export async function findReplaced(makers: readonly Maker[], github: GitHub): Promise<ReadonlySet<Maker>> {
  const replaced = new Set<Maker>()
  for (const alike of grouped(makers, ({ name, step }) => JSON.stringify([name, step]))) {
    if (alike.length < 2) continue
    const asked = await Promise.all(
      alike.map(async (maker) => ({ maker, job: await readJob(github, maker) })),
    )
    const known = asked.flatMap(({ maker, job }) => (job === null ? [] : { maker, ...job }))
    for (const same of grouped(known, ({ name }) => name)) {
      const attempts = new Set(same.map(({ attempt }) => attempt))
      // two jobs of one name: there is no telling which of them ran again
      if (attempts.size < same.length) continue
      const newest = Math.max(...attempts)
      for (const { maker, attempt } of same) if (attempt < newest) replaced.add(maker)
    }
  }
  return replaced
}

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
