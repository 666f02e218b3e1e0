import { type Dirent, existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

/** How a repository's directory is called. */
export const NAMES: readonly string[] = ['.stestr', '.testrepository']

/** A run file of a repository: subunit version 1, as stestr and testrepository write it. */
export interface RunFile {
  /** The run's number in the repository. */
  readonly run: number
  readonly path: string
}

export interface Repository {
  /** The directory that holds `.stestr`. */
  readonly directory: string
  /** Ascending by run. */
  readonly runs: readonly RunFile[]
  /** The file of a run later than all of these that was killed or still goes on; null for none. */
  readonly unended: string | null
}

/** Names that stestr's `mkstemp` gives to a run's file, until the run gets its number. */
const UNENDED = /^tmp[a-z0-9_]{8}$/

/** Where stestr keeps its runs if told `--repo-type sql`. */
const SQL = '.stestr.sqlite'
const SQL_REMEDY =
  'run `stestr --repo-type sql last --subunit > run.subunit` there, and give that file as a stream (--stream-file, input subunit)'

/** There is no repository, or no run in it yet: nothing was lost. */
export class NoRunsError extends Error {}

/**
 * Opens the stestr or testrepository repository in a directory, or the directory itself if it is one. The
 * layout is that of stestr's `repository/file.py`: `format` holds 1, runs are files named by their numbers.
 * Throws NoRunsError if there is no repository, and names what was looked for.
 */
export async function openRepository(path: string): Promise<Repository> {
  for (const candidate of [...NAMES.map((name) => join(path, name)), path]) {
    const format = await readFormat(candidate)
    if (format === null) continue
    if (format !== '1')
      throw new Error(`${join(candidate, 'format')} says ${JSON.stringify(format)}; only format 1 is known`)
    const inside = candidate !== path || NAMES.includes(basename(resolve(path)))
    const names = await readdir(candidate, { withFileTypes: true })
    const runs = await listRuns(candidate, names)
    const unended = names.filter((entry) => entry.isFile() && UNENDED.test(entry.name))
    return {
      directory: inside ? dirname(resolve(candidate)) : resolve(path),
      runs,
      unended: await latest(
        unended.map(({ name }) => join(candidate, name)),
        runs.at(-1)?.path,
      ),
    }
  }
  if ([join(path, SQL), path].some((file) => basename(file) === SQL && existsSync(file)))
    throw new NoRunsError(`the runs are in a database, ${SQL}, which cannot be read; ${SQL_REMEDY}`)
  const looked = [...NAMES.map((name) => join(name, 'format')), 'format'].join(', ')
  throw new NoRunsError(
    `not a stestr repository: none of ${looked} exists; give the directory that holds .stestr, or .stestr itself`,
  )
}

async function readFormat(directory: string): Promise<string | null> {
  try {
    return (await readFile(join(directory, 'format'), 'utf8')).trim().slice(0, 40)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null
    throw error
  }
}

async function listRuns(directory: string, entries: readonly Dirent[]): Promise<RunFile[]> {
  const runs: RunFile[] = []
  for (const entry of entries) {
    if (!/^(?:0|[1-9]\d{0,14})$/.test(entry.name)) continue
    const path = join(directory, entry.name)
    if (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(path))))
      runs.push({ run: Number(entry.name), path })
  }
  return runs.sort((a, b) => a.run - b.run)
}

/** The file that was written to last, if that was after `run` was written; else null. */
async function latest(paths: readonly string[], run: string | undefined): Promise<string | null> {
  let newest = run === undefined ? Number.NEGATIVE_INFINITY : await modified(run)
  let found: string | null = null
  for (const path of paths) {
    const time = await modified(path)
    if (time > newest) [newest, found] = [time, path]
  }
  return found
}

/** Milliseconds since the epoch; -Infinity if the file is gone or a link is broken. */
async function modified(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    return Number.NEGATIVE_INFINITY
  }
}

/** stestr follows links to files. A broken link counts as a run: reading it reports that it is lost. */
async function leadsToFile(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isFile()
  } catch {
    return true
  }
}
