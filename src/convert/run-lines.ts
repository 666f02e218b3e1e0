/** Says what a run held, as lines of plain text for a terminal or a job's log. */

import { isLoss, namesIn } from '../format/exported.ts'
import { formatSeconds } from '../words/duration.ts'
import { formatCount, plural } from '../words/number.ts'
import { cut, oneLine } from '../words/text.ts'
import { attemptTexts } from './failures.ts'
import type { ConvertedRun } from './types.ts'

/** Few, since the tests' own step has printed all failures. */
const FAILURES_SHOWN = 10
const NAMES_SHOWN = 20
/** A name may have megabytes; these limits are a few lines of a terminal. */
const LONGEST_NAME = 500
const LONGEST_LINE = 300

export interface RunLine {
  readonly text: string
  /** The text is a message that results may be missing, and shown as a warning is. */
  readonly isLoss?: true
}

export function runLines({ entry, failures, counts, duration }: ConvertedRun): RunLine[] {
  const { tests, passed, failed, skipped, missing = 0 } = counts
  const time = duration === null ? '' : ` in ${formatSeconds(duration)}`
  const never = missing === 0 ? '' : `, ${formatCount(missing)} never ran`
  const numbers = `${formatCount(failed)} failed, ${formatCount(skipped)} skipped, ${formatCount(passed)} passed${never}`
  const lines: RunLine[] = [{ text: `${oneLine(entry.name)}: ${plural(tests, 'test')}${time}: ${numbers}` }]
  for (const failure of failures.slice(0, FAILURES_SHOWN)) {
    const { name, details } = failure
    const facts = [shown(name, LONGEST_NAME), ...attemptTexts(failure)]
    lines.push({ text: `  ✕ ${facts.join(' · ')}` })
    for (const line of details ?? []) lines.push({ text: `      ${shown(line, LONGEST_LINE)}` })
  }
  const left = failed - Math.min(failures.length, FAILURES_SHOWN)
  if (left > 0) lines.push({ text: `  … and ${formatCount(left)} more` })
  for (const warning of entry.warnings ?? []) {
    const message = oneLine(warning.message)
    lines.push(isLoss(warning) ? { text: message, isLoss: true } : { text: `  note: ${message}` })
    const { names, more } = namesIn(warning, NAMES_SHOWN)
    for (const name of names) lines.push({ text: `      ${shown(name, LONGEST_NAME)}` })
    if (more > 0) lines.push({ text: `      … and ${formatCount(more)} more` })
  }
  return lines
}

/** Also cut before `oneLine`, which need not process megabytes. */
const shown = (text: string, length: number): string => cut(oneLine(cut(text, length)), length)
