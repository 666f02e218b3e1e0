/** Which reports of a site are compared with each other. Pure. */

import type { RunsFile, SiteRun } from '../../format/site.ts'

/** The reports of this name on the default branch, newest last. */
export const onDefaultBranch = (site: RunsFile, name: string): readonly SiteRun[] =>
  site.runs.filter((run) => run.name === name && isOnDefault(site, run))

/** False if the site's default branch is unknown, and for a tag, which has no branch. */
export const isOnDefault = ({ defaultBranch }: RunsFile, { pull, branch }: SiteRun): boolean =>
  defaultBranch !== null && pull === null && branch === defaultBranch

/** Compared with a report without tests, all tests would be new. */
const hasTests = ({ counts }: SiteRun): boolean => counts.tests > 0

/** The newest other report of this name on the default branch that has tests. */
export const newestOnDefault = (site: RunsFile, run: SiteRun): SiteRun | null =>
  onDefaultBranch(site, run.name).findLast((one) => one !== run && hasTests(one)) ?? null

/** The default branch's newest, to compare with; null on that branch itself, where the newest came later. */
export const baseOf = (site: RunsFile, run: SiteRun): SiteRun | null =>
  isOnDefault(site, run) ? null : newestOnDefault(site, run)

/** The last report before this one with tests, the same name, and the same pull request or branch. */
export function predecessorOf({ runs }: RunsFile, run: SiteRun): SiteRun | null {
  const before = runs.slice(0, runs.indexOf(run))
  const isSame = ({ name, pull, branch }: SiteRun): boolean =>
    name === run.name && pull === run.pull && (pull !== null || branch === run.branch)
  return before.findLast((one) => isSame(one) && hasTests(one)) ?? null
}
