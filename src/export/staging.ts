import { lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const CONFIG = 'config.json'
const MAX_CONFIG = 256 << 20
/** What an earlier export may have written; nothing else is ever removed. */
const OURS = /^(?:tempest_[\w.-]+_(?:raw|details|tree|stats|index)\.json|dstat_log(?:_\d+)?\.csv)(?:\.gz)?$/

/**
 * A directory's new files, finished out of sight: a reader of the directory sees the whole old
 * export, none, or the whole new one, whenever it looks and however the exporter ends.
 */
export class Staging {
  readonly directory: string
  private readonly hidden: string
  private readonly names: string[] = []

  /** Creates the directory where it is missing. */
  constructor(directory: string) {
    this.directory = directory
    mkdirSync(directory, { recursive: true })
    this.hidden = mkdtempSync(join(directory, '.export-'))
  }

  /** Where to write the file that will have that name. */
  path(name: string): string {
    this.names.push(name)
    return join(this.hidden, name)
  }

  /** Where a finished file is until it is committed. */
  finished(name: string): string {
    return join(this.hidden, name)
  }

  /** Where to write what is not wanted afterwards. */
  scratch(name: string): string {
    return join(this.hidden, name)
  }

  /** Takes back a file that was begun. */
  drop(name: string): void {
    const index = this.names.indexOf(name)
    if (index >= 0) this.names.splice(index, 1)
    rmSync(join(this.hidden, name), { force: true })
  }

  /** Puts the finished files in their place: `config.json` last, and what only the old one named away. */
  commit(): void {
    const obsolete = this.namedByOldConfig()
    for (const name of this.names) refuseDirectory(join(this.directory, name))
    rmSync(join(this.directory, CONFIG), { force: true })
    for (const name of this.names) {
      if (name === CONFIG) continue
      renameSync(join(this.hidden, name), join(this.directory, name))
      obsolete.delete(name)
    }
    for (const name of obsolete) {
      if (isFile(join(this.directory, name))) rmSync(join(this.directory, name), { force: true })
    }
    renameSync(join(this.hidden, CONFIG), join(this.directory, CONFIG))
    this.names.length = 0
    this.discard()
  }

  /** Removes what is not committed. */
  discard(): void {
    rmSync(this.hidden, { recursive: true, force: true })
  }

  /** Whether an earlier export is there. */
  get holdsExport(): boolean {
    return isFile(join(this.directory, CONFIG))
  }

  private namedByOldConfig(): Set<string> {
    const path = join(this.directory, CONFIG)
    // whoever made it: a pipe would never end, and ours are not so large
    if (!isFile(path) || statSync(path).size > MAX_CONFIG) return new Set()
    // by their form, not by parsing: an old file may be damaged, and names are all that is wanted
    const quoted = readFileSync(path, 'utf8').match(/"[\w.-]+"/g) ?? []
    return new Set(quoted.map((name) => name.slice(1, -1)).filter((name) => OURS.test(name)))
  }
}

/** Whether a plain file is there, not a link to one. */
function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** A file cannot take a directory's place; to be found out before anything is changed. */
export function refuseDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(
      `${path} is a directory; a file is to be written there: remove it or choose another place`,
    )
  }
}
