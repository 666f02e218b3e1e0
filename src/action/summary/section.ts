/** A report's section in the pull request's comment: the summary in a screenful. */

import type { ConvertResult } from '../../convert/types.ts'
import { formatCount } from '../../words/number.ts'
import { verdictOf } from '../../words/verdict.ts'
import { failureLists } from './failures.ts'
import { code, link } from './markdown.ts'
import { GLYPHS } from './summary.ts'

/** Leaves room for ten legs of a matrix in one comment. */
export const SECTION_BYTES = 6000

export interface SectionFacts {
  /** Tells the section from all others. */
  readonly name: string
  readonly report: string | null
  /** null if unknown. */
  readonly commit: string | null
}

/** The first line must make sense alone: only it is kept if other sections need the room. */
export function renderSection(
  result: ConvertResult,
  { name, report, commit }: SectionFacts,
  bytes: number = SECTION_BYTES,
): string {
  const words = `${GLYPHS[result.conclusion]} ${code(name, 200)}: ${verdictOf(result)}`
  const open = report === null ? '' : ` · ${link('Open the report', report)}`
  const { passed, failed, skipped, missing = 0 } = result.counts
  const facts = [
    `${formatCount(failed)} failed`,
    `${formatCount(skipped)} skipped`,
    `${formatCount(passed)} passed`,
  ]
  if (missing > 0) facts.push(`${formatCount(missing)} never ran`)
  if (commit !== null) facts.push(`at ${code(commit.slice(0, 7))}`)
  const head = [`### ${words}${open}`, facts.join(' · ')]
  const left = bytes - Buffer.byteLength(head.join('\n\n')) - 100
  return [...head, ...failureLists(result.runs, report, left)].join('\n\n')
}
