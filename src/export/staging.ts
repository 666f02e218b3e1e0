import { closeSync, lstatSync, mkdirSync, openSync, readSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { moveFile, removeDirectory, removeFile } from '../files.ts'
import { CONFIG_FILE, isLogFile, isRunFile } from '../format/file-names.ts'
import { clearLeftovers, hiddenIn, keepAlive } from './leftovers.ts'
import { SpillFile } from './spill-file.ts'

/** Whether an earlier export may have written a file of that name; nothing else is ever removed. */
const isOurs = (name: string): boolean => isRunFile(name) || isLogFile(name)

/**
 * Collects a directory's new files in a hidden directory. A reader of the directory sees the whole old
 * export, none, or the whole new one, at any time and however the exporter ends.
 */
export class Staging {
  readonly directory: string
  private readonly hidden: string
  /** Files to commit. */
  private readonly names = new Set<string>()
  /** All files that may be in the hidden directory. */
  private readonly made = new Set<string>()
  private readonly stopTouching: () => void
  /** Temporary storage of lists that are written to several files. */
  readonly lists: SpillFile

  /** Creates the directory if it is missing. */
  constructor(directory: string) {
    this.directory = directory
    makeDirectory(directory)
    clearLeftovers(directory)
    this.hidden = hiddenIn(directory, 'export')
    mkdirSync(this.hidden, { mode: 0o700 })
    this.stopTouching = keepAlive(this.hidden)
    this.lists = new SpillFile(this.scratch('lists'))
  }

  /** The path at which to write a file that `commit` will move to that name. */
  path(name: string): string {
    this.names.add(name)
    return this.scratch(name)
  }

  /** The path of a finished file before `commit`. */
  finished(name: string): string {
    return join(this.hidden, name)
  }

  /** The path for a temporary file, which is not committed. */
  scratch(name: string): string {
    this.made.add(name)
    return join(this.hidden, name)
  }

  /** Whether a path is that of a file before `commit`, or of a temporary file. */
  isOwn(path: string): boolean {
    return dirname(path) === this.hidden
  }

  /** Removes a file that was begun, so that it is not committed. */
  drop(name: string): void {
    this.names.delete(name)
    removeFile(join(this.hidden, name))
  }

  /**
   * Moves the files into place, `config.json` last, and removes those that only the old one names. Returns the files'
   * names, sorted.
   */
  commit(): string[] {
    const committed = [...this.names].toSorted()
    const old = namesOfExport(this.directory)
    for (const name of this.names) refuseDirectory(join(this.directory, name))
    removeFile(join(this.directory, CONFIG_FILE))
    // before the moves: on a case-insensitive file system, an old name may denote a new file of other case
    for (const name of old) {
      const path = join(this.directory, name)
      if (!this.names.has(name) && isFile(path)) removeFile(path)
    }
    for (const name of this.names) {
      if (name === CONFIG_FILE) continue
      moveFile(join(this.hidden, name), join(this.directory, name))
      this.made.delete(name)
    }
    moveFile(join(this.hidden, CONFIG_FILE), join(this.directory, CONFIG_FILE))
    this.names.clear()
    this.discard()
    return committed
  }

  /** Removes everything that is not committed. */
  discard(): void {
    this.stopTouching()
    this.lists.close()
    try {
      // one by one: listing a directory takes a file descriptor, and there may be none left
      for (const name of this.made) {
        removeFile(join(this.hidden, name))
        this.made.delete(name)
      }
      removeDirectory(this.hidden)
    } catch {
      // must not hide why the export failed; a later export removes these leftovers
    }
  }
}

/** Names of the files of the export in a directory, without `config.json`. */
export function namesOfExport(directory: string): Set<string> {
  const names = new Set<string>()
  let text = ''
  // matched by pattern, not parsed: an old file may be damaged, and with its failures larger than a string
  for (const piece of piecesOf(join(directory, CONFIG_FILE))) {
    text = text.slice(-LONGEST_NAME) + piece
    for (const [, name] of text.matchAll(/"([\w.-]+)"/g)) if (isOurs(name)) names.add(name)
  }
  return names
}

/** A name in quotes: file systems allow no more. */
const LONGEST_NAME = 257

/** The text of a file, piece by piece; none unless it is a regular file, since reading a pipe would never end. */
function* piecesOf(path: string): Generator<string> {
  if (!isFile(path)) return
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(PIECE)
    for (let length = PIECE; length > 0; ) {
      length = readSync(file, buffer)
      yield buffer.toString('latin1', 0, length)
    }
  } finally {
    closeSync(file)
  }
}

/** Whether an export may write a file of that name; case is ignored, as some file systems do. */
export const isDataFile = (name: string): boolean => {
  const lower = name.toLowerCase()
  return lower === CONFIG_FILE || isOurs(lower)
}

/** Whether the directory holds an export that can be read. */
export function holdsExport(directory: string): boolean {
  try {
    return isFile(join(directory, CONFIG_FILE)) && !isOthersConfig(directory)
  } catch {
    return false
  }
}

/**
 * Bytes of a `config.json` that are read at a time. Every export, also the original exporter's, names
 * `tempest` or `"datasets"` within the first of them.
 */
const PIECE = 1 << 16

/** Whether the directory's `config.json` is another program's; a blank or zeroed file is nobody's. */
export function isOthersConfig(directory: string): boolean {
  const [text = ''] = piecesOf(join(directory, CONFIG_FILE))
  return /[^\s\0]/.test(text) && !/tempest|"datasets"/.test(text)
}

/** Whether the path is a regular file, not a symbolic link to one. */
export function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** Throws if `path` is a directory, which a file cannot replace; call it before anything is changed. */
export function refuseDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`${path} is a directory where a file is to be written: remove it or choose another place`)
  }
}

/**
 * Makes a directory and its missing parents. Node's `recursive` is not used: below /proc, where every mkdir
 * fails with ENOENT, it never ends.
 */
export function makeDirectory(path: string): void {
  const parent = dirname(path)
  if (statSync(parent, { throwIfNoEntry: false }) === undefined && parent !== path) makeDirectory(parent)
  try {
    mkdirSync(path)
  } catch (error) {
    // it existed, or another export has just made it
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
