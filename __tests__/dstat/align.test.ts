import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alignLog } from '../../src/dstat/align.ts'
import type { Clock, DstatLog } from '../../src/dstat/log.ts'

const MINUTE = 60_000_000
const HOUR = 60 * MINUTE
/** Tests ran from 18:04 to 18:44. */
const RUN = { start: 18 * HOUR + 4 * MINUTE, end: 18 * HOUR + 44 * MINUTE }

/** A log with a sample every minute; `from` and `to` are minutes of the day. */
function logOf(from: number, to: number, clock: Clock = 'assumed', shifts: readonly number[] = []): DstatLog {
  const times = Float64Array.from({ length: to - from + 1 }, (_, index) => (from + index) * MINUTE)
  return { clock, times, shifts, groups: [], notes: ['before'] }
}

/** By how many minutes alignLog moves the log. */
const movedBy = (log: DstatLog, ...spans: { start: number; end: number }[]): number =>
  (alignLog(log, spans.length === 0 ? [RUN] : spans).times[0] - log.times[0]) / MINUTE

const at = (hour: number, minute: number): number => hour * 60 + minute

describe('a log that overlaps none of the runs', () => {
  test.each([
    ['two hours east', at(20, 4), at(20, 44), -120],
    ['five hours west', at(13, 4), at(13, 44), 300],
    ['five and a half hours east, India', at(23, 34), at(24, 14), -330],
    ['five and three quarter hours east, Nepal', at(23, 49), at(24, 29), -345],
    ['26 hours behind', at(-8, 4), at(-8, 44), 26 * 60],
  ])('is moved to the run: %s', (_, from, to, minutes) => {
    expect(movedBy(logOf(from, to))).toBe(minutes)
  })

  test('gets a note saying how far it was moved, why, and how to set the time zone', () => {
    const log = alignLog(logOf(at(23, 34), at(24, 14)), [RUN])
    expect(log.clock).toBe('shifted')
    expect(log.notes).toEqual([
      'before',
      "The log's times are moved by −5 h 30 min: read as UTC they overlap none of the tests. " +
        'If that is wrong, --dstat-timezone (input dstat-timezone) settles it.',
    ])
    expect(alignLog(logOf(at(13, 4), at(13, 44), 'header'), [RUN]).notes[1]).toContain(
      "moved by +5 h: read by its header's zone",
    )
    expect(alignLog(logOf(at(19, 4), at(19, 44)), [RUN]).notes[1]).toContain('moved by −1 h: ')
    expect(alignLog(logOf(at(18, 49), at(19, 29)), [RUN]).notes[1]).toContain('moved by −45 min: ')
  })

  test('is moved by whole hours unless quarter hours overlap longer', () => {
    // From 20 minutes before the tests to 20 after them, in UTC−5.
    expect(movedBy(logOf(at(12, 44), at(14, 4)))).toBe(300)
  })

  test('is moved by whole hours rather than by half hours that overlap as long', () => {
    // 90 minutes would do, and are nearer
    expect(movedBy(logOf(at(19, 20), at(23, 0)))).toBe(-120)
  })

  test('is moved by half hours rather than by quarter hours that overlap as long', () => {
    // 75 minutes would do, but no zone is 75 minutes from UTC.
    expect(movedBy(logOf(at(19, 19), at(20, 14)))).toBe(-90)
    expect(movedBy(logOf(at(20, 19), at(21, 14)))).toBe(-150)
  })

  test('is moved by a possible meaning of its zone rather than by another shift that overlaps as long', () => {
    const shanghai = logOf(at(23, 0), at(28, 0), 'assumed', [
      6 * 60 * MINUTE,
      -8 * 60 * MINUTE,
      5 * 60 * MINUTE,
    ])
    expect(movedBy(shanghai)).toBe(-480)
    expect(movedBy(logOf(at(23, 0), at(28, 0)))).toBe(-300)
    // none of its meanings overlaps
    expect(movedBy({ ...shanghai, shifts: [HOUR] })).toBe(-300)
  })

  test('is moved by the smallest shift if several overlap as long', () => {
    expect(movedBy(logOf(at(19, 0), at(23, 0)))).toBe(-60)
    expect(movedBy(logOf(at(12, 0), at(17, 0)))).toBe(120)
  })

  test('is moved to where it covers most time, in which any number of runs went on', () => {
    const longer = { start: 21 * HOUR, end: 22 * HOUR }
    expect(movedBy(logOf(at(25, 0), at(26, 0)), RUN, RUN, longer)).toBe(-240)
  })

  test('is moved to a run that it can only touch at one instant', () => {
    const instant = { start: RUN.start, end: RUN.start }
    expect(movedBy(logOf(at(20, 4), at(20, 4)), instant)).toBe(-120)
    expect(movedBy(logOf(at(17, 49), at(17, 49)), instant)).toBe(15)
  })

  test.each(['epoch', 'stated', 'given', 'shifted'] as const)(
    'is not moved if its clock is %s, and gets a note',
    (clock) => {
      const log = logOf(at(20, 4), at(20, 44), clock)
      expect(alignLog(log, [RUN])).toEqual({
        ...log,
        notes: ['before', 'The log overlaps none of the tests.'],
      })
    },
  )

  test('is not moved by more than 26 hours', () => {
    const instant = { start: RUN.start, end: RUN.start }
    expect(movedBy(logOf(at(44, 4), at(44, 4)), instant)).toBe(-26 * 60)
    expect(movedBy(logOf(at(44, 19), at(44, 19)), instant)).toBe(0)
  })

  test('is not moved if no time zone makes it overlap, and gets a note', () => {
    const log = logOf(at(72, 0), at(73, 0))
    const note = 'The log overlaps none of the tests. No other time zone makes it overlap.'
    expect(alignLog(log, [RUN])).toEqual({ ...log, notes: ['before', note] })
  })
})

describe('a log whose zone may mean several, none of which is UTC', () => {
  const meanings = [330, 60, 120].map((minutes) => -minutes * MINUTE)

  test('is moved by one of them although a long log overlaps the run as it was read', () => {
    // read as UTC it covers the run's last 20 minutes
    expect(movedBy(logOf(at(18, 24), at(25, 0), 'assumed', meanings))).toBe(-330)
    const log = alignLog(logOf(at(16, 0), at(20, 0), 'assumed', meanings), [RUN])
    expect(log.clock).toBe('shifted')
    expect(log.notes[1]).toBe(
      "The log's times are moved by −1 h: the header names a zone that may be so far from UTC. " +
        'If that is wrong, --dstat-timezone (input dstat-timezone) settles it.',
    )
  })

  test('is moved by the likeliest of those that overlap as long', () => {
    expect(movedBy(logOf(0, at(30, 0), 'assumed', meanings))).toBe(-330)
  })

  test('stays if none of them overlaps, and is not moved twice', () => {
    expect(movedBy(logOf(at(18, 30), at(18, 40), 'assumed', meanings))).toBe(0)
    expect(movedBy(logOf(0, at(30, 0), 'shifted', meanings))).toBe(0)
  })
})

describe('a log is left unchanged', () => {
  test('if it overlaps any of the runs, however briefly', () => {
    const log = logOf(at(18, 44), at(22, 0))
    expect(alignLog(log, [RUN])).toBe(log)
    const other = { start: 0, end: 1 }
    expect(alignLog(log, [other, RUN])).toBe(log)
  })

  test('if there are no runs or no samples', () => {
    const log = logOf(at(20, 4), at(20, 44))
    expect(alignLog(log, [])).toBe(log)
    const empty = logOf(1, 0)
    expect(alignLog(empty, [RUN])).toBe(empty)
  })
})

test('a gap of a night inside a log does not count as overlap', () => {
  const [evening, morning] = [logOf(at(8, 0), at(9, 0)), logOf(at(32, 0), at(33, 0))]
  const log = { ...evening, times: Float64Array.from([...evening.times, ...morning.times]) }
  // The tests ran at 06:00–07:00 of the second day, so the log is from two hours east.
  expect(movedBy(log, { start: 30 * HOUR, end: 31 * HOUR })).toBe(-120)
})

test('a log with hourly samples overlaps a run between two of them', () => {
  const times = Float64Array.from([16, 17, 18, 19, 20], (hour) => hour * HOUR)
  const log = { ...logOf(0, 0), times }
  expect(alignLog(log, [RUN])).toBe(log)
})

test('a log that covers exactly the time of the tests is moved back to it from up to 26 hours away', () => {
  const quarters = fc.integer({ min: -104, max: 104 })
  const minutes = fc.integer({ min: 0, max: 14 })
  fc.assert(
    fc.property(quarters, minutes, (off, length) => {
      const log = logOf(off * 15, off * 15 + length)
      expect(movedBy(log, { start: 0, end: length * MINUTE })).toBe(off === 0 ? 0 : -off * 15)
    }),
  )
})

test('aligning any log does not mutate it, and aligning it again does not move it', () => {
  const minute = fc.integer({ min: -3000, max: 3000 })
  const length = fc.integer({ min: 0, max: 300 })
  fc.assert(
    fc.property(minute, length, fc.array(fc.tuple(minute, length), { maxLength: 4 }), (from, size, runs) => {
      const log = logOf(from, from + size)
      const before = structuredClone(log)
      const spans = runs.map(([start, long]) => ({ start: start * MINUTE, end: (start + long) * MINUTE }))
      const aligned = alignLog(log, spans)
      expect(log).toEqual(before)
      expect(alignLog(aligned, spans).times).toEqual(aligned.times)
    }),
  )
})
