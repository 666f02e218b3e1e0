/**
 * `tempest_<source>_<id>_index.json`: the position of each test's value in the details file, so that one can
 * be read without the others. The report and the site contain the same object. docs/format.md describes the
 * same; keep both in sync.
 */

/** A reader refuses a newer version; fields that older readers may ignore do not change the version. */
export const INDEX_VERSION = 1

/** All offsets and lengths are in bytes. All fields since 0.1.0. */
export interface DetailsIndex {
  /** INDEX_VERSION of the writer. */
  readonly version: number
  /** Size of the details file on disk; a file of another size is not the one that was indexed. */
  readonly size: number
  /**
   * n → bytes from the end of the previous value (for n = 0 from the file's start) to the first byte of the
   * value of raw's n-th entry: `{\n` or `,\n`, the key and a colon. Values are in the order of raw. The last
   * test's value is followed by that of `whole`, or by the end of the object.
   */
  readonly gap: readonly number[]
  /** n → length of the value of raw's n-th entry, uncompressed; at least 2. */
  readonly length: readonly number[]
  /** Offset and length of the output that belongs to no test; null if there is none. */
  readonly whole: readonly [number, number] | null
  /**
   * Only in a report that would be too large with all output: `[n, bytes]` of each value that its copy of the
   * details lacks, ascending by n; n is the entry in raw, or the number of entries for `whole`. The `gap` and
   * `length` of these values are 0, or `whole` is null.
   */
  readonly left?: readonly (readonly [number, number])[]
  /**
   * Absent if the file is not compressed. Otherwise all offsets above count uncompressed bytes, and the file
   * can be inflated from each of these points. Both arrays ascend and have the same length.
   */
  readonly points?: {
    /**
     * k → offset in the compressed file. From here to the next point is a whole number of deflate blocks that
     * refer to nothing before them: with `DEFLATE_END` appended they are a complete raw deflate stream. The
     * last point is where the member's own final block begins.
     */
    readonly compressed: readonly number[]
    /** k → offset in the uncompressed data; the last one is its total length. */
    readonly uncompressed: readonly number[]
  }
}

/** An empty final deflate block. */
export const DEFLATE_END = [0x03, 0x00] as const
