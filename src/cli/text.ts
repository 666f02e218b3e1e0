import { runLines } from '../convert/run-lines.ts'
import type { ConvertResult } from '../convert/types.ts'
import { oneLine } from '../words/text.ts'
import { verdictOf } from '../words/verdict.ts'

/** The result for the user, as lines of plain text. */
export function resultText(result: ConvertResult): string {
  const lines = [verdictOf(result)]
  for (const { text, isLoss } of result.runs.flatMap(runLines))
    lines.push(isLoss ? `  warning: ${text}` : text)
  for (const notice of result.notices) lines.push(`note: ${oneLine(notice)}`)
  lines.push(`Data:   ${result.data}`)
  if (result.site !== null) lines.push(`Site:   ${result.site}`)
  if (result.report !== null) lines.push(`Report: ${result.report}`)
  return `${lines.join('\n')}\n`
}
