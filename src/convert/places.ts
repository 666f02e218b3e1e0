/** Looks at where the files are to go before any work is done. */

import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import type { ConvertOptions } from '../convert.ts'
import { holdsExport, isDataFile, isFile, isOthersConfig, namesOfExport } from '../export/staging.ts'

/** Throws where a file would take the place of another that somebody needs. `data`: the data directory. */
export function checkPlaces(options: ConvertOptions, data: string): void {
  refuseFile(options.destination)
  if (options.site) refuseLink(data)
  refuseOthersConfig(data)
  refuseInput(options, data)
  if (options.published !== undefined) refusePublished(options.published, options, data)
  if (options.report === undefined) return
  const report = realPlace(options.report)
  const refuse = (why: string): never => {
    throw new Error(`${options.report}: the report cannot be written there: ${why}; choose another place`)
  }
  const directory = realPlace(data)
  if (`${directory}${sep}`.startsWith(`${report}${sep}`)) refuse('the data needs a directory of that name')
  if (options.site && isIn(realPlace(options.destination), report) && isIndex(report))
    refuse("the site's page has that name")
  if (isIn(directory, report) && isDataFile(basename(report))) refuse('an exported file has that name')
  if (inputsOf(options).some((path) => isSame(realPlace(path), report))) refuse('it is an input')
  if (isInRepository(report, options)) refuse('it is in a repository of test runs')
  if (isDevice(report)) refuse('it is a device or a pipe, not a file')
}

/**
 * What an earlier export has left beside this one, in words: with `site` the data is elsewhere than without, so
 * neither takes the other's place, and who opens the old page takes it for the new one's.
 */
export function besideWords({ destination, site }: ConvertOptions): string | null {
  const root = resolve(destination)
  // not resolve(…, 'index.html'): ncc would copy every file of that name below this directory
  const page = join(root, 'index.html')
  const old = site ? root : join(root, 'data')
  if (!holdsExport(old)) return null
  if (site)
    return `${join(old, 'config.json')} belongs to an earlier export without a page, and was left as it was`
  return isFile(page)
    ? `${page} belongs to an earlier export, whose data is in ${old}: both were left as they were`
    : null
}

/** A shell makes `-f *.subunit` of two files to `-f a.subunit b.subunit`. */
function refuseFile(destination: string): void {
  if (statSync(destination, { throwIfNoEntry: false })?.isDirectory() ?? true) return
  throw new Error(
    `${destination} is a file, but DEST must be a directory; put --stream-file (-f) in front of each stream`,
  )
}

/** The export's own would take its place, and nobody would have it any more. */
function refuseOthersConfig(directory: string): void {
  if (!isOthersConfig(directory)) return
  throw new Error(
    `${join(directory, 'config.json')} does not belong to an export, and would be replaced by the export's; choose another place`,
  )
}

/** `--dstat dstat_log.csv .`: another log would take its place, or the next export away what this one has named. */
function refuseInput(options: ConvertOptions, data: string): void {
  const directory = realPlace(data)
  const inPlace = inputsOf(options).filter(
    (path) => isDataFile(basename(path)) && isIn(directory, realPlace(path)),
  )
  if (inPlace.length === 0) return
  // a copy that an earlier export has made may be read again
  const copies = namesOfExport(data)
  const lost = inPlace.find((path) => !copies.has(basename(path)))
  if (lost === undefined) return
  throw new Error(
    `${lost} is an input, and an exported file of that name may take its place; choose another place to write to`,
  )
}

/** The data directory is ours: a link in its place would lead the files somewhere else. */
function refuseLink(directory: string): void {
  if (lstatSync(directory, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error(`${directory} is a symbolic link; remove it, since the data would be written elsewhere`)
  }
}

/** A published report is a directory of its own: its page would take the place of the site's. */
function refusePublished(published: string, { destination, report }: ConvertOptions, data: string): void {
  const place = realPlace(published)
  const taken = [data, destination, ...(report === undefined ? [] : [report])].map(realPlace)
  if (!taken.includes(place)) return
  throw new Error(`${published}: the published report needs a directory of its own; choose another place`)
}

const inputsOf = ({ sources, dstat }: ConvertOptions): string[] => [
  ...sources.flatMap((source) => (source.kind === 'file' ? source.path : [])),
  ...dstat.map((log) => (typeof log === 'string' ? log : log.path)),
]

/** Whatever the case: some file systems do not tell. */
const isIndex = (path: string): boolean => basename(path).toLowerCase() === 'index.html'

const isIn = (directory: string, path: string): boolean => isSame(directory, dirname(path))

/** Whether both are one thing, also by names of other case; or may be, where nothing is there yet. `place` may be a link. */
function isSame(path: string, place: string): boolean {
  if (path === place) return true
  try {
    const one = statSync(path, { bigint: true, throwIfNoEntry: false })
    const other = lstatSync(place, { bigint: true, throwIfNoEntry: false })
    if (one === undefined && other === undefined) return path.toLowerCase() === place.toLowerCase()
    return one?.ino === other?.ino && one?.dev === other?.dev && one?.ino !== 0n
  } catch {
    return false // what cannot be looked at is told where it is opened
  }
}

/** One file more there, or one instead of a run, would be taken for a run. */
function isInRepository(report: string, { sources }: ConvertOptions): boolean {
  const directory = dirname(report)
  const isGiven = sources.some(
    (source) => source.kind === 'repository' && isRepository(source.path, directory),
  )
  return isGiven || /[\\/]\.(?:stestr|testrepository)[\\/]/i.test(report)
}

/** Not of a directory that only holds one. */
const isRepository = (path: string, directory: string): boolean =>
  isSame(realPlace(path), directory) && existsSync(join(directory, 'format'))

/** What is renamed over a device takes its place: as root, nobody would have `/dev/null` any more. */
function isDevice(path: string): boolean {
  const there = statSync(path, { throwIfNoEntry: false })
  const special = there !== undefined && !there.isFile() && !there.isDirectory()
  return special || dirname(path) === '/dev' || path.startsWith('/proc/')
}

/** The path by the way that links take to its directory, as far as that is there. */
function realPlace(path: string): string {
  const absolute = resolve(path)
  const parent = dirname(absolute)
  if (parent === absolute) return absolute
  try {
    return join(realpathSync(parent), basename(absolute))
  } catch {
    return join(realPlace(parent), basename(absolute))
  }
}
