import { type GitHub, pause } from './client.ts'
import { isUnclear } from './faults.ts'

/** Tries of one creation. */
const TRIES = 4

/** Milliseconds before the second try; twice that before the third, and so on. */
const PAUSE = 2000

/** For `call`: octokit's plugin does not repeat what might then be there twice. */
export const NO_RETRY = { request: { retries: 0 } } as const

/**
 * Creates something that must not be there twice. An answer that was lost says nothing about what was
 * done: before the next try it is looked for. What `find` cannot find out counts as not there only
 * where it says so: when it fails, so does all of this.
 */
export async function createOnce<T>(
  { signal }: GitHub,
  find: () => Promise<T | null>,
  create: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await create()
    } catch (error) {
      if (!isUnclear(error) || tries >= TRIES || signal.aborted) throw error
      await pause(PAUSE * 2 ** (tries - 1), signal)
      signal.throwIfAborted()
      const found = await find()
      if (found !== null) return found
    }
  }
}
