/** Stable addresses of a site: a page each that leads to the newest report of a name. */

import type { RunsFile, SiteRun } from '../../format/site.ts'
import { slugOf } from './names.ts'
import { redirectPage } from './redirect.ts'
import { isOfBranch } from './retention.ts'

/** Path from the site's root → text. */
export function stablePages({ runs, defaultBranch }: RunsFile): ReadonlyMap<string, string> {
  const pages = new Map<string, string>()
  const lead = (directory: string, { name, path }: SiteRun): void => {
    const up = '../'.repeat(directory.split('/').length + 1)
    pages.set(`${directory}/${slugOf(name)}/index.html`, redirectPage(`${up}${path}/`))
  }
  // the newest is the last
  for (const run of runs) {
    if (isOfBranch(run, defaultBranch)) lead('latest', run)
    if (run.pull !== null) lead(`pr/${run.pull}`, run)
  }
  return pages
}
