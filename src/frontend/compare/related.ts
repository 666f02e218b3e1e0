/** Which reports of a site are about the same. Pure. */

import type { RunsFile, SiteRun } from '../../format/site.ts'

/** Reports of that name on the default branch, the newest last. */
export const onDefaultBranch = (site: RunsFile, name: string): readonly SiteRun[] =>
  site.runs.filter((run) => run.name === name && isOnDefault(site, run))

/** No report is where that branch is not told; one of a tag has no branch either. */
export const isOnDefault = ({ defaultBranch }: RunsFile, { pull, branch }: SiteRun): boolean =>
  defaultBranch !== null && pull === null && branch === defaultBranch

/** Against one without, all tests would be new. */
const hasTests = ({ counts }: SiteRun): boolean => counts.tests > 0

/** The newest other one of the default branch that has tests. */
export const newestOnDefault = (site: RunsFile, run: SiteRun): SiteRun | null =>
  onDefaultBranch(site, run.name).findLast((one) => one !== run && hasTests(one)) ?? null

/** The default branch's newest to compare with: a report of that branch itself would be with what came later. */
export const baseOf = (site: RunsFile, run: SiteRun): SiteRun | null =>
  isOnDefault(site, run) ? null : newestOnDefault(site, run)

/** The report before that has tests: of the same name, and of the same pull request or branch. */
export function predecessorOf({ runs }: RunsFile, run: SiteRun): SiteRun | null {
  const before = runs.slice(0, runs.indexOf(run))
  const isSame = ({ name, pull, branch }: SiteRun): boolean =>
    name === run.name && pull === run.pull && (pull !== null || branch === run.branch)
  return before.findLast((one) => isSame(one) && hasTests(one)) ?? null
}
