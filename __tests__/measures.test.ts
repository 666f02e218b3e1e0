import { describe, expect, it } from 'vitest'
import { machineSeries } from '../src/convert/machine-series.ts'
import { tracksOf } from '../src/frontend/timeline/tracks.ts'
import { beginOf, CPU, measured, medianOf, usualStep } from '../src/measures.ts'

describe('the median', () => {
  it('ignores unknown values', () => {
    expect(medianOf(Float64Array.of(3, Number.NaN, 1, 2))).toBe(2)
    expect(medianOf(Float64Array.of(100, 5, Number.NaN, 7, 6))).toBe(6.5)
    expect(medianOf(Float64Array.of(Number.NaN))).toBeNaN()
  })

  it('of the distances between rows is their usual step, which of a single row is a second', () => {
    expect(usualStep([0, 10, 20, 90])).toBe(10)
    expect(usualStep([0, 1, 2, 12, 52])).toBe(5.5)
    expect(usualStep([5])).toBe(1e6)
  })
})

describe('a measure', () => {
  const group = (title: string, ...values: number[]) => ({ title, metrics: [{ name: 'usr', values }] })

  it('is that of the parts where the whole has no number', () => {
    const groups = [group('total cpu usage', Number.NaN, 7), group('cpu0 usage', 3, 4)]
    expect([...measured(groups, CPU, ['usr'], 2)]).toEqual([3, 7])
  })

  it('is that of the first group if several have the whole', () => {
    const groups = [group('total cpu usage', 10), group('total usage', 30)]
    expect([...measured(groups, CPU, ['usr'], 1)]).toEqual([10])
  })
})

describe('a row', () => {
  it('begins with the row before, or one step before its end if that is missing or more than five steps away', () => {
    const rows = { time: Float64Array.of(100, 110, 160, 211), step: 10 }
    expect([0, 1, 2, 3].map((row) => beginOf(rows, row))).toEqual([90, 100, 110, 201])
  })

  it('begins with the row before if that is the first, however far it is within five steps', () => {
    expect(beginOf({ time: Float64Array.of(100, 130), step: 10 }, 1)).toBe(100)
  })

  it('is of the same time in the summary and in the report', () => {
    const times = Float64Array.of(0, 1e6, 2e6, 12e6, 52e6)
    const metric = { name: 'usr', unit: 'percent', values: Float64Array.of(0, 0, 0, 0, 100) } as const
    const groups = [{ title: 'total cpu usage', metrics: [metric] }]
    const { tracks, ...rows } = tracksOf(
      {
        version: 1,
        origin: 0,
        time: [...times],
        groups: [{ title: 'total cpu usage', metrics: [{ ...metric, values: [...metric.values] }] }],
      },
      null,
    )
    expect([tracks.length, beginOf(rows, 4)]).toEqual([1, 46.5e6])
    const log = { clock: 'epoch', times, shifts: [], groups, notes: [] } as const
    // 12 s without load, 5.5 s under full load, and a hole
    expect(machineSeries(log, { start: 0, end: 52e6 }, 1)?.cpu?.mean).toBeCloseTo(550 / 17.5, 9)
  })
})
