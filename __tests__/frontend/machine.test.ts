import { describe, expect, it } from 'vitest'
import type { MachineColumns, MachineGroup, Unit } from '../../src/format/report.ts'
import { chartsOf } from '../../src/frontend/machine/charts.ts'
import { median, pixelColumns, summarise, usualStep } from '../../src/frontend/machine/columns.ts'

const list = (values: Float64Array): (number | null)[] =>
  [...values].map((value) => (Number.isNaN(value) ? null : value))

describe('samples as columns of pixels', () => {
  it('keep the least, the mean and the most of what falls into a pixel', () => {
    const { min, mean, max } = pixelColumns([0, 1, 2, 3], Float64Array.of(1, 9, 2, 4), [0, 4], 2, 5)
    expect([list(min), list(mean), list(max)]).toEqual([
      [1, 2],
      [5, 3],
      [9, 4],
    ])
  })

  it('fill the pixels between two samples, and leave a hole where the log has one', () => {
    const { mean } = pixelColumns([0, 2, 8, 9], Float64Array.of(1, 2, 3, 4), [0, 10], 10, 3)
    expect(list(mean)).toEqual([1, 1, 2, null, null, null, null, null, 3, 4])
  })

  it('never lose a peak, however many samples share its pixel', () => {
    const time = Float64Array.from({ length: 100_000 }, (_, i) => i)
    const values = new Float64Array(100_000).fill(1)
    values[54_321] = 1000
    expect(Math.max(...pixelColumns(time, values, [0, 100_000], 700, 5).max)).toBe(1000)
  })

  it('leave out what is before and after', () => {
    const { mean } = pixelColumns([-5, 1, 99], Float64Array.of(7, 8, 9), [0, 4], 4, 1)
    expect(list(mean)).toEqual([null, 8, null, null])
  })
})

describe('a summary', () => {
  it('is of the samples in the range', () => {
    expect(summarise([0, 1, 2, 3], Float64Array.of(100, 5, Number.NaN, 7), [1, 3])).toEqual({
      median: 6,
      max: 7,
    })
    expect(summarise([0, 1], Float64Array.of(1, 2), [5, 9])).toBeNull()
  })

  it('takes the middle', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([])).toBeNull()
    expect(usualStep([0, 10, 20, 90])).toBe(10)
  })
})

describe('charts of a log', () => {
  const group = (title: string, unit: Unit, metrics: Record<string, (number | null)[]>): MachineGroup => ({
    title,
    metrics: Object.entries(metrics).map(([name, values]) => ({ name, unit, values })),
  })
  const log = (...groups: MachineGroup[]): MachineColumns => ({ version: 1, origin: 0, time: [0, 1], groups })
  const titles = (machine: MachineColumns): string[] => chartsOf(machine).map(({ title }) => title)

  it('show the totals where there are any', () => {
    const [disk] = chartsOf(
      log(
        group('dsk/sda', 'bytes/s', { read: [1, 1], writ: [1, 1] }),
        group('dsk/total', 'bytes/s', { read: [5, null], writ: [7, 8] }),
      ),
    )
    expect(disk).toMatchObject({ title: 'Disk', unit: 'bytes/s', stacked: false })
    expect(disk.series.map(({ label, values }) => [label, list(values)])).toEqual([
      ['read', [5, null]],
      ['written', [7, 8]],
    ])
  })

  it('else add up the devices, and take the mean of the processors', () => {
    const charts = chartsOf(
      log(
        group('cpu0 usage', 'percent', { usr: [100, 0], sys: [0, 0] }),
        group('cpu1 usage', 'percent', { usr: [50, 0], sys: [0, 100] }),
        group('net/eth0', 'bytes/s', { recv: [1, 2] }),
        group('net/eth1', 'bytes/s', { recv: [10, 20] }),
      ),
    )
    expect(charts.map(({ title }) => title)).toEqual(['CPU', 'Network'])
    expect(list(charts[0].series[0].values)).toEqual([75, 0])
    expect(list(charts[1].series[0].values)).toEqual([11, 22])
  })

  it('leave out what the log has not', () => {
    expect(titles(log(group('io/total', 'count/s', { read: [1, 2] })))).toEqual([])
    expect(titles(log(group('memory usage', 'bytes', { used: [null, null] })))).toEqual([])
    expect(titles(log(group('total usage', 'percent', { usr: [1, 2] })))).toEqual(['CPU'])
  })
})
