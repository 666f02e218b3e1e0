/** The site's other reports that this one is compared with; read after the report itself. */

import { signal } from '@preact/signals'
import type { RunsFile, SiteRun } from '../../format/site.ts'
import { newestOnDefault, predecessorOf } from '../compare/related.ts'
import { readRunsFile } from '../compare/runs.ts'
import type { DataError } from '../data/blocks.ts'
import { toDataError } from '../data/manifest.ts'

/** The site's root, relative to a report's page. */
export const ROOT = '../../'

export interface Neighbours {
  readonly site: RunsFile
  readonly own: SiteRun
  /** The report before, of the same branch or pull request. Like `main`, it has tests. */
  readonly predecessor: SiteRun | null
  /** The newest other report of the default branch; null if that is `predecessor`. */
  readonly main: SiteRun | null
}

/** Null until read, and if the list lacks this report, as while it is being published. */
export const neighbours = signal<Neighbours | DataError | null>(null)

/** The page is in the report's directory, which is below `runs/`. */
const ownPath = (): string => `runs/${decodeURIComponent(location.pathname.split('/').at(-2) ?? '')}`

let begun = false

/** Does nothing for a page opened from disk, which has no site around it. */
export async function readNeighbours(): Promise<void> {
  if (begun || location.protocol === 'file:') return
  begun = true
  try {
    neighbours.value = neighboursIn(await readRunsFile(ROOT), ownPath())
  } catch (error) {
    neighbours.value = toDataError(error)
    begun = false
  }
}

function neighboursIn(site: RunsFile, path: string): Neighbours | null {
  const own = site.runs.find((run) => run.path === path)
  if (own === undefined) return null
  const predecessor = predecessorOf(site, own)
  const main = newestOnDefault(site, own)
  return { site, own, predecessor, main: main === predecessor ? null : main }
}
