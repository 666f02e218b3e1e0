import { pause } from '../pause.ts'
import type { GitHub } from './client.ts'
import { isUnclear } from './faults.ts'

/** Most tries of one creation. */
const TRIES = 4

/** Milliseconds before the second try; twice that before the third, and so on. */
const PAUSE = 2000

/** Parameters of `call` that keep octokit's plugin from repeating what might then exist twice. */
export const NO_RETRY = { request: { retries: 0 } } as const

/**
 * Creates something that must not exist twice. A lost answer does not say whether it was created, so `find`
 * looks for it after each; null means that it does not exist. If `find` throws, so does this.
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
      if (!isUnclear(error) || signal.aborted) throw error
      if (tries < TRIES) await pause(PAUSE * 2 ** (tries - 1), signal)
      const found = await find()
      if (found !== null) return found
      if (tries >= TRIES) throw error
    }
  }
}
