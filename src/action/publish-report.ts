/** Gathers what the status, the check run and the comment need to know. */

import type { ConvertResult } from '../convert/types.ts'
import type { Annotation } from './annotations/annotation.ts'
import type { OpenGitHub } from './github/client.ts'
import type { Target } from './github/target.ts'
import type { Inputs } from './inputs.ts'
import { CHECK_BYTES } from './pull/check-run.ts'
import { type Published, publish } from './pull/publish.ts'
import { renderSection } from './summary/section.ts'
import { renderSummary, type SummaryFacts } from './summary/summary.ts'

interface Report {
  readonly inputs: Inputs
  readonly result: ConvertResult
  readonly facts: SummaryFacts
  readonly target: Target
  readonly annotations: readonly Annotation[]
  /** The report's name, unique within a workflow run. */
  readonly name: (github: OpenGitHub) => Promise<string>
  readonly github: OpenGitHub
}

/** Never throws. */
export async function publishReport(
  report: Report,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Published> {
  const { inputs, result, facts, target, annotations, github } = report
  const attempt = Number(env.GITHUB_RUN_ATTEMPT) || 1
  const wanted = inputs.status !== 'false' || inputs.checkRun || inputs.comment !== 'never'
  if (!wanted || env.GITHUB_ACTIONS !== 'true') return { done: [], faults: [] }
  const name = await report.name(github)
  const publication = {
    inputs,
    result,
    target,
    name,
    workflow: env.GITHUB_WORKFLOW ?? '',
    run: Number(env.GITHUB_RUN_ID) || 0,
    attempt,
    job: inputs.checkRunId,
    report: facts.report,
    checkSummary: renderSummary(result, facts, CHECK_BYTES),
    section: renderSection(result, { name, report: facts.report, commit: target.commit }),
    annotations,
  }
  return publish(publication, github)
}
