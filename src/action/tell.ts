/** Reports in the job's log what was read: lines, and annotations for what is wrong with an input. */

import { runLines } from '../convert/run-lines.ts'
import type { ConvertedRun, ConvertResult } from '../convert/types.ts'
import { formatCount, plural } from '../words/number.ts'
import { oneLine } from '../words/text.ts'
import { verdictOf } from '../words/verdict.ts'
import type { Annotation } from './annotations/annotation.ts'
import * as log from './log.ts'

/** `logs`: paths of logs; notices about how they were read are only lines of the log, not annotations. */
export function tell(result: ConvertResult, logs: readonly string[]): void {
  log.info(verdictOf(result))
  for (const run of result.runs) tellRun(run)
  for (const { kind, input, message } of result.problems) {
    // a log is beside the matter: without it, the report has all tests
    if (kind === 'machine') log.warning(`${input}: ${message}`)
    else log.error(`${input}: ${message}`)
  }
  for (const notice of result.notices) {
    if (logs.some((path) => isOf(notice, path))) log.info(notice)
    else log.notice(notice)
  }
}

/** Whether a notice is of that log, or of that and more. */
const isOf = (notice: string, path: string): boolean =>
  [': ', ', '].some((next) => notice.startsWith(`${path}${next}`))

/** Annotates the lines that failed, as many as log.ts has room for. */
export function annotate(annotations: readonly Annotation[], failed: number): void {
  let shown = 0
  while (shown < annotations.length && log.errorAt(annotations[shown])) shown += 1
  if (shown > 0 && failed > shown)
    log.notice(
      `${formatCount(shown)} of ${plural(failed, 'failed test')} are annotated at their lines, those that fail alike once; the report has all of them`,
    )
}

/** A loss is an annotation, which stands alone: it names the run. */
function tellRun(run: ConvertedRun): void {
  for (const { text, isLoss } of runLines(run)) {
    if (isLoss) log.warning(`${oneLine(run.entry.name)}: ${text}`)
    else log.info(text)
  }
}
