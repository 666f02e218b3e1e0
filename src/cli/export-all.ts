import { PageFault } from '../convert/pages.ts'
import type { ConvertedRun } from '../convert/types.ts'
import { convert } from '../convert.ts'
import { isLoss, type WarningKind } from '../format/exported.ts'
import { oneLine } from '../words/text.ts'
import { verdictOf } from '../words/verdict.ts'
import { readWorkflow, withZuul } from '../workflow.ts'
import { type Arguments, DONE, FAILED } from './args.ts'
import { ProgressLine } from './progress.ts'
import { resultText } from './text.ts'

/** Exports what the command line asks for, and prints the result. Returns the exit status. */
export async function exportAll(
  { quiet, zuul, failOnFailures, convert: options }: Arguments,
  page: string,
  signal: AbortSignal,
): Promise<number> {
  const progress = new ProgressLine(process.stderr, quiet)
  const workflow = readWorkflow(process.env)
  try {
    const result = await convert({
      ...options,
      workflow: zuul ? withZuul(workflow, process.env) : workflow,
      page,
      signal,
      onProgress: progress.update,
    })
    progress.clear()
    if (!quiet) process.stdout.write(resultText(result))
    for (const { input, message } of result.problems) complain(`${input}: ${message}`)
    const lost = result.runs.flatMap(lossesOf)
    if (quiet) for (const loss of lost) complain(loss)
    // nor is neutral good enough: a runner of tests that died at once leaves an empty stream
    const isFailure = failOnFailures && result.conclusion !== 'success'
    if (isFailure) complain(`${verdictOf(result)} (--fail-on is failures)`)
    return result.problems.length > 0 || lost.length > 0 || isFailure ? FAILED : DONE
  } catch (error) {
    progress.clear()
    if (signal.aborted) throw error
    const what = error instanceof PageFault ? 'a page was not written' : 'nothing was exported'
    complain(`${what}: ${(error as Error).message}`)
    return FAILED
  }
}

/** Not faults of the stream, but of what it tells. */
const TOLD: ReadonlySet<WarningKind> = new Set(['suite_failed', 'not_run'])

/** Messages about data that a stream has lost. */
function lossesOf({ entry }: ConvertedRun): string[] {
  const losses = (entry.warnings ?? []).filter((one) => isLoss(one) && !TOLD.has(one.kind))
  return losses.map(({ message }) => `${entry.name}: ${message}`)
}

function complain(message: string): void {
  process.stderr.write(`stackviz-export: ${oneLine(message)}\n`)
}
