import type { ConvertedRun, ConvertResult } from '../convert/types.ts'
import { namesIn } from '../format/exported.ts'
import { formatSeconds } from '../words/duration.ts'
import { formatCount, plural } from '../words/number.ts'
import { cut, oneLine } from '../words/text.ts'

const FAILURES_SHOWN = 10
const NAMES_SHOWN = 10
/** A name may have megabytes; these limits are a few lines of a terminal. */
const LONGEST_NAME = 300
const LONGEST_LINE = 200

/** The result for the user, as lines of plain text. */
export function resultText(result: ConvertResult): string {
  const lines = result.runs.flatMap(runLines)
  for (const notice of result.notices) lines.push(`note: ${oneLine(notice)}`)
  lines.push(`Data:   ${result.data}`)
  if (result.site !== null) lines.push(`Site:   ${result.site}`)
  if (result.report !== null) lines.push(`Report: ${result.report}`)
  return `${lines.join('\n')}\n`
}

function runLines({ entry, failures, counts, duration: seconds }: ConvertedRun): string[] {
  const time = seconds === null ? '' : ` in ${formatSeconds(seconds)}`
  const { tests, passed, failed, skipped } = counts
  const lines = [
    `${oneLine(entry.name)}: ${plural(tests, 'test')}${time}: ${formatCount(passed)} passed, ${formatCount(failed)} failed, ${formatCount(skipped)} skipped`,
  ]
  for (const { name, details } of failures.slice(0, FAILURES_SHOWN)) {
    lines.push(`  ✕ ${shown(name, LONGEST_NAME)}`)
    for (const line of details ?? []) lines.push(`      ${shown(line, LONGEST_LINE)}`)
  }
  const more = failed - Math.min(failures.length, FAILURES_SHOWN)
  if (more > 0) lines.push(`  … and ${formatCount(more)} more`)
  for (const warning of entry.warnings ?? []) {
    lines.push(`  warning: ${oneLine(warning.message)}`)
    const { names, more: others } = namesIn(warning, NAMES_SHOWN)
    for (const name of names) lines.push(`      ${shown(name, LONGEST_NAME)}`)
    if (others > 0) lines.push(`      … and ${formatCount(others)} more`)
  }
  return lines
}

/** Also cut before `oneLine`, which need not process megabytes. */
const shown = (text: string, length: number): string => cut(oneLine(cut(text, length)), length)
