/**
 * Labels for the runs of several reports that are compared: runs with the same label, such as one leg of a
 * matrix, are compared with each other. Pure.
 */

import type { SiteRun } from '../../format/site.ts'
import { runName } from '../text/name.ts'

export type LabelledRuns = Pick<SiteRun, 'columns' | 'attempt' | 'follows' | 'runNames'>

/**
 * Per report, the newest last, a label for each run, unique within the report: its name, or the label of the
 * run in its place in the next report of as many if it is not known, or no run has the name of a later one.
 * The only run of a report has `''`, unless a report of several has one of that name.
 */
export function labelRuns(reports: readonly LabelledRuns[]): (readonly string[])[] {
  const names = withoutAttempts(reports)
  const ofSeveral = new Set(names.flatMap((of) => (of.length > 1 ? of : [])))
  const labelOf = new Map<string, string>()
  const later: (readonly string[])[] = []
  for (const [report, { columns }] of [...reports.entries()].toReversed()) {
    const own = names[report]
    const byName = own.map((name) => labelOf.get(name) ?? name)
    const isShared = own.some((name) => labelOf.has(name))
    const alike = isShared ? undefined : later.findLast(({ length }) => length === columns)
    const ofMany = alike ?? (own.length > 0 ? numbered(byName) : byPlace(columns))
    const labels = columns > 1 ? ofMany : [own.length > 0 && ofSeveral.has(own[0]) ? byName[0] : '']
    for (const [run, name] of own.entries()) labelOf.set(name, labels[run])
    later.push(labels)
  }
  return later.toReversed()
}

/** The last two are compared, whatever the others are, which tell how much times vary. */
export const labelPair = (reports: readonly LabelledRuns[]): (readonly string[])[] => [
  ...labelRuns(reports).slice(0, -2),
  ...labelRuns(reports.slice(-2)),
]

const byPlace = (columns: number): string[] =>
  Array.from({ length: columns }, (_, n) => `run ${n + 1} of ${columns}`)

/**
 * Names of each report's runs, without what does not tell them apart; none if they are not known. The data of
 * a job that was run again are an artifact with a number: `linux-2: …` → `linux: …`.
 */
function withoutAttempts(reports: readonly LabelledRuns[]): (readonly string[])[] {
  const names = reports.map(({ columns, runNames = [] }) =>
    runNames.length === columns ? numbered(runNames.map(shorten)) : [],
  )
  const all = new Set(names.flat())
  return reports.map(({ attempt, follows }, report) => {
    // of the workflow run that a report follows the attempt is not known
    if (attempt === 1 && follows === undefined) return names[report]
    return names[report].map((name) => {
      const first = name.replace(/^(.+?)-\d{1,6}: /, '$1: ')
      return all.has(first) && !names[report].includes(first) ? first : name
    })
  })
}

/**
 * `linux-data: Subunit File: run.subunit` → `linux: run.subunit`. Without the number of a repository's run, which
 * grows from report to report where a cache keeps the repository.
 */
const shorten = (title: string): string =>
  runName(title.replace(/\s+/g, ' ')).replace(/(^|: )Repository: (.*?)(?: \(\d+\))?$/, '$1$2')

/** Adds a number to labels that occurred before. */
function numbered(labels: readonly string[]): string[] {
  const times = new Map<string, number>()
  return labels.map((label) => {
    const before = times.get(label) ?? 0
    times.set(label, before + 1)
    return before === 0 ? label : `${label} #${before + 1}`
  })
}
