import { describe, expect, it } from 'vitest'
import { compareReports } from '../../../src/frontend/compare/compare.ts'
import { findFlaky } from '../../../src/frontend/compare/flaky.ts'
import { buildHistory } from '../../../src/frontend/compare/history.ts'
import { labelRuns } from '../../../src/frontend/compare/run-labels.ts'
import { areComparable, notComparedInWords } from '../../../src/frontend/compare/words.ts'
import { reportOfRuns, took } from './tests.ts'

const file = (leg: string): string => `${leg}-data: Subunit File: run.subunit`

describe('the labels of runs', () => {
  it('are empty if no report has several runs, whatever these are called', () => {
    expect(labelRuns([['Subunit File: a'], [null], [], ['Subunit File: b']])).toEqual([
      [''],
      [''],
      [''],
      [''],
    ])
  })

  it('are their names without what does not tell them apart', () => {
    const titles = ['Subunit File: linux-run.subunit', 'Repository: nova (17)', 'Repository: nova (killed)']
    expect(labelRuns([titles, [file('linux')]])).toEqual([
      ['linux-run.subunit', 'nova', 'nova (killed)'],
      ['linux: run.subunit'],
    ])
    expect(labelRuns([['a-data: Repository: nova (3)', 'a\nb']])).toEqual([['a: nova', 'a b']])
  })

  it('have a number if runs before have the same', () => {
    const history = ['Repository: nova (0)', 'Repository: nova (1)', 'b', 'Repository: nova (2)']
    expect(labelRuns([history])).toEqual([['nova', 'nova #2', 'b', 'nova #3']])
  })

  it('are those of the first attempt for a leg that was run again, but not for another leg', () => {
    const [first, again] = [
      ['linux', 'windows'],
      ['linux', 'windows-2'],
    ].map((legs) => legs.map(file))
    expect(labelRuns([first, again])).toEqual([
      ['linux: run.subunit', 'windows: run.subunit'],
      ['linux: run.subunit', 'windows: run.subunit'],
    ])
    const shards = ['shard-1', 'shard-2'].map(file)
    expect(labelRuns([shards, shards.slice(1)])[1]).toEqual(['shard-2: run.subunit'])
    const both = ['report', 'report-2'].map(file)
    expect(labelRuns([both, both])[1]).toEqual(['report: run.subunit', 'report-2: run.subunit'])
  })

  it('are their place among equally many if the names are not known', () => {
    const [two, three] = [
      [null, null],
      [null, null, null],
    ]
    const [a, b, other] = labelRuns([two, two, three])
    expect(a).toEqual(['run 1 of 2', 'run 2 of 2'])
    expect(b).toEqual(a)
    expect(other.filter((label) => a.includes(label))).toEqual([])
  })
})

describe('reports of several runs', () => {
  const passes = [took('a', 1), took('b', 1)]
  const fails = [took('a', 1, 'fail'), took('b', 1)]
  const two = reportOfRuns(['linux', 'windows'], passes, fails)
  const three = reportOfRuns(['linux', 'macos', 'windows'], passes, fails, fails)
  const kinds = (before: typeof two, after: typeof two) =>
    Object.entries(compareReports(before, after, () => 0)).flatMap(([kind, { length }]) =>
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
