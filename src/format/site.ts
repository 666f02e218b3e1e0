/**
 * What a published site holds, side by side: reports of many workflow runs, and an index over them.
 *
 *     .nojekyll                   but for branches that others began
 *     index.html                  the index, its app inside: it reads runs.json, and the columns of what it compares
 *     runs.json                   RunsFile
 *     app/<version>/              the reports' script and styles, once for all that have the same ones
 *     runs/<run>-<attempt>-<name>/
 *         index.html              the report: its manifest and small blocks; no app, no logs, no columns
 *         results.json            docs/results.md
 *         columns-<n>.bin.gz      run n's columns.bin, gzip
 *         details-<n>.json.gz     run n's details, gzip with flush points
 *         runs.json               on a branch: RunsFile of this report alone
 *     latest/<name>/index.html    leads to the newest of the default branch
 *     pr/<number>/<name>/index.html   leads to the pull request's newest
 *
 * Written by `src/action/site`, read by `src/frontend`. docs/site.md is the same in words.
 */

import type { Conclusion } from './report.ts'

/** A page refuses a higher one by name; a publisher refuses to write over it. */
export const SITE_VERSION = 1

export const RUNS_FILE = 'runs.json'

/**
 * In the index, in front of its app: the list is on its way while that is read. Exactly this text, for the
 * page's CSP holds its hash.
 */
export const ASK_SCRIPT = `asked=fetch("${RUNS_FILE}",{cache:"no-cache"});asked.catch(()=>{})`

/** In a report's directory: run n's columns, and its details. */
export const columnsFile = (run: number): string => `columns-${run}.bin.gz`
export const detailsFile = (run: number): string => `details-${run}.json.gz`

export interface RunsFile {
  readonly version: number
  /** `owner/repository`. */
  readonly repository: string
  /** `https://github.com`. */
  readonly server: string
  readonly defaultBranch: string | null
  /** In the order of their workflow runs and attempts, the newest last, whenever they were published. */
  readonly runs: readonly SiteRun[]
}

/** One report. */
export interface SiteRun {
  /** Its directory, from the site's root: `runs/<workflow run>-<attempt>-<name>`. */
  readonly path: string
  /** What the report is called: a job, or a leg of a matrix. */
  readonly name: string
  readonly title: string
  readonly workflow: string
  readonly run: number
  readonly attempt: number
  /** GitHub's number of the job, another one in each attempt; where the runner does not tell it, and from before, absent. */
  readonly job?: number
  readonly event: string
  /**
   * The head's branch, `owner:branch` of a fork and of a pull request that is not known any more; of a merge queue
   * `gh-readonly-queue/<base>`; null for a tag.
   */
  readonly branch: string | null
  /** Of the pull request; null for none. */
  readonly pull: number | null
  /** SHA of the head commit. */
  readonly commit: string | null
  /** When it was published, `2026-03-01T12:00:00Z`. */
  readonly published: string
  readonly conclusion: Conclusion
  readonly counts: {
    readonly tests: number
    readonly passed: number
    readonly failed: number
    readonly skipped: number
  }
  /** Seconds from the first start to the last end; null where no test has times. */
  readonly duration: number | null
  /** Columns files in its directory, one a test run. */
  readonly columns: number
  /** Bytes of the directory, but for its `runs.json`. */
  readonly size: number
  /** Its directory below `app/`. */
  readonly app: string
}
