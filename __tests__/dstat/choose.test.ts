import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { chooseLogs, type LogPlace, type RunPlace } from '../../src/dstat/choose.ts'
import { stretchesOf } from '../../src/dstat/overlap.ts'

const log = (directory: string, ...times: number[]) => ({
  directory: resolve(directory),
  stretches: stretchesOf(Float64Array.from(times)),
})
const run = (directory: string, start = 100, end = 200) => ({
  directory: resolve(directory),
  span: { start, end },
})

const chooseLog = (place: RunPlace, logs: readonly LogPlace[]) => chooseLogs([place], logs)[0]

test('no log is chosen if there is none', () => {
  expect(chooseLog(run('/w'), [])).toBeNull()
})

test('a single log is chosen even if it is from another directory and another time', () => {
  expect(chooseLog(run('/w/a'), [log('/elsewhere/b', 900, 901)])).toBe(0)
})

test.each([
  ['/w/shard1', 0],
  ['/w/shard2', 1],
  ['/w/shard2/deep/down', 1],
  ['/w/shard3', 2],
  ['/w', 2],
])('a run in %s gets the log in the nearest directory', (directory, expected) => {
  expect(
    chooseLog(run(directory), [log('/w/shard1', 90, 150), log('/w/shard2', 90, 150), log('/w', 100, 200)]),
  ).toBe(expected)
})

test('a log that misses the run never wins over a farther one that overlaps it', () => {
  expect(chooseLog(run('/w/a'), [log('/w/a', 900, 901), log('/w', 100, 200), log('/', 100, 200)])).toBe(1)
})

test.each([
  [149, 1],
  [150, 0],
])('a nearer log wins only with half of the longest overlap: until %i', (end, expected) => {
  expect(chooseLog(run('/w/a'), [log('/w/a', 90, end), log('/w', 100, 200)])).toBe(expected)
})

test('a run with a log of its own is not shown with that of another run, however short its own is', () => {
  const runs = [run('/w/a'), run('/w/b')]
  const [own, other] = [log('/w/a', 100, 110), log('/w/b', 100, 200)]
  expect(chooseLogs(runs, [own, other])).toEqual([0, 1])
  expect(chooseLogs(runs, [other, own])).toEqual([1, 0])
  // without one, or with one of another time, it is
  expect(chooseLogs(runs, [other])).toEqual([0, 0])
  expect(chooseLogs(runs, [log('/w/a', 900, 901), other])).toEqual([1, 1])
  // an old run beside the log does not make it that one's
  expect(chooseLogs([run('/w/a'), run('/w/b', 20, 30)], [own, other])[0]).toBe(1)
})

test('if no log overlaps the run, the nearest is chosen', () => {
  expect(chooseLog(run('/w/a'), [log('/w', 800, 801), log('/w/a', 900, 901)])).toBe(1)
})

test('a run that misses the log of another run has none; one without times has it', () => {
  const old = run('/w/b', 20, 30)
  const untimed = { ...run('/w'), span: null }
  expect(chooseLogs([old, run('/w/a'), untimed], [log('/w/b', 100, 200)])).toEqual([null, 0, 0])
  expect(chooseLogs([old, untimed], [log('/w/b', 100, 200)])).toEqual([0, 0])
})

test('a directory is not near another merely because their names begin alike', () => {
  expect(chooseLog(run('/w/shard10'), [log('/w/shard1/x'), log('/w')])).toBe(1)
})

test('among equally near logs the one that overlaps longest is chosen, or else the first', () => {
  const logs = [log('/w', 900, 950), log('/w', 190, 300), log('/w', 120, 180), log('/w', 130, 190)]
  expect(chooseLog(run('/w'), logs)).toBe(2)
  expect(chooseLog(run('/w'), [log('/w', 130, 165), log('/w', 120, 180)])).toBe(1)
  expect(chooseLog({ ...run('/w'), span: null }, logs)).toBe(0)
  expect(chooseLog(run('/w', 5000, 6000), logs)).toBe(0)
})

describe('a log that only touches a run at one instant', () => {
  const [early, late] = [run('/w/a', 50, 100), run('/w/b', 100, 200)]

  test('is its own, though another run has it too', () => {
    expect(chooseLogs([run('/w', 50, 100), run('/w', 100, 200)], [log('/w', 100, 200)])).toEqual([0, 0])
  })

  test('is its own rather than a longer one of another run', () => {
    const logs = [log('/w/a', 100, 150), log('/w/b', 50, 200)]
    expect(chooseLogs([early, run('/w/b', 50, 200)], logs)).toEqual([0, 1])
  })

  test('is not that of another run, which has a farther one', () => {
    expect(chooseLogs([early, late], [log('/w/a', 100, 150), log('/x/y', 100, 150)])).toEqual([0, 1])
  })

  test('is preferred to one of another time, though that is nearer', () => {
    expect(chooseLogs([early, late], [log('/w/a', 900, 901), log('/w/b', 100, 150)])).toEqual([1, 1])
  })
})

test('a log that touches the run is preferred to one that does not and to one without samples', () => {
  expect(chooseLog(run('/w', 100, 100), [log('/w'), log('/w', 300, 400), log('/w', 50, 100)])).toBe(2)
})
