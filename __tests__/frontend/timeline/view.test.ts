import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Span } from '../../../src/frontend/data/span.ts'
import { around, between, panBy, within, zoomAt } from '../../../src/frontend/timeline/view.ts'

/** Spans of runs of up to three days around 2026, in microseconds since the epoch. */
const wholes = fc
  .record({ from: fc.integer({ min: 1.76e15, max: 1.8e15 }), length: fc.integer({ min: 1000, max: 2.6e11 }) })
  .map(({ from, length }): Span => ({ from, to: from + length }))
/** Not fc.double, since most of its values are close to 0. */
const share = fc.integer({ min: 0, max: 1e6 }).map((n) => n / 1e6)
const factors = share.map((n) => 10 ** (4 * n - 2))

const part = (whole: Span, at: number, size: number): Span => {
  const length = Math.max(100, (whole.to - whole.from) * size)
  return within(
    {
      from: whole.from + at * (whole.to - whole.from),
      to: whole.from + at * (whole.to - whole.from) + length,
    },
    whole,
  )
}

describe('the view', () => {
  it('stays within the run and at least 100 µs long, however it is zoomed and moved', () => {
    fc.assert(
      fc.property(wholes, share, share, share, factors, (whole, at, size, anchor, factor) => {
        const view = part(whole, at, size)
        const by = (factor - 50) * (view.to - view.from)
        const time = view.from + anchor * (view.to - view.from)
        for (const next of [zoomAt(view, time, factor, whole), panBy(view, by, whole), around(view, whole)]) {
          expect(next.from).toBeGreaterThanOrEqual(whole.from)
          expect(next.to).toBeLessThanOrEqual(whole.to + 0.5) // doubles of this size are a quarter apart
          expect(next.to - next.from).toBeGreaterThanOrEqual(99.5)
        }
      }),
    )
  })

  it('keeps the time under the pointer in place while zooming, except at the ends of the run', () => {
    fc.assert(
      fc.property(wholes, share, share, share, factors, (whole, at, size, anchor, factor) => {
        const view = part(whole, at, size)
        const length = view.to - view.from
        const time = view.from + anchor * length
        const next = zoomAt(view, time, factor, whole)
        fc.pre(next.from > whole.from + 1 && next.to < whole.to - 1)
        const width = 1000
        const pixel = (span: Span): number => ((time - span.from) / (span.to - span.from)) * width
        // doubles of this size are a quarter of a microsecond apart: 2.5 pixels of the shortest view
        expect(Math.abs(pixel(next) - pixel(view))).toBeLessThanOrEqual(
          (2 * width) / Math.min(length, next.to - next.from) + 1e-6,
        )
      }),
    )
  })

  it('is the same after zooming in and out again, and is limited to the run and to 100 µs', () => {
    const whole = { from: 0, to: 1e9 }
    const view = { from: 2e8, to: 4e8 }
    const near = zoomAt(view, 2.5e8, 1 / 1.5, whole)
    expect(near.to - near.from).toBeCloseTo(2e8 / 1.5, 3)
    const back = zoomAt(near, 2.5e8, 1.5, whole)
    expect([back.from, back.to].map(Math.round)).toEqual([2e8, 4e8])
    expect(zoomAt(view, 2.5e8, 100, whole)).toEqual(whole)
    expect(zoomAt(view, 2.5e8, 1e-9, whole)).toEqual({ from: 2.5e8 - 25, to: 2.5e8 + 75 })
  })

  it('moves by the requested time, up to the ends of the run', () => {
    const whole = { from: 0, to: 1000 }
    expect(panBy({ from: 100, to: 300 }, 50, whole)).toEqual({ from: 150, to: 350 })
    expect(panBy({ from: 100, to: 300 }, -500, whole)).toEqual({ from: 0, to: 200 })
    expect(panBy({ from: 100, to: 300 }, 5000, whole)).toEqual({ from: 800, to: 1000 })
    expect(within({ from: -50, to: 5000 }, whole)).toEqual(whole)
  })

  it('has a margin around its target, and takes the ends of a span in either order', () => {
    expect(around({ from: 4000, to: 4800 }, { from: 0, to: 10_000 })).toEqual({ from: 3900, to: 4900 })
    expect(around({ from: 400, to: 400 }, { from: 0, to: 1000 }, 200)).toEqual({ from: 300, to: 500 })
    expect(between(7, 3)).toEqual({ from: 3, to: 7 })
  })
})
