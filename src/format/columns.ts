/**
 * `tempest_<source>_<id>_columns.bin`: a run's tests as columns, in the order in which the report draws
 * them. docs/format.md is the same in words; both change together.
 *
 *     {"version":1,…}\n     ColumnsHeader, JSON on one line
 *     gap duration status   what drawing needs: the report shows this part first
 *     order class …         who the tests are
 *
 * Tests stand lane by lane: one lane a worker (the tag `worker-N`), ascending by N, then those without a
 * worker, then, in no lane, those without a start or an end (`untimed`), in raw's order. In a lane they
 * ascend by start, equal ones in raw's order. They may overlap: who draws packs them into rows.
 *
 * A varint is LEB128: seven bits a byte, the lowest first, the top bit set on all but the last. A signed
 * one is zigzag (0, −1, 1, −2, …) in front of that. All are below 2^53. Texts are UTF-8.
 */

/** A reader refuses a newer one by name; a section that readers may overlook does not change it. */
export const COLUMNS_VERSION = 1

/** All of it since 0.1.0. */
export interface ColumnsHeader {
  /** COLUMNS_VERSION of the writer. */
  readonly version: number
  /** Tests: those of the lanes and the untimed ones. */
  readonly count: number
  /** Microseconds since the epoch: the earliest start of a lane's test; 0 without one. */
  readonly origin: number
  readonly lanes: readonly ColumnsLane[]
  readonly untimed: number
  /** In the order in which they follow the header, without anything between them. */
  readonly sections: readonly ColumnsSection[]
}

export interface ColumnsLane {
  /** N of `worker-N`; null for the lane of those without. */
  readonly worker: number | null
  readonly tests: number
}

export interface ColumnsSection {
  readonly name: SectionName
  readonly bytes: number
}

/** Of what drawing needs, in the file's order. `count` values, but for the first two. */
export const DRAWN_SECTIONS = [
  /** Of the lanes' tests: signed varint, start minus the end of the test before in its lane, of a lane's first minus `origin`; microseconds. */
  'gap',
  /** Of the lanes' tests: signed varint, microseconds; negative where the clock went back. */
  'duration',
  /** One byte: index into STATUSES. */
  'status',
] as const

/** Of who the tests are, in the file's order. */
export const NAMED_SECTIONS = [
  /** Signed varint: index in raw minus that of the test before in its lane (of a lane's first, minus 0). */
  'order',
  /** Varint: 0 for the class of the test before, else 1 + index into the classes. */
  'class',
  /** Varint each: bytes of a class, its last separator with it. As many as there are classes. */
  'classLength',
  'classes',
  /**
   * What follows the class in the test's name, and METHOD_END: those of a class together, class by class, for
   * names of one class are alike. Class and method, joined, are the name.
   */
  'methods',
  /** Varint: 0 for the tag set of the test before, else 1 + index into the tag sets. */
  'tags',
  /** JSON: an array of arrays of strings. */
  'tagSets',
  /**
   * Only where a test's id is not its name. Varint: 0 where it is; 2n + 1 where it is the name and n more
   * bytes; 2n (n > 0) where it is n bytes of its own.
   */
  'idLength',
  'ids',
] as const

/** Ends a method: a byte that is nowhere in UTF-8. */
export const METHOD_END = 0xff

export type SectionName = (typeof DRAWN_SECTIONS)[number] | (typeof NAMED_SECTIONS)[number]
