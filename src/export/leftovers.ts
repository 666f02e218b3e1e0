/** Removes what killed exports left behind, and marks the files of a live export. */

import { lstatSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { removeTree } from '../files.ts'

const MINUTE = 60_000
/** A live export's directory is at most a minute old; the rest allows for clock differences between hosts. */
const DEAD_AFTER = 24 * 60 * MINUTE
/** Names of hidden directories and files; nobody chooses such a name by hand. */
const HIDDEN = /^\.(?:export|report)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A path for something that is moved elsewhere once it is finished. */
export const hiddenIn = (directory: string, kind: 'export' | 'report'): string =>
  join(directory, `.${kind}-${crypto.randomUUID()}`)

/**
 * Touches a hidden directory every minute until the returned function is called. Age decides, not a process
 * id: another container that shares the directory has its own process ids.
 */
export function keepAlive(hidden: string): () => void {
  const timer = setInterval(() => {
    try {
      utimesSync(hidden, new Date(), new Date())
    } catch {
      // the directory is gone; the next write to it will report that
    }
  }, MINUTE).unref()
  return () => clearInterval(timer)
}

/** Removes the hidden directories and files of exports that died in `directory` more than a day ago. */
export function clearLeftovers(directory: string): void {
  for (const name of hiddenNames(directory)) {
    const path = join(directory, name)
    try {
      const { mtimeMs } = lstatSync(path)
      if (Date.now() - mtimeMs > DEAD_AFTER) removeTree(path)
    } catch {
      // another user owns it, or another process has just removed it
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
