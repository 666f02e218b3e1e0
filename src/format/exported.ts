/**
 * The exported files as types. docs/format.md describes the same; keep both in sync.
 *
 * This file imports nothing, for the exporter and the page both use it.
 */

/** Every status a test can have, in the order of the codes that columns use. */
export const STATUSES = ['success', 'fail', 'skip', 'xfail', 'uxsuccess', 'inprogress', 'unknown'] as const

/** subunit's own terms; `inprogress` is a test that never ended, `unknown` one whose id had only files. */
export type Status = (typeof STATUSES)[number]

/** Statuses that make a run fail, including those of tests that were killed. */
export const FAILURE_STATUSES: ReadonlySet<Status> = new Set(['fail', 'uxsuccess', 'inprogress', 'unknown'])

/** Statuses of tests that never ended: the end in their timestamps is only the latest time in the stream. */
export const UNENDED_STATUSES: ReadonlySet<Status> = new Set(['inprogress', 'unknown'])

/** `2026-03-01T12:00:00.123456+00:00`, without the fraction if it is zero; always UTC. */
export type Timestamp = string

/** A timestamp → microseconds since the epoch, of which `Date` alone would lose three digits; null for anything else. */
export function parseTimestamp(text: unknown): number | null {
  const parts = typeof text === 'string' ? WRITTEN.exec(text) : null
  const millis = parts === null ? Number.NaN : Date.parse(`${parts[1]}Z`)
  return Number.isNaN(millis) ? null : millis * 1000 + Number(parts?.[2] ?? 0)
}

const WRITTEN = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{6}))?\+00:00$/

/** One entry of `tempest_<source>_<id>_raw.json`. */
export interface RawTest {
  readonly name: string
  /** The test id in the stream; absent if it is the name. */
  readonly id?: string
  readonly status: Status
  /** Sorted by code point. */
  readonly tags: readonly string[]
  readonly timestamps: readonly [Timestamp | null, Timestamp | null]
  /** Seconds from start to end, exact to the microsecond; may be negative. Null without both times. */
  readonly duration: number | null
  readonly details: Record<string, never>
}

/** A value of `…_details.json`: status and timestamps as in raw, and attachment key → text or data: URI. */
export interface TestDetails {
  readonly status?: Status
  readonly timestamps?: RawTest['timestamps']
  readonly [attachment: string]: unknown
}

/** A node of `…_tree.json`; a node at which a test's name ends also has the test's fields of raw. */
export interface TreeNode extends Partial<Omit<RawTest, 'id' | 'name'>> {
  readonly name: string
  readonly name_full?: string
  readonly children?: readonly TreeNode[]
}

export interface StatsFailure {
  readonly name: string
  /** Seconds. */
  readonly duration: number | null
  /** The last line of the traceback, or the last two; without a traceback a description, or null. */
  readonly details: readonly string[] | null
}

/** The details of tests that never ended: `inprogress`, and `unknown`. */
export const UNENDED_DETAILS: ReadonlySet<string> = new Set(['Did not finish', 'No status'])

export interface StatsSkip {
  readonly name: string
  /** Seconds. */
  readonly duration: number | null
  /** The attachment `reason`; null without one. */
  readonly details: string | null
}

/** `…_stats.json`. */
export interface Stats {
  readonly count: number
  readonly start: Timestamp | null
  readonly end: Timestamp | null
  /** Sum of all durations in seconds. */
  readonly total_duration: number
  readonly failures: readonly StatsFailure[]
  readonly skips: readonly StatsSkip[]
}

/** Kinds of warnings, in the order in which they are reported. */
export const WARNING_KINDS = [
  'damaged',
  'truncated',
  'unreadable',
  'suite_failed',
  'unfinished',
  'not_run',
  'unordered',
  'noise',
  'redacted',
] as const

export type WarningKind = (typeof WARNING_KINDS)[number]

/** Something irregular in an input; `offset`, `bytes` and `count` are present if they apply. */
export interface Warning {
  readonly kind: WarningKind
  readonly message: string
  /** Offset of the first place in the uncompressed input, in bytes. */
  readonly offset?: number
  /** Bytes in total. */
  readonly bytes?: number
  /** Number of places, packets, suites, tests or secrets. */
  readonly count?: number
  /**
   * Of `not_run`: number of tests of which nothing in the stream explains why they never ran; absent if none, or if
   * other results of the stream were lost.
   */
  readonly missing?: number
  /** Names of the first of these, or of the failed suites with their reasons, 100 at most; long ones are cut. */
  readonly names?: readonly string[]
}

/** Kinds after which results may be missing. */
const LOSS_KINDS: ReadonlySet<WarningKind> = new Set(['damaged', 'truncated', 'unreadable', 'suite_failed'])

/** Whether results may be missing of which nobody knows how many: of tests that never ran, the number is known. */
export const isUncounted = ({ kind }: Pick<Warning, 'kind'>): boolean => LOSS_KINDS.has(kind)

/** Whether results may be missing because of that, so that its run is no success. */
export const isLoss = (warning: Pick<Warning, 'kind' | 'missing'>): boolean =>
  isUncounted(warning) || (warning.missing ?? 0) > 0

/** The names of a warning, `most` at most, and how many more there are. */
export function namesIn(
  { names = [], missing, count = 0 }: Warning,
  most: number,
): { names: readonly string[]; more: number } {
  const shown = names.slice(0, most)
  return { names: shown, more: shown.length === 0 ? 0 : (missing ?? count) - shown.length }
}

/** Number of tests that should have run, and never did. */
export const missingIn = (warnings: readonly Warning[] = []): number =>
  warnings.reduce((sum, { missing = 0 }) => sum + missing, 0)

/** One run in `config.json`, in the form that the original front-end of 2015 reads. */
export interface ConfigEntry {
  readonly id: number
  /** For people: `Subunit File: run.subunit`, `Repository: nova (3)`, `Subunit Stream (stdin)`. */
  readonly name: string
  readonly raw: string
  readonly details: string
  /** File with the DetailsIndex of the details file. */
  readonly index: string
  /** File with the tests as columns: format/columns.ts. */
  readonly columns: string
  readonly tree: string
  readonly stats: Stats
  readonly dstat?: string
  readonly warnings?: readonly Warning[]
}

/** One file in `config.json`, in the form that the original's second front-end reads. */
export interface Artifact {
  readonly path: string
  readonly artifact_name: string
  readonly artifact_type:
    | 'subunit'
    | 'subunit-details'
    | 'subunit-index'
    | 'subunit-columns'
    | 'subunit-stats'
    | 'dstat'
  readonly content_type: string
  readonly primary: boolean
  readonly content_encoding?: 'gzip'
}

/** Facts about the CI job; all fields are null outside CI. */
export interface Workflow {
  /** Names of workflow and job. */
  readonly name: string | null
  /** URL of the workflow run. */
  readonly url: string | null
  /** Name of the event. */
  readonly pipeline: string | null
  /** The pull request's number. */
  readonly change_id: string | null
  /** SHA of the commit. */
  readonly revision: string | null
  /** owner/name. */
  readonly change_project: string | null
  /** The pull request's title. */
  readonly change_subject: string | null
}

export interface Dataset extends Workflow {
  readonly status: null
  readonly ci_username: null
  readonly artifacts: readonly Artifact[]
}

/** `config.json`. */
export interface Config {
  readonly tempest: readonly ConfigEntry[]
  readonly deployer: false
  readonly datasets: readonly [Dataset]
}
