/** Downloads what the inputs `artifacts` and `workflow-run-id` ask for. */

import type { Problem } from '../../convert/types.ts'
import { messageOf } from '../error-text.ts'
import type { OpenGitHub } from '../github/client.ts'
import { explain, statusOf } from '../github/faults.ts'
import { type Target, targetOfRun, UNKNOWN_TARGET } from '../github/target.ts'
import type { Inputs } from '../inputs.ts'
import type { Job } from '../job.ts'
import * as log from '../log.ts'
import type { Maker } from '../maker.ts'
import { type Download, downloadExports } from './download.ts'

interface Wanted {
  readonly inputs: Pick<Inputs, 'artifacts' | 'workflowRunId' | 'maxDecompressed'>
  /** As the event describes it. */
  readonly target: Target
  readonly job: Job
  /** This step. */
  readonly own: Maker | null
  readonly scratch: string
  readonly github: OpenGitHub
}

/** Never throws. `target`: that of the requested workflow run; unknown if it cannot be read. */
export async function download(wanted: Wanted): Promise<Download & { target: Target }> {
  const { inputs, job, own, scratch, github } = wanted
  const none: Download = { exports: [], problems: [], missing: [] }
  if (inputs.artifacts.length === 0) {
    if (inputs.workflowRunId !== null)
      log.warning('workflow-run-id has no effect, because artifacts is empty')
    return { ...none, target: wanted.target }
  }
  let target = UNKNOWN_TARGET
  try {
    // about this workflow run the event says more than the API does, and whose code it tests
    const isSelf = inputs.workflowRunId === job.run
    target = isSelf ? wanted.target : await targetOf(wanted)
    const { id, attempt } = (isSelf ? null : target.followed) ?? { id: job.run, attempt: job.attempt }
    const request = {
      patterns: inputs.artifacts,
      run: id,
      attempt,
      own: id === job.run ? own : null,
      scratch,
      limit: inputs.maxDecompressed,
    }
    return { ...(await downloadExports(await github(), request)), target }
  } catch (error) {
    const problem: Problem = { kind: 'tests', input: 'artifacts', message: messageOf(error) }
    return { ...none, problems: [problem], target }
  }
}

/** Asks the API about the workflow run that the user names, unless the event describes it. */
async function targetOf({ inputs: { workflowRunId }, target, github }: Wanted): Promise<Target> {
  if (workflowRunId === null || workflowRunId === target.followed?.id) return target
  try {
    const { data } = await (await github()).call('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
      run_id: workflowRunId,
    })
    return targetOfRun(data)
  } catch (error) {
    const orElse = statusOf(error) === 404 ? 'this repository has none of this number, or ' : ''
    const why = `${orElse}${explain(error, 'actions: read', false)}`
    throw new Error(`workflow run ${workflowRunId} cannot be read: ${why}`, { cause: error })
  }
}
