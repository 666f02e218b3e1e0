/** How the pages word differences and flaky tests. */

import type { SiteRun } from '../../format/site.ts'
import { formatCount, plural, threeDigits } from '../../words/number.ts'
import { toneOf } from '../../words/verdict.ts'
import { type Comparison, type RunOfOne, runsOfOne } from './compare.ts'
import type { Failing } from './failing.ts'
import type { Flaky } from './flaky.ts'
import { type History, kindAt } from './history.ts'
import type { Paces } from './pace.ts'
import type { ReportTests } from './report-tests.ts'
import { type StatusKind } from './status-kind.ts'

type Outcome = Pick<SiteRun, 'counts' | 'conclusion' | 'partial'>

export type DifferenceKind = keyof Comparison | 'slower' | 'faster'

export interface DifferenceWords {
  readonly kind: DifferenceKind
  /** Heading of a list of them. */
  readonly title: string
  /** Follow their number. */
  readonly one: string
  readonly many: string
}

const words = (
  kind: DifferenceKind,
  title: string,
  one = title.toLowerCase(),
  many = one,
): DifferenceWords => ({
  kind,
  title,
  one,
  many,
})

/**
 * For two reports without a difference; an expected failure instead of a success does not count as one.
 * `notCompared`: what `notComparedInWords` says of them; `paces`: null until they are known.
 */
export const noDifferenceInWords = (notCompared: string, paces: Paces<unknown> | null): string =>
  `${notCompared === '' ? 'The' : 'In the runs that both have, the'} same tests passed, failed and were skipped` +
  (paces?.unknown === 0 ? ', none of them slower or faster.' : '.')

/** The most important first. */
const DIFFERENCES: readonly DifferenceWords[] = [
  words('newFailures', 'New failures', 'new failure', 'new failures'),
  words('fixed', 'Fixed'),
  words('stillFailing', 'Still failing'),
  words('skippedNow', 'Skipped now'),
  words('skippedBefore', 'No longer skipped'),
  words('added', 'New tests', 'new test', 'new tests'),
  words('removed', 'Removed tests', 'removed test', 'removed tests'),
  words('slower', 'Slower'),
  words('faster', 'Faster'),
]

/** Why the report may lack tests that exist: `3 never ran`; empty if it has all. */
export function lackInWords({ counts, conclusion, partial }: Outcome): string {
  const { missing = 0 } = counts
  if (missing > 0) return `${formatCount(missing)} never ran`
  // old reports do not say so if tests failed, too
  return partial || toneOf(counts, conclusion) === 'lost' ? 'results may be missing' : ''
}

/** In words for these two reports: tests that one of them may only lack are not known to be new or removed. */
export function differencesOf(before: Outcome, after: Outcome): readonly DifferenceWords[] {
  const lacking: Partial<Record<DifferenceKind, readonly [string, Outcome]>> = {
    added: ['earlier', before],
    removed: ['later', after],
  }
  return DIFFERENCES.map((usual) => {
    const [which, report] = lacking[usual.kind] ?? []
    const why = report === undefined ? '' : lackInWords(report)
    const title = `Not in the ${which} report (${why})`
    return why === '' ? usual : words(usual.kind, title, title.replace('N', 'n'))
  })
}

/** Runs named in one line. */
const NAMED = 5

/**
 * What to know of the slower and faster tests besides their list: `Tests took 1.4 times as long as usual, …`, run by
 * run, and how many tests could not be judged. Empty if there is nothing. `before`: what is compared with.
 */
export function pacesInWords({ common, unknown }: Paces<unknown>, before: string): string {
  const runs = [...common].filter(([, { factor }]) => factor !== 1)
  const sentences = runs
    .slice(0, NAMED)
    .map(
      ([label, { factor, tests }]) =>
        `${label === '' ? '' : `${label}: `}Tests took ${threeDigits(factor, true)} times as long as ${before}, ` +
        `by the median of ${formatCount(tests)}, as on a ` +
        `${factor > 1 ? 'slower machine or with more' : 'faster machine or with fewer'} of them at once.`,
    )
  if (runs.length > NAMED)
    sentences.push(`The tests of ${plural(runs.length - NAMED, 'more run')} differ, too.`)
  if (runs.length > 0) sentences.push('Slower and faster tests differ beside that, too.')
  if (unknown > 0)
    sentences.push(
      `${plural(unknown, 'test')} changed by more than 20 % and 0.5 s, but there are too few reports, and tests of 0.5 s, ` +
        'to know how much times vary.',
    )
  return sentences.join(' ')
}

/** `Not compared: macos (2 tests, 1 failed), which only the later report has.` Empty if all are compared. */
export function notComparedInWords(before: ReportTests, after: ReportTests): string {
  const parts = [
    [runsOfOne(after, before), 'later'] as const,
    [runsOfOne(before, after), 'earlier'] as const,
  ].filter(([runs]) => runs.length > 0)
  if (parts.length === 0) return ''
  return `Not compared: ${parts.map(([runs, which]) => `${runsInWords(runs)}, which only the ${which} report has`).join('; ')}.`
}

function runsInWords(runs: readonly RunOfOne[]): string {
  const named = runs
    .slice(0, NAMED)
    .map(
      ({ label, tests, failed }) =>
        `${label === '' ? 'the only run' : label} (${plural(tests, 'test')}${failed > 0 ? `, ${formatCount(failed)} failed` : ''})`,
    )
  const more = runs.length - named.length
  return named.join(', ') + (more > 0 ? ` and ${formatCount(more)} more` : '')
}

/** Whether the two reports have a run in common. */
export const areComparable = (before: ReportTests, after: ReportTests): boolean =>
  before.labels.some((label) => after.labels.includes(label))

/**
 * What to know of two reports besides their differences, one paragraph each. `paces`: null until they are known;
 * `isSame`: whether there are no differences.
 */
export function notesInWords(
  before: ReportTests,
  after: ReportTests,
  paces: Paces<unknown> | null,
  isSame: boolean,
): string[] {
  const notCompared = notComparedInWords(before, after)
  return [
    notCompared,
    paces === null ? '' : pacesInWords(paces, 'in the earlier report'),
    isSame && areComparable(before, after) ? noDifferenceInWords(notCompared, paces) : '',
  ].filter((text) => text !== '')
}

const ON_DEFAULT: Readonly<Record<StatusKind, (branch: string) => string>> = {
  failed: (branch) => `fails on ${branch} too`,
  passed: (branch) => `passes on ${branch}`,
  skipped: (branch) => `skipped on ${branch}`,
}

/** `in 3 reports in a row · fails on main too`; empty if nothing is known. `branch`: the default one. */
export function failingInWords(failing: Failing, branch: string): string {
  const { onDefault } = failing
  const there = onDefault === null ? '' : ON_DEFAULT[onDefault](branch)
  return [sinceInWords(failing), there].filter((text) => text !== '').join(' · ')
}

function sinceInWords({ times, isFromStart, before, isNew }: Failing): string {
  if (times > 1) return `in ${isFromStart ? 'at least ' : ''}${plural(times, 'report')} in a row`
  if (isNew) return 'new test'
  const { reports, failed } = before
  if (reports === 0) return ''
  return failed === 0
    ? `did not fail in ${plural(reports, 'report')} before`
    : `failed in ${failed} of ${reports} before`
}

/** For a test with executions that failed and passed, by the status of the last one. */
const RETRIED: Readonly<Record<StatusKind, string>> = {
  passed: 'passed by a retry',
  failed: 'failed in a later execution',
  skipped: 'failed and passed',
}

/** `at 3f2c1ab, passed by a retry in 2 reports` */
export function flakyInWords(history: History, { row, commits, retried }: Flaky): string {
  const parts = []
  if (commits.length === 1) parts.push(`at ${commits[0].slice(0, 7)}`)
  if (commits.length > 1) parts.push(`at ${plural(commits.length, 'commit')}`)
  const last = retried.map((column) => kindAt(history, row, column))
  for (const [kind, text] of Object.entries(RETRIED)) {
    const count = last.filter((one) => one === kind).length
    if (count > 0) parts.push(`${text} in ${plural(count, 'report')}`)
  }
  return parts.join(', ')
}

/** Where no test is flaky: nothing is known of what was tested once. `codes`: `codeOf` of each report. */
export function noFlakyInWords(codes: readonly (string | null)[]): string {
  const known = codes.filter((code) => code !== null)
  return new Set(known).size < known.length
    ? 'No test changed its status without a change of code.'
    : 'No test failed and passed in one report, and no two of these reports are known to be of the same code.'
}
