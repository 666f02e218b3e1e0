/** Formats moments (microseconds since the epoch) in local time, in UTC, or relative to the first test. */

import { signal } from '@preact/signals'
import { NONE } from '../../words/number.ts'

export type Zone = 'local' | 'utc' | 'relative'

export const ZONES: readonly Zone[] = ['local', 'utc', 'relative']

/** The next zone when cycling through them; skips UTC if it is the local time. */
export function nextZone(zone: Zone): Zone {
  const next = ZONES[(ZONES.indexOf(zone) + 1) % ZONES.length]
  return next === 'utc' && zoneName(origin.value, 'local') === 'UTC' ? nextZone(next) : next
}

/** Microseconds since the epoch: where the relative clock starts. */
const origin = signal(0)

/** Called once, when the tests have been read, with the report's first start. */
export function startClockAt(micros: number): void {
  origin.value = micros
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

/** `18:14:20.014` */
export function formatTime(micros: number, zone: Zone, fraction = true): string {
  if (zone === 'relative') return formatRelative(micros - origin.value, fraction)
  const date = dateOf(micros, zone)
  if (date === null) return NONE
  const time = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`
  return fraction ? `${time}.${pad(date.getUTCMilliseconds(), 3)}` : time
}

/** `18:14:20.014123` */
export function formatMicros(micros: number, zone: Zone): string {
  const [whole, shown] = [Math.round(micros), Math.round(micros + clockShift(micros, zone))]
  // from the first test on, what is before it counts backwards
  return formatTime(whole, zone) + microsOf(zone === 'relative' ? Math.abs(shown) : shown)
}

/** Microseconds: in a shorter span, moments have six digits, or the first three would not tell them apart. */
const SHORT = 10_000

/** A moment at a place of a picture of so long a span. */
export const formatWithin = (length: number, micros: number, zone: Zone): string =>
  length < SHORT ? formatMicros(micros, zone) : formatTime(micros, zone)

/** `18:14:20.014 – 18:14:20.714`: see formatEnds. */
export const formatSpan = (from: number, to: number, zone: Zone, hasDates: boolean): string =>
  formatEnds(from, to, zone, hasDates).join(' – ')

/** Start and end of a span; with zones if the clock changes in between, and with dates if they are wanted. */
export function formatEnds(
  from: number,
  to: number,
  zone: Zone,
  hasDates: boolean,
  fraction = true,
): string[] {
  return [from, to].map((at) => {
    const time = fraction ? formatWithin(to - from, at, zone) : formatTime(at, zone, false)
    const name = zoneName(from, zone) === zoneName(to, zone) ? '' : ` ${zoneName(at, zone)}`
    return `${hasDates ? `${formatDate(at, zone)}, ` : ''}${time}${name}`
  })
}

/** The three digits below a millisecond. */
export const microsOf = (micros: number): string => pad(micros - Math.floor(micros / 1000) * 1000, 3)

/** `+0:12.345`, `+1:02:03`, `−0:01`, `+8 d 1:02:03`: from the report's first start. */
function formatRelative(micros: number, fraction: boolean): string {
  if (!Number.isFinite(micros)) return NONE
  const millis = Math.floor(Math.abs(micros) / 1000)
  const seconds = Math.floor(millis / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const [days, ofDay] = hours < 100 ? [0, hours] : [Math.floor(hours / 24), hours % 24]
  const head = hours > 0 ? `${days > 0 ? `${days} d ` : ''}${ofDay}:${pad(minutes)}` : String(minutes)
  const tail = fraction ? `.${pad(millis % 1000, 3)}` : ''
  return `${micros < 0 ? '−' : '+'}${head}:${pad(seconds % 60)}${tail}`
}

/** `23 Nov 2026`; empty for the relative clock, which has no dates. */
export function formatDate(micros: number, zone: Zone): string {
  if (zone === 'relative') return ''
  const date = dateOf(micros, zone)
  if (date === null) return NONE
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** Microseconds to add to UTC for the clock's time at this moment, for instance to find its round times. */
export function clockShift(micros: number, zone: Zone): number {
  if (zone === 'relative') return -origin.value
  return zone === 'utc' ? 0 : -new Date(micros / 1000).getTimezoneOffset() * 60e6
}

/** `UTC`, `UTC+1`, `UTC−3:30`: the zone's offset at this moment. */
export function zoneName(micros: number, zone: Zone): string {
  if (zone === 'relative') return 'from the first test'
  const minutes = clockShift(micros, zone) / 60e6
  if (!minutes) return 'UTC'
  const hours = Math.floor(Math.abs(minutes) / 60)
  const rest = Math.abs(minutes) % 60
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest > 0 ? `:${pad(rest)}` : ''}`
}

/** The names of all these moments' zones: `UTC+1 and UTC+2` for moments in winter and summer. */
export function zoneOf(moments: readonly number[], zone: Zone): string {
  return [...new Set((moments.length > 0 ? moments : [0]).map((at) => zoneName(at, zone)))].join(' and ')
}

/** A Date whose UTC fields have the zone's time; null if `micros` is not a valid time. */
function dateOf(micros: number, zone: Zone): Date | null {
  const date = new Date(Math.floor((micros + clockShift(micros, zone)) / 1000))
  return Number.isNaN(date.getTime()) ? null : date
}
