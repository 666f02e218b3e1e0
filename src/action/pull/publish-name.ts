/** What a report is called among a commit's statuses: no two of a workflow run alike. */

import { cut } from '../../convert/words.ts'
import { at } from '../../workflow.ts'
import { messageOf } from '../error-text.ts'
import type { OpenGitHub } from '../github/client.ts'
import * as log from '../log.ts'
import { showOnOneLine } from '../plain.ts'

/** A context takes 255 characters, of which `stackviz / ` are ours. */
const LONGEST = 200

export interface NameFacts {
  readonly name: string
  /** Chosen by the user, who then wants it as it is. */
  readonly given: boolean
  /** `job.check_run_id`, which is the job's id; empty where the runner does not tell it. */
  readonly job: string
  readonly attempt: number
  /** The number in the artifact's name, which nobody else in the workflow run has; null without an upload. */
  readonly artifact: number | null
  /** Of the step among those of this name in the job. */
  readonly step: number
}

/**
 * A job of a reusable workflow does not know who called it: two calls of one workflow have one job id.
 * GitHub's name of the job tells (`nightly / unit`), where the token may read it; else the number
 * that the artifact got, which only means that in a first attempt: later ones count those before.
 */
export async function publishName(facts: NameFacts, github: OpenGitHub | null): Promise<string> {
  const { name, given, job, attempt, artifact, step } = facts
  const caller = given || github === null || !/^\d{1,19}$/.test(job) ? null : await callerOf(github, job)
  if (caller !== null) return numbered(`${caller} / ${name}`, step)
  // earlier steps of this job may have left no artifact
  return numbered(name, attempt === 1 ? Math.max(artifact ?? 1, step) : step)
}

const numbered = (name: string, n: number): string => `${cut(name, LONGEST)}${n > 1 ? `-${n}` : ''}`

async function callerOf(github: OpenGitHub, job: string): Promise<string | null> {
  try {
    const { data } = await (await github()).call('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', {
      job_id: Number(job),
    })
    const name = at(data, 'name')
    const parts = typeof name === 'string' ? name.split(' / ') : []
    return parts.length > 1 ? showOnOneLine(parts.slice(0, -1).join(' / ')) : null
  } catch (error) {
    log.debug(`the job's name: ${messageOf(error)}`)
    return null
  }
}
