/**
 * The exported files, as types. docs/format.md is the same in words; both change together.
 *
 * Nothing is imported here: the exporter and the page share this folder alone.
 */

/** Every status a test can have, in the order of the codes that columns use. */
export const STATUSES = ['success', 'fail', 'skip', 'xfail', 'uxsuccess', 'inprogress', 'unknown'] as const

/**
 * subunit's own words; `inprogress` is a test that never ended, `unknown` one whose id only ever
 * carried files.
 */
export type Status = (typeof STATUSES)[number]

/** Statuses that make a run a failed one: a test that was killed is no success. */
export const FAILURE_STATUSES: ReadonlySet<Status> = new Set(['fail', 'uxsuccess', 'inprogress', 'unknown'])

/** `2026-03-01T12:00:00.123456+00:00`, the fraction left out when it is zero; always UTC. */
export type Timestamp = string

/** One entry of `tempest_<source>_<id>_raw.json`. */
export interface RawTest {
  readonly name: string
  /** The test id as the stream had it; only where it is not the name. */
  readonly id?: string
  readonly status: Status
  /** Sorted by code point. */
  readonly tags: readonly string[]
  readonly timestamps: readonly [Timestamp | null, Timestamp | null]
  /** Seconds from start to end, exact to the microsecond; may be negative. */
  readonly duration: number | null
  readonly details: Record<string, never>
}

/** One value of `…_details.json`: status and timestamps of raw, then attachment key → text or data: URI. */
export interface TestDetails {
  readonly status?: Status
  readonly timestamps?: RawTest['timestamps']
  readonly [attachment: string]: unknown
}

/** A node of `…_tree.json`; one at which a test's name ends has the test's raw fields too. */
export interface TreeNode extends Partial<Omit<RawTest, 'id' | 'name'>> {
  readonly name: string
  readonly name_full?: string
  readonly children?: readonly TreeNode[]
}

export interface StatsFailure {
  readonly name: string
  /** Seconds. */
  readonly duration: number | null
  /** The last line of the traceback, or the last two; or what happened; null without a traceback. */
  readonly details: readonly string[] | null
}

export interface StatsSkip {
  readonly name: string
  /** Seconds. */
  readonly duration: number | null
  /** The attachment `reason`. */
  readonly details: string | null
}

/** `…_stats.json`. */
export interface Stats {
  readonly count: number
  readonly start: Timestamp | null
  readonly end: Timestamp | null
  /** Seconds, the sum over all tests. */
  readonly total_duration: number
  readonly failures: readonly StatsFailure[]
  readonly skips: readonly StatsSkip[]
}

export type WarningKind =
  | 'noise'
  | 'damaged'
  | 'truncated'
  | 'unreadable'
  | 'suite_failed'
  | 'redacted'
  | 'unfinished'
  | 'not_run'
  | 'unordered'

/** What an input had besides good tests; of `offset`, `bytes`, `count` those that apply. */
export interface Warning {
  readonly kind: WarningKind
  readonly message: string
  /** Bytes from the start of the (uncompressed) input to the first place. */
  readonly offset?: number
  /** Bytes in all. */
  readonly bytes?: number
  /** Places, packets or tests. */
  readonly count?: number
}

/** Kinds that mean that results may be missing: they keep a run from being a success. */
export const LOSS_KINDS: ReadonlySet<WarningKind> = new Set([
  'damaged',
  'truncated',
  'unreadable',
  'suite_failed',
])

/** One run in `config.json`, as the original front-end of 2015 reads it. */
export interface ConfigEntry {
  readonly id: number
  /** For people: `Subunit File: run.subunit`, `Repository: nova (3)`, `Subunit Stream (stdin)`. */
  readonly name: string
  readonly raw: string
  readonly details: string
  /** A DetailsIndex of the details file. */
  readonly index: string
  /** The tests as columns: format/columns.ts. */
  readonly columns: string
  readonly tree: string
  readonly stats: Stats
  readonly dstat?: string
  readonly warnings?: readonly Warning[]
}

/** One file in `config.json`, as the original's second front-end reads it. */
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

/** What a CI job tells of itself; every field is null outside of one. */
export interface Workflow {
  /** Workflow and job. */
  readonly name: string | null
  /** Of the workflow run. */
  readonly url: string | null
  /** The event. */
  readonly pipeline: string | null
  /** The pull request's number. */
  readonly change_id: string | null
  /** The commit. */
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
