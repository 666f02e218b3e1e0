/** Formats times, given in microseconds since the epoch, in UTC. */

import { COLON, DASH, DOT, PLUS } from '../memory/ascii'

const MINUTE: i64 = 60
const DAY: i64 = 86_400
const MICROS: i64 = 1_000_000

/** The first second of the day of `dayText`, which is its text, `2026-03-01T`: most times are of one day. */
let dayStart: i64 = i64.MIN_VALUE / 2
const dayText = memory.data(32)
let dayLength: usize = 0

/** `00` to `99`. */
const pairs = memory.data(200)

/** `0` to `999`, up to three bytes each, and their number in the fourth: most numbers are that small. */
const SMALL: u64 = 1000
const smalls = memory.data(1000 * 4, 4)

export function buildDigits(): void {
  for (let value: usize = 0; value < 100; value++) {
    store<u8>(pairs + (value << 1), 48 + <u8>(value / 10))
    store<u8>(pairs + (value << 1) + 1, 48 + <u8>(value % 10))
  }
  for (let value: u32 = 0; value < <u32>SMALL; value++) {
    const at = smalls + ((<usize>value) << 2)
    store<u8>(at + 3, <u8>(putDigits<u32>(at, value) - at))
  }
}

/** Writes `2026-03-01T12:00:00.123456+00:00`, without the fraction if it is zero, and returns the end. */
export function putTimestamp(to: usize, micros: i64): usize {
  let seconds = micros / MICROS
  if (micros < seconds * MICROS) seconds--
  const fraction = <u32>(micros - seconds * MICROS)
  if (seconds < dayStart || seconds >= dayStart + DAY) setDay(seconds)
  const ofDay = <u32>(seconds - dayStart)
  v128.store(to, v128.load(dayText))
  let at = to + dayLength
  const minutes = ofDay / <u32>MINUTE
  putTwo(at, minutes / 60)
  store<u8>(at + 2, COLON)
  putTwo(at + 3, minutes % 60)
  store<u8>(at + 5, COLON)
  putTwo(at + 6, ofDay - minutes * <u32>MINUTE)
  at += 8
  if (fraction !== 0) at = putFraction(at, fraction)
  // +00:
  store<u32>(at, 0x3a30302b)
  store<u16>(at + 4, 0x3030)
  return at + 6
}

/** Writes a point and six digits. */
function putFraction(at: usize, micros: u32): usize {
  const hundreds = micros / 100
  const most = hundreds / 100
  store<u8>(at, DOT)
  putTwo(at + 1, most)
  putTwo(at + 3, hundreds - most * 100)
  putTwo(at + 5, micros - hundreds * 100)
  return at + 7
}

/** Writes microseconds as seconds, `0.266841`, and returns the end. */
export function putSeconds(to: usize, micros: i64): usize {
  let at = to
  if (micros < 0) store<u8>(at++, DASH)
  const all = <u64>(micros < 0 ? -micros : micros)
  const seconds = all / 1_000_000
  at = putNumber(at, seconds)
  const fraction = <u32>(all - seconds * 1_000_000)
  if (fraction === 0) return at
  at = putFraction(at, fraction)
  while (load<u8>(at - 1) === 48) at--
  return at
}

/** Writes a whole number, and returns the end; up to three more bytes are overwritten. */
export function putNumber(to: usize, value: u64): usize {
  if (value < SMALL) {
    const text = load<u32>(smalls + ((<usize>value) << 2))
    store<u32>(to, text)
    return to + (text >> 24)
  }
  return value <= u32.MAX_VALUE ? putDigits<u32>(to, <u32>value) : putDigits<u64>(to, value)
}

/** Divisions of 64 bits take much longer than those of 32. */
function putDigits<T>(to: usize, value: T): usize {
  let digits: usize = 1
  for (let rest = value; rest >= 10; rest /= 10) digits++
  let rest = value
  for (let at = to + digits; at > to; ) {
    store<u8>(--at, 48 + <u8>(rest % 10))
    rest /= 10
  }
  return to + digits
}

function putTwo(at: usize, value: u32): void {
  store<u16>(at, load<u16>(pairs + ((<usize>value) << 1)))
}

/** The algorithm of https://howardhinnant.github.io/date_algorithms.html#civil_from_days. */
function setDay(second: i64): void {
  let date = second / DAY
  if (second < date * DAY) date--
  dayStart = date * DAY
  const shifted = date + 719_468
  const era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  const ofEra = <u32>(shifted - era * 146_097)
  const yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
  const ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  const march = (5 * ofYear + 2) / 153
  const month = march < 10 ? march + 3 : march - 9
  const year = <i64>yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  let at = putYear(dayText, year)
  store<u8>(at, DASH)
  putTwo(at + 1, month)
  store<u8>(at + 3, DASH)
  putTwo(at + 4, ofYear - (153 * march + 2) / 5 + 1)
  store<u8>(at + 6, 84)
  dayLength = at + 7 - dayText
}

/** Writes four digits, or a sign and six for years outside 0 to 9999 (ISO 8601). */
function putYear(to: usize, year: i64): usize {
  let at = to
  const plain = year >= 0 && year <= 9999
  if (!plain) store<u8>(at++, year < 0 ? DASH : PLUS)
  const value = <u32>(year < 0 ? -year : year)
  if (!plain) {
    putTwo(at, (value / 10_000) % 100)
    at += 2
  }
  putTwo(at, (value / 100) % 100)
  putTwo(at + 2, value % 100)
  return at + 4
}
