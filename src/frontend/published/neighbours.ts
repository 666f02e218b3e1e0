/** The report's place among the others of its site: read once the report stands. */

import { signal } from '@preact/signals'
import type { RunsFile, SiteRun } from '../../format/site.ts'
import { newestOnDefault, predecessorOf } from '../compare/related.ts'
import { readRunsFile } from '../compare/runs.ts'
import type { DataError } from '../data/blocks.ts'
import { toDataError } from '../data/manifest.ts'

/** From a report to its site. */
export const ROOT = '../../'

export interface Neighbours {
  readonly site: RunsFile
  readonly own: SiteRun
  /** Of the same branch or pull request; it and the next have tests. */
  readonly predecessor: SiteRun | null
  /** The default branch's newest, where that is neither of the two. */
  readonly main: SiteRun | null
}

/** Null: not read yet, or the list does not have this report, as while it is being published. */
export const neighbours = signal<Neighbours | DataError | null>(null)

/** Below `runs/` the page's directory is the report's. */
const ownPath = (): string => `runs/${decodeURIComponent(location.pathname.split('/').at(-2) ?? '')}`

let begun = false

/** From disk there is no site around the report, and nothing is said of it. */
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

export function neighboursIn(site: RunsFile, path: string): Neighbours | null {
  const own = site.runs.find((run) => run.path === path)
  if (own === undefined) return null
  const predecessor = predecessorOf(site, own)
  const main = newestOnDefault(site, own)
  return { site, own, predecessor, main: main === predecessor ? null : main }
}
