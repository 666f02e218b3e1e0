import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantBefore, instantsOf, parseTimezone, TimezoneError } from '../../src/dstat/timezone.ts'

const wall = (text: string): number => Date.parse(`${text}Z`) * 1000
const instants = (zone: string, text: string): string[] =>
  instantsOf(parseTimezone(zone), wall(text)).map((instant) =>
    new Date(instant / 1000).toISOString().slice(0, 19),
  )

describe('parseTimezone', () => {
  test.each([
    ['UTC', '12:00'],
    ['utc', '12:00'],
    ['Z', '12:00'],
    [' GMT ', '12:00'],
    ['+02:00', '10:00'],
    ['-0530', '17:30'],
    ['+2', '10:00'],
    ['+00:00', '12:00'],
    ['Europe/Berlin', '10:00'],
    ['america/new_york', '16:00'],
    ['Asia/Kathmandu', '06:15'],
    ['Australia/Lord_Howe', '01:30'],
    ['EST5EDT', '16:00'],
  ])('%s: noon in July there is %s UTC', (zone, expected) => {
    expect(instants(zone, '2026-07-01T12:00:00')).toEqual([`2026-07-01T${expected}:00`])
  })

  test.each([
    '',
    'Mars/Olympus',
    '+99:00',
    '+16',
    '+01:60',
    '+1:2',
    'UTC+2',
    '2',
    '/etc/passwd',
    'x'.repeat(99),
  ])('rejects %j, naming it and what is allowed', (zone) => {
    expect(() => parseTimezone(zone)).toThrow(TimezoneError)
    expect(() => parseTimezone(zone)).toThrow(
      `time zone ${JSON.stringify(zone.slice(0, 60))} is not known; allowed are UTC, an offset such as ` +
        '+02:00 or -0530, or an IANA name such as Europe/Berlin',
    )
  })
})

describe('a wall time', () => {
  test('in the repeated hour has two instants', () => {
    expect(instants('Europe/Berlin', '2026-10-25T02:30:00')).toEqual([
      '2026-10-25T00:30:00',
      '2026-10-25T01:30:00',
    ])
    expect(instants('Europe/Berlin', '2026-10-25T03:00:00')).toEqual(['2026-10-25T02:00:00'])
  })

  test('in the skipped hour has no instant, but one by the offset from before the skip', () => {
    expect(instants('America/New_York', '2026-03-08T02:30:00')).toEqual([])
    const before = instantBefore(parseTimezone('America/New_York'), wall('2026-03-08T02:30:00'))
    expect(new Date(before / 1000).toISOString()).toBe('2026-03-08T07:30:00.000Z')
  })

  test('leads back to its instant at any time of 2026, in several zones', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Chatham',
      'Australia/Lord_Howe',
    )
    const second = fc.integer({ min: 0, max: 365 * 86_400 })
    fc.assert(
      fc.property(zone, second, (name, seconds) => {
        const found = parseTimezone(name)
        const instant = (Date.UTC(2026, 0, 1) / 1000 + seconds) * 1_000_000
        expect(instantsOf(found, instant + found.offset(instant))).toContain(instant)
      }),
      { numRuns: 300 },
    )
  })
})
