import { counted, duration, integer, oneLine } from '../convert/words.ts'
import type { ConvertedRun, ConvertResult } from '../convert.ts'

const FAILURES_SHOWN = 10

/** What a person wants to know at the end, lines of plain text. */
export function resultText(result: ConvertResult): string {
  const lines = result.runs.flatMap(runLines)
  for (const notice of result.notices) lines.push(`note: ${oneLine(notice)}`)
  lines.push(`Data:   ${result.data}`)
  if (result.site !== null) lines.push(`Site:   ${result.site}`)
  if (result.report !== null) lines.push(`Report: ${result.report}`)
  return `${lines.join('\n')}\n`
}

function runLines({ entry, counts, duration: seconds }: ConvertedRun): string[] {
  const time = seconds === null ? '' : ` in ${duration(seconds)}`
  const { tests, passed, failed, skipped } = counts
  const lines = [
    `${oneLine(entry.name)}: ${counted(tests, 'test')}${time}: ${integer(passed)} passed, ${integer(failed)} failed, ${integer(skipped)} skipped`,
  ]
  for (const { name, details } of entry.stats.failures.slice(0, FAILURES_SHOWN)) {
    lines.push(`  ✕ ${oneLine(name)}`)
    for (const line of details ?? []) lines.push(`      ${oneLine(line).slice(0, 200)}`)
  }
  const more = entry.stats.failures.length - FAILURES_SHOWN
  if (more > 0) lines.push(`  … and ${integer(more)} more`)
  for (const { message } of entry.warnings ?? []) lines.push(`  warning: ${oneLine(message)}`)
  return lines
}
