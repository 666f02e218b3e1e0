/** Data artifacts of a workflow run → directories, each with one export. */

import { lstatSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Budget } from '../../convert/budget.ts'
import { parseJson } from '../../convert/reread/parse-json.ts'
import type { Problem, TitledLog } from '../../convert/types.ts'
import { CONFIG_FILE, isLogFile, RESULTS_FILE } from '../../format/file-names.ts'
import { cut } from '../../words/text.ts'
import { at } from '../../workflow.ts'
import { isDataName, isNumbered, nameOfData } from '../artifact-name.ts'
import { messageOf } from '../error-text.ts'
import type { GitHub } from '../github/client.ts'
import { explain } from '../github/faults.ts'
import * as log from '../log.ts'
import type { Maker } from '../maker.ts'
import { removeScratch } from '../remove-scratch.ts'
import { RESULTS_VERSION } from '../results.ts'
import { findReplaced } from './attempts.ts'
import { choose, isPattern, isWanted, listArtifacts, type RemoteArtifact } from './choose.ts'
import { fetchArchive } from './fetch-archive.ts'
import { NoExportError, unzip } from './unzip.ts'

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

/** One artifact on disk. */
interface Arrived {
  readonly title: string
  readonly directory: string
  readonly logs: readonly TitledLog[]
  /** Whether it has `config.json`, which names all other files. */
  readonly isExport: boolean
  /** What the job that made it could not read, which the export itself does not say. */
  readonly problems: readonly Problem[]
  /** null if it does not say. */
  readonly maker: Maker | null
  /** Names of the artifacts from which it was made, if from nothing else. */
  readonly gathers: readonly string[]
}

/** An artifact that exists and could not be read. */
interface Unreadable {
  readonly title: string
  readonly why: string
}

/** What a fetch has besides the request. */
interface Fetching extends DownloadRequest {
  readonly budget: Budget
}

interface Fetched {
  readonly arrived: readonly Arrived[]
  readonly unreadable: readonly Unreadable[]
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

/** Archives that are on their way at once: of the data of 200 legs, nearly all time is spent waiting for answers. */
const AT_ONCE = 4

async function fetchAll(
  github: GitHub,
  artifacts: readonly RemoteArtifact[],
  { patterns, scratch, budget }: Fetching,
): Promise<Fetched> {
  const root = mkdtempSync(join(scratch, 'stackviz-download-'))
  const [arrived, unreadable]: [Arrived[], Unreadable[]] = [[], []]
  const begun: Promise<Archive>[] = []
  for (const [i, artifact] of artifacts.entries()) {
    let size = artifacts.slice(i, begun.length).reduce((sum, one) => sum + one.size, 0)
    for (const next of artifacts.slice(begun.length, i + AT_ONCE)) {
      size += next.size
      // they are not to fill the disk together
      if (begun.length > i && size > budget.limit) break
      begun.push(begin(github, next, join(root, `${begun.length}.zip`), budget))
    }
    try {
      const each = await unpack(artifact, await begun[i], join(root, String(i)), budget, github.signal)
      // other tools may use such names, too
      if (each.isExport || patterns.includes(artifact.name)) arrived.push(each)
      else log.warning(`${artifact.name} is skipped: it has no config.json, so it is not a report's data`)
    } catch (error) {
      const why = messageOf(error).split('\n')[0]
      if (error instanceof NoExportError && !patterns.includes(artifact.name) && !isDataName(artifact.name))
        log.warning(`${artifact.name} is skipped: ${why}`)
      else unreadable.push({ title: artifact.name, why })
    }
  }
  return { arrived, unreadable }
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

interface Archive {
  readonly path: string
  /** Why it could not be fetched; null if it was. */
  readonly fault: unknown
}

/** Never rejects: nobody may be waiting for it yet. */
async function begin(
  github: GitHub,
  artifact: RemoteArtifact,
  path: string,
  budget: Budget,
): Promise<Archive> {
  try {
    await fetchArchive(github, artifact, path, budget.limit)
    return { path, fault: null }
  } catch (fault) {
    return { path, fault }
  }
}

/** Removes the archive in any case. */
async function unpack(
  artifact: RemoteArtifact,
  { path, fault }: Archive,
  directory: string,
  budget: Budget,
  signal: AbortSignal,
): Promise<Arrived> {
  try {
    if (fault !== null) throw fault
    const names = await budget.orGiveBack(() => unzip(path, directory, budget, signal))
    log.info(`downloaded ${artifact.name}`)
    const logs = names
      .filter(isLogFile)
      .map((name) => ({ path: join(directory, name), title: `${artifact.name}: ${name}` }))
    const results = readResults(join(directory, RESULTS_FILE))
    return {
      title: artifact.name,
      directory,
      logs,
      isExport: names.includes(CONFIG_FILE),
      problems: earlierProblems(results, artifact.name),
      maker: makerOf(results),
      gathers: gatheredIn(results),
    }
  } catch (error) {
    removeScratch(directory)
    throw error
  } finally {
    removeScratch(path)
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

/** A larger file is none of ours. */
const MOST_RESULTS = 64 << 20
const MOST_PROBLEMS = 100

/** null if there is none; undefined if there is one that cannot be read. */
function readResults(path: string): unknown {
  const file = lstatSync(path, { throwIfNoEntry: false })
  if (file === undefined) return null
  if (file.size > MOST_RESULTS) return undefined
  try {
    return parseJson(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function earlierProblems(results: unknown, artifact: string): Problem[] {
  if (results === undefined) {
    const message = `its ${RESULTS_FILE} cannot be read, which says what its job could not read: run that job again`
    return [{ kind: 'tests', input: artifact, message }]
  }
  const version = at(results, 'version')
  if (typeof version === 'number' && version > RESULTS_VERSION) {
    const message = `its ${RESULTS_FILE}, which says what its job could not read, is of version ${version}, and this version of the action reads ${RESULTS_VERSION}: use the newest version of the action here, too`
    return [{ kind: 'tests', input: artifact, message }]
  }
  const problems = at(results, 'problems')
  return (Array.isArray(problems) ? problems : []).slice(0, MOST_PROBLEMS).map((each: unknown) => ({
    kind: at(each, 'kind') === 'machine' ? 'machine' : 'tests',
    input: `${artifact}: ${cut(String(at(each, 'input')), 300)}`,
    message: cut(String(at(each, 'message')), 1000),
  }))
}

function makerOf(results: unknown): Maker | null {
  const [name, job, step] = [at(results, 'name'), at(results, 'job'), at(results, 'step')]
  if (typeof name !== 'string' || typeof step !== 'number') return null
  return { name, job: Number.isSafeInteger(job) ? Number(job) : null, step }
}

function gatheredIn(results: unknown): string[] {
  const names = at(results, 'artifacts')
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}
