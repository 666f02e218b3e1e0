/** Reports in the job's log what was read: lines, and annotations for what is wrong with an input. */

import type { ConvertedRun, ConvertResult } from '../convert/types.ts'
import { isLoss, namesIn, type Warning } from '../format/exported.ts'
import { formatSeconds } from '../words/duration.ts'
import { formatCount, plural } from '../words/number.ts'
import { cut } from '../words/text.ts'
import type { Annotation } from './annotations/annotation.ts'
import * as log from './log.ts'
import { verdictOf } from './verdict.ts'
import { showOnOneLine } from './visible-text.ts'

/** Few, since the tests' own step has printed all failures. */
const FAILURES_SHOWN = 10
const NAMES_SHOWN = 20

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
    if (logs.some((path) => notice.startsWith(`${path}: `))) log.info(notice)
    else log.notice(notice)
  }
}

/** Annotates the lines that failed, as many as log.ts has room for. */
export function annotate(annotations: readonly Annotation[], failed: number): void {
  let shown = 0
  while (shown < annotations.length && log.errorAt(annotations[shown])) shown += 1
  if (shown > 0 && failed > shown)
    log.notice(
      `${formatCount(shown)} of ${plural(failed, 'failed test')} are annotated at their lines; the report has all of them`,
    )
}

function tellRun({ entry, failures, counts, duration: seconds }: ConvertedRun): void {
  const { tests, passed, failed, skipped, missing = 0 } = counts
  const more = missing === 0 ? '' : `, ${formatCount(missing)} never ran`
  const time = seconds === null ? '' : ` in ${formatSeconds(seconds)}`
  const numbers = `${formatCount(passed)} passed, ${formatCount(failed)} failed, ${formatCount(skipped)} skipped${more}`
  log.info(`${showOnOneLine(entry.name)}: ${plural(tests, 'test')}${time}: ${numbers}`)
  for (const { name, details } of failures.slice(0, FAILURES_SHOWN)) {
    log.info(`  ✕ ${cut(showOnOneLine(name), 500)}`)
    for (const line of details ?? []) log.info(`      ${cut(showOnOneLine(line), 300)}`)
  }
  const left = failed - Math.min(failures.length, FAILURES_SHOWN)
  if (left > 0) log.info(`  … and ${formatCount(left)} more`)
  for (const warning of entry.warnings ?? []) {
    const text = `${showOnOneLine(entry.name)}: ${warning.message}`
    if (isLoss(warning)) log.warning(text)
    else log.info(text)
    tellNames(warning)
  }
}

function tellNames(warning: Warning): void {
  const { names, more } = namesIn(warning, NAMES_SHOWN)
  for (const name of names) log.info(`  ${cut(showOnOneLine(name), 500)}`)
  if (more > 0) log.info(`  … and ${formatCount(more)} more`)
}
