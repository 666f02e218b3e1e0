/**
 * Samples at any zoom for the price of the pixels: the least, the mean and the most of any range of
 * them, without a walk over the range. Sums stand in front of each sample; least and most are kept of
 * every 16 samples and of every 256.
 */

const FAN = 16

export interface SamplePyramid {
  /** NaN where the log has none. */
  readonly values: Float64Array
  /** n → sum of the values before n, and how many there are; NaN left out. */
  readonly sums: Float64Array
  readonly known: Uint32Array
  /** Of every 16 and of every 256 samples; NaN where there is no value. */
  readonly levels: readonly { readonly min: Float64Array; readonly max: Float64Array }[]
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
  const first = gather({ min: values, max: values })
  return { values, sums, known, levels: [first, gather(first)] }
}

function gather(below: { min: Float64Array; max: Float64Array }): { min: Float64Array; max: Float64Array } {
  const size = Math.ceil(below.min.length / FAN)
  const [min, max] = [new Float64Array(size), new Float64Array(size)]
  for (let b = 0; b < size; b++) {
    let [least, most] = [Number.NaN, Number.NaN]
    for (let i = b * FAN; i < Math.min(below.min.length, (b + 1) * FAN); i++) {
      if (!(below.min[i] >= least)) least = Number.isNaN(below.min[i]) ? least : below.min[i]
      if (!(below.max[i] <= most)) most = Number.isNaN(below.max[i]) ? most : below.max[i]
    }
    min[b] = least
    max[b] = most
  }
  return { min, max }
}

/** Of samples `from` to before `to`; NaN where none has a value. */
export function meanOf({ sums, known }: SamplePyramid, from: number, to: number): number {
  return (sums[to] - sums[from]) / (known[to] - known[from])
}

export function minOf({ values, levels }: SamplePyramid, from: number, to: number): number {
  return -extreme([values, levels[0].min, levels[1].min], from, to, -1)
}

export function maxOf({ values, levels }: SamplePyramid, from: number, to: number): number {
  return extreme([values, levels[0].max, levels[1].max], from, to, 1)
}

/** The most of `sign` times the values. */
function extreme(levels: readonly Float64Array[], from: number, to: number, sign: 1 | -1): number {
  let most = Number.NaN
  for (let at = from; at < to; ) {
    // the coarsest block that begins here and ends in the range
    let [level, size] = [0, 1]
    while (level < 2 && at % (size * FAN) === 0 && at + size * FAN <= to) {
      level += 1
      size *= FAN
    }
    const value = sign * levels[level][at / size]
    if (!(value <= most) && !Number.isNaN(value)) most = value
    at += size
  }
  return most
}
