/** Classifies what @actions/artifact throws; for most causes, the error's message is the only evidence. */

import { answerOf, codeOf, messageOf } from './error-text.ts'
import { LATER } from './github/faults.ts'

/** How far an upload got: from `create` on, its name may be used up. */
type Step = 'create' | 'content' | 'finalize'

export interface Fault {
  readonly step: Step
  /** Another artifact has that name. */
  readonly taken: boolean
  /** Worth a retry by us; what @actions/artifact itself has tried five times is not. */
  readonly again: boolean
  readonly reason: string
  readonly remedy: string
}

/** The time limit was reached. */
export class NoAnswerError extends Error {
  constructor(seconds: number) {
    super(`not finished after ${Math.round(seconds)} seconds`)
  }
}

const DROPPED =
  /ECONNRESET|ECONNREFUSED|ECONNABORTED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|EPIPE|socket hang up|socket disconnected|other side closed|aborted/i

const NETWORK =
  "run the job again; a self-hosted runner must reach GitHub's results service and its blob storage"

/** The libraries' advice and the blob store's details follow the first line, which is enough. */
const LONGEST_REASON = 500

interface Rule {
  readonly when: (message: string, status: number | null, step: Step) => boolean
  readonly again: boolean
  readonly taken?: boolean
  readonly remedy: string
}

/** The first that matches applies. */
const RULES: readonly Rule[] = [
  {
    when: (message) => /storage quota|insufficient usage/i.test(message),
    again: false,
    remedy:
      'delete artifacts that are not needed any more, or lower retention-days; usage is recalculated every 6 to 12 hours',
  },
  {
    when: (message, status, step) =>
      step === 'create' && (status === 409 || /already.?exists/i.test(message)),
    again: true,
    taken: true,
    remedy: 'give this report a name of its own with the input name',
  },
  // a retry gets a new upload URL, which is what a refused upload needs, unless a proxy has refused it
  {
    when: (_, status, step) => step === 'content' && (status === 403 || status === 407),
    again: true,
    remedy: NETWORK,
  },
  { when: (_, status, step) => step === 'content' && status !== null, again: true, remedy: LATER },
  {
    when: (_, status) => status === 401 || status === 403,
    again: false,
    remedy:
      'run the job again: its token for artifacts may have expired; artifacts may also be forbidden by the organization',
  },
  { when: (message) => /upload progress stalled/i.test(message), again: true, remedy: NETWORK },
  { when: (message) => /tunneling socket/.test(message), again: false, remedy: NETWORK },
  { when: (message) => /after \d+ attempts/.test(message), again: false, remedy: LATER },
  { when: (message) => /response from backend was not ok/.test(message), again: true, remedy: LATER },
  { when: (message) => DROPPED.test(message), again: true, remedy: NETWORK },
]

/** The fault for an AbortSignal's reason: the job was cancelled, or a stray error was caught. */
export function interruption(reason: unknown): Fault {
  return {
    step: 'content',
    taken: false,
    again: false,
    reason: answerOf(messageOf(reason), null, LONGEST_REASON),
    remedy: 'run the job again',
  }
}

export function faultOf(error: unknown): Fault {
  if (error instanceof NoAnswerError) {
    return { step: 'content', taken: false, again: false, reason: error.message, remedy: LATER }
  }
  const message = wordsOf(error)
  const step = stepOf(message)
  const status = statusOf(error, message)
  const rule = RULES.find(({ when }) => when(message, status, step))
  return {
    step,
    taken: rule?.taken ?? false,
    again: rule?.again ?? false,
    reason: answerOf(message, status, LONGEST_REASON),
    remedy: rule?.remedy ?? LATER,
  }
}

function stepOf(message: string): Step {
  if (/Failed to CreateArtifact|^CreateArtifact:/.test(message)) return 'create'
  return /Failed to FinalizeArtifact|^FinalizeArtifact:/.test(message) ? 'finalize' : 'content'
}

function statusOf(error: unknown, message: string): number | null {
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number')
    return error.statusCode
  const told = /\((\d{3})\)/.exec(message)
  return told === null ? null : Number(told[1])
}

function wordsOf(error: unknown): string {
  const message = messageOf(error)
  const code = codeOf(error)
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`
}
