/** Which reports of a site are about the same. Pure. */

import type { RunsFile, SiteRun } from '../../format/site.ts'

/** Reports of that name on the default branch, the newest last. */
export const onDefaultBranch = (site: RunsFile, name: string): readonly SiteRun[] =>
  site.runs.filter((run) => run.name === name && isOnDefault(site, run))

/** No report is where that branch is not told; one of a tag has no branch either. */
export const isOnDefault = ({ defaultBranch }: RunsFile, { pull, branch }: SiteRun): boolean =>
  defaultBranch !== null && pull === null && branch === defaultBranch

/** The report before: of the same name, and of the same pull request or branch. */
export function predecessorOf({ runs }: RunsFile, run: SiteRun): SiteRun | null {
  const before = runs.slice(0, runs.indexOf(run))
  const isSame = ({ name, pull, branch }: SiteRun): boolean =>
    name === run.name && pull === run.pull && (pull !== null || branch === run.branch)
  return before.findLast(isSame) ?? null
}
