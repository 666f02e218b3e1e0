/** The state of the page: the site's list of reports. */

import { signal } from '@preact/signals'
import type { RunsFile, SiteRun } from '../../format/site.ts'
import { readRunsFile } from '../compare/runs.ts'
import type { DataError } from '../data/blocks.ts'
import { toDataError } from '../data/manifest.ts'

export type SiteState =
  | { readonly state: 'reading' }
  | { readonly state: 'refused'; readonly error: DataError }
  | { readonly state: 'open'; readonly site: RunsFile }

declare global {
  /** Set by ASK_SCRIPT. */
  var asked: Promise<Response> | undefined
}

export const opening = signal<SiteState>({ state: 'reading' })

export async function openSite(): Promise<void> {
  try {
    opening.value = { state: 'open', site: await readRunsFile('', globalThis.asked) }
  } catch (error) {
    opening.value = { state: 'refused', error: toDataError(error) }
  }
}

/** Microseconds since the epoch; NaN if the time is invalid. */
export const publishedAt = ({ published }: SiteRun): number => Date.parse(published) * 1000
