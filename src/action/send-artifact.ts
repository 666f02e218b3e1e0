/** One artifact on its way: names that are taken, faults that pass, an end to waiting. */

import type { ArtifactClient } from '@actions/artifact'
import { type Fault, faultOf, interruption, NoAnswerError } from './artifact-fault.ts'

/** What is used of @actions/artifact. */
export type ArtifactService = Pick<ArtifactClient, 'listArtifacts' | 'uploadArtifact'>

/** How long and how often. */
export interface Patience {
  /** Of tries that fail; a name that is taken is none. */
  readonly tries: number
  /** Milliseconds before the second try, twice that before the third, and so on. */
  readonly pause: number
  /** Milliseconds for everything about one artifact, besides what its size needs. */
  readonly wait: number
  /** Milliseconds for the list of artifacts. */
  readonly listWait: number
}

/** @actions/artifact itself waits up to 15.5 minutes for a service that takes requests and answers none. */
export const PATIENCE: Patience = { tries: 3, pause: 2000, wait: 180_000, listWait: 45_000 }

/** A self-hosted runner behind a slow line still gets this far: bytes a millisecond. */
const SLOWEST = 256

/** 500 artifacts a job are the limit. */
const LAST_NUMBER = 500

export interface Artifact {
  /** Bytes, roughly. */
  readonly size: number
  /** The name, where names before it are taken: `nova.html`, `nova-2.html`, … */
  nameOf(number: number): string
  send(service: ArtifactService, name: string): Promise<SentIds>
}

/** As uploadArtifact and listArtifacts tell them. */
export interface SentIds {
  readonly id?: number | undefined
  readonly digest?: string | undefined
}

export interface Sent {
  readonly name: string
  /** The number in its name, 1 for none. */
  readonly number: number
  readonly id: number
  /** SHA-256, hexadecimal. */
  readonly digest: string
}

/** The artifact did not arrive. */
export class SendError extends Error {
  readonly fault: Fault

  constructor(fault: Fault, cause: unknown) {
    super(`${fault.reason}: ${fault.remedy}`, { cause })
    this.name = 'SendError'
    this.fault = fault
  }
}

export interface Sending {
  readonly service: ArtifactService
  readonly patience: Patience
  /** Names that others have; grows by those that turn out to be taken. */
  readonly taken: Set<string>
  readonly signal: AbortSignal
  /** Told of each fault that is not the last. */
  readonly onRetry: (name: string, reason: string) => void
}

/** Throws SendError. `from`: the first number to try. */
export async function sendArtifact(artifact: Artifact, from: number, sending: Sending): Promise<Sent> {
  const enough = sending.patience.wait + artifact.size / SLOWEST
  const over = new AbortController()
  const signal = AbortSignal.any([sending.signal, over.signal])
  // Streams in @actions/artifact tell some errors to nobody (a file that vanishes while it is packed),
  // which would end the process: here they end the upload.
  const onStray = (error: Error): void => over.abort(error)
  process.on('uncaughtException', onStray)
  try {
    return await within(enough, signal, sendUntilDone(artifact, from, { ...sending, signal }))
  } catch (error) {
    if (error instanceof SendError) throw error
    throw new SendError(signal.aborted ? interruption(signal.reason) : faultOf(error), error)
  } finally {
    process.off('uncaughtException', onStray)
    over.abort() // what goes on unheard must not begin anew
  }
}

async function sendUntilDone(artifact: Artifact, from: number, sending: Sending): Promise<Sent> {
  const { service, patience, taken, signal } = sending
  let number = from
  for (let tries = 1; ; ) {
    signal.throwIfAborted()
    number = freeNumber(artifact, number, taken)
    const name = artifact.nameOf(number)
    try {
      return toSent(name, number, await artifact.send(service, name))
    } catch (error) {
      const fault = faultOf(error)
      const arrived = fault.step === 'finalize' ? await lookUp(name, sending) : null
      if (arrived !== null) return toSent(name, number, arrived)
      // a fault on the way back from `create` may have left the name to us or not: the next try tells
      if (fault.taken || fault.step !== 'create') taken.add(name)
      if (number >= LAST_NUMBER || !fault.again) throw new SendError(fault, error)
      if (fault.taken) continue
      if (tries >= patience.tries) throw new SendError(fault, error)
      sending.onRetry(name, fault.reason)
      await pause(patience.pause * 2 ** (tries - 1))
      tries += 1
    }
  }
}

function freeNumber(artifact: Artifact, from: number, taken: ReadonlySet<string>): number {
  let number = from
  while (taken.has(artifact.nameOf(number))) number += 1
  return number
}

/** The answer to `finalize` may have been lost, and nothing else: the name is ours since `create`. */
async function lookUp(name: string, { service, patience, signal }: Sending): Promise<SentIds | null> {
  try {
    const { artifacts } = await within(patience.listWait, signal, service.listArtifacts())
    return artifacts.find((artifact) => artifact.name === name) ?? null
  } catch {
    return null // then it is sent again, under another name
  }
}

/** Names that the workflow run has already; null where the service does not tell. */
export async function takenNames({ service, patience, signal }: Sending): Promise<string[] | null> {
  try {
    const { artifacts } = await within(patience.listWait, signal, service.listArtifacts())
    return artifacts.map(({ name }) => name)
  } catch {
    return null // names that are taken show at `create` as well
  }
}

function toSent(name: string, number: number, { id, digest }: SentIds): Sent {
  if (id === undefined) throw new Error(`FinalizeArtifact: ${name} was given no id`)
  return { name, number, id, digest: (digest ?? '').replace(/^sha256:/, '') }
}

/** Settles as `work` does, or throws when time is up or the job is cancelled; `work` then goes on unheard. */
async function within<T>(milliseconds: number, signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop = (): void => undefined
  const ended = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal.reason)
    const timer = setTimeout(() => reject(new NoAnswerError(milliseconds / 1000)), milliseconds)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    stop = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
  })
  try {
    return await Promise.race([work, ended])
  } finally {
    stop()
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
