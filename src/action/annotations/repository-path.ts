/** Paths of tracebacks → files of the repository. */

import { lstatSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'

/** What is installed here is not where the repository's lines are, though a copy of them may be. */
const INSTALLED = /^.*\/(?:site|dist)-packages\/(?!.*\/(?:site|dist)-packages\/)/
/** DevStack's checkouts: `/opt/stack/nova/nova/a.py`; and Zuul's: `…/src/opendev.org/openstack/nova/nova/a.py`. */
const CHECKOUT = /^(?:\/opt\/stack\/[^/]+|.*\/src\/[^/]+\/[^/]+\/[^/]+)\//
/** Directories of a workspace that are not the repository's. */
const FOREIGN = /^(?:\.git|\.tox|\.nox|\.venv|venv|env|node_modules|build)\//

export interface Roots {
  /** Absolute. */
  readonly workspace: string
  /** Directories that hold the repository's root where the tests ran, as the user gives them. */
  readonly sourceRoots: readonly string[]
}

/** Relative to the workspace, with `/`; null where it is no file of the repository. */
export function repositoryPath(path: string, { workspace, sourceRoots }: Roots): string | null {
  const plain = path.replaceAll('\\', '/')
  const root = workspace.replaceAll('\\', '/')
  for (const each of [...sourceRoots, root]) {
    const below = `${each.replaceAll('\\', '/').replace(/\/+$/, '')}/`
    if (!plain.startsWith(below)) continue
    const relative = existing(plain.slice(below.length), workspace)
    if (relative !== null) return relative
  }
  for (const pattern of [INSTALLED, CHECKOUT]) {
    const match = pattern.exec(plain)
    const relative = match === null ? null : existing(plain.slice(match[0].length), workspace)
    if (relative !== null) return relative
  }
  return /^(?:\/|[A-Za-z]:)/.test(plain) ? null : existing(plain.replace(/^(?:\.\/)+/, ''), workspace)
}

/** The path where it is a file of the workspace, and no link that leads out of it. */
function existing(relative: string, workspace: string): string | null {
  const parts = relative.split('/')
  if (relative === '' || parts.some((part) => part === '' || part === '.' || part === '..')) return null
  if (
    FOREIGN.test(relative) ||
    /[\0\r\n]/.test(relative) ||
    /\/(?:site|dist)-packages\//.test(`/${relative}`)
  )
    return null
  const path = join(workspace, relative)
  try {
    if (!lstatSync(path).isFile()) return null
    return realpathSync(path).startsWith(realpathSync(workspace) + sep) ? relative : null
  } catch {
    return null // not there
  }
}
