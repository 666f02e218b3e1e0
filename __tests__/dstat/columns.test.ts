import { expect, test } from 'vitest'
import { isTooLong, machineColumns } from '../../src/dstat/columns.ts'
import type { DstatLog } from '../../src/dstat/log.ts'
import { readFixture } from './logs.ts'

test('columns have whole bytes, other values with 3 decimals, and null for blanks and infinity', () => {
  const log: DstatLog = {
    clock: 'epoch',
    times: Float64Array.from([1_795_460_000_855_000, 1_795_460_001_855_000]),
    shifts: [],
    groups: [
      {
        title: 'dsk/total',
        metrics: [
          { name: 'read', unit: 'bytes/s', values: Float64Array.from([1494.5, -0.2]) },
          { name: 'used', unit: 'bytes', values: Float64Array.from([Number.NaN, 2 ** 40 + 0.4]) },
        ],
      },
      {
        title: 'x',
        metrics: [{ name: 'y', unit: 'percent', values: Float64Array.from([33.33333, Infinity]) }],
      },
    ],
    notes: ['not here'],
  }
  expect(machineColumns(log)).toEqual({
    version: 1,
    origin: 1_795_460_000_855_000,
    time: [0, 1_000_000],
    groups: [
      {
        title: 'dsk/total',
        metrics: [
          { name: 'read', unit: 'bytes/s', values: [1495, 0] },
          { name: 'used', unit: 'bytes', values: [null, 2 ** 40] },
        ],
      },
      { title: 'x', metrics: [{ name: 'y', unit: 'percent', values: [33.333, null] }] },
    ],
  })
})

test('columns survive a round trip through JSON', async () => {
  const columns = machineColumns(await readFixture('dstat-0.8.0-reopened.csv'))
  expect(JSON.parse(JSON.stringify(columns))).toEqual(columns)
  expect(columns.groups[2].metrics[0].values).toEqual([0, 0, 395, null, null])
})

test('a log without samples makes columns without rows', () => {
  const log: DstatLog = {
    clock: 'epoch',
    times: new Float64Array(),
    shifts: [],
    groups: [],
    notes: [],
  }
  expect(machineColumns(log)).toEqual({ version: 1, origin: 0, time: [], groups: [] })
})

// 525 MB of JSON, and one number a sample less
test.each([
  [20, true],
  [19, false],
])(
  'of a log of %d numbers a sample, of which there are a million, is told that a page cannot hold it: %j',
  (metrics, isLong) => {
    const times = new Float64Array(1e6).fill(-1.2345678901234567e300)
    const group = {
      title: '',
      metrics: Array.from({ length: metrics }, () => ({ name: 'x', unit: 'count' as const, values: times })),
    }
    expect(isTooLong({ clock: 'epoch', times, shifts: [], groups: [group], notes: [] })).toBe(isLong)
  },
)
