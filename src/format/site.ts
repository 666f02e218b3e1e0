/**
 * The files of a published site: reports of many workflow runs, and an index of them.
 *
 *     .nojekyll                   not on branches that somebody else created
 *     index.html                  the index with its app; reads runs.json, and columns of reports to compare
 *     runs.json                   RunsFile
 *     app/<version>/              script and styles, shared by all reports that have the same ones
 *     runs/<run>-<attempt>-<name>/
 *         index.html              the report: manifest and small blocks; no app, no logs, no columns
 *         results.json            docs/results.md
 *         columns-<n>.bin.gz      run n's columns.bin, gzip
 *         details-<n>.json.gz     run n's details, gzip with flush points
 *         runs.json               on a branch: RunsFile of this report alone
 *     latest/<name>/index.html    redirects to the newest report of the default branch
 *     pr/<number>/<name>/index.html   redirects to the newest report of the pull request
 *
 * Written by `src/action/site`, read by `src/frontend`. docs/site.md describes the same.
 */

import type { Conclusion } from './report.ts'

/** A page refuses a newer version and names it; a publisher refuses to overwrite it. */
export const SITE_VERSION = 1

export const RUNS_FILE = 'runs.json'

/**
 * Script in the index, before its app, so that the list loads while the app is parsed. It must be exactly
 * this text, because the page's CSP contains its hash.
 */
export const ASK_SCRIPT = `asked=fetch("${RUNS_FILE}",{cache:"no-cache"});asked.catch(()=>{})`

/** Names of run n's columns and details in a report's directory. */
export const columnsFile = (run: number): string => `columns-${run}.bin.gz`
export const detailsFile = (run: number): string => `details-${run}.json.gz`

export interface RunsFile {
  readonly version: number
  /** `owner/repository`. */
  readonly repository: string
  /** `https://github.com`. */
  readonly server: string
  readonly defaultBranch: string | null
  /** Ordered by workflow run (`follows`, if it follows one) and attempt, newest last, whenever published. */
  readonly runs: readonly SiteRun[]
}

/** One report. */
export interface SiteRun {
  /** Its directory relative to the site's root: `runs/<workflow run>-<attempt>-<name>`. */
  readonly path: string
  /** Name of the report: a job, or a leg of a matrix. */
  readonly name: string
  readonly title: string
  readonly workflow: string
  readonly run: number
  readonly attempt: number
  /** The workflow run that this one follows (`workflow_run`) and reports on; absent if it follows none. */
  readonly follows?: number
  /** GitHub's id of the job, new in each attempt; absent in old reports, or if the runner does not tell. */
  readonly job?: number
  readonly event: string
  /**
   * The head branch; `owner:branch` for a fork, and for a pull request that is no longer known;
   * `gh-readonly-queue/<base>` for a merge queue; null for a tag, and if it is not known what was checked out.
   */
  readonly branch: string | null
  /** Name of the tag; absent without one, and in old reports. */
  readonly tag?: string
  /** Number of the pull request; null without one. */
  readonly pull: number | null
  /** Whether its code is a fork's, or may be; absent if not, and in old reports. */
  readonly fork?: true
  /** SHA of the head commit; null if it is not known. */
  readonly commit: string | null
  /**
   * SHA of the commit that a pull request's workflow run tests unless told otherwise: its head merged with
   * the base branch. Absent in old reports, without a pull request, and if it is not known.
   */
  readonly tested?: string
  /** Time of publication, `2026-03-01T12:00:00Z`. */
  readonly published: string
  readonly conclusion: Conclusion
  /** Results may be missing; absent if none is, and in old reports. */
  readonly partial?: true
  readonly counts: {
    readonly tests: number
    readonly passed: number
    readonly failed: number
    readonly skipped: number
    /** Tests that should have run and never did; absent if there are none. */
    readonly missing?: number
  }
  /** Seconds from the first start to the last end; null if no test has times. */
  readonly duration: number | null
  /** Number of columns files in its directory, one per test run. */
  readonly columns: number
  /** Name of each test run, by which several are told apart; absent if they are long, and in old reports. */
  readonly runNames?: readonly string[]
  /** Bytes of the directory without its `runs.json`. */
  readonly size: number
  /** Its app's directory below `app/`. */
  readonly app: string
}
