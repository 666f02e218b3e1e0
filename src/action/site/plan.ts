/** The next state of a site's `runs.json`: one report added, those beyond the limits removed. */

import { type RunsFile, SITE_VERSION, type SiteRun } from '../../format/site.ts'
import { numbered } from '../artifact-name.ts'
import { type Contents, sizeOf } from './contents.ts'
import { runPath } from './names.ts'
import { type Limits, type Retained, retain } from './retention.ts'

export interface Own {
  readonly run: SiteRun
  readonly site: Pick<RunsFile, 'repository' | 'server' | 'defaultBranch'>
  readonly contents: Contents
  readonly limits: Limits
  /** Those of the given pull requests that are closed. */
  readonly closedOf: (pulls: readonly number[]) => Promise<ReadonlySet<number>>
}

export interface Plan extends Omit<Retained, 'kept'> {
  readonly file: RunsFile
  /** The report as it is listed, perhaps under another name. */
  readonly run: SiteRun
}

/** `before`: null for no site yet. A report listed already, as after a lost answer, is replaced. */
export async function planSite(before: RunsFile | null, own: Own): Promise<Plan> {
  const { site, contents, limits } = own
  const run = besideOthers(own.run, before?.runs ?? [])
  const runs = [...(before?.runs ?? []).filter(({ path }) => path !== run.path), run].sort(byWorkflowRun)
  const defaultBranch = site.defaultBranch ?? before?.defaultBranch ?? null
  const apps = new Set(runs.map(({ app }) => app)).size
  const facts = {
    defaultBranch,
    now: Date.parse(run.published),
    // assumes that earlier versions of the app are as large as this one
    overhead: apps * sizeOf(contents.app) + contents.index.length,
    own: run.path,
    closed: new Set<number>(),
  }
  let retained = retain(runs, limits, facts)
  // closed pull requests only matter when something is removed for its size
  if (retained.removed.some(({ because }) => because === 'keep-size')) {
    const pulls = [...new Set(runs.flatMap(({ pull }) => pull ?? []))]
    if (pulls.length > 0) retained = retain(runs, limits, { ...facts, closed: await own.closedOf(pulls) })
  }
  const { kept, ...rest } = retained
  // fields that a later version has added stay
  return { file: { ...before, version: SITE_VERSION, ...site, defaultBranch, runs: kept }, run, ...rest }
}

/** Why the site is larger than `keepSize`; null if it is not, apart from this report. */
export function excessInWords({ file, run, size, oversized }: Plan, keepSize: number): string | null {
  const others = oversized.filter((one) => one !== run).map(({ path }) => path)
  if (size - sizeOf(oversized) > keepSize && oversized.length < file.runs.length)
    return 'only the newest report of each job on the default branch and this one are left; delete those of jobs that are gone, which are directories in runs, or raise keep-size'
  return others.length === 0 ? null : `${others.join(', ')} alone exceeds it, and must stay`
}

/**
 * By the workflow run that was reported on: an old commit's job that is re-run or ends late does not become the
 * newest, nor if another workflow publishes it, which then begins late.
 */
const byWorkflowRun = (a: SiteRun, b: SiteRun): number =>
  (a.follows ?? a.run) - (b.follows ?? b.run) || a.run - b.run || a.attempt - b.attempt

/** Gives the report a name of its own if another job uses it, as jobs that call one reusable workflow do. */
function besideOthers(run: SiteRun, others: readonly SiteRun[]): SiteRun {
  if (run.job === undefined) return run
  for (let n = 1; ; n++) {
    const name = numbered(run.name, n)
    const path = runPath({ ...run, name })
    const isTaken = others.some(
      (other) => other.path === path && other.job !== undefined && other.job !== run.job,
    )
    if (!isTaken) return n === 1 ? run : { ...run, name, path }
  }
}
