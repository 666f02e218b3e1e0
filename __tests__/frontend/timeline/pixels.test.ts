import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DIMMED, FAILING_RANK } from '../../../src/frontend/data/ranks.ts'
import type { Span } from '../../../src/frontend/data/span.ts'
import type { Tests } from '../../../src/frontend/data/tests.ts'
import { buildPyramids, filterPyramids } from '../../../src/frontend/timeline/model.ts'
import { fillRow, rowPixels } from '../../../src/frontend/timeline/pixels.ts'
import {
  bucketsFor,
  buildPyramid,
  filterPyramid,
  type Pyramid,
  upper,
} from '../../../src/frontend/timeline/pyramid.ts'
import { endOf, type Row } from '../../../src/frontend/timeline/rows.ts'
import { fillStrip } from '../../../src/frontend/timeline/strip.ts'
import type { ShortTest } from '../columns.ts'
import { anyRun, drawn, lastRows, rankOf, someTests, testsOf } from './runs.ts'

/** The worst rank and the busy share in each of `cells` equal parts of a span, computed test by test. */
function bruteForce(tests: Tests, row: Row, { from, to }: Span, cells: number, matches: Uint8Array | null) {
  const [worst, share] = [Array<number>(cells).fill(0), Array<number>(cells).fill(0)]
  const size = (to - from) / cells
  for (const test of testsOf(row)) {
    const [left, right] = [(tests.start[test] - from) / size, (endOf(tests, test) - from) / size]
    for (let cell = 0; cell < cells; cell++) {
      const isIn = (left < cell + 1 && right > cell) || Math.floor(left) === cell
      if (!isIn) continue
      worst[cell] = Math.max(worst[cell], matches?.[test] === 0 ? DIMMED : rankOf(tests, test))
      share[cell] += Math.max(0, Math.min(right, cell + 1) - Math.max(left, cell))
    }
  }
  return { worst, share }
}

function pyramidOf(tests: Tests, row: Row, span: Span, matches: Uint8Array | null): Pyramid {
  const whole = buildPyramid(tests, row, span)
  return matches === null ? whole : filterPyramid(whole, tests, row, span, matches)
}

const filters = fc.option(fc.array(fc.constantFrom(0, 1), { minLength: 400, maxLength: 400 }), { nil: null })
const toMatches = (filter: number[] | null): Uint8Array | null =>
  filter === null ? null : Uint8Array.from(filter)

describe('the pyramid of a row', () => {
  it('has the worst ranks and busy shares of a computation test by test, at every level', () => {
    fc.assert(
      fc.property(someTests(60), filters, (run, filter) => {
        const { tests, model } = drawn(run)
        // a power of two, so that no quotient is rounded
        const span = { from: 0, to: 2 ** 18 }
        const matches = toMatches(filter)
        for (const row of lastRows(model)) {
          const { buckets, worst, busy, levelStart } = pyramidOf(tests, row, span, matches)
          expect(levelStart).toHaveLength(Math.log2(buckets) + 1)
          levelStart.forEach((at, level) => {
            const size = buckets >> level
            const expected = bruteForce(tests, row, span, size, matches)
            expect([...worst.subarray(at, at + size)]).toEqual(expected.worst)
            for (let b = 0; b < size; b++) {
              // each level rounds by at most half of 1/255, and a bucket with a test has at least 1/255
              const away = Math.abs(busy[at + b] / 255 - expected.share[b])
              expect(away).toBeLessThanOrEqual((1.5 + level / 2) / 255)
              expect(busy[at + b] > 0).toBe(expected.worst[b] > 0)
            }
          })
        }
      }),
      { numRuns: 40 },
    )
  })

  it('filters to the same result from whichever level it starts', () => {
    fc.assert(
      fc.property(anyRun(300), filters, (run, filter) => {
        const { tests, model } = drawn(run)
        for (const row of lastRows(model)) {
          const pyramid = buildPyramid(tests, row, model.whole)
          const filtered = (from: Pyramid) =>
            filterPyramid(from, tests, row, model.whole, toMatches(filter) ?? new Uint8Array(300))
          pyramid.levelStart.forEach((_, level) =>
            expect(filtered(upper(pyramid, level))).toEqual(upper(filtered(pyramid), level)),
          )
        }
      }),
      { numRuns: 40 },
    )
  })

  it('has as many buckets as tests, rounded up to a power of two, from 64 to 65,536', () => {
    expect([0, 1, 16, 17, 1000, 16_384, 1e6].map(bucketsFor)).toEqual([64, 64, 64, 64, 1024, 16_384, 65_536])
  })
})

/** A part of the whole run: where it begins, and how far it is zoomed in. */
const views = fc.record({
  // not fc.double, since most of its values are close to 0
  at: fc.integer({ min: 0, max: 1e6 }).map((n) => n / 1e6),
  zoom: fc.integer({ min: 0, max: 12_000 }).map((n) => n / 1000),
})

function viewOf(whole: Span, { at, zoom }: { at: number; zoom: number }): Span {
  const length = (whole.to - whole.from) / 2 ** zoom
  const from = whole.from + at * (whole.to - whole.from - length)
  return { from, to: from + length }
}

describe('a row of pixels', () => {
  const widths = fc.integer({ min: 2, max: 40 })

  it('shows every failing test in view, at least two pixels wide, at every zoom and position', () => {
    fc.assert(
      fc.property(anyRun(300), views, widths, (run, where, width) => {
        const { tests, model } = drawn(run)
        const view = viewOf(model.whole, where)
        const scale = width / (view.to - view.from)
        for (const row of lastRows(model)) {
          const pixels = rowPixels(width)
          const pyramid = () => pyramidOf(tests, row, model.whole, null)
          const options = { view, span: model.whole, matches: null, wideFrom: 6 }
          fillRow(pixels, tests, row, pyramid, options)
          const isFailing = [...pixels.worst].map((rank) => rank >= FAILING_RANK)
          for (const test of testsOf(row)) {
            const [start, end] = [tests.start[test], endOf(tests, test)]
            const isInSight = start < view.to && (end > view.from || start >= view.from)
            if (!isInSight || rankOf(tests, test) < FAILING_RANK) continue
            const x = Math.max(0, Math.min(width - 1, Math.floor((start - view.from) * scale)))
            // may be one pixel off: at the end, after an edge, and where a bucket lies across two pixels
            const near = [x - 1, x, x + 1, x + 2].filter((one) => isFailing[one])
            expect(near.length, `${start} at ${x}`).toBeGreaterThanOrEqual(Math.min(2, width))
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('shows something wherever a test runs, and nothing worse than the tests nearby', () => {
    fc.assert(
      fc.property(anyRun(300), views, widths, filters, (run, where, width, filter) => {
        const { tests, model } = drawn(run)
        const view = viewOf(model.whole, where)
        const matches = toMatches(filter)
        for (const row of lastRows(model)) {
          const pixels = rowPixels(width)
          const pyramid = () => pyramidOf(tests, row, model.whole, matches)
          fillRow(pixels, tests, row, pyramid, { view, span: model.whole, matches, wideFrom: 6 })
          const { worst } = bruteForce(tests, row, view, width, matches)
          for (let x = 0; x < width; x++) {
            // a failure takes two pixels, a bucket may lie across two, and one is left free between two slices
            const around = [-2, -1, 0, 1, 2].map((step) => worst[x + step] ?? 0)
            expect(Math.max(...around) >= pixels.worst[x] || x <= 1 || x >= width - 2).toBe(true)
            if (worst[x] > 0) expect(Math.max(pixels.worst[x], pixels.worst[x - 1] ?? 0)).toBeGreaterThan(0)
            expect(pixels.busy[x]).toBeLessThanOrEqual(1)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('is filtered to the same result in whichever order zooms are requested', () => {
    fc.assert(
      fc.property(
        anyRun(300),
        fc.array(views, { minLength: 2, maxLength: 4 }),
        widths,
        filters,
        (run, all, width, filter) => {
          const { tests, model } = drawn(run)
          const matches = toMatches(filter) ?? new Uint8Array(400)
          const pyramids = filterPyramids(model, buildPyramids(model), matches)
          for (const where of all) {
            const options = { view: viewOf(model.whole, where), span: model.whole, matches, wideFrom: 6 }
            model.rows.forEach((row, i) => {
              const [one, other] = [rowPixels(width), rowPixels(width)]
              fillRow(one, tests, row, pyramids[i], options)
              fillRow(other, tests, row, () => pyramidOf(tests, row, model.whole, matches), options)
              expect(one).toEqual(other)
            })
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([100, 20_000])(
    'shows nothing beside a crowd of %d tests, however uneven the run and however close the view',
    (many) => {
      const crowd = Array.from({ length: many }, (_, i) => ({ name: `t${i}`, start: i, duration: 1 }))
      const { tests, model } = drawn([...crowd, { name: 'late', start: 1e9, duration: 1 }])
      const pixels = rowPixels(16)
      const pyramid = () => pyramidOf(tests, model.rows[0], model.whole, null)
      const { from } = model.whole
      const view = { from: from - 8 * many, to: from + 8 * many }
      const options = { view, span: model.whole, matches: null, wideFrom: 6 }
      fillRow(pixels, tests, model.rows[0], pyramid, options)
      expect([...pixels.worst].map((rank) => rank > 0)).toEqual(Array.from({ length: 16 }, (_, x) => x === 8))
    },
  )

  it('shows the failure of a filtered run that is much narrower than a pixel', () => {
    const { tests, model } = drawn(
      Array.from({ length: 100 }, (_, i) => ({
        name: `t${i}`,
        start: 10 * i,
        duration: 10,
        status: i === 70 ? 'fail' : 'success',
      })),
    )
    const { from, to } = model.whole
    const view = { from: from - 4 * (to - from), to: to + 4 * (to - from) }
    const matches = new Uint8Array(100).fill(1)
    const pixels = rowPixels(1)
    const [pyramid] = filterPyramids(model, buildPyramids(model), matches)
    fillRow(pixels, tests, model.rows[0], pyramid, { view, span: model.whole, matches, wideFrom: 6 })
    expect(pixels.worst[0]).toBe(rankOf(tests, 70))
  })

  it('returns the pixels of wide tests, leaves a pixel free after one, and dims what the filter rejects', () => {
    const { tests, model } = drawn([
      { name: 'a', start: 0, duration: 400, tags: ['worker-0'] },
      { name: 'b', start: 400, duration: 20, tags: ['worker-0'] },
      { name: 'c', start: 420, duration: 580, status: 'fail', tags: ['worker-0'] },
    ])
    const pixels = rowPixels(100)
    const [row] = model.rows
    const options = { view: model.whole, span: model.whole, matches: Uint8Array.of(1, 1, 0), wideFrom: 6 }
    const wide = fillRow(
      pixels,
      tests,
      row,
      () => pyramidOf(tests, row, model.whole, options.matches),
      options,
    )
    expect(wide).toEqual([
      { test: 0, left: 0, right: 39 },
      { test: 2, left: 42, right: 100 },
    ])
    const success = rankOf(tests, 0)
    expect([...pixels.worst]).toEqual([
      ...Array(39).fill(success),
      0,
      ...Array(2).fill(success),
      ...Array(58).fill(DIMMED), // rejected by the filter, although it failed
    ])
  })

  it('counts tests that follow each other as running all the time, although an edge is between them', () => {
    const { tests, model } = drawn(
      [0, 1, 2, 3].map((n) => ({ name: `t${n}`, start: n * 2500, duration: 2500 })),
    )
    const [row] = model.rows
    const { from } = model.whole
    for (const width of [40, 43]) {
      const pixels = rowPixels(width)
      const options = { view: { from, to: from + 10_000 }, span: model.whole, matches: null, wideFrom: 6 }
      fillRow(pixels, tests, row, () => pyramidOf(tests, row, model.whole, null), options)
      expect([...pixels.busy].filter((busy) => busy === 0)).toHaveLength(3)
      for (let x = 0; x < width; x++) expect(pixels.busy[x] + pixels.edge[x]).toBeCloseTo(1, 5)
    }
  })

  it('leaves a pixel free between any two wide tests, whatever their statuses and wherever they begin', () => {
    // exactly four pixels may be a little less when they begin at a fraction of one
    const lengths = fc.array(fc.integer({ min: 401, max: 1500 }), { minLength: 2, maxLength: 12 })
    const status = fc.constantFrom('success', 'skip', 'fail', 'xfail', 'uxsuccess', 'inprogress' as const)
    fc.assert(
      fc.property(lengths, fc.array(status, { minLength: 12, maxLength: 12 }), (durations, statuses) => {
        let start = 0
        const { tests, model } = drawn(
          durations.map((duration, i) => {
            const one = { name: `t${i}`, start, duration, status: statuses[i] }
            start += duration
            return one
          }),
        )
        const [row] = model.rows
        const { from } = model.whole
        // 100 microseconds a pixel, and a few pixels more
        const width = Math.ceil(start / 100) + 4
        const options = {
          view: { from, to: from + 100 * width },
          span: model.whole,
          matches: null,
          wideFrom: 4,
        }
        const pixels = rowPixels(width)
        const wide = fillRow(pixels, tests, row, () => pyramidOf(tests, row, model.whole, null), options)
        expect(wide.map(({ test }) => test)).toEqual(durations.map((_, i) => i))
        const expected = Array<number>(width).fill(0)
        wide.forEach(({ test, left, right }, i) => {
          expected.fill(rankOf(tests, test), left, right)
          expect(right - left).toBeGreaterThanOrEqual(3)
          if (i > 0) expect(left - wide[i - 1].right).toBe(1)
        })
        expect([...pixels.worst]).toEqual(expected)
      }),
    )
  })

  it('leaves a pixel free between two wide tests with a narrow one between them', () => {
    const { tests, model } = drawn(
      [1020, 110, 1000].map((duration, i, all) => ({
        name: `t${i}`,
        start: all.slice(0, i).reduce((sum, one) => sum + one, 0),
        duration,
        status: 'fail' as const,
      })),
    )
    const pixels = rowPixels(25)
    const [row] = model.rows
    const { from } = model.whole
    const options = { view: { from, to: from + 2500 }, span: model.whole, matches: null, wideFrom: 6 }
    fillRow(pixels, tests, row, () => pyramidOf(tests, row, model.whole, null), options)
    expect([...pixels.worst].map((rank) => (rank >= FAILING_RANK ? '#' : '.')).join('')).toBe(
      '##########.##########....',
    )
    for (let x = 0; x < 21; x++) expect(pixels.busy[x] + pixels.edge[x]).toBeGreaterThanOrEqual(0.99)
  })

  it('shows a failing test without duration at the very end', () => {
    const { tests, model } = drawn([
      { name: 'a', start: 0, duration: 5000 },
      { name: 'b', start: 5000, duration: 0, status: 'fail' },
    ])
    const pixels = rowPixels(50)
    const [row] = model.rows
    const options = { view: model.whole, span: model.whole, matches: null, wideFrom: 6 }
    fillRow(pixels, tests, row, () => pyramidOf(tests, row, model.whole, null), options)
    expect([...pixels.worst].map((rank) => rank >= FAILING_RANK)).toEqual([
      ...Array(48).fill(false),
      true,
      true,
    ])
  })
})

describe('the overview', () => {
  const strip = (run: readonly ShortTest[], width: number, lines: number) => {
    const { tests, model } = drawn(run)
    const pyramids = buildPyramids(model)
    return { tests, model, ...fillStrip({ model, pyramids, matches: null }, width, lines) }
  }

  it('shows every failure on the line of its row, at least two pixels wide', () => {
    fc.assert(
      fc.property(
        someTests(200),
        fc.integer({ min: 2, max: 90 }),
        fc.integer({ min: 1, max: 12 }),
        (run, width, lines) => {
          const { tests, model, worst } = strip(run, width, lines)
          const scale = width / (model.whole.to - model.whole.from)
          model.rows.forEach((row, i) => {
            const line = Math.floor((i * lines) / model.rows.length)
            const isFailing = [...worst.subarray(line * width, (line + 1) * width)].map(
              (rank) => rank >= FAILING_RANK,
            )
            for (const test of testsOf(row)) {
              if (rankOf(tests, test) < FAILING_RANK) continue
              const x = Math.min(width - 1, Math.floor((tests.start[test] - model.whole.from) * scale))
              const near = [x - 1, x, x + 1, x + 2].filter((one) => isFailing[one])
              expect(near.length).toBeGreaterThanOrEqual(2)
            }
          })
        },
      ),
      { numRuns: 200 },
    )
  })

  it('shows the worst status of rows that share a line, and repeats rows if there are more lines', () => {
    const run = [
      { name: 'a', start: 0, duration: 1000, tags: ['worker-0'] },
      { name: 'b', start: 500, duration: 100, status: 'fail' as const, tags: ['worker-1'] },
    ]
    const fail = 8 // the worst rank; 2 is that of a success
    const one = strip(run, 10, 1)
    expect([...one.worst]).toEqual([2, 2, 2, 2, 2, fail, fail, 2, 2, 2])
    expect(one.busy[0]).toBeCloseTo(0.5, 2) // one of two lanes is busy
    const four = strip(run, 10, 4)
    const lines = [0, 1, 2, 3].map((line) => [...four.worst.subarray(line * 10, line * 10 + 10)])
    expect(lines[0]).toEqual(lines[1])
    expect(lines[2]).toEqual(lines[3])
    expect(lines[2]).toEqual([0, 0, 0, 0, 0, fail, fail, 0, 0, 0])
  })
})
