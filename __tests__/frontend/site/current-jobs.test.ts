import { describe, expect, it } from 'vitest'
import type { SiteRun } from '../../../src/format/site.ts'
import { splitJobs } from '../../../src/frontend/site/current-jobs.ts'
import { siteRun } from './runs.ts'

const NOW = Date.parse('2026-03-02T00:00:00Z')
const HOUR = 3_600_000

/** Reports of a workflow run that were published that many hours ago. */
const reports = (run: number, hours: number, names: string, more: Partial<SiteRun> = {}): SiteRun[] =>
  names.split(' ').map((name) =>
    siteRun({
      name,
      run,
      path: `runs/${run}-1-${name}`,
      published: new Date(NOW - hours * HOUR).toISOString(),
      ...more,
    }),
  )
const former = (...runs: readonly SiteRun[][]): string[] => {
  const { current, former: gone } = splitJobs(runs.flat(), NOW)
  const all = [...current, ...gone].map(({ name }) => name)
  // each job is in one of the two lists
  expect(all.toSorted()).toEqual([...new Set(runs.flat().map(({ name }) => name))].toSorted())
  return gone.map(({ name }) => name)
}

describe('a job', () => {
  it('is former once three later runs of its workflow have ended without it, until it comes back', () => {
    const runs = [1, 2, 3, 4].map((run) => reports(run, 100 - run, run === 1 ? 'lint unit' : 'unit'))
    expect(former(...runs.slice(0, 3))).toEqual([])
    expect(former(...runs)).toEqual(['lint'])
    expect(former(...runs, reports(5, 1, 'lint unit'))).toEqual([])
  })

  it('is current while its report may still come, because other jobs may be quicker', () => {
    const quick = [2, 3, 4].map((run) => reports(run, 6 - run / 10, 'lint'))
    expect(former(reports(1, 9, 'lint unit'), ...quick)).toEqual([])
    const ended = [2, 3, 4].map((run) => reports(run, 6.5 - run / 10, 'lint'))
    expect(former(reports(1, 9, 'lint unit'), ...ended)).toEqual(['unit'])
  })

  it('is current if only reports on older commits lack it, although they were published later', () => {
    const older = [7, 8, 9].map((run) => reports(run, 90 - run, 'unit', { follows: 1 }))
    expect(former(...older, reports(6, 90, 'lint unit', { follows: 2 }))).toEqual([])
  })

  it('is current after further attempts of one workflow run, which only re-run failed jobs', () => {
    const again = [1, 2, 3, 4].map((attempt) => reports(2, 50 - attempt, 'lint', { attempt }))
    expect(former(reports(1, 99, 'lint unit'), ...again)).toEqual([])
  })

  it.each<[string, number[], number, string[]]>([
    ['a weekly job beside a nightly one is current', [1, 8, 15], 28, []],
    ['a weekly job is former after two weeks', [1, 8, 15], 31, ['some']],
    ['a longer pause among the last ten counts', [1, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39], 45, []],
    [
      'a longer pause before the last ten does not count',
      [1, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40],
      45,
      ['some'],
    ],
  ])('is former only if absent for more than twice its longest pause: %s', (_, days, last, gone) => {
    const nights = Array.from({ length: last }, (__, n) =>
      reports(n + 1, 24 * (last - n), days.includes(n + 1) ? 'night some' : 'night'),
    )
    expect(former(...nights)).toEqual(gone)
  })

  it('is former even if an old workflow run of it was re-run in between', () => {
    const nights = Array.from({ length: 30 }, (_, n) =>
      reports(n + 1, 24 * (30 - n), n < 3 ? 'night some' : 'night'),
    )
    nights[1].push(...reports(2, 24 * 10, 'some', { attempt: 2 }))
    expect(former(...nights)).toEqual(['some'])
  })

  it('is former once its workflow was renamed, but not beside a namesake of another workflow', () => {
    const old = [1, 2].map((run) => reports(run, 100 - run, 'unit', { workflow: 'Tests' }))
    const now = [3, 4, 5].map((run) => reports(run, 60 - run, 'unit', { workflow: 'CI' }))
    const workflows = (...runs: readonly SiteRun[][]): string[] =>
      splitJobs(runs.flat(), NOW).former.map(({ workflow }) => workflow)
    expect(workflows(...old, ...now)).toEqual(['Tests'])
    expect(workflows(...old, ...now.slice(1))).toEqual([])
    expect(workflows(old[0], ...now.slice(0, 1), old[1], ...now.slice(1))).toEqual([])
  })

  it.each([
    ['of another workflow', { workflow: 'docs' }],
    ['of another event, such as a nightly one', { event: 'schedule' }],
  ])('is current after runs %s', (_, other) => {
    const more = [2, 3, 4, 5].map((run) => reports(run, 50 - run, 'lint', other))
    expect(former(reports(1, 99, 'unit'), ...more)).toEqual([])
  })
})

describe('a job without a report of the newest workflow run', () => {
  const absent = (...runs: readonly SiteRun[][]): string[] =>
    splitJobs(runs.flat(), NOW).absent.map(({ job }) => job.name)
  const often = ['lint unit', 'lint', 'lint', 'lint unit', 'lint', 'lint']

  it('is absent, even if its report may still come', () => {
    expect(absent(reports(1, 9, 'lint unit'), reports(2, 0, 'lint'))).toEqual(['unit'])
    expect(absent(reports(1, 9, 'lint unit'), reports(2, 0, 'lint unit'))).toEqual([])
    expect(absent(reports(1, 9, 'unit'), reports(2, 0, 'lint', { event: 'schedule' }))).toEqual([])
  })

  it('is absent from the runs of one event, although it reported of another', () => {
    const more = { event: 'schedule' }
    const days = [1, 2, 3].flatMap((day) => [
      reports(2 * day, 200 - 24 * day, 'lint unit'),
      reports(2 * day + 1, 190 - 24 * day, 'lint unit', more),
    ])
    const pushes = [10, 11, 12, 13].map((run) => reports(run, 100 - run, 'lint'))
    expect(absent(...days)).toEqual([])
    expect(absent(...days, pushes[0])).toEqual(['unit'])
    expect(splitJobs([...days, pushes[0]].flat(), NOW).absent[0].events).toEqual(['push'])
    expect(former(...days, ...pushes)).toEqual(['unit'])
    // it no longer runs on pushes
    const nights = Array.from({ length: 9 }, (_, n) => reports(20 + n, 80 - n, 'lint unit', more))
    expect(absent(...days, ...pushes, ...nights.slice(1), reports(40, 1, 'lint'))).toEqual(['unit'])
    expect(absent(...days, ...pushes, ...nights, reports(40, 1, 'lint'))).toEqual([])
  })

  it('is absent only if it is for longer than before', () => {
    const runs = often.map((names, n) => reports(n + 1, 1, names))
    expect(absent(...runs)).toEqual([])
    expect(absent(...runs, reports(7, 1, 'lint'))).toEqual(['unit'])
  })

  it.each([
    ['last ten pauses', 9, []],
    ['pauses before the last ten', 10, ['unit']],
  ])('is compared with its %s', (_, more, expected) => {
    const names = ['lint unit', 'lint', ...Array.from({ length: more + 1 }, () => 'lint unit'), 'lint']
    expect(absent(...names.map((some, n) => reports(n + 1, 1, some)))).toEqual(expected)
  })
})

describe('a former job', () => {
  const red = { conclusion: 'failure' as const, counts: { tests: 3, passed: 2, failed: 1, skipped: 0 } }
  const lost = (...runs: readonly SiteRun[][]): string[] =>
    splitJobs(runs.flat(), NOW).lost.map(({ name }) => name)
  const later = [2, 3, 4].map((run) => reports(run, 60 - run, 'lint'))

  it('is lost if it failed the last time', () => {
    expect(lost(reports(1, 99, 'unit', red), ...later)).toEqual(['unit'])
    expect(lost(reports(1, 99, 'unit'), ...later)).toEqual([])
  })

  it('is lost even if its workflow seems to have been renamed, since older reports of another were removed', () => {
    const renamed = [2, 3, 4].map((run) => reports(run, 60 - run, 'unit', { workflow: 'new' }))
    expect(splitJobs([reports(1, 99, 'unit', red), ...renamed].flat(), NOW).former).toHaveLength(1)
    expect(lost(reports(1, 99, 'unit', red), ...renamed)).toEqual(['unit'])
  })
})
