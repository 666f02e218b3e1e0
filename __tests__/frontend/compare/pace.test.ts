import { describe, expect, it } from 'vitest'
import { buildHistory, type History } from '../../../src/frontend/compare/history.ts'
import { paceOf, runPaceOf, UNKNOWN, usualOf } from '../../../src/frontend/compare/noise.ts'
import { comparePaces, findPaces, type Paces, variationIn } from '../../../src/frontend/compare/pace.ts'
import { nameOfKey } from '../../../src/frontend/compare/report-tests.ts'
import { runPaceInWords } from '../../../src/frontend/compare/words.ts'
import { numbers } from '../../helpers/random.ts'
import { reportOf, took } from './tests.ts'

const SECOND = 1e6
/** Of a run that is as fast as before, with too few tests to tell how much they vary. */
const STEADY = { factor: 1, spread: 0, tests: 0 }

describe('a change of a test’s time', () => {
  const varies = (spread: number, times = 20) => ({ spread, times })

  it.each([
    ['half a second more is noise', 0.1, 0.6, 0, null],
    ['more than half a second is slower', 0.1, 0.61, 0, 'slower'],
    ['a fifth more is noise', 10, 12, 0, null],
    ['more than a fifth is slower', 10, 12.1, 0, 'slower'],
    ['more than a fifth less is faster', 10, 7.9, 0, 'faster'],
    ['twice as long is noise at six deviations of ln 2 / 6', 10, 20, Math.LN2 / 6 + 1e-9, null],
    ['twice as long is slower at more than six deviations', 10, 20, Math.LN2 / 6 - 1e-9, 'slower'],
    ['half as long is noise at six deviations of ln 2 / 6', 10, 5, Math.LN2 / 6 + 1e-9, null],
    ['half as long is faster at more than six deviations', 10, 5, Math.LN2 / 6 - 1e-9, 'faster'],
    ['a missing time is none', Number.NaN, 5, 0, null],
  ] as const)('%s', (_, before, after, spread, kind) => {
    expect(paceOf(before * SECOND, after * SECOND, STEADY, () => varies(spread))).toBe(kind)
  })

  it('is noise within six deviations of all tests, unless enough times of its own are known', () => {
    const common = { ...STEADY, spread: 0.2 }
    const of = (times: number) => paceOf(10 * SECOND, 20 * SECOND, common, () => varies(0.01, times))
    expect([0, 14, 15].map(of)).toEqual([null, null, 'slower'])
    // the few of its own still count if they vary more
    expect(paceOf(10 * SECOND, 20 * SECOND, STEADY, () => varies(0.2, 4))).toBeNull()
  })
})

describe('a test’s usual time', () => {
  it('is the median, with the median absolute deviation of the logarithms as its spread', () => {
    const times = [4, 1, 2, 32, 2].map((seconds) => seconds * SECOND)
    const usual = usualOf(times)
    expect(usual).toEqual({ median: 2 * SECOND, spread: expect.closeTo(Math.LN2, 9), times: 5 })
  })

  it('does not vary below half a second', () => {
    expect(usualOf([1, 1000, 100_000, 400_000])).toEqual({ median: 50_500, spread: 0, times: 4 })
  })

  it('is null without any', () => {
    expect(usualOf([])).toBeNull()
  })
})

describe('the pace of a whole run', () => {
  const all = (count: number, before: number, after: number) =>
    Array.from({ length: count }, () => ({ before: before * SECOND, after: after * SECOND }))

  it('is the median ratio of twenty tests or more that took half a second', () => {
    expect(runPaceOf([...all(20, 2, 3), ...all(50, 0.2, 9)])).toEqual({
      factor: expect.closeTo(1.5, 9),
      spread: 0,
      tests: 20,
    })
    expect(runPaceOf([...all(19, 2, 3), ...all(50, 0.2, 9)])).toEqual({ factor: 1, spread: 0, tests: 19 })
  })

  it('is not that of the few tests that changed', () => {
    expect(runPaceOf([...all(30, 2, 2), ...all(20, 2, 9)]).factor).toBe(1)
  })

  it('does not differ by less than a tenth, or by less than the median is known', () => {
    expect(runPaceOf(all(20, 10, 10.9)).factor).toBe(1)
    expect(runPaceOf(all(20, 10, 11.1)).factor).toBeCloseTo(1.11, 9)
    // the median is 1.5, and half of the ratios differ from it by a factor of 2 or more
    const unsure = [all(5, 1, 0.75), all(5, 1, 1.4), all(5, 1, 1.6), all(5, 1, 3)].flat()
    expect(runPaceOf(unsure).factor).toBe(1)
  })

  it('is said in words', () => {
    expect(runPaceInWords({ ...STEADY, tests: 300 }, 'usual')).toBe('')
    expect(runPaceInWords({ factor: 1.4, spread: 0, tests: 300 }, 'in the earlier report')).toBe(
      'The whole run took 1.4 times as long as in the earlier report by the median of 300 tests, as on a slower machine. Each test is judged beside that.',
    )
    expect(runPaceInWords({ factor: 0.714, spread: 0, tests: 300 }, 'usual')).toMatch(
      /^The whole run took 0\.71 times as long as usual .* a faster machine\./,
    )
  })
})

describe('the newest report', () => {
  const namesOf = (history: History, rows: readonly { row: number }[]) =>
    rows.map(({ row }) => nameOfKey(history.keys[row]))

  it('has slower and faster tests only if they differ from their median by more than noise', () => {
    const times = {
      slow: [2, 2, 2, 9, 3],
      quick: [2, 2, 2, 9, 1],
      varies: [1, 9, 5, 2, 9],
      short: [1, 1, 1, 1, 1.4],
    }
    const reports = [0, 1, 2, 3, 4].map((n) =>
      reportOf(Object.entries(times).map(([name, all]) => took(name, all[n]))),
    )
    const { slower, faster } = findPaces(buildHistory(reports), 4, [0, 1, 2, 3])
    expect(slower).toEqual([{ row: 0, usual: 2e6, now: 3e6 }])
    expect(faster).toEqual([{ row: 1, usual: 2e6, now: 1e6 }])
  })

  it('lists the largest change first, without tests that are new, failed, or are missing now', () => {
    const before = [
      took('slower', 2),
      took('much slower', 2),
      took('faster', 9),
      took('much faster', 9),
      took('fails now', 2),
      took('missing now', 2),
      took('failed before', 2, 'fail'),
    ]
    const now = [
      took('slower', 4),
      took('much slower', 9),
      took('faster', 6),
      took('much faster', 1),
      took('fails now', 9, 'fail'),
      took('failed before', 9),
      took('new', 9),
    ]
    const history = buildHistory([reportOf(before), reportOf(now)])
    const { slower, faster } = findPaces(history, 1, [0])
    expect(namesOf(history, slower)).toEqual(['much slower', 'slower'])
    expect(namesOf(history, faster)).toEqual(['much faster', 'faster'])
  })

  it('has no pace for a test that did not pass, and compares with times of passes only', () => {
    const reports = [
      reportOf([took('fails now', 1), took('failed before', 9, 'fail'), took('not before', 1)]),
      reportOf([took('fails now', 1), took('failed before', 1)]),
      reportOf([took('fails now', 9, 'fail'), took('failed before', 2), took('new', 9)]),
    ]
    const { slower, faster } = findPaces(buildHistory(reports), 2, [0, 1])
    expect([slower, faster]).toEqual([[{ row: 1, usual: 1e6, now: 2e6 }], []])
  })
})

describe('the times of two reports', () => {
  const compare = (before: Parameters<typeof reportOf>[0], after: typeof before) => {
    const { slower, faster } = comparePaces(reportOf(before), reportOf(after), () => UNKNOWN)
    return { slower: slower.map(({ key }) => key), faster: faster.map(({ key }) => key) }
  }

  it('are compared only of tests that passed in both', () => {
    const before = [took('a', 1, 'fail'), took('b', 1), { name: 'c', start: null, duration: null }]
    expect(compare(before, [took('a', 9), took('b', 9, 'skip'), took('c', 9)])).toEqual({
      slower: [],
      faster: [],
    })
  })

  it('list the largest changes first', () => {
    const before = [took('a', 1), took('b', 1), took('c', 9), took('d', 9)]
    const after = [took('a', 3), took('b', 5), took('c', 7), took('d', 3)]
    expect(compare(before, after)).toEqual({ slower: ['b', 'a'], faster: ['d', 'c'] })
  })
})

/** Reports of tests that take 3 to 12 s, with seeded lognormal noise. */
describe('with noise', () => {
  const TESTS = 300

  /** `noise`: standard deviation of a time's logarithm for a test; `change`: what a test takes in a report. */
  function simulate(
    seed: number,
    reports: number,
    noise: (test: number) => number,
    change: (report: number, test: number) => number = () => 1,
  ): History {
    const random = numbers(seed)
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return buildHistory(
      Array.from({ length: reports }, (_, report) =>
        reportOf(
          Array.from(Array(TESTS).keys(), (test) =>
            took(`test ${test}`, (3 + (test % 10)) * change(report, test) * Math.exp(noise(test) * normal())),
          ),
        ),
      ),
    )
  }

  const columnsBefore = (now: number): number[] => Array.from({ length: now }, (_, column) => column)

  /** The newest report as a job's page shows it, compared as the index does, and as at home. */
  function pacesOf(history: History): Paces<unknown>[] {
    const now = history.reports.length - 1
    const [before, after] = history.reports.slice(-2)
    const others = columnsBefore(now - 1)
    return [
      findPaces(history, now, columnsBefore(now)),
      comparePaces(before, after, (key) => variationIn(history, others, key)),
      comparePaces(before, after, () => UNKNOWN),
    ]
  }

  const found = (paces: readonly Paces<unknown>[]): number[] =>
    paces.map(({ slower, faster }) => slower.length + faster.length)

  it.each([2, 4, 10, 16, 20])(
    'of 0.3, below a hundredth of unchanged tests are slower or faster: %i reports',
    (reports) => {
      const sums = [0, 0, 0]
      for (let seed = 1; seed <= 10; seed++) {
        const paces = pacesOf(simulate(seed, reports, () => 0.3))
        for (const [n, count] of found(paces).entries()) sums[n] += count
        expect(paces.map(({ common }) => common.factor)).toEqual([1, 1, 1])
      }
      for (const sum of sums) expect(sum / (10 * TESTS)).toBeLessThan(0.01)
    },
  )

  it('of 0.3 in a few tests among quiet ones, leaves these out where the last reports are known', () => {
    const sums = [0, 0]
    for (let seed = 1; seed <= 20; seed++) {
      const paces = pacesOf(simulate(seed, 20, (test) => (test % 10 === 0 ? 0.3 : 0.03)))
      for (const [n, count] of found(paces.slice(0, 2)).entries()) sums[n] += count
    }
    for (const sum of sums) expect(sum / ((20 * TESTS) / 10)).toBeLessThan(0.012)
  })

  it.each([2, 4, 10, 16, 20])('of 0.03, finds each test that took twice as long: %i reports', (reports) => {
    const doubled = (report: number, test: number): number => (report === reports - 1 && test < 10 ? 2 : 1)
    for (const { slower, faster } of pacesOf(simulate(7, reports, () => 0.03, doubled)))
      expect([slower.length, faster.length]).toEqual([10, 0])
  })

  it('of 0.03, a machine 1.4 times as slow makes no test slower, and one that doubled is found beside it', () => {
    const SLOW = new Set([2, 5, 9, 14, 19])
    const machine = (report: number): number => (SLOW.has(report) ? 1.4 : 1)
    for (const { common, slower, faster } of pacesOf(simulate(7, 20, () => 0.03, machine))) {
      expect(common.factor).toBeCloseTo(1.4, 1)
      expect([slower.length, faster.length]).toEqual([0, 0])
    }
    const both = (report: number, test: number): number =>
      machine(report) * (report === 19 && test === 3 ? 2 : 1)
    for (const { slower } of pacesOf(simulate(7, 20, () => 0.03, both))) expect(slower.length).toBe(1)
  })
})
