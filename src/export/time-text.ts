import type { Timestamp } from '../format/exported.ts'

/**
 * Microseconds since the epoch as `2026-03-01T12:00:00.123456+00:00`; no fraction where it is zero. Beyond the year
 * 2255 only a bigint is exact.
 */
export function timestamp(micros: number | bigint): Timestamp {
  const exact = BigInt(micros)
  const fraction = ((exact % 1_000_000n) + 1_000_000n) % 1_000_000n
  const text = new Date(Number((exact - fraction) / 1000n)).toISOString().slice(0, -5)
  return fraction === 0n ? `${text}+00:00` : `${text}.${String(fraction).padStart(6, '0')}+00:00`
}
