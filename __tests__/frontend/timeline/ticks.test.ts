import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Span } from '../../../src/frontend/data/span.ts'
import { clockShift, startClockAt } from '../../../src/frontend/text/time.ts'
import { labelOf, ticksOf } from '../../../src/frontend/timeline/ticks.ts'

const at = (iso: string): number => Date.parse(iso) * 1000
const before = process.env['TZ']

/** Labels in the reader's local time. */
function labelsOf(view: Span, most: number): string[] {
  const { step, at: marks } = ticksOf(view, most, (time) => clockShift(time, 'local'))
  return marks.map((mark, n) => labelOf(mark, 'local', step, marks[n - 1]))
}

beforeAll(() => {
  process.env['TZ'] = 'Europe/Berlin'
})
afterAll(() => {
  if (before === undefined) delete process.env['TZ']
  else process.env['TZ'] = before
})

describe('the marks of the time axis', () => {
  const spans = fc.record({
    from: fc.integer({ min: 0, max: 2e15 }),
    length: fc.oneof(fc.integer({ min: 100, max: 1e6 }), fc.integer({ min: 1e6, max: 1e13 })),
    most: fc.integer({ min: 2, max: 40 }),
    shift: fc.constantFrom(0, 3600e6, -12_600e6, -1_795_457_660_123_456),
  })

  it('are at every round time of the displayed clock in view, and no more than fit', () => {
    fc.assert(
      fc.property(spans, ({ from, length, most, shift }) => {
        const { step, at: marks } = ticksOf({ from, to: from + length }, most, () => shift)
        expect(marks.length).toBeLessThanOrEqual(most)
        // none is missing at this step
        expect(marks.length).toBeGreaterThanOrEqual(Math.floor(length / step))
        for (const mark of marks) {
          expect(mark).toBeGreaterThanOrEqual(from)
          expect(mark).toBeLessThanOrEqual(from + length)
          expect((mark + shift) % step).toBeCloseTo(0, 9)
        }
        marks.slice(1).forEach((mark, i) => expect(mark - marks[i]).toBe(step))
      }),
    )
  })

  it('are at round times of the reader’s clock', () => {
    const view = { from: at('2026-11-23T18:14:20Z'), to: at('2026-11-23T18:53:00Z') }
    expect(labelsOf(view, 6)).toEqual(['19:20:00', '19:30:00', '19:40:00', '19:50:00'])
  })

  it('have all digits before 1970, and before the first test', () => {
    expect(labelOf(-1_000_800, 'utc', 100)).toBe('23:59:58.999200')
    startClockAt(1_000_000)
    expect(labelOf(-800, 'relative', 100)).toBe('−0:01.000800')
  })

  it('show the date at midnight of the reader’s clock', () => {
    const view = { from: at('2026-11-23T22:50:00Z'), to: at('2026-11-23T23:10:00Z') }
    expect(labelsOf(view, 5)).toEqual(['23:50:00', '23:55:00', '24 Nov 2026', '00:05:00', '00:10:00'])
  })

  it.each([
    [
      'spring',
      '2026-03-29T00:40:00Z',
      '2026-03-29T01:30:00Z',
      ['01:45:00', '03:00:00 UTC+2', '03:15:00', '03:30:00'],
    ],
    [
      'autumn',
      '2026-10-25T00:40:00Z',
      '2026-10-25T01:30:00Z',
      ['02:45:00', '02:00:00 UTC+1', '02:15:00', '02:30:00'],
    ],
  ])(
    'stay at round times and show the new UTC offset when the clock changes in %s',
    (_, from, to, expected) => {
      const view = { from: at(from), to: at(to) }
      expect(labelsOf(view, 5)).toEqual(expected)
    },
  )

  it.each([
    [
      'day, in autumn',
      ['2026-10-23T10:00:00Z', '2026-10-28T10:00:00Z', 6],
      ['24 Oct 2026', '25 Oct 2026', '26 Oct 2026 UTC+1', '27 Oct 2026', '28 Oct 2026'],
    ],
    [
      'day, in spring, if the last day has just begun',
      ['2026-03-27T10:00:00Z', '2026-03-30T22:30:00Z', 5],
      ['28 Mar 2026', '29 Mar 2026', '30 Mar 2026 UTC+2', '31 Mar 2026'],
    ],
    [
      'six hours, in autumn',
      ['2026-10-24T19:00:00Z', '2026-10-25T23:30:00Z', 6],
      ['25 Oct 2026', '06:00:00 UTC+1', '12:00:00', '18:00:00', '26 Oct 2026'],
    ],
    [
      'two hours, in autumn',
      ['2026-10-24T23:30:00Z', '2026-10-25T05:30:00Z', 5],
      ['02:00:00', '04:00:00 UTC+1', '06:00:00'],
    ],
    [
      'two hours, in spring, if the clock skips 02:00',
      ['2026-03-28T22:30:00Z', '2026-03-29T05:00:00Z', 5],
      ['29 Mar 2026', '04:00:00 UTC+2', '06:00:00'],
    ],
  ] as const)(
    'stay at round times across a clock change, with a mark every %s',
    (_, [from, to, most], expected) => {
      expect(labelsOf({ from: at(from), to: at(to) }, most)).toEqual(expected)
    },
  )

  it('include a day that begins without a midnight', () => {
    process.env['TZ'] = 'America/Santiago'
    const view = { from: at('2026-09-04T12:00:00Z'), to: at('2026-09-08T12:00:00Z') }
    const labels = labelsOf(view, 6)
    process.env['TZ'] = 'Europe/Berlin'
    expect(labels).toEqual(['5 Sep 2026', '6 Sep 2026 UTC−3', '7 Sep 2026', '8 Sep 2026'])
  })

  it('have as many digits as the step needs', () => {
    const micros = at('2026-11-23T18:14:20Z') + 123_456
    expect(labelOf(micros, 'utc', 1e6)).toBe('18:14:20')
    expect(labelOf(micros, 'utc', 1000)).toBe('18:14:20.123')
    expect(labelOf(micros, 'utc', 50)).toBe('18:14:20.123456')
    startClockAt(micros)
    const relative = [-50, 0, 50].map((after) => labelOf(micros + after, 'relative', 50))
    expect(relative).toEqual(['−0:00.000050', '+0:00.000000', '+0:00.000050'])
  })
})
