/** Streams and repositories that no pattern matches, to be suggested to a user whose patterns match nothing. */

import { type Dirent, existsSync, readdirSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Places } from '../places.ts'
import { isOurs } from './find.ts'
import { byCodeUnit } from './paths.ts'

/** Up to three directories deep in the workspace, relative to it. Links to what does not exist are called so. */
export const findBelow = ({ workspace, ...places }: Places): string[] =>
  below(workspace, 3)
    .filter((path) => !isOurs(path, places))
    .map((path) => `${relative(workspace, path)}${brokenWords(path)}`)
    .toSorted(byCodeUnit)

const brokenWords = (path: string): string =>
  existsSync(path) ? '' : ` (a link to ${readlinkSync(path)}, which does not exist)`

/** Not `globSync`: with 10,000 directories in `node_modules` it takes ten seconds, this takes one. */
function below(directory: string, depth: number): string[] {
  return readDirectory(directory).flatMap((entry) => {
    const path = join(directory, entry.name)
    if (/^\.(?:stestr|testrepository)$|\.subunit/.test(entry.name)) return path
    return depth > 0 && entry.isDirectory() && !entry.name.startsWith('.') ? below(path, depth - 1) : []
  })
}

/** Empty if the directory may not be read. */
function readDirectory(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch {
    return []
  }
}
