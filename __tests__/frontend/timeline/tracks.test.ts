import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MachineColumns } from '../../../src/format/report.ts'
import { buildSamplePyramid } from '../../../src/frontend/machine/sample-pyramid.ts'
import { machineFacts } from '../../../src/frontend/timeline/machine-facts.ts'
import { paint, sampleColumns } from '../../../src/frontend/timeline/track-pixels.ts'
import {
  firstAfter,
  type MachineTracks,
  sampleAt,
  samplesIn,
  type Track,
  tracksOf,
} from '../../../src/frontend/timeline/tracks.ts'

const timesOnly = (time: readonly number[], step: number): MachineTracks => ({
  time: Float64Array.from(time),
  step,
  isEven: false,
  shown: { from: 0, to: 5000 },
  tracks: [],
})

describe('the samples of a log', () => {
  const log = timesOnly([100, 110, 120, 170, 500, 510], 10)

  it('are those of the interval that ends at their time, and of none in a hole or outside the log', () => {
    const at = (time: number): number => sampleAt(log, time)
    expect([90, 90.5, 100, 100.5, 110, 111, 120, 121, 170, 171, 490, 491, 500, 510, 510.5].map(at)).toEqual([
      -1, 0, 0, 1, 1, 2, 2, 3, 3, -1, -1, 4, 4, 5, -1,
    ])
    expect(firstAfter(log.time, 110)).toBe(2)
    expect(sampleAt(timesOnly([], 10), 0)).toBe(-1)
  })

  it('are in a span if their interval overlaps it', () => {
    const within = (from: number, to: number): number[] => {
      const [first, end] = samplesIn(log, { from, to })
      return [...log.time.keys()].slice(first, end)
    }
    expect(within(0, 90)).toEqual([])
    expect(within(0, 91)).toEqual([0])
    expect(within(100, 110)).toEqual([1])
    expect(within(99, 111)).toEqual([0, 1, 2])
    expect(within(170, 490)).toEqual([])
    expect(within(505, 900)).toEqual([5])
    expect(within(510, 900)).toEqual([])
  })

  it('fill the pixels from the one before to that of their time', () => {
    const { first, end } = sampleColumns(log, { from: 85, to: 185 }, 10)
    const columns = [...first].map((from, x) => [...Array(end[x] - from).keys()].map((i) => from + i))
    // pixels end at 95, 105, 115, …; a sample exactly at an end would belong to the earlier pixel
    expect(columns).toEqual([[0], [0], [1], [2], [3], [3], [3], [3], [3], []])
  })

  it('are shown at the pixel of their time and in their interval, and nowhere else, at any zoom', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), {
      minLength: 1,
      maxLength: 80,
      size: 'max',
    })
    const moment = fc.integer({ min: -500, max: 5500 })
    fc.assert(
      fc.property(
        times,
        moment,
        moment,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 800 }),
        (time, one, other, width, usual) => {
          time.sort((a, b) => a - b)
          const random = timesOnly(time, usual)
          const begins = time.map((at, i) =>
            i > 0 && at - time[i - 1] <= 5 * usual ? time[i - 1] : at - usual,
          )
          const view = { from: Math.min(one, other), to: Math.max(one, other) + 64 }
          const { first, end } = sampleColumns(random, view, width)
          const step = (view.to - view.from) / width
          for (let x = 0; x < width; x++) {
            const [from, to] = [view.from + x * step, view.from + (x + 1) * step]
            const own = [...time.keys()].filter((i) => time[i] > from + 1e-6 && time[i] <= to - 1e-6)
            const on = (at: number): number[] =>
              at === width ? [] : [...Array(end[at] - first[at]).keys()].map((i) => first[at] + i)
            // the last few samples of a crowded pixel may be shown on the next one
            const isDense = (pixel: number): boolean => end[pixel] - first[pixel] >= 12
            const shown = on(x)
            const middle = (from + to) / 2
            const there = [...time.keys()].filter((i) => begins[i] < middle && middle <= time[i])
            expect(shown.length > 0 || there.length === 0).toBe(true)
            expect(isDense(x) ? [...shown, ...on(x + 1)] : shown).toEqual(expect.arrayContaining(own))
            const left = x > 0 && isDense(x - 1) ? from - step : from
            for (const sample of shown) {
              expect(begins[sample] < to + 1e-6 && time[sample] > left - 1e-6).toBe(true)
            }
          }
        },
      ),
    )
  })
})

describe('a chart', () => {
  const colours = {
    ground: 1,
    none: 2,
    solid: { main: 10, second: 11, wait: 12, steal: 14, back: 13 },
    peak: { main: 20, second: 21, wait: 22, steal: 24, back: 23 },
  }
  const series = (role: 'main' | 'second', ...values: number[]): Track['series'][number] => ({
    label: role,
    role,
    samples: buildSamplePyramid(Float64Array.from(values)),
  })
  /** Each column of ten pixels, from top to bottom. */
  function columns(
    track: Pick<Track, 'stacked' | 'series'> & { top?: number },
    first: number[],
    end: number[],
  ): string[] {
    const [width, height] = [first.length, 10]
    const target = new Uint32Array(width * height)
    const of = { first: Uint32Array.from(first), end: Uint32Array.from(end) }
    paint(target, width, height, { title: '', unit: 'percent', top: 100, ...track }, of, colours)
    const letters = new Map([
      [1, '.'],
      [2, ' '],
      [10, 'M'],
      [11, 'S'],
      [20, 'm'],
      [21, 's'],
    ])
    return first.map((_, x) =>
      Array.from({ length: height }, (__, y) => letters.get(target[y * width + x]) ?? '?').join(''),
    )
  }

  it('fills each pixel column up to the mean, shows the peak above, and is blank without samples', () => {
    const one = [series('main', 20, 40, 90, Number.NaN, 1, 0)]
    const shown = columns({ stacked: false, series: one }, [0, 0, 3, 4, 5, 6], [1, 3, 4, 5, 6, 6])
    expect(shown).toEqual([
      '........MM',
      '.mmmmMMMMM', // the mean of 20, 40 and 90, and their peak
      '..........', // a sample without a value
      '.........M', // a small value is still visible
      '..........', // 0
      '          ', // no sample
    ])
  })

  it('shows only the background if all values and the scale are 0', () => {
    for (const stacked of [true, false]) {
      const shown = columns({ stacked, series: [series('main', 0, 0)], top: 0 }, [0, 1], [1, 2])
      expect(shown).toEqual(['..........', '..........'])
    }
  })

  it('stacks series that add up, and cuts them off at the top', () => {
    const two = [series('main', 20, 60), series('second', 20, 60)]
    expect(columns({ stacked: true, series: two }, [0, 1, 0], [1, 2, 2])).toEqual([
      '......SSMM',
      'SSSSMMMMMM', // 120 % is cut off at the top
      '..SSSSMMMM',
    ])
  })

  it('stacks negative values as 0, however large they are', () => {
    const two = [series('main', -1, -3e10), series('second', 20, 20)]
    expect(columns({ stacked: true, series: two }, [0, 1], [1, 2])).toEqual(['........SS', '........SS'])
  })
})

describe('the machine metrics of a span', () => {
  const metric = (name: string, unit: 'percent' | 'bytes', values: (number | null)[]) => ({
    name,
    unit,
    values,
  })
  const machine: MachineColumns = {
    version: 1,
    origin: 1000,
    time: [0, 10, 20, 30, 40],
    groups: [
      {
        title: 'total cpu usage',
        metrics: [
          metric('usr', 'percent', [10, 20, 90, 40, null]),
          metric('sys', 'percent', [1, 2, 3, 4, 5]),
        ],
      },
      { title: 'memory usage', metrics: [metric('used', 'bytes', [5, 7, 6, 9, 8])] },
    ],
  }
  const whole = { from: 1000, to: 1040 }
  const tracks = tracksOf(machine, whole)
  const facts = (from: number, to: number): [string, number, number][] =>
    machineFacts(tracks, { from: 1000 + from, to: 1000 + to }, whole).map(({ label, during, usual }) => [
      label,
      during,
      usual,
    ])

  it('are the mean over the span, next to the median of the whole run', () => {
    // as long as in 10–20, which the sample at 20 is of, as in 20–30
    expect(facts(15, 25)).toEqual([
      ['CPU', 68.5, 33],
      ['CPU user', 65, 40],
      ['CPU system', 3.5, 3.5],
      ['Memory used', 7.5, 7.5],
    ])
    expect(facts(10, 20)[1]).toEqual(['CPU user', 90, 40])
    expect(facts(18, 28)[3]).toEqual(['Memory used', 0.2 * 6 + 0.8 * 9, 7.5])
    expect(facts(5, 35)[1][1]).toBeCloseTo((5 * 20 + 10 * 90 + 10 * 40) / 25)
  })

  it('have the mean of the whole run, which is that over a span as long as the run', () => {
    const all = machineFacts(tracks, whole, whole)
    expect(all.map(({ label, mean }) => [label, mean])).toEqual([
      ['CPU', 50 + 3.5],
      ['CPU user', 50],
      ['CPU system', 3.5],
      ['Memory used', 7.5],
    ])
    expect(all.map(({ during }) => during)).toEqual(all.map(({ mean }) => mean))
  })

  it('have the use of the processors in sum, without the time that they waited or were taken', () => {
    const more = [metric('wai', 'percent', [9, 9, 5, 50, 40]), metric('stl', 'percent', [9, 9, 1, 1, 1])]
    const [{ title, metrics }] = machine.groups
    const log = tracksOf({ ...machine, groups: [{ title, metrics: [...metrics, ...more] }] }, whole)
    const span = { from: 1010, to: 1020 }
    expect(
      machineFacts(log, span, whole).map(({ label, during, usual, mean }) => [label, during, usual, mean]),
    ).toEqual([
      ['CPU', 93, 33, 53.5],
      ['CPU user', 90, 40, 50],
      ['CPU system', 3, 3.5, 3.5],
      ['CPU wait', 5, 24.5, 26],
      ['CPU steal', 1, 1, 3],
    ])
  })

  it('are next to the median of another span if that is the whole run, as after a run was hidden', () => {
    const usedIn = (from: number, to: number): number =>
      machineFacts(tracks, whole, { from: 1000 + from, to: 1000 + to })[3].usual
    expect([usedIn(0, 40), usedIn(0, 20), usedIn(20, 40)]).toEqual([7.5, 6.5, 8.5])
  })

  it('are those of the interval around a shorter span, and NaN outside the log', () => {
    expect(facts(11, 19)[3]).toEqual(['Memory used', 6, 7.5])
    expect(facts(11, 11)[0]).toEqual(['CPU', 93, 33])
    expect(facts(20, 20)[0]).toEqual(['CPU', 93, 33])
    expect(facts(500, 600)[0]).toEqual(['CPU', Number.NaN, 33])
    expect(facts(-500, -400)[1]).toEqual(['CPU user', Number.NaN, 40])
  })

  it('tell who burns the CPU: the test in the interval before the row, not the one after it', () => {
    const busy = { ...machine, time: [0, 10e6, 20e6, 30e6] }
    const log = tracksOf(
      {
        ...busy,
        groups: [{ title: 'total cpu usage', metrics: [metric('usr', 'percent', [0, 0, 100, 0])] }],
      },
      null,
    )
    const cpu = (from: number, to: number): number =>
      machineFacts(log, { from: 1000 + from * 1e6, to: 1000 + to * 1e6 }, log.shown)[0].during
    expect([cpu(2, 9.5), cpu(10.5, 19), cpu(20.5, 25)]).toEqual([0, 100, 0])
  })

  it('weigh each sample by its time, though rows come late or not at all', () => {
    const mean = (time: readonly number[], values: number[], from: number, to: number): number => {
      const groups = [{ title: 'total cpu usage', metrics: [metric('usr', 'percent', values)] }]
      const log = tracksOf({ ...machine, time: time.map((second) => second * 1e6), groups }, null)
      return machineFacts(log, { from: 1000 + from * 1e6, to: 1000 + to * 1e6 }, log.shown)[0].during
    }
    const late = [0, 1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 15, 16]
    const busy = late.map((second) => (second === 9 ? 100 : 0))
    expect(mean(late, busy, 2, 12)).toBe(50)
    expect(mean(late, busy, 4.5, 5.5)).toBe(100)
    // a hole of 20 seconds has no values
    const torn = [1, 2, 3, 4, 24, 25, 26, 27]
    expect(mean(torn, [0, 0, 0, 0, 100, 100, 100, 100], 0, 27)).toBe(50)
    expect(mean(torn, [0, 0, 0, 0, 100, 100, 100, 100], 2, 24)).toBeCloseTo(100 / 3)
  })

  it('are drawn on the scale of the run, not of the log around it', () => {
    const tops = (from: number, to: number): [string, number][] =>
      tracksOf(machine, { from: 1000 + from, to: 1000 + to }).tracks.map(({ title, top }) => [title, top])
    expect(tops(0, 40)).toEqual([
      ['CPU', 100],
      ['Memory', 9],
    ])
    expect(tops(2, 15)).toEqual([
      ['CPU', 100],
      ['Memory', 7],
    ])
    expect(tracks.step).toBe(10)
  })

  it('are drawn on a scale up to the highest value in the span, or the highest sum if stacked', () => {
    const values = fc.array(fc.option(fc.integer({ min: -5, max: 1000 })), {
      minLength: 90,
      maxLength: 90,
      size: 'max',
    })
    fc.assert(
      fc.property(values, values, fc.nat(88), fc.nat(88), (used, cached, one, other) => {
        const log: MachineColumns = {
          version: 1,
          origin: 0,
          time: used.map((_, i) => 10 * i),
          groups: [
            {
              title: 'memory usage',
              metrics: [metric('used', 'bytes', used), metric('cach', 'bytes', cached)],
            },
            {
              title: 'dsk/total',
              metrics: [metric('read', 'bytes', used), metric('writ', 'bytes', cached)],
            },
          ],
        }
        const [first, last] = [Math.min(one, other), Math.max(one, other)]
        const { tracks: drawn } = tracksOf(log, { from: 10 * first - 1, to: 10 * last - 1 })
        // a series without any value is not drawn
        fc.pre([used, cached].every((all) => all.some((value) => value !== null)))
        // includes the sample after the span, in whose interval it ends
        const seen = [...used.keys()].slice(first, last + 1)
        const most = (of: (i: number) => number): number => Math.max(0, ...seen.map(of))
        const top = (title: string): number | undefined => drawn.find((track) => track.title === title)?.top
        expect(top('Memory')).toBe(most((i) => (used[i] ?? 0) + (cached[i] ?? 0)))
        expect(top('Disk')).toBe(most((i) => Math.max(used[i] ?? 0, cached[i] ?? 0)))
      }),
    )
  })

  it('share their samples with all other spans of the log', () => {
    const other = tracksOf(machine, { from: 1012, to: 1025 })
    expect(other.time).toBe(tracks.time)
    other.tracks.forEach(({ series }, n) =>
      series.forEach(({ samples }, i) => expect(samples).toBe(tracks.tracks[n].series[i].samples)),
    )
  })

  it('are not drawn if the log is empty or does not overlap the span', () => {
    expect(
      [-100, 41].map((from) => tracksOf(machine, { from: 1000 + from, to: 1050 + from }).tracks),
    ).toEqual([[], []])
    expect(tracksOf(machine, null).tracks).toHaveLength(2)
    expect(tracksOf({ ...machine, time: [] }, null).tracks).toEqual([])
  })
})
