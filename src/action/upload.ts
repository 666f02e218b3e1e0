/** Uploads the report and the data as artifacts of the workflow run. A failure here changes no verdict. */

import { copyFileSync, linkSync, mkdtempSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { workflowRunUrl } from '../workflow.ts'
import { dataName, reportName } from './artifact-name.ts'
import { messageOf } from './error-text.ts'
import { readJob } from './job.ts'
import * as log from './log.ts'
import { ownFileSize } from './own-file.ts'
import { removeScratch } from './remove-scratch.ts'
import {
  type Artifact,
  type ArtifactService,
  PATIENCE,
  type Patience,
  type Sending,
  type Sent,
  sendArtifact,
  takenNames,
} from './send-artifact.ts'

export interface UploadRequest {
  readonly name: string
  /** Path of the report; null if it is not to be uploaded. */
  readonly report: string | null
  /** Absolute paths below `root`, relative to it in the artifact; null if not to be uploaded. */
  readonly data: { readonly root: string; readonly files: readonly string[] } | null
  /** 0 for the repository's default. */
  readonly retentionDays: number
  readonly compressionLevel: number
  /** Throws if the files are not this step's any more. */
  readonly confirm: () => void
  /** A directory for a copy of the report under another name. */
  readonly scratch: string
  readonly signal: AbortSignal
}

export interface Uploaded extends Sent {
  /** null if the environment does not name the workflow run. */
  readonly url: string | null
}

export interface UploadResult {
  readonly report: Uploaded | null
  readonly data: Uploaded | null
  /** Why something was not uploaded, and what to do; one line each. */
  readonly faults: readonly string[]
}

export const NOTHING_UPLOADED: UploadResult = { report: null, data: null, faults: [] }

/** Why nothing can be uploaded from here, and what to do; null if it can. */
export function uploadObstacle(env: NodeJS.ProcessEnv): string | null {
  const host = URL.parse(readJob(env).server)?.hostname.toLowerCase() ?? ''
  if (host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost')) {
    return `nothing was uploaded: GitHub Enterprise Server (${host}) does not accept these artifacts; set upload to none, and upload report-path in a step of its own, with a version of actions/upload-artifact that your server supports`
  }
  if (!env.ACTIONS_RUNTIME_TOKEN || !env.ACTIONS_RESULTS_URL) {
    return 'nothing was uploaded: ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are only set where a runner runs the action'
  }
  return null
}

/**
 * Uploads the report first; the data then takes the number in the report's name, so that the two belong
 * together even when jobs of the same name race. Never throws.
 */
export async function upload(
  request: UploadRequest,
  env: NodeJS.ProcessEnv = process.env,
  patience: Patience = PATIENCE,
): Promise<UploadResult> {
  const faults: string[] = []
  try {
    const sending = await openSending(request.signal, patience)
    let number = firstFree(request.name, sending.taken)
    const send = async (what: string, describe: Describe): Promise<Uploaded | null> => {
      try {
        const artifact = describe(request, env)
        if (artifact === null) return null
        request.confirm()
        const sent = await sendArtifact(artifact, number, sending)
        number = sent.number
        return { ...sent, url: artifactUrl(env, sent.id) }
      } catch (error) {
        faults.push(`${what} was not uploaded: ${messageOf(error)}`)
        return null
      }
    }
    const report = await send('the report', reportArtifact)
    const data = await send('the data', dataArtifact)
    return { report, data, faults }
  } catch (error) {
    return { ...NOTHING_UPLOADED, faults: [`nothing was uploaded: ${messageOf(error)}`] }
  }
}

/** Opens the service, with the artifact names that the workflow run already has. */
export async function openSending(signal: AbortSignal, patience: Patience = PATIENCE): Promise<Sending> {
  const sending: Sending = {
    service: await artifactService(),
    patience,
    taken: new Set(),
    signal,
    onRetry,
  }
  for (const name of (await takenNames(sending)) ?? []) sending.taken.add(name)
  return sending
}

type Describe = (request: UploadRequest, env: NodeJS.ProcessEnv) => Artifact | null

/** Loaded here, from a bundle of its own: a job that uploads nothing does not load 3 MB. */
async function artifactService(): Promise<ArtifactService> {
  const { DefaultArtifactClient } = await import('@actions/artifact')
  return new DefaultArtifactClient()
}

/** The first number with which both names of a pair are free. */
function firstFree(name: string, taken: ReadonlySet<string>): number {
  let number = 1
  while (taken.has(reportName(name, number)) || taken.has(dataName(name, number))) number += 1
  return number
}

function reportArtifact(
  { report, name, scratch, ...request }: UploadRequest,
  env: NodeJS.ProcessEnv,
): Artifact | null {
  if (report === null) return null
  return {
    size: ownFileSize(report),
    nameOf: (number) => reportName(name, number),
    send: async (service, as) => {
      const path = named(report, as, scratch)
      try {
        return await service.uploadArtifact(as, [path], dirname(path), {
          ...retention(request, env),
          skipArchive: true,
        })
      } finally {
        if (path !== report) removeScratch(dirname(path))
      }
    },
  }
}

function dataArtifact(
  { data, name, compressionLevel, ...request }: UploadRequest,
  env: NodeJS.ProcessEnv,
): Artifact | null {
  if (data === null) return null
  return {
    size: data.files.reduce((sum, file) => sum + ownFileSize(file), 0),
    nameOf: (number) => dataName(name, number),
    send: (service, as) =>
      service.uploadArtifact(as, [...data.files], data.root, {
        ...retention(request, env),
        compressionLevel,
      }),
  }
}

/** With `skipArchive` the artifact gets the file's name: if another is needed, links or copies the file. */
function named(path: string, name: string, scratch: string): string {
  if (path.endsWith(`/${name}`) || path.endsWith(`\\${name}`)) return path
  const copy = join(mkdtempSync(join(scratch, 'stackviz-upload-')), name)
  try {
    linkSync(path, copy)
  } catch {
    copyFileSync(path, copy)
  }
  return copy
}

/** Caps the days at the repository's limit, since @actions/artifact would warn twice about more. */
function retention(
  { retentionDays }: Pick<UploadRequest, 'retentionDays'>,
  env: NodeJS.ProcessEnv,
): { retentionDays?: number } {
  if (retentionDays === 0) return {}
  const limit = Number(env.GITHUB_RETENTION_DAYS)
  return { retentionDays: limit > 0 ? Math.min(retentionDays, limit) : retentionDays }
}

function artifactUrl(env: NodeJS.ProcessEnv, id: number): string | null {
  const run = workflowRunUrl(env)
  return run === null ? null : `${run}/artifacts/${id}`
}

function onRetry(name: string, reason: string): void {
  log.info(`${name}: ${reason}; trying again`)
}
