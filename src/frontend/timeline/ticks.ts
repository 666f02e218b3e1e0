/** Where the time axis has its marks: at round times of the clock that is shown. */

import type { Span } from './pyramid.ts'

const SECOND = 1e6
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Microseconds between two marks: what clocks have. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * 1000),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((n) => n * HOUR),
]

export interface Ticks {
  /** Microseconds between two. */
  readonly step: number
  /** Microseconds since the epoch, ascending. */
  readonly at: readonly number[]
}

/**
 * At most `most` marks. `shift`: microseconds from UTC to the clock shown (or to a clock that starts with
 * the run), at whose round times the marks are.
 */
export function ticksOf(view: Span, most: number, shift: number): Ticks {
  const length = view.to - view.from
  const step = STEPS.find((one) => length / one <= most) ?? Math.ceil(length / most / (24 * HOUR)) * 24 * HOUR
  const at: number[] = []
  for (let n = Math.ceil((view.from + shift) / step); n * step - shift <= view.to; n++) {
    at.push(n * step - shift)
  }
  return { step, at }
}
