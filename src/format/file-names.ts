/** The names of an export's files, for all that write, read, replace or pass over them. */

/** Names all other files of an export, except for RESULTS_FILE. */
export const CONFIG_FILE = 'config.json'
/** What the action adds to an export, and to each report's directory on a site. */
export const RESULTS_FILE = 'results.json'

/** How the names of a run's files end. */
const ENDINGS = {
  raw: 'raw.json',
  details: 'details.json',
  index: 'index.json',
  tree: 'tree.json',
  columns: 'columns.bin',
  stats: 'stats.json',
} as const

/** The names of a run's files. */
export type RunFiles = Readonly<Record<keyof typeof ENDINGS, string>>

/** Names such as `tempest_<source>_<id>_raw.json`; `id` is the run's index within its source. */
export function runFiles(source: string, id: number, gzip: boolean): RunFiles {
  const names = Object.entries(ENDINGS).map(([kind, ending]) => [
    kind,
    `tempest_${source}_${id}_${ending}${gzip ? '.gz' : ''}`,
  ])
  return Object.fromEntries(names) as RunFiles
}

/** The name of the copy of a dstat log. */
export const logFile = (index: number, gzip: boolean): string =>
  `dstat_log${index === 0 ? '' : `_${index}`}.csv${gzip ? '.gz' : ''}`

const fileWith = (endings: readonly string[]): RegExp =>
  new RegExp(`^tempest_[\\w.-]+_\\d+_(?:${endings.join('|').replaceAll('.', '\\.')})(?:\\.gz)?$`)

const RUN_FILE = fileWith(Object.values(ENDINGS))
const DERIVED_FILE = fileWith([ENDINGS.index, ENDINGS.tree, ENDINGS.columns, ENDINGS.stats])
const LOG_FILE = /^dstat_log(?:_\d{1,6})?\.csv(?:\.gz)?$/

/** Whether it is a file of a run; the name of a stream, which it contains, may itself match a user's pattern. */
export const isRunFile = (name: string): boolean => RUN_FILE.test(name)

/** Whether it is a file of a run that follows from its raw file and its details: an export is read again without. */
export const isDerivedFile = (name: string): boolean => DERIVED_FILE.test(name)

export const isLogFile = (name: string): boolean => LOG_FILE.test(name)

/** Whether an export of any version may have such a file: others may write more files of a run. */
export const mayBeOfExport = (name: string): boolean =>
  /^tempest_[\w.-]{1,240}$/.test(name) || isLogFile(name)
