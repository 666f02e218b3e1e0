/** Tests and runs, as the exporters see them. Time is integer microseconds since the epoch. */

import type { Status } from '../format/exported.ts'
import type { Attachment } from './attachments.ts'

/** One execution of a test id. */
export interface Test {
  readonly id: string
  readonly name: string
  readonly status: Status
  /** Sorted by code point. */
  readonly tags: readonly string[]
  readonly routeCode: string | null
  readonly start: number | null
  readonly end: number | null
  readonly attachments: Attachments
}

/** Names and attachments, in the order of their first packets; a name may stand twice. */
export type Attachments = Iterable<readonly [name: string, attachment: Attachment]>

/** Takes a run's tests in raw's order: as they ended, then those that never did. */
export interface TestSink {
  test(test: Test): void
  /** Output that belongs to no test, noise first; at most once, last. */
  whole(attachments: Attachments): void
}
