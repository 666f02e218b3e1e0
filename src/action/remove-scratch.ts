import { rmSync } from 'node:fs'
import { messageOf } from './error-text.ts'
import * as log from './log.ts'

/**
 * Removes what was made in the runner's temporary directory. What Windows does not let go of, since a program has it
 * open, is no reason to fail: the runner removes it when the job ends.
 */
export function removeScratch(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 })
  } catch (error) {
    log.debug(`${path} was not removed: ${messageOf(error)}`)
  }
}
