/** Where the time axis has its marks: at round times of the clock that is shown. */

import { clockShift, formatDate, formatTime, type Zone, zoneName } from '../text/time.ts'
import type { Span } from './pyramid.ts'

const SECOND = 1e6
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

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
  // a span of n steps has room for n + 1 marks
  const step = STEPS.find((one) => length / one < most) ?? (Math.floor(length / most / DAY) + 1) * DAY
  const at: number[] = []
  for (let n = Math.ceil((view.from + shift) / step); n * step - shift <= view.to; n++) {
    at.push(n * step - shift)
  }
  return { step, at }
}

/** Its time, or the day that begins; the first one behind a change of the clock names the clock. */
export function labelOf(time: number, zone: Zone, step: number): string {
  const shift = clockShift(time, zone)
  const isDay = zone !== 'relative' && (step >= DAY || (time + shift) % DAY === 0)
  const label = isDay ? formatDate(time, zone) : timeOf(time, zone, step)
  return clockShift(time - step, zone) === shift ? label : `${label} ${zoneName(time, zone)}`
}

/** As many digits as tell two marks apart. */
function timeOf(time: number, zone: Zone, step: number): string {
  if (step >= 1e6) return formatTime(time, zone, false)
  const whole = formatTime(time, zone, true)
  if (step >= 1000) return whole
  const micros = Math.abs(Math.round(time + clockShift(time, zone))) % 1000
  return `${whole}${String(micros).padStart(3, '0')}`
}
