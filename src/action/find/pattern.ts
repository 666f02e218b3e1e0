/** A line of an input that takes globs, as @actions/glob understands it. */

import { realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { isBelow } from './paths.ts'

/** A pattern in the home directory, which @actions/glob expands; `~name` is a file of the workspace. */
const HOME = /^~(?=$|[\\/])/

const WILDCARD = /[*?[]/

export const isExclusion = (pattern: string): boolean => pattern.startsWith('!')

/** Whether it can match only one path. */
export const isPlain = (pattern: string): boolean => !WILDCARD.test(pattern)

/** Whether it needs a home directory that the user, as on some self-hosted runners, does not have. */
export const isHomeless = (pattern: string): boolean => HOME.test(withoutMarks(pattern)) && !hasHome()

function hasHome(): boolean {
  try {
    return homedir() !== ''
  } catch {
    return false
  }
}

/** Exclusions with no pattern above them. */
export const idleExclusions = (patterns: readonly string[]): string[] =>
  patterns.filter((_, i) => patterns.slice(0, i + 1).every(isExclusion))

/** The pattern as an absolute one: relative to the workspace, whatever the working directory is. */
export function anchor(pattern: string, workspace: string): string {
  const bare = withoutMarks(pattern)
  const marks = pattern.slice(0, pattern.length - bare.length)
  const glob = withoutDots(bare)
  if (isAbsolute(glob) || HOME.test(glob)) return marks + glob
  return `${marks}${escapeGlob(workspace)}${sep}${glob}`
}

/** Where the links that a pattern matches may lead: the workspace, or the place outside of it that the user named. */
export function rootOf(pattern: string, workspace: string): string {
  if (!isAbsolute(pattern) && !HOME.test(pattern)) return realpathSync(workspace)
  const glob = pattern.replace(HOME, homedir)
  const literal = isPlain(glob) ? glob : dirname(glob.replace(/[*?[].*/s, 'x'))
  const directory = statSync(literal, { throwIfNoEntry: false })?.isDirectory() ? literal : dirname(literal)
  return realpathSync(isBelow(resolve(directory), workspace) ? workspace : directory)
}

/** @actions/glob rejects `..`: how to write the first pattern that has one; null if there is none. */
export function withoutUps(patterns: readonly string[], workspace: string): string | null {
  const globs = patterns.map((pattern) => withoutDots(withoutMarks(pattern)))
  const glob = globs.find((each) => /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(each))
  if (glob === undefined) return null
  const path = resolve(workspace, glob.replace(HOME, homedir))
  return isBelow(path, workspace)
    ? `write ${glob} as ${relative(workspace, path) || '.'}`
    : `${glob} leads out of the workspace: write it as ${path}`
}

const withoutMarks = (pattern: string): string => pattern.replace(/^[!\s]+/, '')

/** Removes the components `.`, which have no meaning; @actions/glob rejects them. Elsewhere than on Windows, `\` escapes. */
const withoutDots = (glob: string): string =>
  glob.replace(sep === '\\' ? /(?<=^|[\\/])\.(?:[\\/]+|$)/g : /(?<=^|\/)\.(?:\/+|$)/g, '')

/** A pattern that matches this path alone. */
export const escapeGlob = (path: string): string => {
  const slashed = sep === '\\' ? path : path.replaceAll('\\', '\\\\')
  return slashed.replace(/\[(?=[^/]+\])/g, '[[]').replace(/[?*]/g, '[$&]')
}
