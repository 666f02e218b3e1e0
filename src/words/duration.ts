import { NONE, threeDigits } from './number.ts'

const SECOND = 1e6
const pad = (value: number): string => String(value).padStart(2, '0')

/**
 * Microseconds → `310 µs`, `45.0 ms`, `0.758 s`, `1.24 s`, `38 m 12 s`, `2 h 05 m`. Seconds begin at a
 * tenth: most tests take that long, and a column in one unit is easy to compare.
 */
export function formatDuration(micros: number | null): string {
  if (micros === null || !Number.isFinite(micros)) return NONE
  if (micros < 0) return `−${formatDuration(-micros)}`
  if (micros === 0) return '0 s'
  if (micros < 999.5) return `${Math.max(1, Math.round(micros))} µs`
  if (micros < 99_950) return `${threeDigits(micros / 1000)} ms`
  if (micros < 0.9995 * SECOND) return `${(micros / SECOND).toFixed(3)} s`
  if (micros < 59.95 * SECOND) return `${threeDigits(micros / SECOND)} s`
  const seconds = Math.round(micros / SECOND)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`
  return `${Math.floor(minutes / 1440)} d ${pad(Math.floor(minutes / 60) % 24)} h`
}

/** The same for seconds. */
export const formatSeconds = (seconds: number): string => formatDuration(seconds * SECOND)

/** The least that something took of which no end is known: `≥ 3.69 s`; nothing is known of less than nothing. */
export const formatLeast = (micros: number): string => (micros > 0 ? `≥ ${formatDuration(micros)}` : NONE)
