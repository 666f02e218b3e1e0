import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { clearLeftovers, keepAlive } from './leftovers.ts'
import { moveFile } from './move-file.ts'
import { SpillFile } from './spill-file.ts'

const CONFIG = 'config.json'
const MAX_CONFIG = 256 << 20
/** What an earlier export may have written; nothing else is ever removed. */
const OURS =
  /^(?:tempest_[\w.-]+_(?:(?:raw|details|tree|stats|index)\.json|columns\.bin)|dstat_log(?:_\d+)?\.csv)(?:\.gz)?$/

/**
 * A directory's new files, finished out of sight: a reader of the directory sees the whole old
 * export, none, or the whole new one, whenever it looks and however the exporter ends.
 */
export class Staging {
  readonly directory: string
  private readonly hidden: string
  /** To be committed. */
  private readonly names = new Set<string>()
  /** All that may be in the hidden directory. */
  private readonly made = new Set<string>()
  private readonly stopTouching: () => void
  /** Lists that are written to several files. */
  readonly lists: SpillFile

  /** Creates the directory where it is missing. */
  constructor(directory: string) {
    this.directory = directory
    makeDirectory(directory)
    clearLeftovers(directory)
    this.hidden = join(directory, `.export-${crypto.randomUUID()}`)
    mkdirSync(this.hidden, { mode: 0o700 })
    this.stopTouching = keepAlive(this.hidden)
    this.lists = new SpillFile(this.scratch('lists'))
  }

  /** Where to write the file that will have that name. */
  path(name: string): string {
    this.names.add(name)
    return this.scratch(name)
  }

  /** Where a finished file is until it is committed. */
  finished(name: string): string {
    return join(this.hidden, name)
  }

  /** Where to write what is not wanted afterwards. */
  scratch(name: string): string {
    this.made.add(name)
    return join(this.hidden, name)
  }

  /** Takes back a file that was begun. */
  drop(name: string): void {
    this.names.delete(name)
    rmSync(join(this.hidden, name), { force: true })
  }

  /** Puts the finished files in their place: `config.json` last, and what only the old one named away. */
  commit(): void {
    const old = namesOfExport(this.directory)
    for (const name of this.names) refuseDirectory(join(this.directory, name))
    rmSync(join(this.directory, CONFIG), { force: true })
    // not behind the new files: one of them may differ by case alone, and is then this very file on some systems
    for (const name of old) {
      const path = join(this.directory, name)
      if (!this.names.has(name) && isFile(path)) rmSync(path, { force: true })
    }
    for (const name of this.names) {
      if (name !== CONFIG) moveFile(join(this.hidden, name), join(this.directory, name))
    }
    moveFile(join(this.hidden, CONFIG), join(this.directory, CONFIG))
    this.names.clear()
    this.discard()
  }

  /** Removes what is not committed. */
  discard(): void {
    this.stopTouching()
    this.lists.close()
    try {
      // one by one: to list a directory takes a file descriptor, and there may be none left
      for (const name of this.made) rmSync(join(this.hidden, name), { force: true })
      rmdirSync(this.hidden)
    } catch {
      // why the export failed is what a person wants to know; a later one clears it away
    }
  }

  /** Whether an earlier export is there. */
  get holdsExport(): boolean {
    return isFile(join(this.directory, CONFIG))
  }
}

/** Files that the export in a directory has, without `config.json`. */
export function namesOfExport(directory: string): Set<string> {
  const path = join(directory, CONFIG)
  // whoever made it: a pipe would never end, and ours are not so large
  if (!isFile(path) || statSync(path).size > MAX_CONFIG) return new Set()
  // by their form, not by parsing: an old file may be damaged, and names are all that is wanted
  const quoted = readFileSync(path, 'utf8').match(/"[\w.-]+"/g) ?? []
  return new Set(quoted.map((name) => name.slice(1, -1)).filter((name) => OURS.test(name)))
}

/** Whether an export may have a file of that name, whatever the case: some file systems do not tell. */
export const isDataFile = (name: string): boolean => {
  const lower = name.toLowerCase()
  return lower === CONFIG || OURS.test(lower)
}

/** Whether the directory holds an export that can be read. */
export function holdsExport(directory: string): boolean {
  try {
    return isFile(join(directory, CONFIG)) && !isOthersConfig(directory)
  } catch {
    return false
  }
}

/** The first bytes of a `config.json`, in which each export's has one of its words, the original exporter's too. */
const CONFIG_HEAD = 1 << 16

/** Whether the directory's `config.json` is of another program; one that lost all it had is nobody's. */
export function isOthersConfig(directory: string): boolean {
  const path = join(directory, CONFIG)
  if (!isFile(path)) return false
  const head = Buffer.alloc(CONFIG_HEAD)
  const file = openSync(path, 'r')
  const text = head.toString('latin1', 0, readSync(file, head))
  closeSync(file)
  return /[^\s\0]/.test(text) && !/tempest|"datasets"/.test(text)
}

/** Whether a plain file is there, not a link to one. */
export function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** A file cannot take a directory's place; to be found out before anything is changed. */
export function refuseDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`${path} is a directory where a file is to be written: remove it or choose another place`)
  }
}

/**
 * Makes a directory and those above it, where they are missing. Not by Node's `recursive`: below /proc,
 * where nothing can be made and the error is ENOENT, that never ends.
 */
export function makeDirectory(path: string): void {
  const parent = dirname(path)
  if (statSync(parent, { throwIfNoEntry: false }) === undefined && parent !== path) makeDirectory(parent)
  try {
    mkdirSync(path)
  } catch (error) {
    // it was there, or another export has made it just now
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
