import { describe, expect, it } from 'vitest'
import { findFailing } from '../../../src/frontend/compare/failing.ts'
import { codeOf, findFlaky } from '../../../src/frontend/compare/flaky.ts'
import { buildHistory, durationAt, statusAt } from '../../../src/frontend/compare/history.ts'
import { labelOfKey, nameOfKey, type ReportTests } from '../../../src/frontend/compare/report-tests.ts'
import { usualIn, usualTimes } from '../../../src/frontend/compare/usual.ts'
import { failingInWords, flakyInWords, noFlakyInWords } from '../../../src/frontend/compare/words.ts'
import { siteRun } from '../site/runs.ts'
import { reportOf, reportOfRuns, took } from './tests.ts'

describe('the tests of a report', () => {
  it('are the last attempt of each name, in raw order, unsteady if an earlier one failed', () => {
    const report = reportOf([took('a.x', 1, 'fail'), took('a.y', 2), took('a.x', 3)])
    expect(report.keys).toEqual(['a.x', 'a.y'])
    expect([...report.status.subarray(0, 2)]).toEqual([0, 0])
    expect([...report.duration.subarray(0, 2)]).toEqual([3e6, 2e6])
    expect([...report.attempt.subarray(0, 2)]).toEqual([2, 1])
    expect([...report.unsteady]).toEqual([0])
  })

  it('have the worst of the results of an attempt, such as a pass and a cleanup that failed after it', () => {
    const report = reportOf([
      took('a', 1, 'fail'),
      took('a', 0),
      took('b', 1),
      took('b', 0, 'fail'),
      // as pytest-subunit reports an expected failure
      took('c', 1, 'xfail'),
      took('c', 0),
      // a setup that failed, and its teardown
      { ...took('d', 1, 'fail'), start: 60e6 },
      { ...took('d', 2), start: 61e6 },
    ])
    expect([...report.status.subarray(0, 4)]).toEqual([1, 1, 3, 1])
    expect([...report.attempt.subarray(0, 4)]).toEqual([1, 2, 1, 1])
    expect(report.unsteady.size).toBe(0)
  })

  it('are not unsteady if the attempt that passed failed after all, or ran beside one that failed', () => {
    const report = reportOf([
      took('a', 1, 'fail'),
      took('a', 2),
      took('a', 0, 'fail'),
      { ...took('b', 2, 'fail'), start: 0, tags: ['worker-0'] },
      { ...took('b', 2), start: 1e6, tags: ['worker-1'] },
      // as the iterations of a loop test of Check, which have no times
      { ...took('c', 1, 'fail'), start: null, duration: null },
      { ...took('c', 1), start: null, duration: null },
    ])
    expect([...report.status.subarray(0, 3)]).toEqual([1, 1, 1])
    expect(report.unsteady.size).toBe(0)
  })

  it('have numbers in their addresses that also count ignored results', () => {
    const report = reportOf([took('a', 1, 'fail'), took('a', 0), took('a', 2, 'fail'), took('a', 0)])
    expect([report.status[0], report.duration[0], report.attempt[0]]).toEqual([1, 2e6, 3])
    expect(report.unsteady.size).toBe(0)
  })

  it('are one for each run that has the name, known by the run’s label', () => {
    const report = reportOfRuns(
      ['linux', 'mac', 'windows'],
      [took('a', 1, 'fail')],
      [took('a', 2), took('a', 3)],
      [took('b', 1), took('a', 4)],
    )
    expect(report.keys).toEqual(['a\nlinux', 'a\nmac', 'b\nwindows', 'a\nwindows'])
    expect(report.keys.map(labelOfKey)).toEqual(['linux', 'mac', 'windows', 'windows'])
    expect(report.keys.map(nameOfKey)).toEqual(['a', 'a', 'b', 'a'])
    expect([...report.run.subarray(0, 4)]).toEqual([0, 1, 2, 2])
    expect([...report.attempt.subarray(0, 4)]).toEqual([1, 2, 1, 1])
    expect(report.unsteady.size).toBe(0)
  })

  it('have unique keys that contain the name, even one with line breaks', () => {
    const names = ['a[x\ny]', 'a', 'a\n1', 'a\n']
    const tests = names.map((name) => took(name, 1))
    const { keys } = reportOfRuns(['1', '2'], tests, tests)
    expect(new Set(keys).size).toBe(8)
    expect(keys.map(nameOfKey)).toEqual([...names, ...names])
    const alone = reportOf(tests).keys
    expect(new Set(alone).size).toBe(4)
    expect(alone.map(nameOfKey)).toEqual(names)
    expect(alone.map(labelOfKey)).toEqual(['', '', '', ''])
  })
})

describe('a history', () => {
  const history = buildHistory([
    reportOf([took('a', 1), took('b', 1)]),
    reportOf([took('b', 2, 'skip')]),
    reportOf([took('c', 3), took('a', 4, 'fail')]),
  ])

  it('has a row for each test of any report, with its status and duration in each', () => {
    expect(history.keys).toEqual(['a', 'b', 'c'])
    const table = history.keys.map((_, row) => [0, 1, 2].map((column) => statusAt(history, row, column)))
    expect(table).toEqual([
      [0, -1, 1],
      [0, 2, -1],
      [-1, -1, 0],
    ])
    expect(durationAt(history, 0, 2)).toBe(4e6)
    expect(durationAt(history, 0, 1)).toBeNaN()
  })

  it('has the usual duration of those passes that have one', () => {
    const untimed = reportOf([{ name: 'a', start: null, duration: null }])
    const passes = buildHistory([reportOf([took('a', 1)]), untimed, reportOf([took('a', 9, 'fail')])])
    expect(usualIn(passes, 0)).toEqual({ median: 1e6, within: 0 })
    expect(usualIn(buildHistory([untimed]), 0)).toEqual({ median: Number.NaN, within: Number.NaN })
    expect(usualTimes(passes).median).toEqual(Float64Array.of(1e6))
    expect(usualTimes(passes, 0).median).toEqual(Float64Array.of(Number.NaN))
  })

  it('has the share of it within which half of the durations are, below half a second too', () => {
    const times = [0.1, 0.1, 0.1, 0.1, 0.5, 0.52, 0.53, 0.6, 0.65]
    const steady = buildHistory(times.map((seconds) => reportOf([took('a', seconds)])))
    expect(usualIn(steady, 0)).toEqual({ median: 0.5e6, within: expect.closeTo(0.3, 9) })
  })
})

describe('a flaky test', () => {
  const columns = [
    reportOf([took('a', 1), took('b', 1), took('c', 1, 'fail'), took('d', 1, 'skip')]),
    reportOf([took('a', 1, 'fail'), took('b', 1), took('c', 1), took('d', 1, 'fail')]),
    reportOf([took('a', 1), took('b', 1, 'fail'), took('b', 1)]),
  ]
  const rows = (commits: (string | null)[]) =>
    findFlaky(buildHistory(columns), commits).map(({ row, ...more }) => ({ name: 'abcd'[row], ...more }))

  it('failed and passed at the same commit, or within one report', () => {
    expect(rows(['one', 'one', 'two'])).toEqual([
      { name: 'a', commits: ['one'], retried: [] },
      { name: 'b', commits: [], retried: [2] },
      { name: 'c', commits: ['one'], retried: [] },
    ])
  })

  it('is of the same code in a pull request only if its base was the same, too', () => {
    const commit = 'f'.repeat(40)
    const pull = { pull: 7, event: 'pull_request', branch: 'topic', commit }
    const areAlike = (one: Parameters<typeof siteRun>[0], other: typeof one): boolean =>
      codeOf(siteRun(one)) === codeOf(siteRun(other))
    expect(areAlike({ commit, run: 1 }, { commit, run: 2, branch: 'topic' })).toBe(true)
    expect(areAlike({ ...pull, tested: 'a', run: 1 }, { ...pull, tested: 'a', run: 2 })).toBe(true)
    expect(areAlike({ ...pull, tested: 'a', run: 1 }, { ...pull, tested: 'b', run: 2 })).toBe(false)
    expect(areAlike({ ...pull, run: 1 }, { ...pull, run: 2 })).toBe(false)
    expect(areAlike({ ...pull, run: 1 }, { ...pull, run: 1, attempt: 2 })).toBe(true)
    expect(areAlike({ ...pull, run: 2, follows: 1 }, { ...pull, run: 3, follows: 1 })).toBe(true)
    expect(areAlike({ ...pull, run: 1 }, { commit, run: 1 })).toBe(false)
    // one that another event published
    const followed = { ...pull, event: 'workflow_run' }
    expect(areAlike({ ...followed, follows: 1 }, { ...followed, follows: 2 })).toBe(false)
    // a pull request that is no longer known
    const lost = { pull: null, event: 'workflow_run', branch: 'owner:topic', commit }
    expect(areAlike({ ...lost, follows: 1 }, { ...lost, follows: 2 })).toBe(false)
    expect(codeOf(siteRun({ ...pull, commit: null, tested: 'a' }))).toBeNull()
  })

  it('is described with each commit once, however often it was tested', () => {
    const [good, bad] = [reportOf([took('a', 1)]), reportOf([took('a', 1, 'fail')])]
    const history = buildHistory([good, bad, good, bad])
    expect(findFlaky(history, ['f 1', 'f 1', 'f 2', 'f 2'])).toEqual([
      { row: 0, commits: ['f'], retried: [] },
    ])
  })

  it('comes before those that changed less often', () => {
    const changing = [
      reportOf([took('a', 1), took('b', 1, 'fail'), took('b', 1)]),
      reportOf([took('a', 1, 'fail'), took('b', 1)]),
      reportOf([took('b', 1, 'fail')]),
    ]
    const history = buildHistory(changing)
    const found = findFlaky(history, ['one', 'one', 'one'])
    expect(found.map(({ row }) => history.keys[row])).toEqual(['b', 'a'])
  })

  it('is described with its commit, or how many there are', () => {
    const [good, bad] = [reportOf([took('a', 1)]), reportOf([took('a', 1, 'fail')])]
    const factAt = (...commits: string[]): string[] => {
      const history = buildHistory(commits.map((_, n) => (n % 2 === 0 ? good : bad)))
      return findFlaky(history, commits).map((one) => flakyInWords(history, one))
    }
    expect(factAt('0123456789', '0123456789')).toEqual(['at 0123456'])
    expect(factAt('0', '0', '1', '1')).toEqual(['at 2 commits'])
  })

  it('is not one that failed and passed at different or unknown commits only', () => {
    const retried = [{ name: 'b', commits: [], retried: [2] }]
    expect(rows(['one', 'two', 'three'])).toEqual(retried)
    expect(rows([null, null, null])).toEqual(retried)
  })

  it('is known to be none only if two reports are of the same code', () => {
    const none = 'No test changed its status without a change of code.'
    expect(noFlakyInWords(['one', 'two', 'one'])).toBe(none)
    const unknown =
      'No test failed and passed in one report, and no two of these reports are known to be of the same code.'
    expect([['one', 'two', 'three'], [null, null], []].map(noFlakyInWords)).toEqual(Array(3).fill(unknown))
  })
})

describe('a test that fails in the newest report', () => {
  it('has failed for some reports in a row, or is new; the latest failures come first', () => {
    const history = buildHistory([
      reportOf([
        took('always', 1, 'fail'),
        took('again', 1, 'fail'),
        took('now', 1),
        took('mended', 1, 'fail'),
      ]),
      reportOf([took('always', 1, 'fail'), took('again', 1), took('gone', 1, 'fail')]),
      reportOf([took('always', 1, 'fail'), took('again', 1, 'fail'), took('missed', 1, 'fail')]),
      reportOf([took('always', 1, 'fail'), took('again', 1, 'fail'), took('now', 1)]),
      reportOf([
        took('always', 1, 'fail'),
        took('again', 1, 'fail'),
        took('now', 1, 'fail'),
        took('mended', 1),
        took('missed', 1, 'fail'),
        took('new', 1, 'fail'),
      ]),
      reportOf([]),
    ])
    const facts = findFailing(history, 4, null).map((one) => [
      history.keys[one.row],
      failingInWords(one, 'main'),
    ])
    expect(facts).toEqual([
      ['now', 'did not fail in 2 reports before'],
      ['new', 'new test'],
      ['missed', 'in 2 reports in a row'],
      ['again', 'in 3 reports in a row'],
      ['always', 'in at least 5 reports in a row'],
    ])
    expect(findFailing(history, 5, null)).toEqual([])
  })

  const [good, bad] = [reportOf([took('a', 1)]), reportOf([took('a', 1, 'fail'), took('b', 1, 'fail')])]
  const factsOf = (reports: readonly ReportTests[], main: readonly ReportTests[] | null): string[] => {
    const now = reports.length - 1
    const past = main === null ? null : buildHistory([...main, reports[now]])
    return findFailing(buildHistory(reports), now, past).map((one) => failingInWords(one, 'main'))
  }

  it('is not said to be new, or not to have failed before, if there is no report before', () => {
    expect(factsOf([bad], null)).toEqual(['', ''])
    expect(factsOf([bad], [])).toEqual(['', ''])
  })

  it('is said to have failed in some of the reports before, which need not be the last ones', () => {
    const [passes, fails, lacks] = [[took('a', 1)], [took('a', 1, 'fail')], [took('b', 1)]].map(reportOf)
    const flapping = Array.from({ length: 19 }, (_, n) => (n % 2 === 0 ? fails : passes))
    expect(factsOf(flapping, null)).toEqual(['failed in 9 of 18 before'])
    expect(factsOf([fails, passes, lacks, fails], null)).toEqual(['failed in 1 of 2 before'])
  })

  it('has failed for longer if it failed in the first report that was read', () => {
    const [passes, fails, lacks] = [[took('a', 1)], [took('a', 1, 'fail')], [took('b', 1)]].map(reportOf)
    expect(factsOf([fails, lacks, fails], null)).toEqual(['in at least 2 reports in a row'])
    expect(factsOf([lacks, fails, fails], null)).toEqual(['in 2 reports in a row'])
    expect(factsOf([passes, fails, fails], null)).toEqual(['in 2 reports in a row'])
  })

  it('is not said to be new if the run that has it is', () => {
    const fails = [took('a', 1, 'fail')]
    const [two, three] = [
      reportOfRuns(['linux', 'mac'], [took('a', 1)], [took('b', 1)]),
      reportOfRuns(['linux', 'mac', 'windows'], fails, fails, fails),
    ]
    expect(factsOf([two, three], null)).toEqual(['did not fail in 1 report before', 'new test', ''])
  })

  it('off the default branch, is said to fail there too, or not', () => {
    expect(factsOf([bad], [good, bad, bad])).toEqual(['fails on main too', 'fails on main too'])
    expect(factsOf([bad], [bad, good])).toEqual(['passes on main', 'fails on main too'])
    expect(factsOf([bad], [good])).toEqual(['passes on main', 'new test'])
    expect(factsOf([good, bad], [reportOf([took('a', 1, 'skip')])])).toEqual([
      'did not fail in 1 report before · skipped on main',
      'new test',
    ])
    expect(factsOf([bad, bad], [bad])[0]).toBe('in at least 2 reports in a row · fails on main too')
  })
})

describe('a test that was executed several times', () => {
  const executed = (...statuses: ('success' | 'fail' | 'skip')[]) =>
    reportOf(statuses.map((status) => took('a', 1, status)))
  const factOf = (...reports: ReturnType<typeof reportOf>[]): string[] => {
    const history = buildHistory(reports)
    return findFlaky(
      history,
      reports.map(() => null),
    ).map((one) => flakyInWords(history, one))
  }

  it('is said to have passed by a retry only if its last execution passed', () => {
    expect(factOf(executed('fail', 'success'))).toEqual(['passed by a retry in 1 report'])
    expect(factOf(executed('success', 'fail'))).toEqual(['failed in a later execution in 1 report'])
    expect(factOf(executed('fail', 'skip', 'success'))).toEqual(['passed by a retry in 1 report'])
    expect(factOf(executed('fail', 'success', 'skip'))).toEqual(['failed and passed in 1 report'])
  })

  it('is described with the number of reports for each kind', () => {
    const [good, bad] = [executed('fail', 'success'), executed('success', 'fail')]
    expect(factOf(good, bad, good)).toEqual([
      'passed by a retry in 2 reports, failed in a later execution in 1 report',
    ])
  })
})
