import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readLanes, WORST } from '../../src/convert/lanes.ts'
import { machineSeries } from '../../src/convert/machine-series.ts'
import type { ConvertedRun, Span } from '../../src/convert/types.ts'
import type { DstatLog } from '../../src/dstat/log.ts'
import { writeColumnParts } from '../helpers/columns-writer.ts'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'

const T0 = 1_772_366_400

const test = (id: string, worker: number | null, from: number, to: number, status = 'success') =>
  Buffer.concat([
    packet({ id, status: 'inprogress', time: [T0 + from, 0] }),
    packet({ id, status, time: [T0 + to, 0], ...(worker === null ? {} : { tags: [`worker-${worker}`] }) }),
  ])

async function lanesOf(stream: Uint8Array, buckets: number, gzip = false) {
  const directory = directoryWith({ 'run.subunit': stream })
  const { data, runs } = await convertFiles([join(directory, 'run.subunit')], {
    destination: join(directory, 'out'),
    gzip,
  })
  return readLanes(join(data, runs[0].entry.columns), buckets, spanOf(runs[0]))
}

function spanOf({ span }: ConvertedRun): Span {
  if (span === null) throw new Error('no test has times')
  return span
}

describe('lanes of a columns file', () => {
  //            0    5    10
  // worker 0   aaaaaaaa--   a 0–8
  // worker 1   bbbb--cccX   b 0–4, c 6–10 fails
  // worker 2   dddd-----    d 0–4, e 2–3 inside it
  // none       ----------s  s at 9: skipped at once
  const stream = Buffer.concat([
    test('a', 0, 0, 8),
    test('b', 1, 0, 4),
    test('c', 1, 6, 10, 'fail'),
    test('d', 2, 0, 4),
    test('e', 2, 2, 3),
    test('s', null, 9, 9, 'skip'),
  ])

  it('count no test as busy that never ended, and say until when it ran', async () => {
    const hung = packet({ id: 'h', status: 'inprogress', time: [T0 + 2, 0], tags: ['worker-0'] })
    const lanes = await lanesOf(
      Buffer.concat([test('a', 0, 0, 1), hung, test('b', 0, 3, 5), test('c', 1, 0, 10)]),
      5,
    )
    const { success, unended, failure } = WORST
    expect(lanes?.lanes[0]).toMatchObject({
      busy: 0.3,
      buckets: Float64Array.of(0.5, 0.5, 0.5, 0, 0),
      worst: Uint8Array.of(success, success, success, unended, failure),
      failed: 1,
    })
  })

  it.each([true, false])('have the busy share and worst status per bucket (gzip: %s)', async (gzip) => {
    const lanes = await lanesOf(stream, 5, gzip)
    const { nothing, success, skip, failure } = WORST
    expect(lanes).toEqual({
      start: T0 * 1e6,
      end: (T0 + 10) * 1e6,
      lanes: [
        {
          worker: 0,
          tests: 1,
          failed: 0,
          busy: 0.8,
          buckets: Float64Array.of(1, 1, 1, 1, 0),
          worst: Uint8Array.of(success, success, success, success, success),
        },
        {
          worker: 1,
          tests: 2,
          failed: 1,
          busy: 0.8,
          buckets: Float64Array.of(1, 1, 0, 1, 1),
          worst: Uint8Array.of(success, success, success, success, failure),
        },
        {
          worker: 2,
          tests: 2,
          failed: 0,
          busy: 0.4,
          buckets: Float64Array.of(1, 1, 0, 0, 0),
          worst: Uint8Array.of(success, success, success, nothing, nothing),
        },
        {
          worker: null,
          tests: 1,
          failed: 0,
          busy: 0,
          buckets: new Float64Array(5),
          worst: Uint8Array.of(nothing, nothing, nothing, nothing, skip),
        },
      ],
    })
  })

  it('have their shares of the run’s time, if that is longer than theirs', async () => {
    const late = packet({ id: 'late', status: 'success', time: [T0 + 20, 0] })
    const directory = directoryWith({ 'run.subunit': Buffer.concat([stream, late]) })
    const result = await convertFiles([join(directory, 'run.subunit')], {
      destination: join(directory, 'out'),
    })
    const [run] = result.runs
    const lanes = await readLanes(join(result.data, run.entry.columns), 2, spanOf(run))
    expect([lanes?.end, lanes?.lanes.map(({ busy }) => busy)]).toEqual([(T0 + 20) * 1e6, [0.4, 0.4, 0.2, 0]])
    expect(lanes?.lanes[1].buckets).toEqual(Float64Array.of(0.8, 0))
  })

  it('are null if no test has both times', async () => {
    const packets = [
      packet({ id: 'a', status: 'inprogress', time: [T0, 0] }),
      packet({ id: 'a', status: 'success' }),
      packet({ id: 'b', status: 'inprogress' }),
      packet({ id: 'b', status: 'success', time: [T0 + 1, 0] }),
    ]
    expect(await lanesOf(Buffer.concat(packets), 5)).toBeNull()
  })

  it('add up to the duration and the failures of the example’s tests', async () => {
    const { data, runs } = await convertFiles([join(import.meta.dirname, '../../examples/nova.subunit.gz')], {
      destination: directoryWith(),
    })
    const lanes = await readLanes(join(data, runs[0].entry.columns), 60, spanOf(runs[0]))
    const seconds = ((lanes?.end ?? 0) - (lanes?.start ?? 0)) / 1e6
    const busy = (lanes?.lanes ?? []).reduce((sum, lane) => sum + lane.busy * seconds, 0)
    expect(busy).toBeCloseTo(runs[0].totals.total_duration, 1)
    expect(lanes?.lanes.reduce((sum, { failed }) => sum + failed, 0)).toBe(10)
    for (const lane of lanes?.lanes ?? []) {
      expect(lane.buckets.reduce((sum, share) => sum + share, 0) / 60).toBeCloseTo(lane.busy, 6)
    }
  })

  it('are read from a file of several chunks, whose numbers look like line ends', async () => {
    // the lowest bit is the sign, so a duration of 5 is written as 10, which is a line end
    const tests = Array.from({ length: 200_000 }, (_, n) => ({ name: '', start: n * 1000, duration: 5 }))
    const { drawn } = writeColumnParts(tests)
    expect(drawn.length).toBeGreaterThan(512 << 10)
    const path = join(directoryWith({ 'columns.bin': drawn }), 'columns.bin')
    const end = 199_999_005
    expect(await readLanes(path, 1, { start: 0, end })).toEqual({
      start: 0,
      end,
      lanes: [
        {
          worker: null,
          tests: 200_000,
          failed: 0,
          busy: 1e6 / end,
          buckets: expect.toSatisfy(([share]: Float64Array) => Math.abs(share - 1e6 / end) < 1e-9),
          worst: Uint8Array.of(WORST.success),
        },
      ],
    })
  })

  it('are an error naming the file if it is cut off, newer, or has an overlong header', async () => {
    const span = { start: 0, end: 1 }
    const directory = directoryWith({
      'a.bin':
        '{"version":1,"sections":[{"name":"gap","bytes":5},{"name":"duration","bytes":1},{"name":"status","bytes":1}]}\nx',
    })
    await expect(readLanes(join(directory, 'a.bin'), 5, span)).rejects.toThrow(/a\.bin: cut off/)
    const sections = ['gap', 'duration', 'status'].map((name) => ({ name, bytes: 0 }))
    for (const header of [
      { version: 9, sections },
      { version: 1, sections: sections.toReversed() },
    ]) {
      writeFileSync(join(directory, 'b.bin'), `${JSON.stringify(header)}\n`)
      await expect(readLanes(join(directory, 'b.bin'), 5, span)).rejects.toThrow(
        `b.bin: columns of version ${header.version} and not 1`,
      )
    }
    writeFileSync(join(directory, 'c.bin'), `{"version":1,"lanes":[${'{},'.repeat(3 << 20)}`)
    await expect(readLanes(join(directory, 'c.bin'), 5, span)).rejects.toThrow(
      /c\.bin: its header is longer than 8 MiB/,
    )
  })
})

describe('the machine series of a run', () => {
  const log = (groups: DstatLog['groups']): DstatLog => ({
    clock: 'epoch',
    times: Float64Array.of(0, 10, 20, 30, 40, 50),
    shifts: [],
    groups,
    notes: [],
  })
  const metric = (name: string, ...values: number[]) => ({
    name,
    unit: 'percent' as const,
    values: Float64Array.from(values),
  })

  it('has the mean over each bucket, where a row is of the time before it', () => {
    const cpu = {
      title: 'total cpu usage',
      metrics: [
        metric('usr', 99, 99, 20, 30, 40, 99),
        metric('sys', 0, 0, 2, 3, 4, 0),
        metric('idl', 1, 1, 78, 67, 56, 1),
      ],
    }
    const memory = {
      title: 'memory usage',
      metrics: [metric('used', 1, 2, Number.NaN, 6, 4, 9), metric('free', 9, 8, 7, 4, 6, 1)],
    }
    expect(machineSeries(log([cpu, memory]), { start: 10, end: 40 }, 3)).toEqual({
      cpu: { mean: 33, max: 44, buckets: Float64Array.of(22, 33, 44) },
      memory: { mean: 5, max: 6, buckets: Float64Array.of(Number.NaN, 6, 4) },
    })
    expect(machineSeries(log([memory]), { start: 10, end: 40 }, 3)).toMatchObject({
      cpu: null,
      memory: { mean: 5 },
    })
    // of a run that took no time
    expect(machineSeries(log([cpu]), { start: 15, end: 15 }, 2)?.cpu).toEqual({
      mean: 22,
      max: 22,
      buckets: Float64Array.of(22, 22),
    })
    expect(machineSeries(log([cpu]), { start: 20, end: 20 }, 1)?.cpu?.mean).toBe(33)
    // of the row at 20 half a bucket, of the one at 30 one and a half
    expect(machineSeries(log([cpu]), { start: 15, end: 35 }, 2)?.cpu?.buckets).toEqual(
      Float64Array.of(27.5, 38.5),
    )
  })

  it('has nothing of the time in a hole and after the last row', () => {
    const holey = { ...log([]), times: Float64Array.of(10, 20, 30, 100, 110) }
    const cpu = {
      title: 'total cpu usage',
      metrics: [metric('usr', 1, 2, 3, 4, 5), metric('sys', 0, 0, 0, 0, 0)],
    }
    const series = machineSeries({ ...holey, groups: [cpu] }, { start: 0, end: 120 }, 12)
    expect([...(series?.cpu?.buckets ?? [])]).toEqual([
      1,
      2,
      3,
      ...new Array(6).fill(Number.NaN),
      4,
      5,
      Number.NaN,
    ])
  })

  it('has interrupts in the CPU’s time, and the CPUs’ mean where the total is missing', () => {
    const six = (value: number): number[] => new Array<number>(6).fill(value)
    const adv = {
      title: 'total cpu usage',
      metrics: [
        metric('usr', ...six(40)),
        metric('sys', ...six(10)),
        metric('hiq', ...six(15)),
        metric('siq', ...six(25)),
      ],
    }
    expect(machineSeries(log([adv]), { start: 0, end: 50 }, 1)?.cpu?.mean).toBe(90)
    const total = { title: 'total cpu usage', metrics: [metric('usr', 1, 1, 1, Number.NaN, Number.NaN, 1)] }
    const cpus = [20, 40].map((usr, n) => ({ title: `cpu${n} usage`, metrics: [metric('usr', ...six(usr))] }))
    expect(machineSeries(log([total, ...cpus]), { start: 0, end: 50 }, 1)?.cpu?.max).toBe(30)
  })

  it('is the mean of the CPUs if there is no total, and null if nothing is known', () => {
    const cpu = (n: number, usr: number) => ({
      title: `cpu${n} usage`,
      metrics: [metric('usr', ...new Array<number>(6).fill(usr))],
    })
    expect(machineSeries(log([cpu(0, 100), cpu(1, 50)]), { start: 0, end: 50 }, 1)?.cpu?.mean).toBe(75)
    expect(machineSeries(log([]), { start: 0, end: 50 }, 1)).toBeNull()
  })
})
