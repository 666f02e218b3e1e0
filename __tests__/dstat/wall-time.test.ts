import { expect, test } from 'vitest'
import { parseWallTime } from '../../src/dstat/wall-time.ts'

const SECOND = 1_000_000
const NO_DATE = { year: null, month: null, day: null }

test('a year behind the time is no part of the zone there, as date prints both', () => {
  const time = ((18 * 60 + 53) * 60 + 17) * SECOND
  expect(parseWallTime('Mon Nov 23 18:53:17 CET 2026')).toEqual({
    year: 2026,
    month: 11,
    day: 23,
    time,
    rest: 'CET',
  })
})

test.each([
  ['23:59', 23 * 60 + 59],
  ['1:00 am', 60],
  ['12:59 pm', 12 * 60 + 59],
])('%s is a time of day', (text, minutes) => {
  expect(parseWallTime(text)).toEqual({ ...NO_DATE, time: minutes * 60 * SECOND, rest: '' })
})

test.each(['24:00', '0:59 am', '13:00 pm', '23-11-2026 24:00'])('%s is no time of day', (text) => {
  expect(parseWallTime(text)).toBeNull()
})

test.each([
  '2026-011-23 10:00',
  '2026-11-23-555 10:00',
  '2026-11-23 2026 10:00',
  '23 Nov 26 2026 10:00',
  '1 Nov 2 3 10:00',
  '2026-11-23 5 10:00',
  '23-11-26 2026 10:00',
  '1-2-3-4 10:00',
])('%s has no date, for it has more digits than one', (text) => {
  expect(parseWallTime(text)).toBeNull()
})

test('January has a name, too', () => {
  expect(parseWallTime('Jan-05 10:00')).toMatchObject({ month: 1, day: 5 })
})

test('a text of more than 64 characters is no time', () => {
  expect(parseWallTime('10:00'.padStart(64, 'x'))).toMatchObject({ time: 600 * 60 * SECOND })
  expect(parseWallTime('10:00'.padStart(65, 'x'))).toBeNull()
})

test('digits with slashes have the month first, others the day', () => {
  expect(parseWallTime('05/11/2026 10:00')).toMatchObject({ month: 5, day: 11 })
  expect(parseWallTime('05-11-2026 10:00')).toMatchObject({ month: 11, day: 5 })
})
