import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  drawnPart,
  HEADING,
  labelledLanes,
  layoutRows,
  rowAt,
  rowsIn,
  topFor,
} from '../../../src/frontend/timeline/layout.ts'
import { drawn, someTests } from './runs.ts'

const rooms = fc.integer({ min: 0, max: 900 })
const heights = fc.constantFrom(10, 24)

describe('the layout of rows', () => {
  it('limits the height of rows, and finds the row at a position or the nearest one within reach', () => {
    fc.assert(
      fc.property(
        fc.array(someTests(40), { minLength: 1, maxLength: 3 }),
        rooms,
        heights,
        (runs, room, tallest) => {
          const { model } = drawn(...runs)
          const layout = layoutRows(model, room, tallest)
          expect(layout.rowHeight).toBeGreaterThanOrEqual(4)
          expect(layout.rowHeight).toBeLessThanOrEqual(tallest)
          const found = new Set<number>()
          for (let y = -1; y <= layout.height; y++) {
            const row = rowAt(layout, y, 0)
            const inside = layout.top.findIndex((top) => y >= top && y < top + layout.rowHeight)
            expect(row).toBe(inside)
            if (row >= 0) found.add(row)
            const away = layout.top.map((top) => Math.max(top - y, y - top - layout.rowHeight))
            const nearest = away.findIndex((one) => one === Math.min(...away) && one < 3)
            expect(rowAt(layout, y, 3)).toBe(inside < 0 ? nearest : inside)
          }
          expect([...found]).toEqual([...model.rows.keys()])
        },
      ),
    )
  })

  it('has a box for each lane and a heading for each of several runs, without overlaps', () => {
    fc.assert(
      fc.property(
        fc.array(someTests(30), { minLength: 1, maxLength: 3 }),
        rooms,
        heights,
        (runs, room, tallest) => {
          const { tests, model } = drawn(...runs)
          const { lanes, headings, top, rowHeight, height } = layoutRows(model, room, tallest)
          expect(lanes.map(({ lane }) => lane)).toEqual([...tests.lanes.keys()])
          expect(headings.map(({ run }) => run)).toEqual(runs.length > 1 ? [...runs.keys()] : [])
          for (const box of lanes) {
            expect(box.top).toBe(top[box.firstRow])
            expect(box.height).toBe(box.rows * rowHeight)
            expect(
              model.rows.slice(box.firstRow, box.firstRow + box.rows).every(({ lane }) => lane === box.lane),
            ).toBe(true)
          }
          const boxes = [...lanes, ...headings.map((heading) => ({ ...heading, height: HEADING }))]
          boxes.sort((a, b) => a.top - b.top)
          boxes.forEach((box, i) => {
            const next = boxes[i + 1]?.top ?? height
            expect(box.top + box.height).toBeLessThanOrEqual(next)
          })
        },
      ),
    )
  })

  it('fills the available height as far as the limits of the row height allow', () => {
    const four = drawn([0, 1, 2, 3].map((n) => ({ name: `${n}`, tags: [`worker-${n}`] })))
    expect(layoutRows(four.model, 60, 24)).toMatchObject({ rowHeight: 14, top: [0, 16, 32, 48], height: 62 })
    expect(layoutRows(four.model, 600, 24)).toMatchObject({ rowHeight: 24, height: 102 })
    expect(layoutRows(four.model, 0, 24)).toMatchObject({ rowHeight: 4, top: [0, 5, 10, 15], height: 19 })
  })
})

describe('the labels of lanes', () => {
  const { model } = drawn([0, 1, 2, 3].map((n) => ({ name: `${n}`, tags: [`worker-${n}`] })))
  // lanes 10 high and 2 apart
  const labelled = (line: number) => labelledLanes(layoutRows(model, 0, 10, 10), line).map(({ lane }) => lane)

  it('are left out where a line of text would cover the one before', () => {
    expect(labelled(12)).toEqual([0, 1, 2, 3])
    expect(labelled(24)).toEqual([0, 2])
    expect(labelled(25)).toEqual([0, 3])
  })

  it('are left out where a line of text would cover the next heading', () => {
    const run = (name: string) => [0, 1, 2, 3].map((n) => ({ name: `${name}${n}`, tags: [`worker-${n}`] }))
    // lanes 4 high and 1 apart: of the first run the last three are nearer to the heading than a line is high
    const layout = layoutRows(drawn(run('a'), run('b')).model, 0, 4)
    expect(labelledLanes(layout, 12).map(({ lane }) => lane)).toEqual([0, 4])
  })

  it.each([
    [1, []],
    [2, [0, 2, 4]],
    [3, [0, 3, 6]],
    [4, [0, 4, 8]],
    [5, [0, 3, 5, 8, 10, 13]],
  ])('are the same in each of several runs with %d low lanes', (count, expected) => {
    const lanes = Array.from({ length: count }, (_, n) => ({ name: `${n}`, tags: [`worker-${n}`] }))
    const layout = layoutRows(drawn(lanes, lanes, lanes).model, 0, 4)
    expect(labelledLanes(layout, 12).map(({ lane }) => lane)).toEqual(expected)
  })
})

describe('the part of the lanes that is drawn', () => {
  it('is all of them if they fit, or else covers what is visible and at most 1,024 px more', () => {
    expect(drawnPart(1500, 0, 600)).toEqual({ top: 0, height: 1500 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500_000 }), fc.nat(500_000), fc.nat(3000), (height, at, seen) => {
        const scrollTop = Math.min(at, Math.max(0, height - seen))
        const part = drawnPart(height, scrollTop, seen)
        expect(part.top).toBeGreaterThanOrEqual(0)
        expect(part.top).toBeLessThanOrEqual(scrollTop)
        expect(part.top + part.height).toBeLessThanOrEqual(height)
        expect(part.top + part.height).toBeGreaterThanOrEqual(Math.min(height, scrollTop + seen))
        expect(part.height).toBeLessThanOrEqual(seen + 1024)
      }),
    )
  })

  it('includes exactly the rows that reach into it', () => {
    const layout = { rowHeight: 4, top: [0, 5, 10, 15, 20], height: 24, lanes: [], headings: [] }
    expect(rowsIn(layout, { top: 0, height: 24 })).toEqual([0, 5])
    expect(rowsIn(layout, { top: 8, height: 7 })).toEqual([1, 3])
    expect(rowsIn(layout, { top: 9, height: 1 })).toEqual([2, 2])
  })
})

describe('a row that is to be in sight', () => {
  const { model } = drawn([...Array(100).keys()].map((n) => ({ name: `${n}`, tags: [`worker-${n}`] })))
  const layout = layoutRows(model, 0, 10, 10) // rows 10 high and 2 apart
  const topOf = (row: number, top: number): number => topFor(layout, row, { top, height: 100 })

  it('is scrolled to the middle unless all of it is in sight', () => {
    expect([0, 7].map((row) => topOf(row, 0))).toEqual([0, 0])
    expect(topOf(8, 0)).toBe(8 * 12 + 5 - 50) // ends at 106
    expect(topOf(60, 0)).toBe(60 * 12 + 5 - 50)
    expect([topOf(10, 120), topOf(10, 121)]).toEqual([120, 75])
    expect(topOf(1, 500)).toBe(0)
  })
})
