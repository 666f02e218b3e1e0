/** What exports that were killed left behind, and how one that lives says so. */

import { lstatSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

const MINUTE = 60_000
/** Long beyond any doubt: a living export's is never older than a minute, but clocks of hosts differ. */
const DEAD_AFTER = 24 * 60 * MINUTE
/** Names that no person gives. */
const HIDDEN = /^\.(?:export|report)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Touches a hidden directory every minute until it is told to stop. By age, not by process number:
 * another container that shares the directory has processes of its own.
 */
export function keepAlive(hidden: string): () => void {
  const timer = setInterval(() => {
    try {
      utimesSync(hidden, new Date(), new Date())
    } catch {
      // gone, which whoever writes to it will find out
    }
  }, MINUTE).unref()
  return () => clearInterval(timer)
}

/** Removes the hidden directories and files of exports that died in that directory a day ago or longer. */
export function clearLeftovers(directory: string): void {
  for (const name of hiddenNames(directory)) {
    const path = join(directory, name)
    try {
      const { mtimeMs } = lstatSync(path)
      if (Date.now() - mtimeMs > DEAD_AFTER) rmSync(path, { recursive: true, force: true })
    } catch {
      // it belongs to somebody else, or somebody else was faster
    }
  }
}

function hiddenNames(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => HIDDEN.test(name))
  } catch {
    return []
  }
}
