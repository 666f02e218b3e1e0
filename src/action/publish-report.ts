/** Gathers what the status, the check run and the comment need to know. */

import type { ConvertResult } from '../convert/types.ts'
import type { Annotation } from './annotations/annotation.ts'
import type { OpenGitHub } from './github/client.ts'
import type { Target } from './github/target.ts'
import type { Inputs } from './inputs.ts'
import type { Job } from './job.ts'
import { CHECK_BYTES } from './pull/check-run.ts'
import { type Published, publish } from './pull/publish.ts'
import { renderSection } from './summary/section.ts'
import { renderSummary, type SummaryFacts } from './summary/summary.ts'

interface Report {
  readonly inputs: Inputs
  readonly job: Job
  readonly result: ConvertResult
  readonly facts: SummaryFacts
  readonly target: Target
  readonly annotations: readonly Annotation[]
  /** The report's name, unique within a workflow run. */
  readonly name: (github: OpenGitHub) => Promise<string>
  readonly github: OpenGitHub
}

/** Never throws. */
export async function publishReport(report: Report): Promise<Published> {
  const { inputs, job, result, facts, target, annotations, github } = report
  const wanted = inputs.status !== 'false' || inputs.checkRun || inputs.comment !== 'never'
  if (!wanted || !job.isOnRunner) return { done: [], faults: [] }
  const named = report.name(github)
  const name = await named.catch(() => inputs.name)
  const publication = {
    inputs,
    result,
    target,
    name,
    workflow: job.workflow,
    run: job.run,
    attempt: job.attempt,
    job: inputs.checkRunId,
    report: facts.report,
    checkSummary: renderSummary(result, facts, CHECK_BYTES),
    section: renderSection(result, {
      // as in GitHub's list of checks: jobs of two workflows may have one name
      name: `${target.followed?.workflow ?? job.workflow} / ${name}`,
      report: facts.report,
      commit: target.commit,
    }),
    annotations,
  }
  const open = async () => {
    await named // without a name of its own, the report might take another's place
    return github()
  }
  return publish(publication, open)
}
