/** Globs of the inputs → paths in the workspace. */

import { realpathSync, statSync } from 'node:fs'
import { basename, relative } from 'node:path'
import type { Problem } from '../../convert/types.ts'
import { isRunFile } from '../../format/file-names.ts'
import { InvalidInputError } from '../input-values.ts'
import type { Globs, Inputs } from '../inputs.ts'
import type { Places } from '../places.ts'
import { byCodeUnit, isBelow } from './paths.ts'
import { escapeGlob, idleExclusions, isExclusion, isHomeless, isPlain, rootOf } from './pattern.ts'
import { repositoryAt } from './repository-at.ts'
import { type Kind, lossOf, search } from './search.ts'

export interface Found {
  readonly streams: readonly string[]
  readonly repositories: readonly string[]
  readonly logs: readonly string[]
  /** For the user: patterns that matched nothing. */
  readonly warnings: readonly string[]
  /** Searches that ended early at a directory which cannot be read; files that were found and must not be read. */
  readonly problems: readonly Problem[]
}

/**
 * Paths are sorted, without duplicates, and relative to the workspace if they are in it. A link is followed
 * only into places that the patterns may search anyway: the job ran other people's code, which may have left
 * a link to something secret.
 */
export async function find(inputs: Inputs, places: Places): Promise<Found> {
  const remarks: Remarks = { warnings: [], problems: [] }
  const streams = await matches(inputs.subunit, 'file', places, remarks)
  const repositories = await matches(inputs.repository, 'repository', places, remarks)
  const logs = await matches(inputs.dstat, 'file', places, remarks)
  return { streams, repositories, logs, ...remarks }
}

/** Where nothing else is there to report on: throws if there may have been something that could not be read. */
export function refuseLosses({ problems }: Pick<Found, 'problems'>): void {
  const lost = problems.filter(({ kind }) => kind === 'tests')
  if (lost.length > 0)
    throw new InvalidInputError(lost.map(({ input, message }) => `input ${input}: ${message}`).join('\n'))
}

/**
 * Logs alone do not count: they describe the machine that ran the tests, and without tests there is no report
 * to put them into.
 */
export const foundNothing = ({ streams, repositories }: Pick<Found, 'streams' | 'repositories'>): boolean =>
  streams.length === 0 && repositories.length === 0

/** The report of an earlier run of this step, and another step's export, are not inputs. */
export const isOurs = (path: string, { report, site }: Pick<Places, 'report' | 'site'>): boolean =>
  isBelow(path, site) || path === report || isRunFile(basename(path))

/** What the search has to tell besides paths. */
interface Remarks {
  readonly warnings: string[]
  readonly problems: Problem[]
}

async function matches(globs: Globs, kind: Kind, places: Places, remarks: Remarks): Promise<string[]> {
  checkHome(globs)
  for (const pattern of idleExclusions(globs.patterns))
    remarks.warnings.push(
      `${globs.input}: ${pattern} excludes nothing: it applies to the patterns above it, so write it below them`,
    )
  const found = new Map<string, string>()
  const unread = new Map<string, Unread>()
  for (const [i, pattern] of globs.patterns.entries()) {
    if (isExclusion(pattern)) continue
    // as @actions/glob does with a whole list: an exclusion applies to the patterns above it
    const excluded = globs.patterns.slice(i + 1).filter(isExclusion)
    const asked = { input: globs.input, patterns: [pattern, ...excluded], kind, workspace: places.workspace }
    const { paths, problem } = await search(asked)
    if (problem !== null) remarks.problems.push(problem)
    const matched = paths.filter((path) => !isOurs(path, places)).flatMap(matchOf(kind, pattern))
    if (matched.length > 0) {
      const root = rootOf(pattern, places.workspace)
      for (const match of matched) keep(found, unread, match, root, kind)
    } else if (problem === null && globs.written)
      remarks.warnings.push(
        `${globs.input}: ${kind === 'file' ? 'nothing' : 'no repository'} matches ${pattern} in ${places.workspace}`,
      )
  }
  // another pattern may name a link's target
  for (const { real, message } of unread.values())
    if (!found.has(real)) remarks.problems.push({ kind: lossOf(globs.input), input: globs.input, message })
  return [...found.values()].map((path) => shorten(path, places.workspace)).toSorted(byCodeUnit)
}

function checkHome({ input, patterns }: Globs): void {
  const homeless = patterns.find(isHomeless)
  if (homeless !== undefined)
    throw new InvalidInputError(
      `input ${input}: ${homeless}: this user has no home directory; write the path out`,
    )
}

/** A path that a pattern matches, and what is read there: for a repository, the directory in it. */
interface Match {
  readonly path: string
  readonly place: string
}

/** Nothing if a repository is wanted and the path neither is nor holds one. */
const matchOf =
  (kind: Kind, pattern: string) =>
  (path: string): Match[] => {
    const place = kind === 'repository' ? repositoryAt(path, isPlain(pattern)) : path
    return place === null ? [] : [{ path, place }]
  }

/** What must not be read, and why. */
interface Unread {
  readonly real: string
  readonly message: string
}

/** Adds what may be read to `found`, by its real path: of several paths to the same, the first in sort order. */
function keep(
  found: Map<string, string>,
  unread: Map<string, Unread>,
  { path, place }: Match,
  root: string,
  kind: Kind,
): void {
  const real = realpathSync(place)
  const other = found.get(real)
  const leave = (what: string, remedy: string) =>
    unread.set(path, {
      real,
      message: `${path} is ${what}, and was not read: ${remedy}, or exclude it with !${escapeGlob(path)}`,
    })
  if (!isBelow(real, root)) leave(`a link to ${real}, outside of ${root}`, 'name the target itself')
  // a pipe may never end, and it could not be read twice
  else if (kind === 'file' && !statSync(real).isFile())
    leave('a pipe, a socket or a device', 'have the tests write to a file')
  else if (other === undefined || byCodeUnit(path, other) < 0) found.set(real, path)
}

/** As a user in the workspace would write it. */
const shorten = (path: string, workspace: string): string =>
  process.cwd() === workspace && isBelow(path, workspace) ? relative(workspace, path) || '.' : path
