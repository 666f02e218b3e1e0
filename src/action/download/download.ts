/** Data artifacts of a workflow run → directories that hold an export each. */

import { createHash } from 'node:crypto'
import { createWriteStream, lstatSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { cut } from '../../convert/words.ts'
import type { Problem, TitledLog } from '../../convert.ts'
import { at } from '../../workflow.ts'
import { messageOf } from '../error-text.ts'
import { type GitHub, pause } from '../github/client.ts'
import { explain, isRefused, statusOf } from '../github/faults.ts'
import * as log from '../log.ts'
import type { Maker } from '../maker.ts'
import { findReplaced } from './attempts.ts'
import { choose, isPattern, listArtifacts, matches, type RemoteArtifact } from './choose.ts'
import { unzip } from './unzip.ts'

export interface DownloadRequest {
  readonly patterns: readonly string[]
  readonly run: number
  readonly attempt: number
  /** The step that reports on them, where it is of the same workflow run: what it made before is replaced, too. */
  readonly own: Maker | null
  readonly scratch: string
  /** Bytes that an archive may have, and that it may inflate to. */
  readonly limit: number
}

export interface Download {
  readonly exports: readonly {
    readonly title: string
    readonly directory: string
    readonly logs: readonly TitledLog[]
  }[]
  /** Artifacts that did not arrive whole: results may be missing. */
  readonly problems: readonly Problem[]
  /** Artifacts that are not there, of those that were asked for by their whole names. */
  readonly missing: readonly Problem[]
}

const TRIES = 4
const PAUSE = 2000
/** Milliseconds without a byte. */
const STALL = 60_000

/** One artifact on disk. */
interface Arrived {
  readonly title: string
  readonly directory: string
  readonly logs: readonly TitledLog[]
  /** Whether it has the file that all others are found by. */
  readonly isExport: boolean
  /** What the job that made it could not read: the export itself does not tell. */
  readonly problems: readonly Problem[]
  /** null where it does not tell. */
  readonly maker: Maker | null
}

/** Throws where the artifacts cannot be listed. */
export async function downloadExports(github: GitHub, request: DownloadRequest): Promise<Download> {
  const { patterns, run, scratch } = request
  const listed = await list(github, run)
  const artifacts = choose(listed, patterns)
  const root = mkdtempSync(join(scratch, 'stackviz-download-'))
  const arrived: Arrived[] = []
  const problems: Problem[] = []
  for (const [i, artifact] of artifacts.entries()) {
    try {
      const each = await fetchExport(github, artifact, join(root, String(i)), request.limit)
      // others call their artifacts so, too
      if (each.isExport || patterns.includes(artifact.name)) arrived.push(each)
      else log.warning(`${artifact.name} is passed over: without a config.json it is no report's data`)
    } catch (error) {
      problems.push({
        kind: 'tests',
        input: artifact.name,
        message: `the artifact cannot be used: ${messageOf(error).split('\n')[0]}`,
      })
    }
  }
  const exports = await current(github, arrived, request)
  return {
    exports,
    problems: [...problems, ...exports.flatMap((each) => each.problems)],
    missing: findMissing(listed, request),
  }
}

/** A pattern may well match nothing; whoever writes a name knows of an artifact. */
function findMissing(listed: readonly RemoteArtifact[], { patterns, run }: DownloadRequest): Problem[] {
  const unmatched = patterns.filter((pattern) => !listed.some(({ name }) => matches(name, pattern)))
  for (const pattern of unmatched.filter(isPattern))
    log.warning(`artifacts: none of workflow run ${run} matches ${pattern}`)
  const message = `workflow run ${run} has no artifact of this name, or it has expired`
  return unmatched
    .filter((pattern) => !isPattern(pattern))
    .map((name) => ({ kind: 'tests', input: name, message }))
}

/** Without those that a later attempt has replaced. */
async function current(
  github: GitHub,
  arrived: readonly Arrived[],
  { attempt, own }: DownloadRequest,
): Promise<Arrived[]> {
  if (attempt === 1) return [...arrived]
  const makers = [...arrived.map(({ maker }) => maker), own]
  const replaced = await findReplaced(
    makers.filter((maker) => maker !== null),
    github,
  )
  return arrived.filter(({ maker, title }) => {
    if (maker === null || !replaced.has(maker)) return true
    log.info(`${title} is of an earlier attempt: the later one's counts`)
    return false
  })
}

async function fetchExport(
  github: GitHub,
  artifact: RemoteArtifact,
  directory: string,
  limit: number,
): Promise<Arrived> {
  const archive = `${directory}.zip`
  try {
    await fetchArchive(github, artifact, archive, limit)
    const names = await unzip(archive, directory, limit, github.signal)
    log.info(`downloaded ${artifact.name}: ${names.length} files`)
    const logs = names
      .filter((name) => name.startsWith('dstat_log'))
      .map((name) => ({ path: join(directory, name), title: `${artifact.name}: ${name}` }))
    const results = readResults(join(directory, 'results.json'))
    return {
      title: artifact.name,
      directory,
      logs,
      isExport: names.includes('config.json'),
      problems: earlierProblems(results, artifact.name),
      maker: makerOf(results),
    }
  } finally {
    rmSync(archive, { force: true })
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

/** Again where it breaks on the way, or arrives as something else than GitHub has. */
async function fetchArchive(
  github: GitHub,
  artifact: RemoteArtifact,
  path: string,
  limit: number,
): Promise<void> {
  if (artifact.digest === null) throw new Error('GitHub tells no digest of it')
  if (artifact.size > limit)
    throw new Error(`it is larger than ${limit.toLocaleString('en-US')} bytes (max-decompressed)`)
  for (let tries = 1; ; tries++) {
    try {
      const digest = await fetchOnce(github, artifact.id, path, limit)
      if (digest === artifact.digest) return
      throw new Error(`its SHA-256 is ${digest} and not ${artifact.digest}, which GitHub tells`)
    } catch (error) {
      if (isRefused(error)) throw new Error(explain(error, 'actions: read', false), { cause: error })
      if (tries >= TRIES || statusOf(error) !== null || github.signal.aborted) throw error
      await pause(PAUSE * 2 ** (tries - 1), github.signal)
    }
  }
}

/** GitHub's answer is an address of the blob store, which is not given the token. */
async function fetchOnce({ call, signal }: GitHub, id: number, path: string, limit: number): Promise<string> {
  const { headers } = await call(
    'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
    {
      artifact_id: id,
      archive_format: 'zip',
      request: { redirect: 'manual' },
    },
  )
  const stalled = new AbortController()
  const stall = (): void => stalled.abort(new Error('the download stalled'))
  let timer = setTimeout(stall, STALL)
  try {
    const ends = AbortSignal.any([signal, stalled.signal])
    const response = await fetch(String(headers.location), { signal: ends })
    if (!response.ok || response.body === null) throw new Error(`the blob store answers ${response.status}`)
    const hash = createHash('sha256')
    let left = limit
    const counter = new Transform({
      transform(chunk: Buffer, _, done) {
        clearTimeout(timer)
        timer = setTimeout(stall, STALL)
        hash.update(chunk)
        left -= chunk.length
        done(
          left < 0
            ? new Error(`it is larger than ${limit.toLocaleString('en-US')} bytes (max-decompressed)`)
            : null,
          chunk,
        )
      },
    })
    await pipeline(Readable.fromWeb(response.body as never), counter, createWriteStream(path), {
      signal: ends,
    })
    return hash.digest('hex')
  } catch (error) {
    throw stalled.signal.aborted ? stalled.signal.reason : error
  } finally {
    clearTimeout(timer)
  }
}

/** More of it is no file of ours. */
const MOST_RESULTS = 64 << 20
const MOST_PROBLEMS = 100

/** null where there is none. */
function readResults(path: string): unknown {
  const file = lstatSync(path, { throwIfNoEntry: false })
  return file === undefined || file.size > MOST_RESULTS ? null : parse(readFileSync(path, 'utf8'))
}

function earlierProblems(results: unknown, artifact: string): Problem[] {
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
