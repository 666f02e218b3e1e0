/** Which reports stay on a site. */

import type { SiteRun } from '../../format/site.ts'

export interface Limits {
  /** Reports kept of each job (its name and workflow) on each branch and pull request. */
  readonly keepRuns: number
  /** null for no limit. */
  readonly keepDays: number | null
  /** Limit of the whole site, in bytes. */
  readonly keepSize: number
}

export interface SiteFacts {
  readonly defaultBranch: string | null
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Bytes of everything but reports: apps, pages. */
  readonly overhead: number
  /** Closed pull requests: their reports are removed first. */
  readonly closed: ReadonlySet<number>
  /** Path of the report being published, which always stays. */
  readonly own: string
}

export interface Removal {
  readonly run: SiteRun
  readonly because: 'keep-runs' | 'keep-days' | 'keep-size'
}

export interface Retained {
  readonly kept: readonly SiteRun[]
  readonly removed: readonly Removal[]
  /** Bytes of what stays; above `keepSize` if nothing more may be removed. */
  readonly size: number
  /** Kept reports that alone exceed `keepSize`: nothing else is removed for them, as it would not help. */
  readonly oversized: readonly SiteRun[]
}

const DAY = 86_400_000

/** `runs` and `kept` are in the order of RunsFile, the newest last. */
export function retain(runs: readonly SiteRun[], limits: Limits, facts: SiteFacts): Retained {
  const safe = safePaths(runs, facts)
  const removed = new Map<SiteRun, Removal['because']>()
  const candidates = runs.filter(({ path }) => !safe.has(path))
  const newer = new Map<string, number>()
  for (const run of runs.toReversed()) {
    const key = groupOf(run)
    const before = newer.get(key) ?? 0
    newer.set(key, before + 1)
    if (before >= limits.keepRuns && !safe.has(run.path)) removed.set(run, 'keep-runs')
  }
  for (const run of candidates) {
    const age = facts.now - Date.parse(run.published)
    if (limits.keepDays !== null && age > limits.keepDays * DAY && !removed.has(run))
      removed.set(run, 'keep-days')
  }
  const isOversized = ({ size }: SiteRun): boolean => facts.overhead + size > limits.keepSize
  for (const run of candidates) if (isOversized(run) && !removed.has(run)) removed.set(run, 'keep-size')
  // the limit then applies to the others alone: removing all of them would not bring the site below it
  const oversized = runs.filter((run) => isOversized(run) && !removed.has(run))
  let size = facts.overhead + sum(runs.filter((run) => !isOversized(run) && !removed.has(run)))
  for (const run of leastWantedFirst(candidates, facts.closed)) {
    if (size <= limits.keepSize) break
    if (removed.has(run)) continue
    removed.set(run, 'keep-size')
    size -= run.size
  }
  return {
    kept: runs.filter((run) => !removed.has(run)),
    removed: [...removed].map(([run, because]) => ({ run, because })),
    size: size + sum(oversized),
    oversized,
  }
}

/** Paths that always stay: the default branch's newest report of each job, and the one being published. */
function safePaths(
  runs: readonly SiteRun[],
  { defaultBranch, own }: Pick<SiteFacts, 'defaultBranch' | 'own'>,
): Set<string> {
  const newest = new Map<string, string>()
  for (const run of runs) if (isOfBranch(run, defaultBranch)) newest.set(jobOf(run), run.path)
  return new Set([...newest.values(), own])
}

/** A pull request's head branch may have that name too, but its reports do not count as the branch's. */
export const isOfBranch = ({ pull, branch }: SiteRun, name: string | null): boolean =>
  name !== null && pull === null && branch === name

/** Two workflows may have jobs of one name. */
const jobOf = ({ name, workflow }: SiteRun): string => JSON.stringify([name, workflow])

/** Forks' apart, as a comment can have a fork's code report on any pull request, and beside the tags. */
const groupOf = (run: SiteRun): string => JSON.stringify([run.pull ?? run.branch, isFork(run), jobOf(run)])

/** Old reports say so by the branch alone: its name has no colon, but a fork's owner comes before one. */
const isFork = ({ fork, branch }: SiteRun): boolean => fork === true || (branch?.includes(':') ?? false)

/** Forks' before all others, whatever their age: anybody could drive out the repository's own with large ones. */
const leastWantedFirst = (runs: readonly SiteRun[], closed: ReadonlySet<number>): SiteRun[] => {
  const rank = (run: SiteRun): number => {
    if (run.pull !== null && closed.has(run.pull)) return 0
    return isFork(run) ? 1 : 2
  }
  return runs.toSorted((a, b) => rank(a) - rank(b))
}

const sum = (runs: readonly SiteRun[]): number => runs.reduce((total, { size }) => total + size, 0)
