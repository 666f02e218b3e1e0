/** Parses `2026-03-01 12:00:00.123456Z`, or with an offset; UTC without one. */

import { fractionOf } from '../host'
import { COLON, DASH, DOT, PLUS } from '../memory/ascii'
import { isSpace } from '../memory/utf8'
import { NO_TIME } from './packet'

let at: usize = 0
let end: usize = 0

/** Microseconds since the epoch; NO_TIME if the bytes begin with no time. */
export function parseTime(bytes: usize, length: u32): i64 {
  at = bytes
  end = bytes + length
  // in ISO-8859-1, where a no-break space counts as white space
  while (at < end && (isSpace(load<u8>(at)) || load<u8>(at) === 0xa0)) at++
  const year = digits(4, 4)
  if (year < 0 || !accept(DASH)) return NO_TIME
  const month = digits(1, 2)
  if (month < 0 || !accept(DASH)) return NO_TIME
  const day = digits(1, 2)
  if (day < 0 || at >= end || isDigit(load<u8>(at))) return NO_TIME
  at++
  const hour = digits(2, 2)
  if (hour < 0 || !accept(COLON)) return NO_TIME
  const minute = digits(2, 2)
  if (minute < 0 || !accept(COLON)) return NO_TIME
  const second = digits(2, 2)
  if (second < 0) return NO_TIME
  const micros = fraction()
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return NO_TIME
  if (hour > 23 || minute > 59 || second > 59) return NO_TIME
  const seconds = daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
  return (<i64>seconds - <i64>east() * 60) * 1_000_000 + micros
}

function accept(byte: u8): bool {
  if (at >= end || load<u8>(at) !== byte) return false
  at++
  return true
}

/** The number given by up to `most` digits; −1 if there are fewer than `least`. */
function digits(least: i32, most: i32): i32 {
  let value = 0
  let count = 0
  while (count < most && at < end && isDigit(load<u8>(at))) {
    value = value * 10 + <i32>(load<u8>(at++) - 48)
    count++
  }
  return count < least ? -1 : value
}

/** More digits than a double can hold are left to the host. */
const EXACT_DIGITS: usize = 15

/**
 * Microseconds. The Python library multiplies before it truncates, and so loses a microsecond in 1 % of all
 * values (0.000249 → 248). `stestr last` shows users those times, so we keep them.
 */
function fraction(): i64 {
  if (at + 1 >= end || load<u8>(at) !== DOT || !isDigit(load<u8>(at + 1))) return 0
  const first = ++at
  let value: u64 = 0
  let scale: f64 = 1
  while (at < end && isDigit(load<u8>(at))) {
    if (at - first < EXACT_DIGITS) {
      value = value * 10 + <u64>(load<u8>(at) - 48)
      scale *= 10
    }
    at++
  }
  const count = at - first
  const seconds = count <= EXACT_DIGITS ? <f64>value / scale : fractionOf(first, <u32>count)
  return <i64>(seconds * 1e6)
}

/** Minutes that the zone is ahead of UTC. */
function east(): i32 {
  if (at >= end) return 0
  const sign = load<u8>(at)
  if (sign !== PLUS && sign !== DASH) return 0
  at++
  const hours = digits(2, 2)
  if (hours < 0 || !accept(COLON)) return 0
  const minutes = digits(2, 2)
  if (minutes < 0) return 0
  return (hours * 60 + minutes) * (sign === DASH ? -1 : 1)
}

function isLeap(year: i32): bool {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

function daysOf(year: i32, month: i32): i32 {
  if (month === 2) return isLeap(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Years begin in March, so that a leap day comes last. */
function daysSinceEpoch(year: i32, month: i32, day: i32): i64 {
  const y = month <= 2 ? year - 1 : year
  const m = month <= 2 ? month + 9 : month - 3
  // starts 400 years earlier, so that nothing is negative; whole cycles leave no remainder
  const past = y + 400
  const days = 365 * past + past / 4 - past / 100 + past / 400 + (153 * m + 2) / 5 + day - 1
  return <i64>days - 146_097 - 719_468
}

function isDigit(byte: u8): bool {
  return byte >= 48 && byte <= 57
}
