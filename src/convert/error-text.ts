/** Faults of the system in a person's words: what, and the remedy. */

const ELSEWHERE = 'or choose another place'

/** Files of what `sudo` ran are root's; stestr's may be read by nobody else. */
export const READABLE = 'make it readable for this user (sudo chmod -R a+rX, where sudo made it)'

const WORDS: Readonly<Record<string, string>> = {
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

/** Where writing means something else than reading. */
const WORDS_OF_WRITING: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory; check that nothing removes it',
  EACCES: `permission denied; make it writable for this user, ${ELSEWHERE}`,
  // the latter on Windows
  EPERM: `permission denied, or another program has it open; make it writable for this user, close the program, ${ELSEWHERE}`,
  EBUSY: `another program has it open; close that, ${ELSEWHERE}`,
  EINVAL: 'the file system does not allow such a name; choose another place',
  EEXIST: 'is a file or a link that leads nowhere, not a directory; choose another place',
  EISDIR: 'is a directory, not a file; remove it, or choose another place',
}

/** Of an input: in one line, with the system's words made plain. */
export function messageOf(error: unknown): string {
  const fault = systemFault(error)
  const known = fault === null ? undefined : WORDS[fault.code]
  return known ?? oneLine(error)
}

/** Whether it is a fault of writing: no other input would fare better. */
export function isWriteFault(error: unknown): boolean {
  const fault = systemFault(error)
  if (fault === null) return false
  return (
    ['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG'].includes(fault.code) ||
    (fault.code === 'EIO' && fault.syscall === 'write')
  )
}

/** What to throw when nothing could be written: `directory` is where, unless the error knows better. */
export function writeFault(error: unknown, directory: string): unknown {
  const fault = systemFault(error)
  if (fault === null) return error
  const words = WORDS_OF_WRITING[fault.code] ?? WORDS[fault.code] ?? oneLine(fault)
  return new Error(`${place(fault, directory)}: ${words}`, { cause: error })
}

/** Paths of hidden files say nothing to anyone: where they were to be moved does, or what holds them. */
function place({ path, dest = path }: NodeJS.ErrnoException & { dest?: string }, directory: string): string {
  const visible = dest?.replace(/[\\/]\.(?:export|report)-.*$/s, '')
  return visible === undefined || visible === '' ? directory : visible
}

/** The system's own error, perhaps behind another that tells what was being done. */
function systemFault(error: unknown): (NodeJS.ErrnoException & { code: string }) | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code, syscall } = each as NodeJS.ErrnoException
    if (typeof code === 'string' && syscall !== undefined) return Object.assign(each, { code })
  }
  return null
}

const oneLine = (error: unknown): string =>
  ((error as Error | undefined)?.message ?? String(error)).replaceAll(/\s+/g, ' ')
