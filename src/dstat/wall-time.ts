/**
 * Parses times in the forms that logs and their headers use:
 *
 *     23-11 18:53:17             dstat, pcp dstat: day-month
 *     Nov-23 18:53:02            dool
 *     23 Nov 2026 18:53:17 UTC   `Date:` of all three
 *     2026-11-23T18:53:17.250    and whatever else DSTAT_TIMEFMT may make of it
 */

const SECOND = 1_000_000

export interface WallTime {
  /** Null if the text does not contain it. */
  readonly year: number | null
  /** 1 to 12. */
  readonly month: number | null
  readonly day: number | null
  /** Microseconds of the day. */
  readonly time: number
  /** What follows the time apart from a year: a zone, or nothing. */
  readonly rest: string
}

/** The order of day and month in digits. */
export type DateOrder = 'day-month' | 'month-day'

/** Both orders, the likely one first: dstat's own; with slashes that of C's `%D` and `%x`. */
export const dateOrders = (text: string): readonly DateOrder[] =>
  /^\D*\d+\//.test(text) ? ['month-day', 'day-month'] : ['day-month', 'month-day']

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const CLOCK = /(\d{1,2}):([0-5]\d)(?::([0-5]\d|60)(?:[.,](\d{1,9}))?)?(?: ?([ap])\.?m\b\.?)?/i

/**
 * Parses a time with an optional date; null if it is none, or has a day without a month or the reverse. Of
 * `orders`, the first one that gives a valid date applies.
 */
export function parseWallTime(text: string, orders = dateOrders(text)): WallTime | null {
  const match = text.length > 64 ? null : CLOCK.exec(text)
  if (match === null) return null
  const time = timeOfDay(match)
  const behind = text.slice(match.index + match[0].length).trim()
  const year = /(?:^|\s)(\d{4})(?=$|\s)/.exec(behind)
  const date = parseDate(text.slice(0, match.index), orders)
  if (time === null || date === null) return null
  return {
    ...date,
    year: date.year ?? (year === null ? null : Number(year[1])),
    time,
    rest: behind.replace(year?.[0] ?? '', ' ').trim(),
  }
}

function timeOfDay([, hours, minutes, seconds = '0', fraction = '', half]: RegExpExecArray): number | null {
  let hour = Number(hours)
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  }
  if (hour > 23) return null
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6))
  return ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * SECOND + micros
}

type DateParts = Pick<WallTime, 'year' | 'month' | 'day'>

function parseDate(text: string, orders: readonly DateOrder[]): DateParts | null {
  const words = text.match(/\p{L}+/gu) ?? []
  const named = words.map((word) => MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1).find((n) => n > 0)
  const digits = text.match(/\d+/g) ?? []
  const years = digits.filter((part) => part.length === 4)
  const small = digits.filter((part) => part.length <= 2).map(Number)
  if (years.length > 1 || years.length + small.length !== digits.length) return null
  const year = years.length === 1 ? Number(years[0]) : null
  if (named !== undefined) return withMonth(named, small, year)
  if (digits.length === 0) return { year: null, month: null, day: null }
  return withoutName(small, year, digits[0] === years[0], orders)
}

/** Dates with a month's name: `Nov-23`, `23 Nov 2026`, `23-Nov-26`. */
function withMonth(month: number, small: readonly number[], year: number | null): DateParts | null {
  if (small.length === 2 && year === null) return checked(2000 + small[1], month, small[0])
  return small.length === 1 ? checked(year, month, small[0]) : null
}

/** Dates in digits; those that begin with a year have the month before the day. */
function withoutName(
  small: readonly number[],
  year: number | null,
  yearFirst: boolean,
  orders: readonly DateOrder[],
): DateParts | null {
  const [a, b, c] = small
  if (year !== null && yearFirst) return small.length === 2 ? checked(year, a, b) : null
  if (small.length === 3 ? year !== null : small.length !== 2) return null
  const full = c === undefined ? year : 2000 + c
  for (const order of orders) {
    const date = order === 'day-month' ? checked(full, b, a) : checked(full, a, b)
    if (date !== null) return date
  }
  return null
}

function checked(year: number | null, month: number, day: number): DateParts | null {
  // 2000 is a leap year, so that 29 February is accepted until a year is known.
  return wallDate(year ?? 2000, month, day) === null ? null : { year, month, day }
}

/** Midnight of that day in microseconds, as if it were UTC; null if the calendar has no such day. */
export function wallDate(year: number, month: number, day: number): number | null {
  const milliseconds = Date.UTC(year, month - 1, day)
  const date = new Date(milliseconds)
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists ? milliseconds * 1000 : null
}
