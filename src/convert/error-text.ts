/** System errors in plain words: what happened, and the remedy. */

import type { Staging } from '../export/staging.ts'

const ELSEWHERE = 'or choose another place'

/** Files of a program run with `sudo` belong to root; those of stestr are not readable for others. */
const READABLE = 'make it readable for this user (sudo chmod -R a+rX, where sudo made it)'

type Words = Readonly<Record<string, string>>

const WORDS: Words = {
  ENOENT: 'no such file or directory; check the path',
  EACCES: `permission denied; ${READABLE}`,
  EPERM: `permission denied; ${READABLE}`,
  EISDIR: 'is a directory, not a file; use --repository (input repository) for a stestr repository',
  ENOTDIR: 'what should be a directory in that path is a file; check the path',
  ENAMETOOLONG: 'the path is too long; choose a shorter one',
  ELOOP: 'the symbolic links form a loop; check the path',
  ENXIO: 'it is a socket or a device that nothing serves; check the path',
  EMFILE: 'this process has too many files open; raise the limit (ulimit -n)',
  ENFILE: 'the system has too many files open; close other programs',
  EIO: 'the device failed (input/output error); check the disk',
  ENOSPC: `no space is left on the device; free some, ${ELSEWHERE}`,
  EDQUOT: `the disk quota is used up; free some space, ${ELSEWHERE}`,
  EFBIG: `a file would become larger than is allowed; raise the limit (ulimit -f), ${ELSEWHERE}`,
  EROFS: 'the file system is read-only; choose another place',
}

/** Words for codes that mean something else when writing than when reading. */
const WORDS_OF_WRITING: Words = {
  ENOENT: 'no such file or directory; check that nothing removes it',
  EACCES: `permission denied; make it writable for this user, ${ELSEWHERE}`,
  // on Windows also a file that another program has open
  EPERM: `permission denied, or another program has it open; make it writable for this user, close the program, ${ELSEWHERE}`,
  EBUSY: `another program has it open; close that, ${ELSEWHERE}`,
  EINVAL: 'the file system does not allow such a name; choose another place',
  EEXIST: 'is a file or a link that leads nowhere, not a directory; choose another place',
  EISDIR: 'is a directory, not a file; remove it, or choose another place',
}

/** Words for codes that ask for something else when a log is read. */
export const WORDS_OF_LOGS: Words = {
  EISDIR: 'is a directory, not a file; give the CSV in it that dstat, dool or pcp dstat write with --output',
}

/**
 * The message of an error of an input, on one line; system errors are put into plain words, those of `own` if it
 * has some.
 */
export function plainMessage(error: unknown, own: Words = {}): string {
  const fault = systemFault(error)
  const known = fault === null ? undefined : (own[fault.code] ?? WORDS[fault.code])
  return known ?? messageLine(error)
}

/** Whether the error is about writing, so that every other input would fail as well. */
export function isWriteFault(error: unknown, staging: Staging): boolean {
  const fault = systemFault(error)
  if (fault === null) return false
  return (
    // a write to an open file fails without a path
    (fault.path !== undefined && staging.isOwn(fault.path)) ||
    ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(fault.code) ||
    (fault.code === 'EIO' && fault.syscall === 'write')
  )
}

/** The error to throw if writing failed; it names the path of the error, or else `directory`. */
export function writeFault(error: unknown, directory: string): unknown {
  const fault = systemFault(error)
  if (fault === null) return error
  const words = WORDS_OF_WRITING[fault.code] ?? WORDS[fault.code] ?? messageLine(fault)
  return new Error(`${place(fault, directory)}: ${words}`, { cause: error })
}

/** Hidden files mean nothing to the user: names the target of the move instead, or the directory. */
function place({ path, dest = path }: NodeJS.ErrnoException & { dest?: string }, directory: string): string {
  const visible = dest?.replace(/[\\/]\.(?:export|report)-.*/s, '')
  return visible === undefined || visible === '' ? directory : visible
}

/** The system's own error, which may be the `cause` of another error; null if there is none. */
function systemFault(error: unknown): (NodeJS.ErrnoException & { code: string }) | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code, syscall } = each as NodeJS.ErrnoException
    if (typeof code === 'string' && syscall !== undefined) return Object.assign(each, { code })
  }
  return null
}

const messageLine = (error: unknown): string =>
  ((error as Error | undefined)?.message ?? String(error)).replaceAll(/\s+/g, ' ')
