import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const CONFIG = 'config.json'
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
    rmSync(join(this.directory, CONFIG), { force: true })
    for (const name of this.names) {
      if (name === CONFIG) continue
      renameSync(join(this.hidden, name), join(this.directory, name))
      obsolete.delete(name)
    }
    for (const name of obsolete) rmSync(join(this.directory, name), { force: true })
    renameSync(join(this.hidden, CONFIG), join(this.directory, CONFIG))
    this.names.length = 0
    this.discard()
  }

  /** Removes what is not committed. */
  discard(): void {
    rmSync(this.hidden, { recursive: true, force: true })
  }

  private namedByOldConfig(): Set<string> {
    let text: string
    try {
      text = readFileSync(join(this.directory, CONFIG), 'utf8')
    } catch {
      return new Set()
    }
    // by their form, not by parsing: an old file may be damaged, and names are all that is wanted
    const quoted = text.match(/"[\w.-]+"/g) ?? []
    return new Set(quoted.map((name) => name.slice(1, -1)).filter((name) => OURS.test(name)))
  }
}
