/**
 * The mean and maximum of any range of samples without iterating over it, so that the cost of drawing
 * depends on the pixels and not on the zoom. Prefix sums give the mean; the maximum is kept for every 4, 16,
 * 64 and 256 samples.
 */

/** A block of a level is made of 2^FAN_BITS blocks of the level below. */
const FAN_BITS = 2
const LEVELS = 4

export interface SamplePyramid {
  /** NaN where the log has no value. */
  readonly values: Float64Array
  /** n → sum of the values before n, without NaN; then the same for every 4th, 16th, 64th and 256th n. */
  readonly sums: readonly Float64Array[]
  /** n → number of values before n that are not NaN; null if all are known. */
  readonly known: Uint32Array | null
  /** Of every 4, 16, 64 and 256 samples; NaN where none of these has a value. */
  readonly max: readonly Float64Array[]
}

export function buildSamplePyramid(values: Float64Array): SamplePyramid {
  const sums = new Float64Array(values.length + 1)
  const known = new Uint32Array(values.length + 1)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    const isKnown = !Number.isNaN(value)
    sums[i + 1] = sums[i] + (isKnown ? value : 0)
    known[i + 1] = known[i] + (isKnown ? 1 : 0)
  }
  const isWhole = known[values.length] === values.length
  return { values, sums: thinned(sums), known: isWhole ? null : known, max: gather(values) }
}

/** Each level has every 4th sum of the one below: sums that pixels need are then close in memory (cached). */
function thinned(sums: Float64Array): Float64Array[] {
  const levels = [sums]
  for (let below = sums; levels.length <= LEVELS; below = levels[levels.length - 1]) {
    const level = new Float64Array(((below.length - 1) >> FAN_BITS) + 1)
    for (let i = 0; i < level.length; i++) level[i] = below[i << FAN_BITS]
    levels.push(level)
  }
  return levels
}

/** The levels of the maximum. */
function gather(values: Float64Array): Float64Array[] {
  const levels: Float64Array[] = []
  for (let below = values; levels.length < LEVELS; below = levels[levels.length - 1]) {
    const level = new Float64Array((below.length + 3) >> FAN_BITS).fill(Number.NaN)
    for (let i = 0; i < below.length; i++) {
      const most = level[i >> FAN_BITS]
      if (below[i] > most || Number.isNaN(most)) level[i >> FAN_BITS] = below[i]
    }
    levels.push(level)
  }
  return levels
}

/** Mean of samples `from` to before `to`; NaN if none has a value. */
export function meanOf({ sums, known }: SamplePyramid, from: number, to: number): number {
  const bits = bitsOf(from | to)
  const near = sums[bits / FAN_BITS]
  return (near[to >> bits] - near[from >> bits]) / (known === null ? to - from : known[to] - known[from])
}

/** Maximum of samples `from` to before `to`; NaN if none has a value. */
export function maxOf({ values, max }: SamplePyramid, from: number, to: number): number {
  let most = Number.NaN
  const shared = bitsOf(from | to)
  if (shared > 0 && to - from < 1 << (shared + 2 * FAN_BITS)) {
    // a range from `roundEnd`: a few blocks of one level, without choosing a level for each
    const level = max[shared / FAN_BITS - 1]
    for (let at = from >> shared; at < to >> shared; at++) {
      const value = level[at]
      if (value > most || Number.isNaN(most)) most = value
    }
    return most
  }
  for (let at = from; at < to; ) {
    // the coarsest block that begins here and ends in the range
    let [level, bits] = [0, 0]
    while (level < LEVELS) {
      const size = 1 << (bits + FAN_BITS)
      if ((at & (size - 1)) !== 0 || at + size > to) break
      level += 1
      bits += FAN_BITS
    }
    const value = level === 0 ? values[at] : max[level - 1][at >> bits]
    if (value > most || Number.isNaN(most)) most = value
    at += 1 << bits
  }
  return most
}

/** Bits of the coarsest level that has a block beginning at this sample. */
function bitsOf(place: number): number {
  let bits = 0
  while (bits < LEVELS * FAN_BITS && (place & ((1 << (bits + FAN_BITS)) - 1)) === 0) bits += FAN_BITS
  return bits
}

/**
 * Rounds the end of a range down to the boundary of a block that is a sixteenth to a quarter of the range,
 * so that few blocks make it up.
 */
export function roundEnd(from: number, to: number): number {
  let bits = 0
  while (to - from >= 1 << (bits + 2 * FAN_BITS) && bits < LEVELS * FAN_BITS) bits += FAN_BITS
  return (to >> bits) << bits
}
