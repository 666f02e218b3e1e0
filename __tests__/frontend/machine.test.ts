import { describe, expect, it } from 'vitest'
import type { MachineColumns, MachineGroup, Unit } from '../../src/format/report.ts'
import { chartsOf } from '../../src/frontend/machine/charts.ts'

const list = (values: Float64Array): (number | null)[] =>
  [...values].map((value) => (Number.isNaN(value) ? null : value))

describe('charts of a log', () => {
  const group = (title: string, unit: Unit, metrics: Record<string, (number | null)[]>): MachineGroup => ({
    title,
    metrics: Object.entries(metrics).map(([name, values]) => ({ name, unit, values })),
  })
  const log = (...groups: MachineGroup[]): MachineColumns => ({ version: 1, origin: 0, time: [0, 1], groups })
  const titles = (machine: MachineColumns): string[] => chartsOf(machine).map(({ title }) => title)

  it('show the totals if the log has them', () => {
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

  it('add up devices and average processors if the log has no totals', () => {
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

  it('average the processors that have a value, of which a file of two logs has not always the same', () => {
    const [cpu] = chartsOf(
      log(
        group('cpu0 usage', 'percent', { usr: [50, 50], sys: [null, 4] }),
        group('cpu1 usage', 'percent', { usr: [50, null], sys: [null, 8] }),
      ),
    )
    expect(cpu.series.map(({ label, values }) => [label, list(values)])).toEqual([
      ['user', [50, 50]],
      ['system', [null, 6]],
    ])
  })

  it('count interrupts as time of the system, where the log has them apart', () => {
    const cpu = { usr: [40, 40], sys: [10, 10], idl: [10, 10], hiq: [15, null], siq: [25, null] }
    const [{ series }] = chartsOf(log(group('total cpu usage', 'percent', cpu)))
    expect(series.map(({ label, values }) => [label, list(values)])).toEqual([
      ['user', [40, 40]],
      ['system', [50, 10]],
    ])
  })

  const firstOf = (machine: MachineColumns): (number | null)[] => list(chartsOf(machine)[0].series[0].values)
  const nets = (...names: string[]) =>
    log(...names.map((name, n) => group(`net/${name}`, 'bytes/s', { recv: [10 ** n, null] })))
  const disks = (...names: string[]) =>
    log(...names.map((name, n) => group(`dsk/${name}`, 'bytes/s', { read: [10 ** n, null] })))

  it('add up no device whose traffic another one has too, unless there is no other', () => {
    expect(firstOf(nets('bond0', 'eth0', 'eth1', 'eth0.100', 'lo'))).toEqual([110, null])
    expect(firstOf(nets('lo', 'bond0'))).toEqual([11, null])
    expect(firstOf(disks('sda', 'sda1', 'dm-0', 'md127', 'nvme0n1p1', 'nvme0n1', 'mmcblk0p2'))).toEqual([
      100_001,
      null,
    ])
    expect(firstOf(disks('xvda', 'xvda1'))).toEqual([1, null])
    expect(firstOf(disks('vda1', 'vda2'))).toEqual([11, null])
  })

  it('go on with the parts where a tool that was started again writes no total any more', () => {
    const [network] = chartsOf(
      log(
        group('net/total', 'bytes/s', { recv: [7, null], send: [null, null] }),
        group('net/eth0', 'bytes/s', { recv: [5, 3], send: [6, 4] }),
      ),
    )
    expect(network.series.map(({ values }) => list(values))).toEqual([
      [7, 3],
      [null, 4],
    ])
  })

  it('leave out what the log does not have', () => {
    expect(titles(log(group('io/total', 'count/s', { read: [1, 2] })))).toEqual([])
    expect(titles(log(group('memory usage', 'bytes', { used: [null, null] })))).toEqual([])
    expect(titles(log(group('total usage', 'percent', { usr: [1, 2] })))).toEqual(['CPU'])
  })
})
