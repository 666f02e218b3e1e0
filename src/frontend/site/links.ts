/** URLs for the facts of a report. */

import { testHash } from '../../format/links.ts'
import type { RunsFile, SiteRun } from '../../format/site.ts'
import { nameOfKey, type ReportTests } from '../compare/report-tests.ts'
import { addressOf } from '../compare/reports.ts'
import { httpUrl } from '../frame/workflow.tsx'

/** URL of the repository; null if it is not a valid one of http or https. */
export function repositoryUrl({ server, repository }: RunsFile): string | null {
  const url = httpUrl(server)
  if (url === null || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return null
  return `${url.replace(/\/$/, '')}/${repository}`
}

export const commitUrl = (site: RunsFile, { commit }: SiteRun): string | null =>
  under(site, commit !== null && /^[0-9a-f]{7,64}$/.test(commit) ? `commit/${commit}` : null)

export const pullUrl = (site: RunsFile, pull: number): string | null => under(site, `pull/${pull}`)

/** The workflow run that ran the tests: the one that this one follows, if any, whose attempt is not known. */
export const workflowUrl = (site: RunsFile, { run, attempt, follows }: SiteRun): string | null =>
  under(site, follows === undefined ? `actions/runs/${run}/attempts/${attempt}` : `actions/runs/${follows}`)

function under(site: RunsFile, path: string | null): string | null {
  const base = repositoryUrl(site)
  return base === null || path === null ? null : `${base}/${path}`
}

/** URL of a test in one of the site's reports. */
export function testUrl(run: SiteRun, tests: ReportTests, test: number): string {
  const hash = testHash(tests.run[test], nameOfKey(tests.keys[test]), tests.attempt[test])
  return `${addressOf('', run)}${hash}`
}
