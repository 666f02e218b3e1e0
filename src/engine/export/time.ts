/** Times as text: microseconds since the epoch, in UTC. */

const MINUTE: i64 = 60
const HOUR: i64 = 3600
const DAY: i64 = 86_400
const MICROS: i64 = 1_000_000

/** The day of `dayText`, since the epoch, and its text, `2026-03-01T`: most times are of one day. */
let day: i64 = i64.MIN_VALUE
const dayText = memory.data(32)
let dayLength: usize = 0

/** Writes `2026-03-01T12:00:00.123456+00:00`, the fraction left out when it is zero, and returns the end. */
export function putTimestamp(to: usize, micros: i64): usize {
  let seconds = micros / MICROS
  let fraction = <u32>(micros - seconds * MICROS)
  if (micros < 0 && micros % MICROS !== 0) {
    seconds--
    fraction = <u32>(micros - seconds * MICROS)
  }
  let date = seconds / DAY
  if (seconds < 0 && seconds % DAY !== 0) date--
  const ofDay = <u32>(seconds - date * DAY)
  if (date !== day) setDay(date)
  v128.store(to, v128.load(dayText))
  let at = to + dayLength
  putTwo(at, ofDay / <u32>HOUR)
  store<u8>(at + 2, 58)
  putTwo(at + 3, (ofDay / <u32>MINUTE) % 60)
  store<u8>(at + 5, 58)
  putTwo(at + 6, ofDay % 60)
  at += 8
  if (fraction !== 0) {
    store<u8>(at, 46)
    putTwo(at + 1, fraction / 10_000)
    putTwo(at + 3, (fraction / 100) % 100)
    putTwo(at + 5, fraction % 100)
    at += 7
  }
  // +00:
  store<u32>(at, 0x3a30302b)
  store<u16>(at + 4, 0x3030)
  return at + 6
}

/** Writes microseconds as seconds, `0.266841`, and returns the end. */
export function putSeconds(to: usize, micros: i64): usize {
  let at = to
  if (micros < 0) store<u8>(at++, 45)
  const all = <u64>(micros < 0 ? -micros : micros)
  at = putNumber(at, all / 1_000_000)
  let fraction = <u32>(all % 1_000_000)
  if (fraction === 0) return at
  store<u8>(at, 46)
  putTwo(at + 1, fraction / 10_000)
  putTwo(at + 3, (fraction / 100) % 100)
  putTwo(at + 5, fraction % 100)
  at += 7
  while (load<u8>(at - 1) === 48) at--
  return at
}

/** Writes a whole number, and returns the end. */
export function putNumber(to: usize, value: u64): usize {
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
  store<u8>(at, 48 + <u8>(value / 10))
  store<u8>(at + 1, 48 + <u8>(value % 10))
}

/** By the calendar of https://howardhinnant.github.io/date_algorithms.html#civil_from_days. */
function setDay(date: i64): void {
  day = date
  const shifted = date + 719_468
  const era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  const ofEra = <u32>(shifted - era * 146_097)
  const yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
  const ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  const march = (5 * ofYear + 2) / 153
  const month = march < 10 ? march + 3 : march - 9
  const year = <i64>yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  let at = putYear(dayText, year)
  store<u8>(at, 45)
  putTwo(at + 1, month)
  store<u8>(at + 3, 45)
  putTwo(at + 4, ofYear - (153 * march + 2) / 5 + 1)
  store<u8>(at + 6, 84)
  dayLength = at + 7 - dayText
}

/** Four digits, or a sign and six for years that these cannot say (ISO 8601). */
function putYear(to: usize, year: i64): usize {
  let at = to
  const plain = year >= 0 && year <= 9999
  if (!plain) store<u8>(at++, year < 0 ? 45 : 43)
  const value = <u32>(year < 0 ? -year : year)
  if (!plain) {
    putTwo(at, (value / 10_000) % 100)
    at += 2
  }
  putTwo(at, (value / 100) % 100)
  putTwo(at + 2, value % 100)
  return at + 4
}
