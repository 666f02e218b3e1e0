/** Converts the times of a block's rows to microseconds since the epoch. */

import { parseHeaderZone } from './abbreviations.ts'
import type { Clock } from './log.ts'
import type { Timezone } from './timezone.ts'
import { fixedZone, instantBefore, instantsOf, parseOffset } from './timezone.ts'
import type { DateOrder, WallTime } from './wall-time.ts'
import { dateOrders, parseWallTime, wallDate } from './wall-time.ts'

const SECOND = 1_000_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The contents of `Date:`. */
export interface HeaderDate {
  /** Local time in microseconds, as if it were UTC. */
  readonly wall: number
  /** `UTC`, `CET`, `+0530`, or empty. */
  readonly zone: string
}

export interface BlockClock {
  readonly clock: Clock
  /** Other readings of the header's zone, as in DstatLog.shifts; empty once a row has said its own zone. */
  readonly shifts: readonly number[]
  /** The row's time; null if it cannot be determined. `index` counts the block's rows from 0. */
  read(cell: string, index: number): number | null
}

/** Reads an epoch column: seconds, with or without a fraction. */
export const EPOCH_CLOCK: BlockClock = { clock: 'epoch', shifts: [], read: parseEpoch }

function parseEpoch(cell: string): number | null {
  const text = cell.trim()
  // Ten digits of seconds reach the year 2286.
  return /^\d{1,10}(?:\.\d{1,9})?$/.test(text) ? Math.round(Number(text) * SECOND) : null
}

/** How to read a block's local times. */
interface Reading {
  readonly clock: Clock
  /** UTC if it is not known. */
  readonly zone: Timezone
  readonly shifts: readonly number[]
  readonly date: HeaderDate | null
  /** The time of `Date:` in microseconds since the epoch. */
  readonly start: number | null
}

/**
 * `given`: the zone that the user named, which takes precedence over the header's. `before`: the time of the sample
 * before the block.
 */
function readingOf(date: HeaderDate | null, given: Timezone | null, before: number | null): Reading {
  if (given !== null) {
    const start = date === null ? null : startIn(given, date, before)
    return { clock: 'given', zone: given, shifts: [], date, start }
  }
  const found = date === null ? null : parseHeaderZone(date.zone, date.wall)
  if (found?.kind === 'known') {
    const { zone, isStated, instant } = found
    return { clock: isStated ? 'stated' : 'header', zone, shifts: [], date, start: instant }
  }
  const shifts = (found?.offsets ?? []).map((offset) => -offset)
  return { clock: 'assumed', zone: fixedZone('UTC', 0), shifts, date, start: date?.wall ?? null }
}

/**
 * In an hour that repeats, the header's own zone tells which of both is meant, CEST or CET; without one, it is the one
 * that goes on from the sample before.
 */
function startIn(given: Timezone, { wall, zone }: HeaderDate, before: number | null): number {
  const instants = instantsOf(given, wall)
  const named = parseHeaderZone(zone, wall)
  const meant = named.kind === 'known' ? [named.instant] : named.offsets.map((offset) => wall - offset)
  return (
    meant.find((instant) => instants.includes(instant)) ??
    instants.find((instant) => before !== null && instant >= before) ??
    instants[0] ??
    instantBefore(given, wall)
  )
}

/** For rows without a time: `Date:` plus one interval per row. `delay` in seconds. */
export function countedClock(
  date: HeaderDate | null,
  given: Timezone | null,
  before: number | null,
  delay: number,
): BlockClock {
  const { clock, shifts, start } = readingOf(date, given, before)
  const read = (_: string, index: number): number | null =>
    start === null ? null : start + Math.round(index * delay * SECOND)
  return { clock, shifts, read }
}

/** Reads a column of local times. */
export function wallClock(
  date: HeaderDate | null,
  given: Timezone | null,
  before: number | null,
): BlockClock {
  return new WallClock(readingOf(date, given, before))
}

class WallClock implements BlockClock {
  readonly clock: Clock
  shifts: readonly number[]
  private readonly date: HeaderDate | null
  private readonly believed: boolean
  private zone: Timezone
  /** Whether a repeated hour is taken for the end of summer time: in zones without rules, except true UTC. */
  private readonly mayRepeat: boolean
  /** Hours that have repeated so far, if `mayRepeat`. */
  private repeated = 0
  /** Null before the first row with a time; all rows have the same. */
  private order: DateOrder | null = null
  private lastWall: number | null = null
  private lastInstant: number | null

  constructor({ clock, zone, shifts, date, start }: Reading) {
    this.clock = clock
    this.shifts = shifts
    this.date = date
    this.zone = zone
    this.believed = clock === 'given'
    this.mayRepeat = zone.changes === 'none' && (clock === 'assumed' || zone.name !== 'UTC')
    this.lastInstant = start
  }

  readonly read = (cell: string): number | null => {
    const text = cell.trim()
    // seconds since the epoch, by DSTAT_TIMEFMT='%s'
    if (/^\d{9,10}(?:\.\d+)?$/.test(text)) {
      this.shifts = []
      return parseEpoch(text)
    }
    const order = this.order ?? this.nearestOrder(text)
    const time = parseWallTime(text, [order])
    const wall = time === null ? null : this.wallOf(time)
    if (time === null || wall === null) return null
    this.order = order
    const own = ownOffset(time.rest)
    if (own !== null) this.shifts = []
    const instant = own === null ? this.instant(wall) : wall - own
    this.lastWall = wall
    this.lastInstant = instant
    return instant
  }

  /** The order in which the text is nearest to `Date:`. */
  private nearestOrder(text: string): DateOrder {
    const distance = (order: DateOrder): number => {
      const time = parseWallTime(text, [order])
      const wall = time === null ? null : this.wallOf(time)
      return wall === null ? Number.POSITIVE_INFINITY : Math.abs(wall - (this.date?.wall ?? wall))
    }
    const [likely, other] = dateOrders(text)
    return distance(other) < distance(likely) ? other : likely
  }

  private wallOf(time: WallTime): number | null {
    if (time.month === null || time.day === null) return this.nearestDay(time.time)
    if (time.year !== null) {
      const midnight = wallDate(time.year, time.month, time.day)
      return midnight === null ? null : midnight + time.time
    }
    const near = this.lastWall ?? this.date?.wall
    if (near === undefined) return null
    return nearestYear(time.month, time.day, time.time, near, this.lastWall === null)
  }

  private nearestDay(time: number): number | null {
    const near = this.lastWall ?? this.date?.wall
    if (near === undefined) return null
    const today = near - (near % DAY) + time
    return [today, today - DAY, today + DAY].toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near))[0]
  }

  private instant(wall: number): number {
    if (this.mayRepeat) return this.withRepeats(wall) - this.zone.offset(wall)
    const instants = instantsOf(this.zone, wall)
    if (instants.length === 0) return this.skipped(wall)
    const last = this.lastInstant
    if (instants.length === 1 || last === null) return instants[0]
    // A step back costs four times as much as a step ahead: 02:20 after 02:50 is the second 02:20.
    const cost = (instant: number): number => (instant < last ? 4 * (last - instant) : instant - last)
    return cost(instants[0]) <= cost(instants[1]) ? instants[0] : instants[1]
  }

  /** For an hour that the zone skips. */
  private skipped(wall: number): number {
    const instant = instantBefore(this.zone, wall)
    // The header said `MST`, which was read as Denver's; so it is Phoenix's, which has no summer time.
    if (!this.believed) this.zone = fixedZone(this.zone.name, wall - instant)
    return instant
  }

  /** Counts a step back of 55 to 60 minutes between two rows as a repeated hour. */
  private withRepeats(wall: number): number {
    if (this.lastWall !== null) {
      const back = this.lastWall - wall
      if (back >= 55 * MINUTE && back <= HOUR) this.repeated += 1
    }
    return wall + this.repeated * HOUR
  }
}

/** The offset of a zone in the row itself, as DSTAT_TIMEFMT may add with `%z`; null without one. */
function ownOffset(rest: string): number | null {
  return /^(?:z|utc|gmt)$/i.test(rest) ? 0 : parseOffset(rest)
}

/**
 * Adds a year to a row's date. A block's first row gets the earliest date that is not before `Date:` (a day
 * of tolerance), each further row the date nearest to the previous row, so that January follows December.
 */
function nearestYear(month: number, day: number, time: number, near: number, first: boolean): number | null {
  const year = new Date(near / 1000).getUTCFullYear()
  const same = first ? null : wallDate(year, month, day)
  if (same !== null && Math.abs(same - near) < 100 * DAY) return same + time
  // Up to eight years ahead, for 29 February.
  const walls = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    .map((years) => wallDate(year + years, month, day))
    .filter((midnight) => midnight !== null)
    .map((midnight) => midnight + time)
  if (first) return walls.find((wall) => wall >= near - DAY) ?? null
  return walls.toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near))[0] ?? null
}
