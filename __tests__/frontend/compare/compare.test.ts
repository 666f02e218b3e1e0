import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATUSES } from '../../../src/format/exported.ts'
import { type Comparison, compareReports } from '../../../src/frontend/compare/compare.ts'
import { noiseOf, usualOf } from '../../../src/frontend/compare/noise.ts'
import { kindOf } from '../../../src/frontend/compare/status-kind.ts'
import { differencesOf } from '../../../src/frontend/compare/words.ts'
import type { ColumnTest } from '../../helpers/columns-writer.ts'
import { reportOf, took } from './tests.ts'

const SECOND = 1e6
const steady = (): number => 0

const namesOf = (comparison: Comparison) =>
  Object.fromEntries(
    Object.entries(comparison).flatMap(([kind, list]) =>
      list.length === 0 ? [] : [[kind, list.map(({ key }: { key: string }) => key)]],
    ),
  )

describe('the comparison of two reports', () => {
  it('lists what failed, was fixed or skipped, and which tests are new or gone', () => {
    const before = reportOf([
      took('breaks', 1),
      took('fixed', 1, 'fail'),
      took('still', 1, 'fail'),
      took('gone', 1),
      took('skipped now', 1, 'fail'),
      took('skipped too', 1),
      took('fails now', 1, 'skip'),
      took('runs now', 1, 'skip'),
      took('never ran', 1, 'skip'),
    ])
    const after = reportOf([
      took('breaks', 1, 'inprogress'),
      took('fixed', 1, 'xfail'),
      took('still', 1, 'uxsuccess'),
      took('new', 1),
      took('new and broken', 1, 'fail'),
      took('skipped now', 1, 'skip'),
      took('skipped too', 1, 'skip'),
      took('fails now', 1, 'fail'),
      took('runs now', 1),
      took('never ran', 1, 'skip'),
      took('new and skipped', 1, 'skip'),
    ])
    expect(namesOf(compareReports(before, after, steady))).toEqual({
      newFailures: ['breaks', 'new and broken', 'fails now'],
      fixed: ['fixed'],
      stillFailing: ['still'],
      skippedNow: ['skipped now', 'skipped too'],
      skippedBefore: ['runs now'],
      added: ['new', 'new and broken', 'new and skipped'],
      removed: ['gone'],
    })
  })

  it.each([
    ['half a second more is noise', 0.1, 0.6, 0, null],
    ['more than half a second is slower', 0.1, 0.61, 0, 'slower'],
    ['a fifth more is noise', 10, 12, 0, null],
    ['more than a fifth is slower', 10, 12.1, 0, 'slower'],
    ['three deviations more are noise', 10, 19, 3, null],
    ['more than three deviations are slower', 10, 19.1, 3, 'slower'],
    ['more than a fifth less is faster', 10, 7.9, 0, 'faster'],
    ['within three deviations, less is noise', 10, 7.9, 1, null],
  ] as const)('tells a change of time from noise: %s', (_, one, other, spread, kind) => {
    const [before, after] = [one, other].map((seconds) => reportOf([took('a.b', seconds)]))
    const found = namesOf(compareReports(before, after, () => spread * SECOND))
    expect(found).toEqual(kind === null ? {} : { [kind]: ['a.b'] })
  })

  it('compares the times only of tests that passed in both', () => {
    const before = reportOf([took('a', 1, 'fail'), took('b', 1), { name: 'c', start: null, duration: null }])
    const after = reportOf([took('a', 9), took('b', 9, 'skip'), took('c', 9)])
    expect(namesOf(compareReports(before, after, steady))).toEqual({ fixed: ['a'], skippedNow: ['b'] })
  })

  it('lists the largest changes first', () => {
    const before = reportOf([took('a', 1), took('b', 1), took('c', 9), took('d', 9)])
    const after = reportOf([took('a', 3), took('b', 5), took('c', 7), took('d', 3)])
    expect(namesOf(compareReports(before, after, steady))).toEqual({ slower: ['b', 'a'], faster: ['d', 'c'] })
  })

  const report = fc.array(
    fc.record({
      name: fc.constantFrom('a.b', 'a.c', 'd', 'e[1]', 'f'),
      status: fc.constantFrom(...STATUSES),
      duration: fc.integer({ min: 0, max: 20 * SECOND }),
      start: fc.constant(0),
    }) satisfies fc.Arbitrary<ColumnTest>,
    { maxLength: 8 },
  )

  it('lists each added, removed or failing test once, and each passing test at most once', () => {
    fc.assert(
      fc.property(report, report, (one, other) => {
        const [before, after] = [reportOf(one), reportOf(other)]
        const { newFailures, stillFailing, fixed, added, removed, slower, faster } = compareReports(
          before,
          after,
          steady,
        )
        const keys = (list: Comparison['added']): string[] => list.map(({ key }) => key).sort()
        expect(keys(added)).toEqual(after.keys.filter((key) => !before.place.has(key)).sort())
        expect(keys(removed)).toEqual(before.keys.filter((key) => !after.place.has(key)).sort())
        const failing = after.keys.filter((_, test) => kindOf(after.status[test]) === 'failed')
        expect(keys([...newFailures, ...stillFailing])).toEqual(failing.sort())
        const passing = [...fixed, ...slower, ...faster]
        expect(passing.every(({ after: test }) => kindOf(after.status[test]) === 'passed')).toBe(true)
        expect(new Set(keys(passing)).size).toBe(passing.length)
      }),
    )
  })

  it('is empty exactly if both have the same tests with the same kinds of statuses, times aside', () => {
    const keyed = (tests: readonly ColumnTest[]): string[] => {
      const { keys, status } = reportOf(tests)
      return keys.map((key, test) => `${key} ${kindOf(status[test])}`).sort()
    }
    fc.assert(
      fc.property(report, report, (one, other) => {
        const {
          slower: _,
          faster: __,
          stillFailing: ___,
          ...found
        } = compareReports(reportOf(one), reportOf(other), steady)
        const isSame = Object.values(found).every((list) => list.length === 0)
        expect(isSame).toBe(keyed(one).join() === keyed(other).join())
      }),
    )
  })

  it('finds no change between a report and itself', () => {
    fc.assert(
      fc.property(report, (tests) => {
        const { stillFailing: _, ...others } = compareReports(reportOf(tests), reportOf(tests), steady)
        expect(namesOf(others as Comparison)).toEqual({})
      }),
    )
  })
})

describe('tests of one of two reports', () => {
  const titles = (before: number | undefined, after: number | undefined): string[] =>
    differencesOf({ ...(before && { missing: before }) }, { ...(after && { missing: after }) })
      .filter(({ kind }) => kind === 'added' || kind === 'removed')
      .map(({ title, one, many }) => [title, one, many].join(', '))

  it('are not called new or removed if some of the other never ran', () => {
    const usual = ['New tests, new test, new tests', 'Removed tests, removed test, removed tests']
    const lacks = (which: string, count: string): string =>
      `Not X, not X, not X`.replaceAll('X', `in the ${which} report (${count} never ran)`)
    expect(titles(undefined, undefined)).toEqual(usual)
    expect(titles(undefined, 3)).toEqual([usual[0], lacks('later', '3')])
    expect(titles(1200, undefined)).toEqual([lacks('earlier', '1,200'), usual[1]])
  })
})

describe('a test’s usual time', () => {
  it('is the median, with the median absolute deviation as its spread', () => {
    expect(usualOf([5, 1, 2, 100, 3])).toEqual({ median: 3, spread: 2 })
    expect(usualOf([4, 1, 2, 3])).toEqual({ median: 2.5, spread: 1 })
  })

  it('has no spread with only three times, and is null without any', () => {
    expect(usualOf([1, 5, 9])).toEqual({ median: 5, spread: 0 })
    expect(usualOf([])).toBeNull()
  })

  it('has as noise half a second, a fifth, or three deviations, whichever is largest', () => {
    expect(noiseOf(1 * SECOND, 0)).toBe(0.5 * SECOND)
    expect(noiseOf(10 * SECOND, 0)).toBe(2 * SECOND)
    expect(noiseOf(10 * SECOND, SECOND)).toBe(3 * SECOND)
  })
})
