/** The value, or the nearer end of the range if it is outside; `low` if that is above `high`. */
export const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value))
