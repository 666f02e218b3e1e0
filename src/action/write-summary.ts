import { appendFileSync, statSync } from 'node:fs'
import { messageOf } from './error-text.ts'
import * as log from './log.ts'

/** GitHub drops what a step wrote as a whole when it is one byte longer. */
const GITHUB_BYTES = 1024 * 1024

/** Adds to the step's part of the job's summary; without a runner there is none. */
export function writeSummary(text: string): void {
  const path = process.env.GITHUB_STEP_SUMMARY
  if (!path) return
  try {
    const before = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    const added = before > 0 ? `\n${text}` : text
    if (before + Buffer.byteLength(added) <= GITHUB_BYTES) appendFileSync(path, added)
    else log.info('this step has a long summary already, so nothing was added to it')
  } catch (error) {
    log.warning(`the job summary was not written: ${messageOf(error)}`)
  }
}
