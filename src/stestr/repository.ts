import { type Dirent, existsSync } from 'node:fs'
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'

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
  /** `stestr` or `testrepository`; null for a repository whose directory is called otherwise. */
  readonly kind: string | null
  /** The directories into which links of its files may lead; null for any. */
  readonly roots: readonly string[] | null
  /** Ascending by run. */
  readonly runs: readonly RunFile[]
  /** The file of a run later than all of these that was killed or still goes on; null for none. */
  readonly unended: string | null
  /** A message about a database beside it that was written to later than all of these; null without one. */
  readonly newer: string | null
}

/** Names that stestr's `mkstemp` gives to a run's file, until the run gets its number. */
const UNENDED = /^tmp[a-z0-9_]{8}$/

/** Whether it is, by its name, such a file in a repository. */
export const isUnendedRun = (path: string): boolean =>
  UNENDED.test(basename(path)) && NAMES.includes(basename(dirname(path)))

/** Where stestr keeps its runs if told `--repo-type sql`. */
const SQL = '.stestr.sqlite'
const SQL_REMEDY =
  'run `stestr --repo-type sql last --subunit > run.subunit` there, and give that file as a stream (--stream-file, input subunit)'

/** There is no repository, or no run in it yet: nothing was lost. */
export class NoRunsError extends Error {}

/**
 * Opens the stestr or testrepository repository in a directory, or the directory itself if it is one. The
 * layout is that of stestr's `repository/file.py`: `format` holds 1, runs are files named by their numbers.
 * Throws NoRunsError if there is no repository, and names what was looked for. `within`: links may lead into this
 * directory, and into the repository's own one, but nowhere else.
 */
export async function openRepository(path: string, within?: string): Promise<Repository> {
  for (const candidate of [...NAMES.map((name) => join(path, name)), path]) {
    const inside = candidate !== path || NAMES.includes(basename(resolve(path)))
    const roots = within === undefined ? null : [within, candidate]
    const format = await readFormat(join(candidate, 'format'), roots)
    if (format === null) continue
    if (format !== '1')
      throw new Error(`${join(candidate, 'format')} ${saysOf(format)}; only format 1 is known`)
    const names = await readdir(candidate, { withFileTypes: true })
    const runs = await listRuns(candidate, names)
    const directory = inside ? dirname(resolve(candidate)) : resolve(path)
    const database = await latest([join(directory, SQL)], runs.at(-1)?.path)
    const unended = names.filter((entry) => entry.isFile() && UNENDED.test(entry.name))
    return {
      directory,
      kind: inside ? basename(resolve(candidate)).slice(1) : null,
      roots,
      runs,
      unended: await latest(
        unended.map(({ name }) => join(candidate, name)),
        runs.at(-1)?.path,
      ),
      newer:
        database === null
          ? null
          : `${database} is newer than all of its runs; it is a database, which cannot be read: if they are there, ${SQL_REMEDY}`,
    }
  }
  if ([join(path, SQL), path].some((file) => basename(file) === SQL && existsSync(file)))
    throw new NoRunsError(`the runs are in a database, ${SQL}, which cannot be read; ${SQL_REMEDY}`)
  const looked = [...NAMES.map((name) => join(name, 'format')), 'format'].join(', ')
  throw new NoRunsError(
    `not a stestr repository: none of ${looked} exists; give the directory that holds .stestr, or .stestr itself`,
  )
}

/** Bytes of `format` that are read; it holds a digit. */
const MOST_FORMAT = 64

/** Null if there is no such file. */
async function readFormat(path: string, roots: readonly string[] | null): Promise<string | null> {
  try {
    const info = await stat(path)
    if (info.isDirectory()) return null
    // a pipe would never end, and opening it would block a thread
    if (!info.isFile())
      throw new Error(`${path} is not a file; remove it, and run the tests with stestr again`)
    if (roots !== null) await refuseOutside(path, roots)
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_FORMAT), 0, MOST_FORMAT)
      return buffer.toString('utf8', 0, bytesRead).trim()
    } finally {
      await file.close()
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

/** Quotes nothing but a number: the file may be a link to something secret. */
const saysOf = (format: string): string => (/^\d{1,9}$/.test(format) ? `says ${format}` : 'does not say 1')

/** Throws if the path is, or is below, a link that leads out of these directories. */
export async function refuseOutside(path: string, roots: readonly string[]): Promise<void> {
  const real = await realpath(path)
  for (const root of roots) if (isBelow(real, await realpath(root))) return
  throw new Error(
    `${path} is a link that leads out of ${roots[0]}, and was not read; copy what it leads to, or name that itself`,
  )
}

const isBelow = (path: string, root: string): boolean =>
  path.startsWith(root.endsWith(sep) ? root : root + sep)

async function listRuns(directory: string, entries: readonly Dirent[]): Promise<RunFile[]> {
  const runs: RunFile[] = []
  for (const entry of entries) {
    if (!/^(?:0|[1-9]\d{0,14})$/.test(entry.name)) continue
    const path = join(directory, entry.name)
    if (entry.isFile() || (await leadsToFile(path))) runs.push({ run: Number(entry.name), path })
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
