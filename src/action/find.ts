/** Globs of the inputs → paths in the workspace. */

import {
  type Dirent,
  existsSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { create } from '@actions/glob'
import { plainMessage } from '../convert/error-text.ts'
import { REPOSITORY_NAMES } from '../convert/repository-names.ts'
import type { Problem } from '../convert/types.ts'
import { isRunFile } from '../format/file-names.ts'
import { codeOf, messageOf } from './error-text.ts'
import { InvalidInputError } from './input-values.ts'
import type { Globs, Inputs } from './inputs.ts'
import type { Places } from './places.ts'

export interface Found {
  readonly streams: readonly string[]
  readonly repositories: readonly string[]
  readonly logs: readonly string[]
  /** For the user: patterns that matched nothing, links that were not followed. */
  readonly warnings: readonly string[]
  /** Searches that came to a directory which cannot be read, and went no further. */
  readonly problems: readonly Problem[]
}

/** What the search has to tell besides paths. */
interface Remarks {
  readonly warnings: string[]
  readonly problems: Problem[]
}

/**
 * Paths are sorted, without duplicates, and relative to the workspace if they are in it. A link is followed
 * only into places that the patterns may search anyway: the job ran other people's code, which may have left
 * a link to something secret. Throws if nothing is found where a search could not end.
 */
export async function find(inputs: Inputs, places: Places): Promise<Found> {
  const remarks: Remarks = { warnings: [], problems: [] }
  const streams = await matches(inputs.subunit, 'file', places, remarks)
  const repositories = await matches(inputs.repository, 'repository', places, remarks)
  const logs = await matches(inputs.dstat, 'file', places, remarks)
  const found = { streams, repositories, logs, ...remarks }
  const lost = remarks.problems.filter(({ kind }) => kind === 'tests')
  if (foundNothing(found) && lost.length > 0)
    throw new InvalidInputError(lost.map(({ input, message }) => `input ${input}: ${message}`).join('\n'))
  return found
}

/**
 * Logs alone do not count: they describe the machine that ran the tests, and without tests there is no report
 * to put them into.
 */
export const foundNothing = ({ streams, repositories }: Pick<Found, 'streams' | 'repositories'>): boolean =>
  streams.length === 0 && repositories.length === 0

/**
 * Streams and repositories up to three directories deep in the workspace, to be suggested to the user. Links to
 * what does not exist are called so.
 */
export const findBelow = ({ workspace, ...places }: Places): string[] =>
  below(workspace, 3)
    .filter((path) => !isOurs(path, places))
    .map((path) => `${relative(workspace, path)}${brokenWords(path)}`)
    .toSorted(byCodeUnit)

const brokenWords = (path: string): string =>
  existsSync(path) || !lstatSync(path).isSymbolicLink()
    ? ''
    : ` (a link to ${readlinkSync(path)}, which does not exist)`

/** Not `globSync`: with 10,000 directories in `node_modules` it takes ten seconds, this takes one. */
function below(directory: string, depth: number): string[] {
  return readDirectory(directory).flatMap((entry) => {
    const path = join(directory, entry.name)
    if (/^\.(?:stestr|testrepository)$|\.subunit/.test(entry.name)) return path
    return depth > 0 && entry.isDirectory() && !entry.name.startsWith('.') ? below(path, depth - 1) : []
  })
}

/** Empty if the directory may not be read. */
function readDirectory(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch {
    return []
  }
}

type Kind = 'file' | 'repository'

async function matches(
  globs: Globs,
  kind: Kind,
  places: Places,
  { warnings, problems }: Remarks,
): Promise<string[]> {
  const found = new Map<string, string>()
  const atHome = globs.patterns.find((pattern) => HOME.test(withoutMarks(pattern)))
  if (atHome !== undefined && !hasHome())
    throw new InvalidInputError(
      `input ${globs.input}: ${atHome}: this user has no home directory; write the path out`,
    )
  for (const pattern of idleExclusions(globs.patterns))
    warnings.push(
      `${globs.input}: ${pattern} excludes nothing: it applies to the patterns above it, so write it below them`,
    )
  for (const [i, pattern] of globs.patterns.entries()) {
    if (pattern.startsWith('!')) continue
    // as @actions/glob does with a whole list: an exclusion applies to the patterns above it
    const excluded = globs.patterns.slice(i + 1).filter((other) => other.startsWith('!'))
    const { paths, problem } = await search(globs.input, [pattern, ...excluded], kind, places)
    if (problem !== null) problems.push(problem)
    const root = rootOf(pattern, places.workspace)
    let matched = false
    for (const path of paths.filter((each) => !isOurs(each, places))) {
      const place = kind === 'repository' ? repositoryAt(path, !WILDCARD.test(pattern)) : path
      if (place === null) continue
      matched = true
      const real = realpathSync(place)
      if (!isBelow(real, root))
        warnings.push(
          `${globs.input}: ${path} is a link to ${real}, outside of ${root}, and was not read; name the target itself`,
        )
      // a pipe may never end, and it could not be read twice
      else if (kind === 'file' && !statSync(real).isFile())
        problems.push({
          kind: kindOf(globs.input),
          input: globs.input,
          message: `${path} is a pipe, a socket or a device, and was not read: have the tests write to a file, or exclude it with !${path}`,
        })
      else keep(found, real, path)
    }
    if (!matched && problem === null && globs.written)
      warnings.push(
        `${globs.input}: ${kind === 'file' ? 'nothing' : 'no repository'} matches ${pattern} in ${places.workspace}`,
      )
  }
  return [...found.values()].map((path) => shorten(path, places.workspace)).toSorted(byCodeUnit)
}

/** Those with no pattern above them. */
const idleExclusions = (patterns: readonly string[]): string[] =>
  patterns.filter((_, i) => patterns.slice(0, i + 1).every((pattern) => pattern.startsWith('!')))

/** @actions/glob ends at the first directory that it cannot read: what it found before is kept. */
async function search(
  input: string,
  patterns: readonly string[],
  kind: Kind,
  places: Places,
): Promise<{ paths: string[]; problem: Problem | null }> {
  const lines = patterns.flatMap((pattern) => {
    const absolute = anchor(pattern, places.workspace)
    // a repository is matched as a directory, not by its content, but is excluded with all its content
    return kind === 'repository' && pattern.startsWith('!')
      ? [absolute, `${absolute.replace(/[\\/]+$/, '')}/**`]
      : absolute
  })
  const paths: string[] = []
  try {
    const globber = await create(lines.join('\n'), {
      implicitDescendants: kind === 'file',
      matchDirectories: kind === 'repository',
    })
    for await (const path of globber.globGenerator()) paths.push(path)
    return { paths, problem: null }
  } catch (cause) {
    const place = placeOf(cause)
    if (place !== null) {
      const message = `the search for ${patterns[0]} ended early, at ${place}: ${plainMessage(cause)}`
      // a repository is found before its content is searched
      const readable = paths.filter((path) => path !== place && path !== dirname(place))
      return { paths: readable, problem: { kind: kindOf(input), input, message } }
    }
    const why = messageOf(cause).replace(/\.$/, '')
    const remedy = withoutUps(patterns, places.workspace) ?? 'name a narrower place'
    throw new InvalidInputError(`input ${input}: the search for ${patterns[0]} failed: ${why}; ${remedy}`, {
      cause,
    })
  }
}

/** What is lost if a search of that input fails. */
const kindOf = (input: string): Problem['kind'] => (input === 'dstat' ? 'machine' : 'tests')

/** The path that the system refused to read; null if the error is another. */
const placeOf = (error: unknown): string | null =>
  error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : null

/** @actions/glob rejects `..`: how to write the first pattern with one; null if there is none. */
function withoutUps(patterns: readonly string[], workspace: string): string | null {
  const globs = patterns.map((pattern) => withoutDots(withoutMarks(pattern)))
  const glob = globs.find((each) => /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(each))
  if (glob === undefined) return null
  const path = resolve(workspace, glob.replace(HOME, homedir))
  return isBelow(path, workspace)
    ? `write ${glob} as ${relative(workspace, path) || '.'}`
    : `${glob} leads out of the workspace: write it as ${path}`
}

/** A pattern in the home directory, which @actions/glob expands; `~name` is a file of the workspace. */
const HOME = /^~(?=$|[\\/])/

function hasHome(): boolean {
  try {
    return homedir() !== ''
  } catch {
    return false
  }
}

const withoutMarks = (pattern: string): string => pattern.replace(/^[!\s]+/, '')

/** The pattern as an absolute one: relative to the workspace, whatever the working directory is. */
function anchor(pattern: string, workspace: string): string {
  const marks = /^[!\s]*/.exec(pattern)?.[0] ?? ''
  const glob = withoutDots(pattern.slice(marks.length))
  if (isAbsolute(glob) || HOME.test(glob)) return marks + glob
  return `${marks}${escapeGlob(workspace)}${sep}${glob}`
}

/** Removes the components `.`, which have no meaning; @actions/glob rejects them. Elsewhere than on Windows, `\` escapes. */
const withoutDots = (glob: string): string =>
  glob.replace(sep === '\\' ? /(?<=^|[\\/])\.(?:[\\/]+|$)/g : /(?<=^|\/)\.(?:\/+|$)/g, '')

const WILDCARD = /[*?[]/

const escapeGlob = (path: string): string => {
  const slashed = sep === '\\' ? path : path.replaceAll('\\', '\\\\')
  return slashed.replace(/\[(?=[^/]+\])/g, '[[]').replace(/[?*]/g, '[$&]')
}

/** Where a pattern's links may lead: the workspace, or the place outside of it that the user named. */
function rootOf(pattern: string, workspace: string): string {
  if (!isAbsolute(pattern) && !HOME.test(pattern)) return realpathSync(workspace)
  const plain = pattern.replace(HOME, homedir)
  const literal = WILDCARD.test(plain) ? dirname(plain.replace(/[*?[].*$/s, 'x')) : plain
  const directory = statSync(literal, { throwIfNoEntry: false })?.isDirectory() ? literal : dirname(literal)
  const isInside = isBelow(resolve(directory), workspace)
  return realpathSync(isInside ? workspace : existing(directory))
}

/** The report of an earlier run of this step, and another step's export, are not inputs. */
const isOurs = (path: string, { report, site }: Pick<Places, 'report' | 'site'>): boolean =>
  isBelow(path, site) || path === report || isRunFile(basename(path))

/**
 * The repository that a path is or holds, as src/stestr/repository.ts looks for it; null for none. A directory
 * that the pattern names, that is called like one, or that cannot be looked into is taken for one: reading it
 * tells what is wrong.
 */
function repositoryAt(path: string, isNamed: boolean): string | null {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return null
  const places = [...REPOSITORY_NAMES.map((name) => join(path, name)), path]
  const isMeant = isNamed || REPOSITORY_NAMES.includes(basename(path))
  try {
    return places.find((place) => exists(join(place, 'format'))) ?? (isMeant ? path : null)
  } catch {
    return path
  }
}

/** Throws if that cannot be told. Not `throwIfNoEntry`, which may throw where a directory of the path is a file. */
function exists(path: string): boolean {
  try {
    statSync(path)
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return false
    throw error
  }
}

/** Of several paths to the same thing, keeps the first in sort order. */
function keep(found: Map<string, string>, real: string, path: string): void {
  const other = found.get(real)
  if (other === undefined || byCodeUnit(path, other) < 0) found.set(real, path)
}

const isBelow = (path: string, root: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)

/** As a user in the workspace would write it. */
const shorten = (path: string, workspace: string): string =>
  process.cwd() === workspace && isBelow(path, workspace) ? relative(workspace, path) || '.' : path

function existing(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) === undefined && dirname(path) !== path
    ? existing(dirname(path))
    : path
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
