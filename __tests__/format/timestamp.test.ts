import { describe, expect, it } from 'vitest'
import { parseTimestamp } from '../../src/format/exported.ts'

describe('a timestamp of the exported files', () => {
  it('is read to the microsecond', () => {
    const millis = Date.UTC(2026, 10, 23, 18, 14, 20, 14)
    expect(parseTimestamp('2026-11-23T18:14:20.014077+00:00')).toBe(millis * 1000 + 77)
    expect(parseTimestamp('1970-01-01T00:00:01+00:00')).toBe(1_000_000)
  })

  it.each([
    null,
    7,
    '',
    'yesterday',
    '2026-11-23',
    '2026-13-45T99:00:00+00:00',
    '2026-11-23T18:14:20.5+00:00',
    '2026-11-23T18:14:20+01:00',
  ])('is not %j', (text) => expect(parseTimestamp(text)).toBeNull())
})
