/** What zlib itself can inflate of a file that is cut off or damaged. */

import * as zlib from 'node:zlib'

export interface Inflated {
  readonly bytes: Buffer
  /** Whether nothing is missing. */
  readonly whole: boolean
}

type Inflate = (bytes: Buffer, options?: zlib.ZlibOptions) => Buffer

const FORMATS: readonly (readonly [Buffer, Inflate, number])[] = [
  [Buffer.of(0x1f, 0x8b), zlib.gunzipSync, zlib.constants.Z_SYNC_FLUSH],
  [Buffer.of(0x28, 0xb5, 0x2f, 0xfd), zlib.zstdDecompressSync as Inflate, zlib.constants.ZSTD_e_flush],
]

export function inflated(file: Buffer): Inflated {
  const format = FORMATS.find(([magic]) => file.subarray(0, magic.length).equals(magic))
  if (format === undefined) return { bytes: file, whole: true }
  const [, inflate, flush] = format
  const all = attempt(() => inflate(file, { info: true }) as unknown as WithEngine)
  if (all !== null) return { bytes: all.buffer, whole: isPadding(file.subarray(all.engine.bytesWritten)) }
  // zlib returns nothing if there is a fault in its input: find the longest prefix without one
  let [good, bad] = [0, file.length + 1]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (attempt(() => inflate(file.subarray(0, middle), { finishFlush: flush })) === null) bad = middle
    else good = middle
  }
  return { bytes: inflate(file.subarray(0, good), { finishFlush: flush }), whole: false }
}

/** What zlib returns with `info: true`. */
interface WithEngine {
  readonly buffer: Buffer
  readonly engine: { readonly bytesWritten: number }
}

/** Zeros may follow the last member; zlib also ignores anything after the first zero. */
const isPadding = (rest: Buffer): boolean => rest.every((byte) => byte === 0)

function attempt<T>(inflate: () => T): T | null {
  try {
    return inflate()
  } catch {
    return null
  }
}
