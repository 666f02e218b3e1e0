import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstVisible, MAX_HEIGHT, scrollTo, viewport } from '../../src/frontend/frame/viewport.ts'

const ROW = 28
const SEEN = 600

describe('a virtual list', () => {
  it('draws the rows in sight and a few around them', () => {
    expect(viewport(0, SEEN, 1000, ROW)).toEqual({ first: 0, end: 31, top: 0, spacerHeight: 28_000 })
    expect(viewport(280, SEEN, 1000, ROW)).toMatchObject({ first: 6, end: 37, top: 168 })
  })

  it('draws the same number of rows at any position before the end', () => {
    for (const at of [0, 1, 27, 28, 29, 300, 20_013]) {
      const { first, end } = viewport(at, SEEN, 1000, ROW)
      expect([at, end - first]).toEqual([at, 31])
    }
  })

  it('knows the first row that is seen whole', () => {
    for (const [at, first] of [
      [0, 0],
      [1, 1],
      [28, 1],
      [9000, 322],
      [28_000 - SEEN, 979],
    ])
      expect([at, firstVisible(at, SEEN, 1000, ROW)]).toEqual([at, first])
    expect(firstVisible(MAX_HEIGHT - SEEN, SEEN, 1_000_000, ROW)).toBe(999_979)
  })

  it('draws all rows of a short list', () => {
    expect(viewport(0, SEEN, 3, ROW)).toEqual({ first: 0, end: 3, top: 0, spacerHeight: 84 })
    expect(viewport(0, SEEN, 0, ROW)).toEqual({ first: 0, end: 0, top: 0, spacerHeight: 0 })
  })

  it('reaches the last row of a million at the end of the scrollbar', () => {
    const view = viewport(MAX_HEIGHT - SEEN, SEEN, 1_000_000, ROW)
    expect(view.spacerHeight).toBe(MAX_HEIGHT)
    expect(view.end).toBe(1_000_000)
    // the last row ends where the spacer does
    expect(view.top + (view.end - view.first) * ROW).toBeCloseTo(MAX_HEIGHT, 3)
  })

  const list = fc.record({
    rows: fc.integer({ min: 1, max: 5_000_000 }),
    seen: fc.integer({ min: 40, max: 2000 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  })

  it('always covers the visible part with few rows', () => {
    fc.assert(
      fc.property(list, ({ rows, seen, at }) => {
        const { spacerHeight } = viewport(0, seen, rows, ROW)
        const scrollTop = at * Math.max(0, spacerHeight - seen)
        const { first, end, top } = viewport(scrollTop, seen, rows, ROW)
        expect(first === 0 || top <= scrollTop + 0.01).toBe(true)
        expect(end === rows || top + (end - first) * ROW >= scrollTop + seen - 0.01).toBe(true)
        expect(end - first).toBeLessThanOrEqual(Math.ceil(seen / ROW) + 14)
      }),
    )
  })

  it('scrolls any row into sight, and stays if it is already there', () => {
    fc.assert(
      fc.property(list, fc.nat(), ({ rows, seen, at }, n) => {
        const row = n % rows
        const { spacerHeight } = viewport(0, seen, rows, ROW)
        const from = at * Math.max(0, spacerHeight - seen)
        const to = scrollTo(row, from, seen, rows, ROW)
        const { first, top } = viewport(to, seen, rows, ROW)
        const y = top + (row - first) * ROW
        expect(y).toBeGreaterThanOrEqual(to - 0.01)
        expect(y + ROW).toBeLessThanOrEqual(to + Math.max(seen, ROW) + 0.01)
        expect(scrollTo(row, to, seen, rows, ROW)).toBeCloseTo(to, 3)
      }),
    )
  })
})
