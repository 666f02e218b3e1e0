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
 * At most `most` marks, or one more where the clock leaves an hour out: where it has round times. `shiftAt`:
 * microseconds at a moment from UTC to the clock shown, which may be one that starts with the run.
 */
export function ticksOf({ from, to }: Span, most: number, shiftAt: (time: number) => number): Ticks {
  const shift = shiftAt(from)
  const end = to + Math.max(shift, shiftAt(to))
  // a span of n steps has room for n + 1 marks
  const step =
    STEPS.find((one) => (to - from) / one < most) ?? (Math.floor((to - from) / most / DAY) + 1) * DAY
  const at: number[] = []
  for (let n = Math.ceil((from + shift) / step); n * step <= end; n++) {
    const time = momentOf(n * step, step, shift, shiftAt)
    if (time !== null && time <= to) at.push(time)
  }
  return { step, at }
}

/**
 * When the clock shows that. Marks stay as far apart as they are where a change of the clock leaves their
 * times round; else they follow it: three hours apart, and days, would begin at 23:00 behind it. Null for
 * what it leaves out; a day without a midnight begins all the same.
 */
function momentOf(
  shown: number,
  step: number,
  shift: number,
  shiftAt: (time: number) => number,
): number | null {
  const time = shown - shift
  const change = shiftAt(time) - shift
  if (change % step === 0) return time
  if (shiftAt(time - change) === shift + change) return time - change
  return step < DAY ? null : time
}

/** Its time, or the day that begins; where the clock was put since the mark before, it is named. */
export function labelOf(time: number, zone: Zone, step: number, before = time - step): string {
  const shift = clockShift(time, zone)
  const isDay = zone !== 'relative' && (step >= DAY || (time + shift) % DAY === 0)
  const label = isDay ? formatDate(time, zone) : timeOf(time, zone, step)
  return clockShift(before, zone) === shift ? label : `${label} ${zoneName(time, zone)}`
}

/** As many digits as tell two marks apart. */
function timeOf(time: number, zone: Zone, step: number): string {
  if (step >= 1e6) return formatTime(time, zone, false)
  const whole = formatTime(time, zone, true)
  if (step >= 1000) return whole
  const micros = Math.abs(Math.round(time + clockShift(time, zone))) % 1000
  return `${whole}${String(micros).padStart(3, '0')}`
}
