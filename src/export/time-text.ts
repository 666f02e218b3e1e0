import type { Timestamp } from '../format/exported.ts'

/** Microseconds since the epoch as `2026-03-01T12:00:00.123456+00:00`; no fraction where it is zero. */
export function timestamp(micros: number): Timestamp {
  const whole = Math.floor(micros / 1e6)
  const text = new Date(whole * 1000).toISOString().slice(0, -5)
  const fraction = micros - whole * 1e6
  return fraction === 0 ? `${text}+00:00` : `${text}.${String(fraction).padStart(6, '0')}+00:00`
}
