import { describe, expect, it } from 'vitest'
import { buildHistory, type History } from '../../../src/frontend/compare/history.ts'
import { factorOf, paceOf, runPaceOf, UNKNOWN, variationOf } from '../../../src/frontend/compare/noise.ts'
import { comparePaces, findPaces, type Paces, variationIn } from '../../../src/frontend/compare/pace.ts'
import { nameOfKey } from '../../../src/frontend/compare/report-tests.ts'
import { pacesInWords } from '../../../src/frontend/compare/words.ts'
import { numbers } from '../../helpers/random.ts'
import { reportOf, reportOfRuns, STEADY, took } from './tests.ts'

const SECOND = 1e6
/** Of a run whose tests took as long as before. */
const SAME = { factor: 1, spread: 0, tests: 20 }
const among = (...tests: Parameters<typeof reportOf>[0]) => reportOf([...tests, ...STEADY])

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
    expect(paceOf(before * SECOND, after * SECOND, SAME, () => varies(spread))).toBe(kind)
  })

  it('is noise within six deviations of all tests, unless enough times of its own are known', () => {
    const common = { ...SAME, spread: 0.2 }
    const of = (times: number) => paceOf(10 * SECOND, 20 * SECOND, common, () => varies(0.01, times))
    expect([0, 14, 15].map(of)).toEqual([null, null, 'slower'])
    // the few of its own still count if they vary more
    expect(paceOf(10 * SECOND, 20 * SECOND, SAME, () => varies(0.2, 4))).toBeNull()
  })

  it('is unknown with too few times of its own and too few other tests', () => {
    const of = (times: number, tests: number) =>
      paceOf(10 * SECOND, 20 * SECOND, { ...SAME, tests }, () => varies(0, times))
    expect([of(14, 19), of(15, 19), of(14, 20)]).toEqual(['unknown', 'slower', 'slower'])
    expect(paceOf(10 * SECOND, 11 * SECOND, { ...SAME, tests: 0 }, () => UNKNOWN)).toBeNull()
  })

  it.each([
    [1.5, { 7: 'faster', 9: null, 13: null, 17: null, 19: 'slower' }],
    [0.5, { 3: 'faster', 4.5: null, 7: null, 11: null, 13: 'slower' }],
  ])('counts beside a factor of %d only if it is one without, too', (factor, kinds) => {
    for (const [after, kind] of Object.entries(kinds))
      expect(paceOf(10 * SECOND, Number(after) * SECOND, { ...SAME, factor }, () => varies(0.01))).toBe(kind)
  })
})

describe('a test’s time', () => {
  const ALIKE = [1, 1, 1, 1, 1]

  it('varies by the median absolute deviation of the logarithms', () => {
    const times = [4, 1, 2, 32, 2].map((seconds) => seconds * SECOND)
    expect(variationOf(times, ALIKE)).toEqual({ spread: expect.closeTo(Math.LN2, 9), times: 5 })
  })

  it('is not known without one', () => {
    expect(variationOf([], [])).toBe(UNKNOWN)
  })

  it('does not vary below half a second', () => {
    expect(variationOf([1, 1000, 100_000, 400_000], ALIKE)).toEqual({ spread: 0, times: 4 })
  })

  it.each([
    ['follows', [2, 4, 2, 4]],
    ['does not follow', [2, 2, 2, 2]],
  ])('does not vary if it %s what the tests of each report have in common', (_, seconds) => {
    const times = seconds.map((one) => one * SECOND)
    expect(variationOf(times, [1, 2, 1, 2])).toEqual({ spread: 0, times: 4 })
  })

  it('has a factor in a report only of twenty long tests, and beyond a tenth', () => {
    expect(factorOf([...Array(19).fill(1.5), 9])).toBe(1.5)
    expect(factorOf(Array(19).fill(1.5))).toBe(1)
    expect([1.11, 1.1, 0.91, 0.9].map((one) => factorOf(Array(20).fill(one)))).toEqual([1.11, 1, 1, 0.9])
  })
})

describe('the pace of a run', () => {
  const all = (count: number, before: number, after: number) =>
    Array.from({ length: count }, () => ({ before: before * SECOND, after: after * SECOND }))
  const paceOfRun = (...tests: ReturnType<typeof all>[]): number => runPaceOf(tests.flat()).factor

  it('is the median ratio of twenty tests or more that took half a second one time', () => {
    const short = all(40, 0.2, 0.2)
    const known = { factor: expect.closeTo(1.5, 9), spread: 0, tests: 20 }
    expect(runPaceOf([...all(20, 0.4, 0.6), ...short])).toEqual(known)
    expect(runPaceOf(all(16, 0.4, 0.6))).toEqual({
      factor: 1,
      spread: 0,
      tests: 16,
    })
    expect(runPaceOf(all(20, 0, 0.6))).toEqual({ factor: 1, spread: 0, tests: 0 })
  })

  it('is that of short tests that took ten seconds in sum, where fewer are long', () => {
    const [tiny, untimed] = [all(500, 0.002, 0.009), all(1, Number.NaN, 0.4)]
    const known = { factor: expect.closeTo(2, 9), spread: 0, tests: 600 }
    expect(runPaceOf([...all(600, 0.01, 0.02), ...tiny, ...untimed])).toEqual(known)
    expect(runPaceOf([...all(500, 0.005, 0.01), ...tiny])).toEqual({ factor: 1, spread: 0, tests: 0 })
    // long ones tell more
    expect(runPaceOf([...all(20, 1, 1), ...all(600, 0.01, 0.02)])).toEqual({
      factor: 1,
      spread: 0,
      tests: 20,
    })
  })

  it.each([
    ['four fifths', 3.1, 80],
    ['65 %', 2.9, 65],
    ['four fifths', 1.3, 80],
    ['65 %', 1.4, 65],
  ])('is 1 unless %s of the tests are nearer to it: 2 s that took %d s', (_, after, most) => {
    expect(paceOfRun(all(most, 2, after), all(100 - most, 2, 2))).toBeCloseTo(after / 2, 9)
    expect(paceOfRun(all(most - 1, 2, after), all(101 - most, 2, 2))).toBe(1)
  })

  it('is 1 below a tenth', () => {
    expect(paceOfRun(all(20, 10, 10.9))).toBe(1)
    expect(paceOfRun(all(20, 10, 11.1))).toBeCloseTo(1.11, 9)
  })

  it('counts tests that would have taken half a second by it, but did not', () => {
    expect(paceOfRun(all(26, 0.4, 0.6), all(14, 0.4, 0.4))).toBeCloseTo(1.5, 9)
    expect(paceOfRun(all(25, 0.4, 0.6), all(15, 0.4, 0.4))).toBe(1)
  })

  const words = (runs: readonly (readonly [string, number])[], unknown = 0) => {
    const common = new Map(runs.map(([label, factor]) => [label, { factor, spread: 0, tests: 1300 }]))
    return pacesInWords({ common, slower: [], faster: [], unknown }, 'usual')
  }

  it('is said in words, of each run that differs', () => {
    expect(words([['', 1]])).toBe('')
    expect(words([['', 1.4]])).toBe(
      'Tests took 1.4 times as long as usual, by the median of 1,300, as on a slower machine or with more of them at once. Slower and faster tests differ beside that, too.',
    )
    expect(
      words([
        ['py312', 1],
        ['py313', 0.714],
      ]),
    ).toBe(
      'py313: Tests took 0.71 times as long as usual, by the median of 1,300, as on a faster machine or with fewer of them at once. Slower and faster tests differ beside that, too.',
    )
    const many = Array.from({ length: 7 }, (_, n) => [`leg ${n}`, 2] as const)
    expect(words(many)).toMatch(/leg 4: Tests took 2 [^.]*\. The tests of 2 more runs differ, too\. Slower/)
  })

  it('is followed by how many tests could not be judged', () => {
    expect(words([['', 1]], 2)).toBe(
      '2 tests changed by more than 20 % and 0.5 s, but there are too few reports, and tests of 0.5 s, to know how much times vary.',
    )
    expect(words([], 1)).toMatch(/^1 test changed /)
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
      among(...Object.entries(times).map(([name, all]) => took(name, all[n]))),
    )
    const { slower, faster } = findPaces(buildHistory(reports))
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
    const history = buildHistory([among(...before), among(...now)])
    const { slower, faster } = findPaces(history)
    expect(namesOf(history, slower)).toEqual(['much slower', 'slower'])
    expect(namesOf(history, faster)).toEqual(['much faster', 'faster'])
  })

  it('has no pace for a test that did not pass, and compares with times of passes only', () => {
    const reports = [
      among(took('fails now', 1), took('failed before', 9, 'fail'), took('not before', 1)),
      among(took('fails now', 1), took('failed before', 1)),
      among(took('fails now', 9, 'fail'), took('failed before', 2), took('new', 9)),
    ]
    const { slower, faster } = findPaces(buildHistory(reports))
    expect([slower, faster]).toEqual([[{ row: 1, usual: 1e6, now: 2e6 }], []])
  })
})

describe('the times of two reports', () => {
  const compare = (before: Parameters<typeof reportOf>[0], after: typeof before) => {
    const { slower, faster } = comparePaces(among(...before), among(...after), () => UNKNOWN)
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

  it('list a large change of a short test before a small one of a long test, and the other way round', () => {
    const before = [took('a', 20), took('b', 1), took('c', 3), took('d', 40)]
    const after = [took('a', 25), took('b', 9), took('c', 1), took('d', 30)]
    expect(compare(before, after)).toEqual({ slower: ['b', 'a'], faster: ['d', 'c'] })
  })
})

/** Reports with seeded lognormal noise. */
describe('with noise', () => {
  const TESTS = 300

  interface Simulated {
    readonly reports: number
    /** Of each run. */
    readonly tests?: number
    readonly runs?: readonly string[]
    /** What a test usually takes; 3 to 12 s. */
    readonly seconds?: number
    /** Standard deviation of the logarithm of a test's time. */
    readonly noise: number | ((test: number) => number)
    /** What a test takes in a report beside that. */
    readonly change?: (report: number, test: number, run: number) => number
  }

  function simulate(seed: number, of: Simulated): History {
    const { reports, tests = TESTS, runs = [''], seconds, noise, change = () => 1 } = of
    const random = numbers(seed)
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const deviation = typeof noise === 'number' ? () => noise : noise
    const timeOf = (report: number, test: number, run: number): number =>
      (seconds ?? 3 + (test % 10)) * change(report, test, run) * Math.exp(deviation(test) * normal())
    const runOf = (report: number, run: number) =>
      Array.from(Array(tests).keys(), (test) => took(`test ${test}`, timeOf(report, test, run)))
    return buildHistory(
      Array.from({ length: reports }, (_, report) =>
        reportOfRuns(runs, ...Array.from(runs.keys(), (run) => runOf(report, run))),
      ),
    )
  }

  /** The newest report as a job's page shows it, compared as the index does, and as at home. */
  function pacesOf(history: History): Paces<unknown>[] {
    const [before, after] = history.reports.slice(-2)
    return [
      findPaces(history),
      comparePaces(before, after, variationIn(buildHistory(history.reports.slice(0, -2)))),
      comparePaces(before, after, () => UNKNOWN),
    ]
  }

  const found = (paces: readonly Paces<unknown>[]): number[] =>
    paces.map(({ slower, faster }) => slower.length + faster.length)
  const factorsOf = ({ common }: Paces<unknown>): number[] => [...common.values()].map(({ factor }) => factor)

  describe.each([0.05, 0.3])('of %d', (noise) => {
    it.each([2, 4, 10, 16, 20])('below a hundredth of unchanged tests are listed: %i reports', (reports) => {
      const sums = [0, 0, 0]
      for (let seed = 1; seed <= 10; seed++) {
        const paces = pacesOf(simulate(seed, { reports, noise }))
        for (const [n, count] of found(paces).entries()) sums[n] += count
        expect(paces.flatMap(factorsOf)).toEqual([1, 1, 1])
      }
      for (const sum of sums) expect(sum / (10 * TESTS)).toBeLessThan(0.01)
    })

    it.each([0.2, 0.4, 0.49])('unchanged tests below half a second have no factor: %d s', (seconds) => {
      for (let seed = 1; seed <= 20; seed++) {
        const paces = pacesOf(simulate(seed, { reports: 20, noise, seconds }))
        expect(paces.flatMap(factorsOf)).toEqual([1, 1, 1])
      }
    })

    it.each([2, 4, 14])('none of 19 tests is listed, and how many are not: %i reports', (reports) => {
      for (let seed = 1; seed <= 10; seed++) {
        const slow = (report: number, test: number): number => (report === reports - 1 && test < 5 ? 20 : 1)
        const paces = pacesOf(simulate(seed, { reports, noise, tests: 19, change: slow }))
        expect(found(paces)).toEqual([0, 0, 0])
        for (const { unknown } of paces) expect(unknown).toBeGreaterThanOrEqual(5)
      }
    })
  })

  it('of 0.3 in a few tests among quiet ones, leaves these out where the last reports are known', () => {
    const sums = [0, 0]
    for (let seed = 1; seed <= 20; seed++) {
      const noise = (test: number): number => (test % 10 === 0 ? 0.3 : 0.03)
      const paces = pacesOf(simulate(seed, { reports: 20, noise }))
      for (const [n, count] of found(paces.slice(0, 2)).entries()) sums[n] += count
    }
    for (const sum of sums) expect(sum / ((20 * TESTS) / 10)).toBeLessThan(0.012)
  })

  it.each([2, 4, 10, 16, 20])('of 0.03, finds each test that took twice as long: %i reports', (reports) => {
    const doubled = (report: number, test: number): number => (report === reports - 1 && test < 10 ? 2 : 1)
    for (const { slower, faster } of pacesOf(simulate(7, { reports, noise: 0.03, change: doubled })))
      expect([slower.length, faster.length]).toEqual([10, 0])
  })

  it.each([0.5, 0.7])('of 0.05, finds a share of %d that took twice as long, and no other', (share) => {
    const doubled = (report: number, test: number): number =>
      report === 19 && test % 10 < 10 * share ? 2 : 1
    for (let seed = 1; seed <= 10; seed++) {
      // at home it is not known how much each varies, and half of them that changed are no steady majority
      for (const paces of pacesOf(simulate(seed, { reports: 20, noise: 0.05, change: doubled })).slice(
        0,
        2,
      )) {
        expect(factorsOf(paces)).toEqual([1])
        expect(paces.slower.length).toBeGreaterThan(0.99 * share * TESTS)
        expect(paces.slower.length).toBeLessThanOrEqual(share * TESTS + 2)
        expect(paces.faster.length).toBeLessThanOrEqual(2)
      }
    }
  })

  it.each([0.3, 0.5, 0.7])('of 0.3, a share of %d that took four times as long is no factor', (share) => {
    const slow = (report: number, test: number): number => (report === 19 && test % 10 < 10 * share ? 4 : 1)
    for (let seed = 1; seed <= 10; seed++)
      expect(pacesOf(simulate(seed, { reports: 20, noise: 0.3, change: slow })).flatMap(factorsOf)).toEqual([
        1, 1, 1,
      ])
  })

  it.each([
    [0.03, 1.15],
    [0.05, 1.4],
    [0.05, 0.7],
    [0.3, 3],
  ])('of %d, by a machine that takes %d times as long hardly a test is listed', (noise, factor) => {
    const sums = [0, 0, 0]
    for (let seed = 1; seed <= 10; seed++) {
      const change = (report: number): number => (report === 19 ? factor : 1)
      const paces = pacesOf(simulate(seed, { reports: 20, noise, change }))
      for (const [n, count] of found(paces).entries()) sums[n] += count
      for (const one of paces.flatMap(factorsOf)) expect(Math.abs(Math.log(one / factor))).toBeLessThan(noise)
    }
    for (const sum of sums) expect(sum / (10 * TESTS)).toBeLessThan(0.01)
  })

  it.each([
    [0.03, 0.2],
    [0.05, 0.3],
  ])('of %d, on a slow machine hardly a test is listed if a share of %d only waits', (noise, share) => {
    const sums = [0, 0, 0]
    for (let seed = 1; seed <= 10; seed++) {
      const change = (report: number, test: number): number =>
        report === 19 && test % 10 >= 10 * share ? 1.3 : 1
      const paces = pacesOf(simulate(seed, { reports: 20, noise, change }))
      for (const [n, count] of found(paces).entries()) sums[n] += count
    }
    for (const sum of sums) expect(sum / (10 * TESTS)).toBeLessThan(0.01)
  })

  it('of 0.05, tests that doubled are found though every other report is of a slow machine', () => {
    const sums = [0, 0, 0]
    for (const slow of [0, 1]) {
      for (let seed = 1; seed <= 5; seed++) {
        const change = (report: number, test: number): number =>
          (report % 2 === slow ? 1.3 : 1) * (report === 19 && test < 10 ? 2 : 1)
        const paces = pacesOf(simulate(seed, { reports: 20, noise: 0.05, change }))
        for (const [n, { slower }] of paces.entries()) sums[n] += slower.length
      }
    }
    for (const sum of sums) expect(sum).toBeGreaterThanOrEqual(95)
  })

  it('of 0.03, a test that doubled on a slow machine is found beside it', () => {
    const SLOW = new Set([2, 5, 9, 14, 19])
    const both = (report: number, test: number): number =>
      (SLOW.has(report) ? 1.4 : 1) * (report === 19 && test === 3 ? 2 : 1)
    for (const { slower, faster } of pacesOf(simulate(7, { reports: 20, noise: 0.03, change: both })))
      expect([slower.length, faster.length]).toEqual([1, 0])
  })

  it('of 0.03, one slow machine of three makes no test of its run slower, two make none faster', () => {
    for (const machines of [
      [1, 1, 1.4],
      [1.4, 1.4, 1],
    ]) {
      const change = (report: number, _: number, run: number): number => (report === 19 ? machines[run] : 1)
      const legs = { reports: 20, tests: 100, runs: ['py311', 'py312', 'py313'], noise: 0.03, change }
      for (const paces of pacesOf(simulate(7, legs))) {
        const factors = [...paces.common].map(([label, { factor }]) => [label, Math.round(10 * factor) / 10])
        expect(factors).toEqual(legs.runs.map((label, run) => [label, machines[run]]))
        expect([paces.slower, paces.faster]).toEqual([[], []])
      }
    }
  })

  it('of 0.03, tests of 0.4 s that all took 2.5 times as long are none slower', () => {
    const change = (report: number): number => (report === 19 ? 2.5 : 1)
    for (const paces of pacesOf(simulate(7, { reports: 20, seconds: 0.4, noise: 0.03, change }))) {
      expect(factorsOf(paces)).toEqual([expect.closeTo(2.5, 1)])
      expect([paces.slower, paces.faster, paces.unknown]).toEqual([[], [], 0])
    }
  })
})
