/** Marks of the time axis, at round times of the clock shown. */

import type { Span } from '../data/span.ts'
import { clockShift, formatDate, formatMicros, formatTime, type Zone, zoneName } from '../text/time.ts'

const SECOND = 1e6
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Microseconds between two marks: round intervals of a clock. */
const STEPS: readonly number[] = [
  ...[1, 1000].flatMap((unit) => [1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * unit)),
  ...[SECOND, MINUTE].flatMap((unit) => [1, 2, 5, 10, 15, 30].map((n) => n * unit)),
  ...[1, 2, 3, 6, 12, 24].map((n) => n * HOUR),
]

export interface Ticks {
  /** Microseconds between two. */
  readonly step: number
  /** Microseconds since the epoch, ascending. */
  readonly at: readonly number[]
}

/**
 * Marks at round times of the clock: at most `most`, or one more if the clock skips an hour. `shiftAt`:
 * microseconds from UTC to the clock shown, at a given time; that clock may start with the run.
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
 * The moment at which the clock shows `shown`. After a change of the clock (DST), marks keep their distance
 * if their times stay round; otherwise they follow the clock, or marks of 3 hours or a day would be at 23:00.
 * Null for a time that the clock skips; a day whose midnight is skipped still gets its mark.
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

/** The time, or the date where a day begins; plus the zone if the clock has changed since the label before. */
export function labelOf(time: number, zone: Zone, step: number, before = time - step): string {
  const shift = clockShift(time, zone)
  const isDay = zone !== 'relative' && (step >= DAY || (time + shift) % DAY === 0)
  const label = isDay ? formatDate(time, zone) : timeOf(time, zone, step)
  return clockShift(before, zone) === shift ? label : `${label} ${zoneName(time, zone)}`
}

/** As many digits as are needed to tell two marks apart. */
function timeOf(time: number, zone: Zone, step: number): string {
  if (step >= SECOND) return formatTime(time, zone, false)
  return step >= 1000 ? formatTime(time, zone) : formatMicros(time, zone)
}
