/** Lists of failures: each test's name as a link to its page, and its last lines. */

import { attemptTexts } from '../../convert/failures.ts'
import type { ConvertedRun, Failure } from '../../convert/types.ts'
import { UNENDED_DETAILS } from '../../format/exported.ts'
import { formatLeast, formatSeconds } from '../../words/duration.ts'
import { formatCount, plural } from '../../words/number.ts'
import { testAddress } from '../pull/addresses.ts'
import { blockInItem, code, codeInHtml, link } from './markdown.ts'
import { folded, lazily, outOf, size, whole } from './whole.ts'

/** Most failures that are shown unfolded. */
const MOST_OPEN = 20

/** Most characters of a run's name in a fold's title, as in the table of runs. */
const LONGEST_NAME = 120

/**
 * Each run gets an equal share of the bytes that the runs before it left, and at least its first failure. Once
 * that does not fit, the remaining runs are only counted.
 */
export function failureLists(runs: readonly ConvertedRun[], report: string | null, bytes: number): string[] {
  const failed = runs.filter(({ counts }) => counts.failed > 0)
  const all = failed.reduce((sum, { counts }) => sum + counts.failed, 0)
  const parts: string[] = []
  let left = bytes
  for (const [i, { entry, failures, counts }] of failed.entries()) {
    const where = runs.length > 1 ? ` in ${codeInHtml(entry.name, LONGEST_NAME)}` : ''
    const fold = (shown: number, text: string): string =>
      folded(`<b>Failures (${outOf(shown, counts.failed)})</b>${where}`, text, all <= MOST_OPEN)
    // at most as many digits are shown as there are failures
    const frame = size(fold(counts.failed, '')) + size(` of ${formatCount(counts.failed)}`) + 2
    const items = lazily(failures, (failure) => failureItem(failure, entry.id, report))
    const { text, shown } = whole(items, left / (failed.length - i) - frame, left - frame)
    if (shown === 0) {
      parts.push(
        `The failures of ${plural(failed.length - i, i === 0 ? 'run' : 'more run')} are in the report.`,
      )
      break
    }
    const part = fold(shown, text)
    parts.push(part)
    left -= size(part) + 2
  }
  return parts
}

function failureItem(failure: Failure, run: number, report: string | null): string {
  const { duration: seconds, details } = failure
  const facts = [testName(failure, run, report), ...timeTexts(seconds, details), ...attemptTexts(failure)]
  const item = `- ${facts.join(' · ')}`
  if (details === null || details.length === 0) return item
  // most have one line: a block for each would make the list three times as long
  return details.length === 1
    ? `${item}\\\n  ${code(details[0], 400)}`
    : `${item}\n${blockInItem(details.slice(-2))}`
}

/** Of a test that never ended, the time is only the least that it took. */
function timeTexts(seconds: number | null, details: Failure['details']): string[] {
  if (seconds === null) return []
  if (details === null || !UNENDED_DETAILS.has(details[0])) return [formatSeconds(seconds)]
  return seconds > 0 ? [formatLeast(seconds * 1e6)] : []
}

/** The link's text is the full name, since a link into an artifact may lose its fragment. */
export function testName(
  { name, place }: Pick<Failure, 'name' | 'place'>,
  run: number,
  report: string | null,
): string {
  const address = testAddress(report, run, name, place)
  const text = code(name, 500)
  return address === null ? text : link(text, address)
}
