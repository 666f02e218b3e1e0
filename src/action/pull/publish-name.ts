/** A report's name among a commit's statuses, unique within a workflow run. */

import { cut } from '../../words/text.ts'
import { at } from '../../workflow.ts'
import { numbered } from '../artifact-name.ts'
import { messageOf } from '../error-text.ts'
import type { OpenGitHub } from '../github/client.ts'
import { isRefused } from '../github/faults.ts'
import * as log from '../log.ts'
import { showOnOneLine } from '../visible-text.ts'

/** GitHub allows a context 255 characters, which include our `stackviz / `. */
const LONGEST = 200

/** Between callers and job, but not within the parentheses of a matrix leg: `nightly / unit (linux / x64)`. */
const BETWEEN = / \/ (?!(?:[^()]|\([^()]*\))*\))/

export interface NameFacts {
  readonly name: string
  /** Whether the user chose the name, which is then used as it is. */
  readonly given: boolean
  /** `job.check_run_id`, the job's id; empty if the runner does not say. */
  readonly job: string
  readonly attempt: number
  /** The artifact's place among those of its name, unique within the workflow run; null without an upload. */
  readonly artifact: number | null
  /** The number in the step's name, by which it differs from the job's other steps. */
  readonly step: number
}

/**
 * A job of a reusable workflow does not know its caller: two calls of one workflow have the same job id.
 * GitHub's name of the job (`nightly / unit`) tells, if the token may read it. Otherwise the artifact's
 * place tells, but only in a first attempt: in later ones it also counts earlier attempts' artifacts. Throws if
 * GitHub fails to say: under another name, the report would stand beside the one that it replaces.
 */
export async function publishName(facts: NameFacts, github: OpenGitHub | null): Promise<string> {
  const { name, given, job, attempt, artifact, step } = facts
  const caller = given || github === null || !/^\d{1,19}$/.test(job) ? null : await callerOf(github, job)
  if (caller !== null) return numbered(cut(`${caller} / ${name}`, LONGEST), step)
  // or the step's number, as earlier steps of this job may have left no artifact
  return numbered(cut(name, LONGEST), attempt === 1 ? Math.max(artifact ?? 1, step) : step)
}

async function callerOf(github: OpenGitHub, job: string): Promise<string | null> {
  try {
    const { data } = await (await github()).call('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', {
      job_id: Number(job),
    })
    const name = at(data, 'name')
    const parts = typeof name === 'string' ? name.split(BETWEEN) : []
    return parts.length > 1 ? showOnOneLine(parts.slice(0, -1).join(' / ')) : null
  } catch (error) {
    log.debug(`the job's name: ${messageOf(error)}`)
    if (!isRefused(error)) throw error
    return null
  }
}
