/**
 * Samples → one column of pixels each: the least, the mean and the most of what falls into it, so
 * that a peak of one sample stays visible however many samples share its pixel.
 */

export interface PixelColumns {
  /** NaN where no sample falls. */
  readonly min: Float64Array
  readonly mean: Float64Array
  readonly max: Float64Array
}

/**
 * Time runs from `from` to `to` over `width` pixels. A column between two samples takes the earlier
 * one's value, as long as they are no further apart than `gap`: beyond, the log has a hole.
 */
export function pixelColumns(
  time: ArrayLike<number>,
  values: Float64Array,
  [from, to]: readonly [number, number],
  width: number,
  gap: number,
): PixelColumns {
  const min = new Float64Array(width).fill(Number.NaN)
  const [mean, max, seen] = [min.slice(), min.slice(), new Uint32Array(width)]
  const scale = width / (to - from)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (Number.isNaN(value)) continue
    const first = Math.floor((time[i] - from) * scale)
    const next = i + 1 < values.length && time[i + 1] - time[i] <= gap ? time[i + 1] : time[i]
    const last = Math.max(first, Math.ceil((next - from) * scale) - 1)
    for (let x = Math.max(0, first); x <= last && x < width; x++) {
      if (seen[x] === 0) {
        min[x] = mean[x] = max[x] = value
      } else {
        min[x] = Math.min(min[x], value)
        max[x] = Math.max(max[x], value)
        mean[x] += (value - mean[x]) / (seen[x] + 1)
      }
      seen[x] += 1
    }
  }
  return { min, mean, max }
}

/** The usual distance between two samples. */
export function usualStep(time: ArrayLike<number>): number {
  const steps: number[] = []
  for (let i = 1; i < time.length; i++) steps.push(time[i] - time[i - 1])
  return median(steps) ?? 0
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Of the samples in a range of time, what can be said in a line; null where there is none. */
export function summarise(
  time: ArrayLike<number>,
  values: Float64Array,
  [from, to]: readonly [number, number],
): { readonly median: number; readonly max: number } | null {
  const inside: number[] = []
  for (let i = 0; i < values.length; i++) {
    if (time[i] >= from && time[i] <= to && !Number.isNaN(values[i])) inside.push(values[i])
  }
  const middle = median(inside)
  return middle === null ? null : { median: middle, max: inside.reduce((a, b) => Math.max(a, b)) }
}
