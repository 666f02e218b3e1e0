/** Downloads an artifact's archive from GitHub's blob store to a file. */

import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { plainMessage } from '../../convert/error-text.ts'
import { sizeText } from '../../convert/size.ts'
import { codeOf } from '../error-text.ts'
import type { GitHub } from '../github/client.ts'
import { explain, statusOf } from '../github/faults.ts'
import { pause } from '../pause.ts'
import type { RemoteArtifact } from './choose.ts'
import { NoExportError } from './unzip.ts'

const TRIES = 4
const PAUSE = 2000
/** Milliseconds without a byte after which a download has stalled. */
const STALL = 60_000

/** Faults of this machine, which another try would meet again. */
const DISK: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'EACCES'])

const tooLarge = (limit: number): NoExportError =>
  new NoExportError(
    `it has more than ${sizeText(limit)}, the limit: if you trust it, raise the limit (input max-decompressed)`,
  )

/** Retries if the download breaks off, or its digest is not the one that GitHub states. */
export async function fetchArchive(
  github: GitHub,
  artifact: RemoteArtifact,
  path: string,
  limit: number,
): Promise<void> {
  if (artifact.digest === null) throw new Error('GitHub states no digest for it')
  if (artifact.size > limit) throw tooLarge(limit)
  for (let tries = 1; ; tries++) {
    try {
      if (tries > 1) await pause(PAUSE * 2 ** (tries - 2), github.signal)
      const digest = await fetchOnce(github, artifact.id, path, limit)
      if (digest === artifact.digest) return
      throw new Error(`its SHA-256 is ${digest}, but GitHub states ${artifact.digest}`)
    } catch (error) {
      if (error instanceof NoExportError) throw error
      if (DISK.has(codeOf(error) ?? '')) throw new Error(plainMessage(error), { cause: error })
      const { aborted, reason } = github.signal
      // an aborted stream only says that it was
      const why = explain(aborted ? reason : error, 'actions: read', false)
      if (aborted || tries >= TRIES || statusOf(error) !== null) throw new Error(why, { cause: error })
    }
  }
}

/** GitHub answers with a URL of the blob store, which is not given the token. Returns the SHA-256. */
async function fetchOnce(
  { call, web, signal }: GitHub,
  id: number,
  path: string,
  limit: number,
): Promise<string> {
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
    const response = await web(String(headers.location), { signal: ends })
    if (!response.ok || response.body === null) throw new Error(`the blob store answered ${response.status}`)
    const hash = createHash('sha256')
    let left = limit
    const counter = new Transform({
      transform(chunk: Buffer, _, done) {
        clearTimeout(timer)
        timer = setTimeout(stall, STALL)
        hash.update(chunk)
        left -= chunk.length
        done(left < 0 ? tooLarge(limit) : null, chunk)
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
