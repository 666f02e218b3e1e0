/** The job summary, as Markdown of bounded size: the result at a glance, and links to the rest. */

import type { ConvertedRun, ConvertResult } from '../../convert/types.ts'
import { isLoss, namesIn, type Warning } from '../../format/exported.ts'
import { formatSeconds } from '../../words/duration.ts'
import { formatBytes, formatCount, formatPercent, plural } from '../../words/number.ts'
import { verdictOf } from '../../words/verdict.ts'
import { busyShare, type Overview } from '../overview.ts'
import { failureLists, testName } from './failures.ts'
import { cellCode, code, link } from './markdown.ts'
import { skipsByReason } from './skips.ts'
import { dayOf, timeline } from './timeline.ts'
import { folded, lazily, outOf, size, whole } from './whole.ts'

export interface SummaryFacts {
  /** The report's name. */
  readonly name: string
  readonly report: string | null
  readonly data: string | null
  /** What could not be uploaded, and what to do; one line each. */
  readonly faults: readonly string[]
  /** Overviews of the first runs. */
  readonly overviews: readonly Overview[]
}

/**
 * GitHub drops a step's whole summary if it exceeds 1 MiB. A quarter of that is 1,000 failures: for more of
 * them there is the report.
 */
export const SUMMARY_BYTES = 256 * 1024

/** Shares of the total bytes; failures get what the others leave. */
const SHARES = { table: 0.1, timelines: 0.2, remarks: 0.1, skips: 0.05 } as const
const SLOWEST = 10
/** Most names of one warning: the largest number with which all warnings fit. */
const NAMES_SHOWN = [20, 5, 1, 0] as const

export function renderSummary(
  result: ConvertResult,
  facts: SummaryFacts,
  bytes: number = SUMMARY_BYTES,
): string {
  const { runs } = result
  const head = [
    heading(result, facts.name),
    linkLine(facts),
    factLine(result, facts.overviews),
    runTable(runs, bytes * SHARES.table),
    ...timelines(facts.overviews, runs.length, bytes * SHARES.timelines),
    warnings(result, facts.faults, bytes * SHARES.remarks),
  ]
  const tail = [
    slowestList(runs, facts.report),
    skipsByReason(runs, bytes * SHARES.skips),
    notes(result, bytes * SHARES.remarks),
  ]
  const left = bytes - size([...head, ...tail].join('\n\n')) - 100
  const parts = [...head, ...failureLists(runs, facts.report, left), ...tail]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

export const GLYPHS = { success: '✅', failure: '❌', neutral: '⚪' } as const

const heading = (result: ConvertResult, name: string): string =>
  `### ${GLYPHS[result.conclusion]} ${code(name)}: ${verdictOf(result)}`

function linkLine({ report, data }: SummaryFacts): string {
  const links = [
    report === null ? [] : `**${link('Open the report', report)}**`,
    data === null ? [] : link('Download the data', data),
  ]
  return links.flat().join(' · ')
}

/** Counts and, for a single run, its workers and machine; for several, the timelines show these. */
function factLine({ counts, runs }: ConvertResult, overviews: readonly Overview[]): string {
  const { tests, passed, failed, skipped, missing = 0 } = counts
  const facts =
    tests === 0
      ? []
      : [`${formatCount(failed)} failed`, `${formatCount(skipped)} skipped`, `${formatCount(passed)} passed`]
  if (missing > 0) facts.push(`${formatCount(missing)} never ran`)
  if (runs.length === 1 && overviews.length === 1) facts.push(...runFacts(overviews[0]))
  const secrets = runs.flatMap(({ entry }) => entry.warnings ?? []).filter(({ kind }) => kind === 'redacted')
  const redacted = secrets.reduce((sum, { count = 1 }) => sum + count, 0)
  if (redacted > 0) facts.push(`${plural(redacted, 'secret')} replaced by \`***\``)
  return facts.join(' · ')
}

function runFacts({ lanes, machine }: Overview): string[] {
  const busy = busyShare(lanes)
  const workers = lanes?.lanes.filter(({ worker }) => worker !== null).length ?? 0
  return [
    busy === null || workers === 0 ? [] : `${plural(workers, 'worker')} ${formatPercent(busy * 100)} busy`,
    machine?.cpu ? `CPU ${formatPercent(machine.cpu.mean)}` : [],
    machine?.memory ? `memory up to ${formatBytes(machine.memory.max)}` : [],
  ].flat()
}

function runTable(runs: readonly ConvertedRun[], bytes: number): string {
  if (runs.length < 2) return ''
  const head =
    '| Run | Tests | Failed | Skipped | Passed | Wall time |\n| :-- | --: | --: | --: | --: | --: |'
  const rows = runs.map((run) => ({ run }))
  const { text, shown } = worstOf(rows, ({ run }) => runRow(run), bytes)
  const more =
    shown < runs.length
      ? `\n\n${formatCount(shown)} of ${plural(runs.length, 'run')} are shown, the worst first; the report has all of them.`
      : ''
  return `${head}\n${text}${more}`
}

/** As many as fit, in order; if not all do, the worst first: where 200 legs passed, the one that did not is wanted. */
function worstOf<T extends { readonly run: ConvertedRun }>(
  items: readonly T[],
  render: (item: T) => string,
  bytes: number,
): ReturnType<typeof whole> {
  const all = whole(lazily(items, render), bytes)
  if (all.shown === items.length) return all
  const rank = ({ run }: T): number => WORST_FIRST.indexOf(glyphOf(run))
  const sorted = items.toSorted((a, b) => rank(a) - rank(b))
  return whole(lazily(sorted, render), bytes)
}

const WORST_FIRST: readonly string[] = [GLYPHS.failure, '⚠️', GLYPHS.neutral, GLYPHS.success]

function glyphOf({ entry, counts }: ConvertedRun): string {
  if (counts.failed > 0) return GLYPHS.failure
  if (entry.warnings?.some(isLoss)) return '⚠️'
  return counts.tests > 0 ? GLYPHS.success : GLYPHS.neutral
}

function runRow(run: ConvertedRun): string {
  const { entry, counts, duration: seconds } = run
  const numbers = [counts.tests, counts.failed, counts.skipped, counts.passed].map(formatCount)
  return `| ${[`${glyphOf(run)} ${cellCode(entry.name)}`, ...numbers, seconds === null ? '–' : formatSeconds(seconds)].join(' | ')} |`
}

/** A single run's timeline is unfolded; those of several are in one fold, each under its run's name. */
function timelines(overviews: readonly Overview[], runs: number, bytes: number): string[] {
  const days = new Set(overviews.flatMap(({ lanes }) => (lanes === null ? [] : dayOf(lanes))))
  const drawn = overviews
    .map((overview) => ({ run: overview.run, picture: timeline(overview, days.size > 1) }))
    .filter(({ picture }) => picture !== '')
  if (runs === 1) return drawn.map(({ picture }) => picture)
  const { text, shown } = worstOf(
    drawn,
    ({ run, picture }) => `${code(run.entry.name)}\n\n${picture}\n`,
    bytes,
  )
  return shown === 0 ? [] : [folded(`Workers and machine (${outOf(shown, runs)})`, text.trimEnd())]
}

/** Whatever makes the numbers above incomplete, or kept the report from being uploaded. */
function warnings({ runs, problems }: ConvertResult, faults: readonly string[], bytes: number): string {
  const items = (names: number): string[] => [
    ...problems.map(
      ({ kind, input, message }) =>
        `- ${kind === 'machine' ? '⚠️' : '❌'} ${code(input)}: ${code(message, 600)}`,
    ),
    ...faults.map((fault) => `- ⚠️ ${code(fault, 600)}`),
    ...remarks(runs, true, names),
  ]
  const { text, shown, all } = withNames(items, bytes)
  return all === 0 ? '' : `#### Warnings${shown < all ? ` (${outOf(shown, all)})` : ''}\n\n${text}`
}

function notes({ runs, notices }: ConvertResult, bytes: number): string {
  const items = (names: number): string[] => [
    ...remarks(runs, false, names),
    ...notices.map((notice) => `- ${code(notice, 600)}`),
  ]
  const { text, shown, all } = withNames(items, bytes)
  return all === 0 ? '' : folded(`Notes (${outOf(shown, all)})`, text)
}

/** As many items as fit, with as many names in each as leave room for all of them. */
function withNames(
  items: (names: number) => string[],
  bytes: number,
): { text: string; shown: number; all: number } {
  const all = items(0).length
  let list = { text: '', shown: 0 }
  for (const names of NAMES_SHOWN) {
    list = whole(items(names), bytes)
    if (list.shown === all) break
  }
  return { ...list, all }
}

/** The runs' warnings, with at most `names` in each: those about lost data, or the others. */
function remarks(runs: readonly ConvertedRun[], loss: boolean, names: number): string[] {
  return runs.flatMap(({ entry }) => {
    const those = (entry.warnings ?? []).filter((warning) => isLoss(warning) === loss)
    return those.map(
      (warning) =>
        `- ${loss ? '⚠️ ' : ''}${code(entry.name)}: ${code(warning.message, 600)}${namesOf(warning, names)}`,
    )
  })
}

/** The names of a warning, as a list in an item. */
function namesOf(warning: Warning, most: number): string {
  const { names, more } = namesIn(warning, most)
  const items = [
    ...names.map((name) => code(name, 500)),
    ...(more > 0 ? [`and ${formatCount(more)} more`] : []),
  ]
  return items.map((item) => `\n  - ${item}`).join('')
}

function slowestList(runs: readonly ConvertedRun[], report: string | null): string {
  const all = runs.flatMap(({ slowest, entry }) => slowest.map((test) => ({ ...test, run: entry })))
  if (all.length === 0) return ''
  const longest = all.toSorted((a, b) => b.duration - a.duration).slice(0, SLOWEST)
  const lines = longest.map(
    (test, i) =>
      `${i + 1}. ${formatSeconds(test.duration)} · ${testName(test, test.run.id, report)}${runs.length > 1 ? ` · ${code(test.run.name, 80)}` : ''}`,
  )
  return folded('Slowest tests', lines.join('\n'))
}
