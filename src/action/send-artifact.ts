/** Uploads one artifact: another name if one is taken, retries, and a time limit. */

import type { ArtifactClient } from '@actions/artifact'
import { type Fault, faultOf, interruption, NoAnswerError } from './artifact-fault.ts'
import { inTime } from './in-time.ts'
import { pause } from './pause.ts'
import { unlessAborted } from './unless-aborted.ts'

/** The part of @actions/artifact that is used. */
export type ArtifactService = Pick<ArtifactClient, 'listArtifacts' | 'uploadArtifact'>

/** Limits on waiting and retrying. */
export interface Patience {
  /** Failed tries after which it gives up; a name that is taken does not count. */
  readonly tries: number
  /** Milliseconds before the second try, twice that before the third, and so on. */
  readonly pause: number
  /** Time limit of one artifact in milliseconds, in addition to what its size needs. */
  readonly wait: number
  /** Time limit of listing the artifacts, in milliseconds. */
  readonly listWait: number
}

/** @actions/artifact itself waits up to 15.5 minutes for a service that accepts requests and answers none. */
export const PATIENCE: Patience = { tries: 3, pause: 2000, wait: 180_000, listWait: 45_000 }

/** Bytes per millisecond, which a self-hosted runner on a slow line still reaches. */
const SLOWEST = 256

/** GitHub allows 500 artifacts per job. */
const LAST_NUMBER = 500

export interface Artifact {
  /** Approximate size in bytes. */
  readonly size: number
  /** The name to try after `number - 1` taken ones: `nova.html`, `nova-2.html`, … */
  nameOf(number: number): string
  send(service: ArtifactService, name: string): Promise<SentIds>
}

/** As uploadArtifact and listArtifacts return them. */
export interface SentIds {
  readonly id?: number | undefined
  readonly digest?: string | undefined
}

export interface Sent {
  readonly name: string
  /** The number in its name; 1 if it has none. */
  readonly number: number
  /**
   * Its place among the artifacts of this kind and name, from 1: others may have left out numbers, whose other artifact
   * is somebody's. It is that of the first number that was ours: a fault after that may have cost us the name, yet
   * nobody else has it.
   */
  readonly place: number
  readonly id: number
  /** SHA-256, hexadecimal. */
  readonly digest: string
}

/** The artifact was not uploaded. */
export class SendError extends Error {
  readonly fault: Fault

  constructor(fault: Fault, cause: unknown) {
    super(`${fault.reason}: ${fault.remedy}`, { cause })
    this.fault = fault
  }
}

export interface Sending {
  readonly service: ArtifactService
  readonly patience: Patience
  /** Names that cannot be used; grows by those that turn out to be taken. */
  readonly taken: Set<string>
  readonly signal: AbortSignal
  /** Called for each fault that is followed by a retry. */
  readonly onRetry: (name: string, reason: string) => void
}

/** Uploads the artifact. `from`: the first number to try. Throws SendError. */
export async function sendArtifact(artifact: Artifact, from: number, sending: Sending): Promise<Sent> {
  const enough = sending.patience.wait + artifact.size / SLOWEST
  const over = new AbortController()
  const signal = AbortSignal.any([sending.signal, over.signal])
  // Streams in @actions/artifact report some errors to nobody (such as a file that vanishes while it is
  // packed), which would end the process: here they end the upload.
  const onStray = (error: Error): void => over.abort(error)
  process.on('uncaughtException', onStray)
  try {
    return await within(enough, signal, sendUntilDone(artifact, from, { ...sending, signal }))
  } catch (error) {
    if (error instanceof SendError) throw error
    throw new SendError(signal.aborted ? interruption(signal.reason) : faultOf(error), error)
  } finally {
    process.off('uncaughtException', onStray)
    over.abort() // work that is still running must not start another try
  }
}

async function sendUntilDone(artifact: Artifact, from: number, sending: Sending): Promise<Sent> {
  const { service, patience, taken, signal } = sending
  let number = from
  let claimed: number | null = null
  const sent = (name: string, ids: SentIds): Sent => ({
    ...toSent(name, ids),
    number,
    place: 1 + takenBefore(claimed ?? number, artifact, taken),
  })
  let unanswered = ''
  for (let tries = 1; ; ) {
    signal.throwIfAborted()
    number = freeNumber(artifact, number, taken)
    const name = artifact.nameOf(number)
    try {
      return sent(name, await artifact.send(service, name))
    } catch (error) {
      const fault = faultOf(error)
      const arrived = fault.step === 'finalize' ? await lookUp(name, sending) : null
      if (arrived !== null) return sent(name, arrived)
      // if the answer to `create` was lost, the name may or may not be ours: the next try shows
      const isOurs = fault.taken ? name === unanswered : fault.step !== 'create'
      if (isOurs) claimed ??= number
      if (isOurs || fault.taken) taken.add(name)
      else unanswered = name
      if (number >= LAST_NUMBER || !fault.again) throw new SendError(fault, error)
      if (fault.taken) continue
      if (tries >= patience.tries) throw new SendError(fault, error)
      sending.onRetry(name, fault.reason)
      await pause(patience.pause * 2 ** (tries - 1), signal)
      tries += 1
    }
  }
}

function freeNumber(artifact: Artifact, from: number, taken: ReadonlySet<string>): number {
  let number = from
  while (taken.has(artifact.nameOf(number))) number += 1
  return number
}

/** How many names with lower numbers are taken. */
function takenBefore(number: number, artifact: Artifact, taken: ReadonlySet<string>): number {
  const lower = Array.from({ length: number - 1 }, (_, i) => artifact.nameOf(i + 1))
  return lower.filter((name) => taken.has(name)).length
}

/** If only the answer to `finalize` was lost, the artifact is there: its name is ours since `create`. */
async function lookUp(name: string, { service, patience, signal }: Sending): Promise<SentIds | null> {
  try {
    const { artifacts } = await within(patience.listWait, signal, service.listArtifacts())
    return artifacts.find((artifact) => artifact.name === name) ?? null
  } catch {
    return null // it is then sent again, under another name
  }
}

/** Artifact names that the workflow run already has; null if the service does not answer. */
export async function takenNames({ service, patience, signal }: Sending): Promise<string[] | null> {
  try {
    const { artifacts } = await within(patience.listWait, signal, service.listArtifacts())
    return artifacts.map(({ name }) => name)
  } catch {
    return null // `create` also reports a name that is taken
  }
}

function toSent(name: string, { id, digest }: SentIds): Pick<Sent, 'name' | 'id' | 'digest'> {
  if (id === undefined) throw new Error(`FinalizeArtifact: ${name} was given no id`)
  return { name, id, digest: (digest ?? '').replace(/^sha256:/, '') }
}

/** Settles as `work` does, or rejects on timeout or cancellation. */
const within = <T>(milliseconds: number, signal: AbortSignal, work: Promise<T>): Promise<T> =>
  inTime(milliseconds, new NoAnswerError(milliseconds / 1000), signal, (end) => unlessAborted(end, work))
