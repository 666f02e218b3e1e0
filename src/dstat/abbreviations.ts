/**
 * Zone abbreviations as `date +%Z` prints them: dstat's `Date:` ends with one.
 *
 * From the tz database, 2024. An abbreviation whose zones share one offset is known. One that is in use today
 * with several offsets (CST, IST) is not; which offset it means is decided by the tests' times. PST is also
 * used in Manila, but is read as Pacific time, which is far more likely.
 */

import type { Timezone } from './timezone.ts'
import { fixedZone, namedZone, parseOffset } from './timezone.ts'

const HOUR = 3_600_000_000

/** Abbreviation, hours from UTC, and a place that uses it and whose summer time is followed. */
const KNOWN: readonly (readonly [string, number, string?])[] = [
  ['UTC', 0],
  ['UCT', 0],
  ['Z', 0],
  ['GMT', 0, 'Europe/London'],
  ['BST', 1, 'Europe/London'],
  ['WET', 0, 'Europe/Lisbon'],
  ['WEST', 1, 'Europe/Lisbon'],
  ['CET', 1, 'Europe/Berlin'],
  ['CEST', 2, 'Europe/Berlin'],
  ['EET', 2, 'Europe/Helsinki'],
  ['EEST', 3, 'Europe/Helsinki'],
  ['MSK', 3],
  ['IDT', 3, 'Asia/Jerusalem'],
  ['WAT', 1],
  ['CAT', 2],
  ['SAST', 2],
  ['EAT', 3],
  ['PKT', 5],
  ['WIB', 7],
  ['WITA', 8],
  ['WIT', 9],
  ['HKT', 8],
  ['JST', 9],
  ['KST', 9],
  ['AWST', 8],
  ['ACST', 9.5, 'Australia/Adelaide'],
  ['ACDT', 10.5, 'Australia/Adelaide'],
  ['AEST', 10, 'Australia/Sydney'],
  ['AEDT', 11, 'Australia/Sydney'],
  ['NZST', 12, 'Pacific/Auckland'],
  ['NZDT', 13, 'Pacific/Auckland'],
  ['NST', -3.5, 'America/St_Johns'],
  ['NDT', -2.5, 'America/St_Johns'],
  ['AST', -4, 'America/Halifax'],
  ['ADT', -3, 'America/Halifax'],
  ['EST', -5, 'America/New_York'],
  ['EDT', -4, 'America/New_York'],
  ['CDT', -5, 'America/Chicago'],
  ['MST', -7, 'America/Denver'],
  ['MDT', -6, 'America/Denver'],
  ['PST', -8, 'America/Los_Angeles'],
  ['PDT', -7, 'America/Los_Angeles'],
  ['AKST', -9, 'America/Anchorage'],
  ['AKDT', -8, 'America/Anchorage'],
  ['HST', -10],
]

/** Abbreviation, and hours from UTC of the zones that use it, the most likely first. */
const AMBIGUOUS: readonly (readonly [string, readonly number[]])[] = [
  ['CST', [-6, 8, -5]], // Chicago, Shanghai, Havana
  ['IST', [5.5, 1, 2]], // Kolkata, Dublin, Jerusalem
]

export type HeaderZone =
  /**
   * `isStated`: it is UTC or an offset, which cannot mean another zone. `instant`: the header's time in microseconds
   * since the epoch.
   */
  | { readonly kind: 'known'; readonly isStated: boolean; readonly zone: Timezone; readonly instant: number }
  /** `offsets`: possible offsets of the abbreviation in microseconds; empty if it is not known. */
  | { readonly kind: 'unknown'; readonly offsets: readonly number[] }

/** Parses the zone of a header. `wall`: the header's local time in microseconds, as if it were UTC. */
export function parseHeaderZone(text: string, wall: number): HeaderZone {
  const offset = parseOffset(text)
  if (offset !== null) {
    return { kind: 'known', isStated: true, zone: fixedZone(text, offset), instant: wall - offset }
  }
  const known = KNOWN.find(([name]) => name === text.toUpperCase())
  if (known !== undefined) {
    const instant = wall - known[1] * HOUR
    const zone = zoneAt(text, known[1] * HOUR, instant, known[2])
    return { kind: 'known', isStated: /^(?:utc|uct|z)$/i.test(text), zone, instant }
  }
  const hours = AMBIGUOUS.find(([name]) => name === text.toUpperCase())?.[1] ?? []
  return { kind: 'unknown', offsets: hours.map((value) => value * HOUR) }
}

/** The place's zone if it had that offset then, else a fixed one: EST in summer is Panama's. */
function zoneAt(name: string, offset: number, instant: number, place: string | undefined): Timezone {
  if (place === undefined) return fixedZone(name, offset)
  const zone = namedZone(place)
  return zone.offset(instant) === offset ? zone : fixedZone(name, offset)
}
