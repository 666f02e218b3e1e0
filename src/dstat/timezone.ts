/** Converts between local ("wall") time and instants, both in microseconds. */

const MINUTE = 60_000_000
const DAY = 1440 * MINUTE
/** Zones change their offset only at quarter hours, in all years that a log can come from. */
const QUARTER = 15 * MINUTE

export interface Timezone {
  /** The name as given: `UTC`, `+02:00`, `Europe/Berlin`. */
  readonly name: string
  /** `none` has one constant offset; `rules` has summer time if the zone has. */
  readonly changes: 'none' | 'rules'
  /** The offset from UTC at `instant` (since the epoch); positive east of Greenwich. */
  offset(instant: number): number
}

export class TimezoneError extends Error {}

/**
 * Parses `UTC`, `Z`, `+02:00`, `-0530`, `+2`, or an IANA name such as `Europe/Berlin`. Throws TimezoneError,
 * which names the value and what is allowed.
 */
export function parseTimezone(text: string): Timezone {
  const value = text.trim()
  if (/^(?:utc|gmt|z)$/i.test(value)) return fixedZone('UTC', 0)
  const offset = parseOffset(value)
  if (offset !== null) return fixedZone(value, offset)
  // Intl accepts other offsets (`+99`, `-1`); we support only those above.
  if (/^[a-z]/i.test(value)) {
    try {
      return namedZone(value)
    } catch (cause) {
      throw unknown(text, { cause })
    }
  }
  throw unknown(text)
}

function unknown(text: string, options?: ErrorOptions): TimezoneError {
  const shown = JSON.stringify(text.slice(0, 60))
  const allowed = 'UTC, an offset such as +02:00 or -0530, or an IANA name such as Europe/Berlin'
  return new TimezoneError(`time zone ${shown} is not known; allowed are ${allowed}`, options)
}

/** `+02:00`, `-0530`, `+05` in microseconds; null for anything else, and beyond 15 hours. */
export function parseOffset(text: string): number | null {
  const match = /^([+-])(\d{1,2})(?::?([0-5]\d))?$/.exec(text)
  if (match === null) return null
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return minutes > 15 * 60 ? null : (match[1] === '-' ? -minutes : minutes) * MINUTE + 0
}

export function fixedZone(name: string, offset: number): Timezone {
  return { name, changes: 'none', offset: () => offset }
}

/** Throws RangeError for a name that Intl does not know. */
export function namedZone(name: string): Timezone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  const known = new Map<number, number>()
  const offset = (instant: number): number => {
    const quarter = Math.floor(instant / QUARTER)
    let found = known.get(quarter)
    if (found === undefined) {
      found = offsetOf(format, (quarter * QUARTER) / 1000)
      known.set(quarter, found)
    }
    return found
  }
  return { name, changes: 'rules', offset }
}

function offsetOf(format: Intl.DateTimeFormat, milliseconds: number): number {
  const part = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')
  const match = /^GMT(?:([+-]\d\d:\d\d).*)?$/.exec(part?.value ?? '')
  return parseOffset(match?.[1] ?? '') ?? 0
}

/**
 * The instants at which clocks in the zone show `wall` (as if it were UTC), ascending: usually one, two in
 * the hour that repeats at the end of summer time, none in the hour that is skipped at its start.
 */
export function instantsOf(zone: Timezone, wall: number): number[] {
  // No zone changes twice within two days: the offsets of the day before and after are the only candidates.
  const before = zone.offset(wall - DAY)
  const after = zone.offset(wall + DAY)
  const offsets = before === after ? [before] : [Math.max(before, after), Math.min(before, after)]
  return offsets.map((offset) => wall - offset).filter((instant) => wall - zone.offset(instant) === instant)
}

/** For a skipped hour: the instant when a clock shows `wall` that was not put forward. */
export const instantBefore = (zone: Timezone, wall: number): number => wall - zone.offset(wall - DAY)
