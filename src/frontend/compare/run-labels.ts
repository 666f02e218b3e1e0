/**
 * Labels for the runs of several reports that are compared: runs with the same label, such as one leg of a
 * matrix, are compared with each other. Pure.
 */

/** The name of each run of a report; null if it is not known. */
export type RunTitles = readonly (string | null)[]

/** For a report of one run among others of one run, whose name does not matter. */
const ONLY = ['']

/** Per report, a label for each run, unique within the report; `''` if no report has several runs. */
export function labelRuns(reports: readonly RunTitles[]): (readonly string[])[] {
  if (reports.every(({ length }) => length <= 1)) return reports.map(() => ONLY)
  const shown = reports.map((titles) => titles.map((title) => (title === null ? null : shorten(title))))
  const all = new Set(shown.flat())
  return shown.map((names) => {
    const labels = names.map((name, n) => {
      // by their order only if both reports have equally many
      if (name === null) return `run ${n + 1} of ${names.length}`
      const first = withoutAttempt(name)
      return all.has(first) && !names.includes(first) ? first : name
    })
    return numbered(labels)
  })
}

/**
 * `linux-data: Subunit File: run.subunit` → `linux: run.subunit`. Without the number of a repository's run, which
 * grows from report to report where a cache keeps the repository.
 */
const shorten = (title: string): string =>
  title
    .replace(/\s+/g, ' ')
    .replace(/(^|: )Subunit File: /, '$1')
    .replace(/(^|: )Repository: (.*?)(?: \(\d+\))?$/, '$1$2')
    .replace(/^(.+?)-data: /, '$1: ')

/** The data of a job that was run again are an artifact with a number: `linux-2: …` → `linux: …`. */
const withoutAttempt = (name: string): string => name.replace(/^(.+?)-\d{1,6}: /, '$1: ')

/** Adds a number to labels that occurred before. */
function numbered(labels: readonly string[]): string[] {
  const times = new Map<string, number>()
  return labels.map((label) => {
    const before = times.get(label) ?? 0
    times.set(label, before + 1)
    return before === 0 ? label : `${label} #${before + 1}`
  })
}
