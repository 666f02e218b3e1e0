import { lstatSync } from 'node:fs'

/**
 * Bytes of a file that this step has written. Throws if it is not a regular file any more: the tests' processes
 * may have put a link to something secret in its place, which @actions/artifact and git would follow.
 */
export function ownFileSize(path: string): number {
  const stats = lstatSync(path)
  if (!stats.isFile())
    throw new Error(`${path} is not a file any more: something changed it after it was written`)
  return stats.size
}
