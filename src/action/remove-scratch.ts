import { removeTree } from '../files.ts'
import { messageOf } from './error-text.ts'
import * as log from './log.ts'

/**
 * Removes something from the runner's temporary directory. If Windows refuses, since a program has a file
 * open, that is no reason to fail: the runner removes it when the job ends.
 */
export function removeScratch(path: string): void {
  try {
    removeTree(path)
  } catch (error) {
    log.debug(`${path} was not removed: ${messageOf(error)}`)
  }
}
