/** Checks the destinations before any work is done. */

import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { holdsExport, isDataFile, isFile, isOthersConfig, namesOfExport } from '../export/staging.ts'
import { CONFIG_FILE } from '../format/file-names.ts'
import type { ConvertOptions } from './types.ts'

/** Path of the site's page. Not resolve(…, 'index.html'): ncc would bundle every file of that name below this directory. */
export const sitePage = (destination: string): string => join(resolve(destination), 'index.html')

/** Throws if a file would overwrite something that is still needed. `data` is the data directory. */
export function checkDestinations(options: ConvertOptions, data: string): void {
  refuseFile(options.destination)
  if (options.site) refuseLink(data)
  refuseOthersConfig(data)
  if (options.site) refuseOthersPage(sitePage(options.destination), data)
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
 * Describes an earlier export that this one leaves beside it. With `site` the data is in another directory
 * than without it, so neither replaces the other, and the user might mistake the old page for the new one.
 */
export function besideWords({ destination, site }: ConvertOptions): string | null {
  const root = resolve(destination)
  const page = sitePage(destination)
  const old = site ? root : join(root, 'data')
  if (!holdsExport(old)) return null
  if (site)
    return `${join(old, CONFIG_FILE)} belongs to an earlier export without a page, and was left as it was`
  return isFile(page)
    ? `${page} belongs to an earlier export, whose data is in ${old}: both were left as they were`
    : null
}

/** Refuses a file as DEST: a shell expands `-f *.subunit` with two matches to `-f a.subunit b.subunit`. */
function refuseFile(destination: string): void {
  if (statSync(destination, { throwIfNoEntry: false })?.isDirectory() ?? true) return
  throw new Error(
    `${destination} is a file, but DEST must be a directory; put --stream-file (-f) in front of each stream`,
  )
}

/** The export would overwrite another program's `config.json`. */
function refuseOthersConfig(directory: string): void {
  if (!isOthersConfig(directory)) return
  throw new Error(
    `${join(directory, CONFIG_FILE)} does not belong to an export, and would be replaced by the export's; choose another place`,
  )
}

/** The site would replace another one's first page: MkDocs, too, writes to `site`. */
function refuseOthersPage(page: string, data: string): void {
  // any exported file will do: an export that was killed may have left no config.json
  if (!isFile(page) || (existsSync(data) && readdirSync(data).some(isDataFile))) return
  throw new Error(
    `${page} does not belong to an export, and would be replaced by the export's; choose another place`,
  )
}

/**
 * With `--dstat dstat_log.csv .` another log could overwrite the input, or the next export remove it as one
 * of the files of this one.
 */
function refuseInput(options: ConvertOptions, data: string): void {
  const directory = realPlace(data)
  const inPlace = inputsOf(options).filter(
    (path) => isDataFile(basename(path)) && isIn(directory, realPlace(path)),
  )
  if (inPlace.length === 0) return
  // a copy made by an earlier export may be an input again
  const copies = namesOfExport(data)
  const lost = inPlace.find((path) => !copies.has(basename(path)))
  if (lost === undefined) return
  throw new Error(
    `${lost} is an input, and an exported file of that name may take its place; choose another place to write to`,
  )
}

/** Refuses a symbolic link as data directory: it would lead the files elsewhere. */
function refuseLink(directory: string): void {
  if (lstatSync(directory, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error(`${directory} is a symbolic link; remove it, since the data would be written elsewhere`)
  }
}

/** A published report needs its own directory: otherwise its index.html would replace another page. */
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

/** Ignores case, as some file systems do. */
const isIndex = (path: string): boolean => basename(path).toLowerCase() === 'index.html'

const isIn = (directory: string, path: string): boolean => isSame(directory, dirname(path))

/**
 * Whether both paths are the same file, also under names of different case; if neither exists, whether they
 * might be. `place` may be a symbolic link.
 */
function isSame(path: string, place: string): boolean {
  if (path === place) return true
  try {
    const one = statSync(path, { bigint: true, throwIfNoEntry: false })
    const other = lstatSync(place, { bigint: true, throwIfNoEntry: false })
    if (one === undefined && other === undefined) return path.toLowerCase() === place.toLowerCase()
    return one?.ino === other?.ino && one?.dev === other?.dev && one?.ino !== 0n
  } catch {
    return false // whoever opens the path will report the error
  }
}

/** A report in a repository would be taken for a run, or replace one. */
function isInRepository(report: string, { sources }: ConvertOptions): boolean {
  const directory = dirname(report)
  const isGiven = sources.some(
    (source) => source.kind === 'repository' && isRepository(source.path, directory),
  )
  return isGiven || /[\\/]\.(?:stestr|testrepository)[\\/]/i.test(report)
}

/** Requires the file `format`, which only the repository itself has, not a directory that contains one. */
const isRepository = (path: string, directory: string): boolean =>
  isSame(realPlace(path), directory) && existsSync(join(directory, 'format'))

/** A rename onto a device replaces it: as root this would destroy `/dev/null`. */
function isDevice(path: string): boolean {
  const there = statSync(path, { throwIfNoEntry: false })
  const special = there !== undefined && !there.isFile() && !there.isDirectory()
  return special || dirname(path) === '/dev' || path.startsWith('/proc/')
}

/** The path with symbolic links in its directory resolved, as far as the directory exists. */
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
