/**
 * `tempest_<source>_<id>_index.json`: where in the details file each test's value is, so that one can
 * be read without the others. The report and the site have the same object inside. docs/format.md is
 * the same in words; both change together.
 */

/** A reader refuses a newer one; a field that older readers may overlook does not change it. */
export const INDEX_VERSION = 1

/** All offsets and lengths are bytes. All of it since 0.1.0. */
export interface DetailsIndex {
  /** INDEX_VERSION of the writer. */
  readonly version: number
  /** Of the details file, as it is on disk: another size means that it is another file. */
  readonly size: number
  /**
   * n → from the end of the value before, of the file's beginning for n = 0, to the first byte of the
   * value of raw's n-th entry: `{\n` or `,\n`, the key and a colon. Values stand in the order of raw.
   * The last test's value is followed by that of `whole`, or by the end of the object.
   */
  readonly gap: readonly number[]
  /** n → of the value of raw's n-th entry, uncompressed; at least 2. */
  readonly length: readonly number[]
  /** First byte and length of the output that belongs to no test; null where there is none. */
  readonly whole: readonly [number, number] | null
  /**
   * Only in a report that would be too large with all of it: `[n, bytes]` of each value that its copy of
   * the details has not, ascending by n; n is raw's entry, or as many as there are entries for `whole`.
   * Their `gap` and `length` above are 0, `whole` is null.
   */
  readonly left?: readonly (readonly [number, number])[]
  /**
   * Absent where the file is not compressed; otherwise all offsets above count uncompressed bytes, and
   * the file can be inflated from each of these. Both arrays ascend and are equally long.
   */
  readonly points?: {
    /**
     * k → offset in the file. From here to the next point is a whole number of deflate blocks that
     * refer to nothing before them: with `DEFLATE_END` behind them, a raw deflate stream of its own. The
     * last one is where the member's own last block begins.
     */
    readonly compressed: readonly number[]
    /** k → offset in what the file inflates to; the last one is the length of all of it. */
    readonly uncompressed: readonly number[]
  }
}

/** An empty last deflate block. */
export const DEFLATE_END = [0x03, 0x00] as const
