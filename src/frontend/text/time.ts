/** Moments, in microseconds since the epoch, as the reader's clock or UTC has them. */

import { NONE } from './number.ts'

export type Zone = 'local' | 'utc'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

/** `18:14:20.014` */
export function formatTime(micros: number, zone: Zone, fraction = true): string {
  const date = dateOf(micros, zone)
  if (date === null) return NONE
  const time = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`
  return fraction ? `${time}.${pad(date.getUTCMilliseconds(), 3)}` : time
}

/** `23 Nov 2026` */
export function formatDate(micros: number, zone: Zone): string {
  const date = dateOf(micros, zone)
  if (date === null) return NONE
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** `UTC`, `UTC+1`, `UTC−3:30`: the reader's offset at that moment. */
export function zoneName(micros: number, zone: Zone): string {
  const minutes = zone === 'utc' ? 0 : -new Date(micros / 1000).getTimezoneOffset()
  if (!minutes) return 'UTC'
  const hours = Math.floor(Math.abs(minutes) / 60)
  const rest = Math.abs(minutes) % 60
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest > 0 ? `:${pad(rest)}` : ''}`
}

/** A Timestamp of the exported files → microseconds; null for anything else. */
export function parseTimestamp(text: string | null): number | null {
  const parts = /^(\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00:00$/.exec(text ?? '')
  if (parts === null) return null
  const millis = Date.parse(`${parts[1]}Z`)
  return Number.isNaN(millis) ? null : millis * 1000 + Number((parts[2] ?? '').padEnd(6, '0'))
}

/** A date whose UTC fields are those of the zone. */
function dateOf(micros: number, zone: Zone): Date | null {
  const date = new Date(Math.floor(micros / 1000))
  if (Number.isNaN(date.getTime())) return null
  return zone === 'utc' ? date : new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
}
