import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATUSES } from '../../../src/format/exported.ts'
import type { SiteRun } from '../../../src/format/site.ts'
import { type Comparison, compareReports } from '../../../src/frontend/compare/compare.ts'
import { UNKNOWN } from '../../../src/frontend/compare/noise.ts'
import { comparePaces } from '../../../src/frontend/compare/pace.ts'
import { kindOf } from '../../../src/frontend/compare/status-kind.ts'
import { differencesOf, noDifferenceInWords } from '../../../src/frontend/compare/words.ts'
import type { ColumnTest } from '../../helpers/columns-writer.ts'
import { reportOf, STEADY, took } from './tests.ts'

const SECOND = 1e6

const namesOf = (comparison: Partial<Comparison>) =>
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
    expect(namesOf(compareReports(before, after))).toEqual({
      newFailures: ['breaks', 'new and broken', 'fails now'],
      fixed: ['fixed'],
      stillFailing: ['still'],
      skippedNow: ['skipped now', 'skipped too'],
      skippedBefore: ['runs now'],
      added: ['new', 'new and broken', 'new and skipped'],
      removed: ['gone'],
    })
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
        const [before, after] = [one, other].map((tests) => reportOf([...tests, ...STEADY]))
        const { slower, faster } = comparePaces(before, after, () => UNKNOWN)
        const { newFailures, stillFailing, fixed, added, removed } = compareReports(before, after)
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
        const { stillFailing: _, ...found } = compareReports(reportOf(one), reportOf(other))
        const isSame = Object.values(found).every((list) => list.length === 0)
        expect(isSame).toBe(keyed(one).join() === keyed(other).join())
      }),
    )
  })

  it('finds no change between a report and itself', () => {
    fc.assert(
      fc.property(report, (tests) => {
        const [one, other] = [reportOf(tests), reportOf(tests)]
        const { stillFailing: _, ...others } = compareReports(one, other)
        expect(namesOf(others)).toEqual({})
        const { slower, faster } = comparePaces(one, other, () => UNKNOWN)
        expect([slower, faster]).toEqual([[], []])
      }),
    )
  })
})

describe('tests of one of two reports', () => {
  type Outcome = Pick<SiteRun, 'counts' | 'conclusion' | 'partial'>
  const counts = { tests: 20, passed: 20, failed: 0, skipped: 0 }
  const whole: Outcome = { counts, conclusion: 'success' }
  const cutOff: Outcome = { counts, conclusion: 'failure' }
  const lacking = (missing: number): Outcome => ({ counts: { ...counts, missing }, conclusion: 'failure' })

  const titles = (before: Outcome, after: Outcome): string[] =>
    differencesOf(before, after)
      .filter(({ kind }) => kind === 'added' || kind === 'removed')
      .map(({ title, one, many }) => [title, one, many].join(', '))
  const usual = ['New tests, new test, new tests', 'Removed tests, removed test, removed tests']
  const lacks = (which: string, why: string): string =>
    `Not X, not X, not X`.replaceAll('X', `in the ${which} report (${why})`)

  it('are not called new or removed if some of the other never ran', () => {
    expect(titles(whole, whole)).toEqual(usual)
    expect(titles(whole, lacking(3))).toEqual([usual[0], lacks('later', '3 never ran')])
    expect(titles(lacking(1200), whole)).toEqual([lacks('earlier', '1,200 never ran'), usual[1]])
  })

  it('are not called new or removed if results of the other may be missing', () => {
    expect(titles(whole, cutOff)).toEqual([usual[0], lacks('later', 'results may be missing')])
    expect(titles(cutOff, whole)).toEqual([lacks('earlier', 'results may be missing'), usual[1]])
    const failed: Outcome = { counts: { ...counts, failed: 1 }, conclusion: 'failure' }
    expect(titles(failed, failed)).toEqual(usual)
    const both: Outcome = { ...failed, partial: true }
    expect(titles(failed, both)).toEqual([usual[0], lacks('later', 'results may be missing')])
  })

  it('of runs that are not compared do not count as the same', () => {
    expect(noDifferenceInWords('', null)).toBe('The same tests passed, failed and were skipped.')
    expect(noDifferenceInWords('Not compared: …', null)).toMatch(
      /^In the runs that both have, the same tests/,
    )
  })

  it('are said to be none slower or faster only if that is known', () => {
    const words = (unknown: number) =>
      noDifferenceInWords('', { common: new Map(), slower: [], faster: [], unknown })
    expect(words(0)).toMatch(/ were skipped, none of them slower or faster\.$/)
    expect(words(1)).toMatch(/ were skipped\.$/)
  })
})
