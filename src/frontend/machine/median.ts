/** Medians, for what is usual in a series of samples. */

/** The median distance between two samples; 0 if there are fewer than two. */
export function usualStep(time: ArrayLike<number>): number {
  return (
    medianOf(Float64Array.from({ length: Math.max(0, time.length - 1) }, (_, i) => time[i + 1] - time[i])) ||
    0
  )
}

/** Median of the values that are not NaN; NaN if there are none. */
export function medianOf(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
