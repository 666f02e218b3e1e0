/** Paths in tracebacks → files of the repository. */

import { lstatSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'

/** Installed packages: not the repository itself, but perhaps copies of its files. */
const INSTALLED = /^.*\/(?:site|dist)-packages\//
/** Checkouts: DevStack's `/opt/stack/nova/nova/a.py`, Zuul's `…/src/opendev.org/openstack/nova/nova/a.py`. */
const CHECKOUT = /^(?:\/opt\/stack\/[^/]+|.*\/src\/[^/]+\/[^/]+\/[^/]+)\//
/** Directories in a workspace that do not belong to the repository. */
const FOREIGN = /^(?:\.git|\.tox|\.nox|\.venv|venv|env|node_modules|build)\//

export interface Roots {
  /** Absolute. */
  readonly workspace: string
  /** Where the repository's root was when the tests ran, as given by the user. */
  readonly sourceRoots: readonly string[]
}

/** The path relative to the workspace, with `/`; null if it is no file of the repository. */
export function repositoryPath(path: string, { workspace, sourceRoots }: Roots): string | null {
  const plain = path.replaceAll('\\', '/')
  for (const each of [...sourceRoots, workspace, realPath(workspace)]) {
    const below = `${each.replaceAll('\\', '/').replace(/\/+$/, '')}/`
    if (!beginsWith(plain, below)) continue
    const relative = existing(plain.slice(below.length), workspace)
    if (relative !== null) return relative
  }
  for (const pattern of [INSTALLED, CHECKOUT]) {
    const match = pattern.exec(plain)
    const relative = match === null ? null : existing(plain.slice(match[0].length), workspace)
    if (relative !== null) return relative
  }
  return existing(plain.replace(/^(?:\.\/)+/, ''), workspace)
}

/** On Windows, case makes no difference. */
const beginsWith = (path: string, root: string): boolean =>
  /^[A-Za-z]:/.test(root)
    ? path.slice(0, root.length).toLowerCase() === root.toLowerCase()
    : path.startsWith(root)

/** Tracebacks have it where a runner's work directory is a link, as to another disk. */
function realPath(workspace: string): string {
  try {
    return realpathSync(workspace)
  } catch {
    return workspace
  }
}

/** The path if it is a file in the workspace, and not a link that leads out of it; else null. */
function existing(relative: string, workspace: string): string | null {
  if (relative.split('/').some((part) => part === '' || part === '.' || part === '..')) return null
  if (FOREIGN.test(relative) || INSTALLED.test(`/${relative}`)) return null
  const path = join(workspace, relative)
  try {
    if (!lstatSync(path).isFile()) return null
    return realpathSync(path).startsWith(realpathSync(workspace) + sep) ? relative : null
  } catch {
    return null // not there
  }
}
