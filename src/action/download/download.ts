/** Data artifacts of a workflow run → directories, each with one export: which of them count. */

import { Budget } from '../../convert/budget.ts'
import type { Problem, TitledLog } from '../../convert/types.ts'
import { isNumbered, nameOfData } from '../artifact-name.ts'
import type { GitHub } from '../github/client.ts'
import { explain } from '../github/faults.ts'
import * as log from '../log.ts'
import type { Maker } from '../maker.ts'
import { findReplaced } from './attempts.ts'
import { choose, isPattern, isWanted, listArtifacts, type RemoteArtifact } from './choose.ts'
import { type Arrived, type Fetched, fetchAll } from './fetch-all.ts'

export interface DownloadRequest {
  readonly patterns: readonly string[]
  readonly run: number
  readonly attempt: number
  /** This step, if it is of the same workflow run: data of its earlier attempts is replaced, too. */
  readonly own: Maker | null
  readonly scratch: string
  /** Most bytes of an archive, and most bytes that all of them may decompress to. */
  readonly limit: number
}

export interface Download {
  readonly exports: readonly {
    readonly title: string
    readonly directory: string
    readonly logs: readonly TitledLog[]
  }[]
  /** Artifacts that were not read completely, so that results may be missing. */
  readonly problems: readonly Problem[]
  /** Artifacts that were requested by their full names and do not exist. */
  readonly missing: readonly Problem[]
}

/** What a fetch has besides the request. */
interface Fetching extends DownloadRequest {
  readonly budget: Budget
}

/** Throws if the artifacts cannot be listed. */
export async function downloadExports(github: GitHub, asked: DownloadRequest): Promise<Download> {
  const request = { ...asked, budget: new Budget(asked.limit) }
  const { patterns, run, attempt } = request
  const listed = await list(github, run)
  const wanted = withoutGathered(await fetchAll(github, choose(listed, patterns), request), patterns)
  const { arrived, unreadable } =
    attempt === 1
      ? wanted
      : await current(github, wanted, await fetchLater(github, listed, wanted, request), request.own)
  const broken: Problem[] = unreadable.map(({ title, why }) => ({
    kind: 'tests',
    input: title,
    message: `the artifact cannot be used: ${why}`,
  }))
  return {
    exports: arrived,
    problems: [...broken, ...arrived.flatMap(({ problems }) => problems)],
    missing: findMissing(listed, request),
  }
}

/**
 * Drops what another step has gathered from artifacts that are all here, too: its tests would count twice,
 * and what a re-run has replaced since would still count. One that was requested by its full name stays.
 */
function withoutGathered({ arrived, unreadable }: Fetched, patterns: readonly string[]): Fetched {
  const isOwn = ({ title, gathers }: Arrived): boolean => gathers.length === 0 || patterns.includes(title)
  const here = new Set([...arrived.filter(isOwn), ...unreadable].map(({ title }) => title))
  const copies = new Set<Arrived>()
  // copies may be made of copies, but only of those already found: two could each claim to be of the other
  for (let before = -1; before < copies.size; ) {
    before = copies.size
    for (const each of arrived) {
      if (here.has(each.title) || !each.gathers.every((name) => here.has(name))) continue
      copies.add(each)
      here.add(each.title)
    }
  }
  for (const { title } of copies) log.info(`${title} is skipped: what it gathers is among the others`)
  return { arrived: arrived.filter((each) => !copies.has(each)), unreadable }
}

/** A pattern may match nothing, but whoever writes a full name expects that artifact. */
function findMissing(listed: readonly RemoteArtifact[], { patterns, run }: DownloadRequest): Problem[] {
  const unmatched = patterns.filter((pattern) => !listed.some(({ name }) => isWanted(name, [pattern])))
  for (const pattern of unmatched.filter(isPattern))
    log.warning(`artifacts: no artifact of workflow run ${run} matches ${pattern}`)
  const message = `workflow run ${run} has no artifact of this name, or it has expired`
  return unmatched
    .filter((pattern) => !isPattern(pattern))
    .map((name) => ({ kind: 'tests', input: name, message }))
}

/** Fetches what may replace an artifact requested by its full name, which no later attempt's has. */
async function fetchLater(
  github: GitHub,
  listed: readonly RemoteArtifact[],
  { arrived, unreadable }: Fetched,
  request: Fetching,
): Promise<Fetched> {
  const { patterns } = request
  const reports = [
    ...arrived.map(({ title, maker }) => ({ title, name: maker?.name ?? null })),
    ...unreadable.map(({ title }) => ({ title, name: nameOfData(title) })),
  ]
  const names = reports.flatMap(({ title, name }) => (patterns.includes(title) && name !== null ? name : []))
  const later = listed.filter(
    ({ name }) => names.some((each) => isNumbered(name, each)) && !isWanted(name, patterns),
  )
  const newest = choose(
    later,
    later.map(({ name }) => name),
  )
  return fetchAll(github, newest, request)
}

/** Drops what a later attempt has replaced. `later`: these count only in place of a wanted one. */
async function current(github: GitHub, wanted: Fetched, later: Fetched, own: Maker | null): Promise<Fetched> {
  const all = [...wanted.arrived, ...later.arrived]
  const makers = [...all.map(({ maker }) => maker), own].filter((maker) => maker !== null)
  const titles = new Set(wanted.unreadable.map(({ title }) => title))
  const replaced = await findReplaced(makers, titles, github)
  for (const { makers: alike, why } of replaced.unclear) {
    const names = all.filter(({ maker }) => maker !== null && alike.includes(maker)).map(({ title }) => title)
    log.warning(
      `${names.join(', ')}: it is not known what a later attempt has replaced, so all count: ${why}`,
    )
  }
  const instead = new Set(replaced.unreadable.values())
  const arrived = wanted.arrived.filter(({ maker, title }) => {
    const newer = maker === null ? undefined : replaced.makers.get(maker)
    if (newer === undefined) return true
    instead.add(newer)
    log.info(`${title} is from an earlier attempt: the later one's counts`)
    return false
  })
  const unreadable = wanted.unreadable.filter(({ title, why }) => {
    if (!replaced.unreadable.has(title)) return true
    log.warning(`${title} cannot be used: ${why}; it is from an earlier attempt, and the later one's counts`)
    return false
  })
  return {
    arrived: [...arrived, ...later.arrived.filter(({ maker }) => maker !== null && instead.has(maker))],
    // an unreadable later one may be what should have counted
    unreadable: [...unreadable, ...later.unreadable],
  }
}

async function list(github: GitHub, run: number): Promise<RemoteArtifact[]> {
  try {
    return await listArtifacts(github, run)
  } catch (error) {
    throw new Error(
      `the artifacts of workflow run ${run} cannot be listed: ${explain(error, 'actions: read', false)}`,
      { cause: error },
    )
  }
}
