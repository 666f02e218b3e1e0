/** Middles: of what a series of samples usually is. */

/** The usual distance between two samples. */
export function usualStep(time: ArrayLike<number>): number {
  return (
    medianOf(Float64Array.from({ length: Math.max(0, time.length - 1) }, (_, i) => time[i + 1] - time[i])) ||
    0
  )
}

/** Of those that are known; NaN where none is. */
export function medianOf(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
