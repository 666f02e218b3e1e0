/** The state of the page: the site's list of reports. */

import { computed, signal } from '@preact/signals'
import type { RunsFile, SiteRun } from '../../format/site.ts'
import type { Job } from '../compare/related.ts'
import { readRunsFile } from '../compare/runs.ts'
import type { DataError } from '../data/blocks.ts'
import { toDataError } from '../data/manifest.ts'
import { type JobRoute, jobRoute } from '../route/site-route.ts'
import { sharedNames } from './groups.ts'

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

/** The names that jobs of several workflows have on this site. */
export const shared = computed(() =>
  sharedNames(opening.value.state === 'open' ? opening.value.site.runs : []),
)

/** The page of a job; its address has the workflow only if the name alone would not do. */
export const routeOfJob = ({ name, workflow }: Job, more: Partial<JobRoute> = {}): JobRoute =>
  jobRoute(name, { workflow: shared.value.has(name) ? workflow : null, ...more })
