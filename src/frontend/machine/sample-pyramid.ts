/**
 * Samples at any zoom for the price of the pixels: the least, the mean and the most of any range of
 * them, without a walk over the range. Sums stand in front of each sample; least and most are kept of
 * every 8 samples, of every 64 and of every 512: a range of a pixel takes some ten steps.
 */

const FAN = 8
const [SECOND, THIRD] = [FAN ** 2, FAN ** 3]

export interface SamplePyramid {
  /** NaN where the log has none. */
  readonly values: Float64Array
  /** n → sum of the values before n; NaN left out. */
  readonly sums: Float64Array
  /** n → how many values before n there are; null where none is missing. */
  readonly known: Uint32Array | null
  /** Of every 8, 64 and 512 samples; NaN where there is no value. */
  readonly levels: readonly [Extremes, Extremes, Extremes]
}

interface Extremes {
  readonly min: Float64Array
  readonly max: Float64Array
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
  const second = gather(first)
  const isWhole = known[values.length] === values.length
  return { values, sums, known: isWhole ? null : known, levels: [first, second, gather(second)] }
}

function gather(below: Extremes): Extremes {
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
  return (sums[to] - sums[from]) / (known === null ? to - from : known[to] - known[from])
}

export function minOf({ values, levels: [a, b, c] }: SamplePyramid, from: number, to: number): number {
  return -extreme(values, a.min, b.min, c.min, from, to, -1)
}

export function maxOf({ values, levels: [a, b, c] }: SamplePyramid, from: number, to: number): number {
  return extreme(values, a.max, b.max, c.max, from, to, 1)
}

/** The most of `sign` times the values; the levels one by one, for an array of them would be made a pixel. */
function extreme(
  values: Float64Array,
  first: Float64Array,
  second: Float64Array,
  third: Float64Array,
  from: number,
  to: number,
  sign: 1 | -1,
): number {
  let most = Number.NaN
  for (let at = from; at < to; ) {
    // the coarsest block that begins here and ends in the range
    let value: number
    if (at % FAN !== 0 || at + FAN > to) {
      value = sign * values[at]
      at += 1
    } else if (at % SECOND !== 0 || at + SECOND > to) {
      value = sign * first[at / FAN]
      at += FAN
    } else if (at % THIRD !== 0 || at + THIRD > to) {
      value = sign * second[at / SECOND]
      at += SECOND
    } else {
      value = sign * third[at / THIRD]
      at += THIRD
    }
    if (value > most || Number.isNaN(most)) most = value
  }
  return most
}
