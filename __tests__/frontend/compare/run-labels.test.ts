import { describe, expect, it } from 'vitest'
import { compareReports } from '../../../src/frontend/compare/compare.ts'
import { findFlaky } from '../../../src/frontend/compare/flaky.ts'
import { buildHistory } from '../../../src/frontend/compare/history.ts'
import { type LabelledRuns, labelPair, labelRuns } from '../../../src/frontend/compare/run-labels.ts'
import { areComparable, notComparedInWords } from '../../../src/frontend/compare/words.ts'
import { reportOf, reportOfRuns, took } from './tests.ts'

const file = (leg: string): string => `${leg}-data: Subunit File: run.subunit`

/** `names`: of the runs, or how many there are if they are not known. */
const report = (names: readonly string[] | number, more: Partial<LabelledRuns> = {}): LabelledRuns =>
  typeof names === 'number'
    ? { columns: names, attempt: 1, ...more }
    : { columns: names.length, attempt: 1, runNames: names, ...more }
const labelsOf = (...reports: (readonly string[] | number)[]) => labelRuns(reports.map((of) => report(of)))

describe('the labels of runs', () => {
  it('are empty for reports of one run, whatever that is called', () => {
    expect(labelsOf(['Subunit File: a'], 1, 0, ['Subunit File: b'])).toEqual([[''], [''], [''], ['']])
    expect(labelsOf(['a'], ['b'], ['c', 'd'], ['e'])).toEqual([[''], [''], ['c', 'd'], ['']])
  })

  it('are their names without what does not tell them apart', () => {
    const titles = ['Subunit File: linux-run.subunit', 'Repository: nova (17)', 'Repository: nova (killed)']
    expect(labelsOf(titles)).toEqual([['linux-run.subunit', 'nova', 'nova (killed)']])
    expect(labelsOf([file('linux'), file('mac')], [file('mac')])).toEqual([
      ['linux: run.subunit', 'mac: run.subunit'],
      ['mac: run.subunit'],
    ])
    expect(labelsOf(['a-data: Repository: nova (3)', 'a\nb'])).toEqual([['a: nova', 'a b']])
  })

  it('have a number if runs before have the same', () => {
    const history = ['Repository: nova (0)', 'Repository: nova (1)', 'b', 'Repository: nova (2)']
    expect(labelsOf(history)).toEqual([['nova', 'nova #2', 'b', 'nova #3']])
  })

  it('are those of the first attempt for a leg that was run again, but not for another leg', () => {
    const [first, again] = [
      ['linux', 'windows'],
      ['linux', 'windows-2'],
    ].map((legs) => legs.map(file))
    const labels = ['linux: run.subunit', 'windows: run.subunit']
    expect(labelRuns([report(first), report(again, { attempt: 2 })])).toEqual([labels, labels])
    // its data are those of any attempt of the workflow run that it follows
    expect(labelRuns([report(first), report(again, { follows: 7 })])).toEqual([labels, labels])
    const shards = ['shard-1', 'shard-2'].map(file)
    expect(labelRuns([report(shards), report(shards.slice(1), { attempt: 2 })])[1]).toEqual([
      'shard-2: run.subunit',
    ])
    // the first of two legs crashed
    expect(labelRuns([report(['unit', 'unit-2'].map(file)), report([file('unit-2')])])[1]).toEqual([
      'unit-2: run.subunit',
    ])
    const both = ['report', 'report-2'].map(file)
    expect(labelRuns([report(both), report(both, { attempt: 2 })])[1]).toEqual([
      'report: run.subunit',
      'report-2: run.subunit',
    ])
  })

  it('are those of the runs in the same places if the names are not known', () => {
    expect(labelsOf(2, 2, 3)).toEqual([
      ['run 1 of 2', 'run 2 of 2'],
      ['run 1 of 2', 'run 2 of 2'],
      ['run 1 of 3', 'run 2 of 3', 'run 3 of 3'],
    ])
    expect(labelsOf(2, ['c', 'd', 'e'], ['a', 'b'])[0]).toEqual(['a', 'b'])
    expect(labelsOf(2, ['b', 'a'], ['a', 'b'])[0]).toEqual(['b', 'a'])
    expect(labelsOf(['a', 'b'], ['b', 'a'], 2)).toEqual([
      ['run 2 of 2', 'run 1 of 2'],
      ['run 1 of 2', 'run 2 of 2'],
      ['run 1 of 2', 'run 2 of 2'],
    ])
  })

  it('are those of the runs in the same places if no name is the same, as with a date in it', () => {
    const days = [1, 2, 2, 3].map((day) => [`unit-${day}`, `func-${day}`])
    expect(labelsOf(...days)).toEqual(days.map(() => ['unit-3', 'func-3']))
    expect(labelsOf(['a', 'b'], ['b', 'c'])).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ])
    expect(labelsOf(['a', 'b'], ['c', 'd', 'e'])[0]).toEqual(['a', 'b'])
  })

  it('of a pair do not depend on the other reports', () => {
    const [many, ...pair] = [['run-1', 'x'], ['run-1'], ['run-2']].map((of) => report(of))
    expect(labelRuns([many, ...pair]).slice(1)).toEqual([['run-1'], ['']])
    expect(labelPair([many, ...pair])).toEqual([['run-1', 'x'], [''], ['']])
  })
})

describe('reports of several runs', () => {
  const passes = [took('a', 1), took('b', 1)]
  const fails = [took('a', 1, 'fail'), took('b', 1)]
  const two = reportOfRuns(['linux', 'windows'], passes, fails)
  const three = reportOfRuns(['linux', 'macos', 'windows'], passes, fails, fails)
  const kinds = (before: typeof two, after: typeof two) =>
    Object.entries(compareReports(before, after)).flatMap(([kind, { length }]) =>
      length === 0 ? [] : [[kind, length]],
    )

  it('are compared leg by leg, and nothing is said to be new, fixed or removed in a leg of one alone', () => {
    expect(kinds(two, three)).toEqual([['stillFailing', 1]])
    expect(kinds(three, two)).toEqual([['stillFailing', 1]])
    expect(notComparedInWords(two, three)).toBe(
      'Not compared: macos (2 tests, 1 failed), which only the later report has.',
    )
    expect(notComparedInWords(three, two)).toBe(
      'Not compared: macos (2 tests, 1 failed), which only the earlier report has.',
    )
    expect(notComparedInWords(two, two)).toBe('')
    expect(notComparedInWords(two, reportOf(fails))).toContain(
      'Not compared: the only run (2 tests, 1 failed), which only the later report has; linux',
    )
  })

  it('are not compared at all if they have no run in common', () => {
    const [one, other] = [reportOfRuns(['linux'], passes), reportOfRuns(['a', 'b'], fails, [took('c', 1)])]
    expect(kinds(one, other)).toEqual([])
    expect(areComparable(one, other)).toBe(false)
    expect(areComparable(two, three)).toBe(true)
    expect(notComparedInWords(one, other)).toBe(
      'Not compared: a (2 tests, 1 failed), b (1 test), which only the later report has; linux (2 tests), which only the earlier report has.',
    )
  })

  it('of which one lacks a leg make no test flaky', () => {
    expect(findFlaky(buildHistory([two, three, two]), ['one', 'one', 'one'])).toEqual([])
  })

  it('name only the first runs of many that are not compared', () => {
    const labels = Array.from({ length: 7 }, (_, n) => `leg ${n}`)
    const many = reportOfRuns(labels, ...labels.map(() => [took('a', 1)]))
    expect(notComparedInWords(two, many)).toContain(
      'leg 4 (1 test) and 2 more, which only the later report has; ',
    )
  })
})
