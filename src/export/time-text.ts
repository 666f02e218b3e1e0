import type { Timestamp } from '../format/exported.ts'

let second = Number.NaN
let text = ''

/** Microseconds since the epoch as `2026-03-01T12:00:00.123456+00:00`; no fraction where it is zero. */
export function timestamp(micros: number): Timestamp {
  const whole = Math.floor(micros / 1e6)
  // tests end in the order of time: the second is often the one before
  if (whole !== second) {
    second = whole
    text = new Date(whole * 1000).toISOString().slice(0, -5)
  }
  const fraction = micros - whole * 1e6
  return fraction === 0 ? `${text}+00:00` : `${text}.${String(fraction).padStart(6, '0')}+00:00`
}

/** Seconds, exact to the microsecond; null where either end is missing. */
export function seconds(start: number | null, end: number | null): number | null {
  return start === null || end === null ? null : (end - start) / 1e6
}
