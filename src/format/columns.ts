/**
 * `tempest_<source>_<id>_columns.bin`: a run's tests as columns, in the order in which the report draws
 * them. docs/format.md describes the same; keep both in sync.
 *
 *     {"version":1,…}\n     ColumnsHeader, JSON on one line
 *     gap duration status   drawn sections: the report shows this part first
 *     order class …         named sections: the tests' identities
 *
 * Tests are ordered by lane: one lane per worker (the tag `worker-N`), ascending by N, then the tests
 * without a worker. Tests without a start or an end (`untimed`) follow in no lane, in raw's order. Within a
 * lane, tests ascend by start, ties in raw's order. They may overlap: the page packs them into rows.
 *
 * A varint is LEB128: seven bits per byte, the lowest first, the top bit set on all but the last. A signed
 * varint is zigzag-encoded first (0, −1, 1, −2, … → 0, 1, 2, 3, …). All are below 2^53. Texts are UTF-8.
 */

/** A reader refuses a newer version and names it; new sections that readers may ignore do not change it. */
export const COLUMNS_VERSION = 1

/** All fields since 0.1.0. */
export interface ColumnsHeader {
  /** COLUMNS_VERSION of the writer. */
  readonly version: number
  /** Number of tests, in lanes and untimed. */
  readonly count: number
  /** Earliest start of a test in a lane, in microseconds since the epoch; 0 if there is none. */
  readonly origin: number
  readonly lanes: readonly ColumnsLane[]
  readonly untimed: number
  /** In the order in which they follow the header, with nothing between them. */
  readonly sections: readonly ColumnsSection[]
}

export interface ColumnsLane {
  /** N of `worker-N`; null for the lane of tests without a worker. */
  readonly worker: number | null
  readonly tests: number
}

export interface ColumnsSection {
  readonly name: SectionName
  readonly bytes: number
}

/** What drawing needs, in the file's order: `count` values each, the first two without untimed tests. */
export const DRAWN_SECTIONS = [
  /**
   * Tests in lanes: signed varint, microseconds from the end of the lane's previous test, or for its first
   * test from `origin`, to the start.
   */
  'gap',
  /** Tests in lanes: signed varint, microseconds; negative if the clock went back. */
  'duration',
  /** One byte: index into STATUSES. */
  'status',
] as const

/** Sections with the tests' identities, in the file's order. */
export const NAMED_SECTIONS = [
  /** Signed varint: index in raw minus that of the lane's previous test, or minus 0 for the lane's first. */
  'order',
  /** Varint: 0 for the class of the previous test, otherwise 1 + index into the classes. */
  'class',
  /** One varint per class: its length in bytes, including the trailing separator. */
  'classLength',
  'classes',
  /**
   * The part of a test's name after its class, followed by METHOD_END. Grouped by class, in the order of the
   * classes, because names within a class are similar. Class and method concatenated are the name.
   */
  'methods',
  /** Varint: 0 for the tag set of the previous test, otherwise 1 + index into the tag sets. */
  'tags',
  /** JSON: an array of arrays of strings. */
  'tagSets',
  /**
   * Present only if some test's id is not its name. Varint: 0 if it is the name; 2n + 1 if it is the name and
   * n more bytes; 2n (n > 0) if it is n bytes of its own.
   */
  'idLength',
  'ids',
] as const

/** Ends a method; this byte never occurs in UTF-8. */
export const METHOD_END = 0xff

export type SectionName = (typeof DRAWN_SECTIONS)[number] | (typeof NAMED_SECTIONS)[number]
