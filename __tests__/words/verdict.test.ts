import { describe, expect, it } from 'vitest'
import type { Conclusion, ReportRun } from '../../src/format/report.ts'
import { alone, toneOf, totalsOf, verdict, verdictInShort, verdictOf } from '../../src/words/verdict.ts'

describe('the verdict', () => {
  it.each<[number, number, number, Conclusion, string, string]>([
    [16226, 29, 72, 'failure', '29 of 16,226 tests failed', '29 failed of 16,226'],
    [5, 5, 0, 'failure', 'All 5 tests failed', '5 failed of 5'],
    [1, 1, 0, 'failure', 'The only test failed', '1 failed of 1'],
    [948, 0, 0, 'success', 'All 948 tests passed', '948 passed'],
    [948, 0, 8, 'success', 'All 940 tests that ran passed, 8 skipped', '940 passed'],
    [2, 0, 1, 'success', 'The test that ran passed, 1 skipped', '1 passed'],
    [7, 0, 7, 'success', 'All 7 tests were skipped', '7 skipped'],
    [1, 0, 1, 'success', 'The only test was skipped', '1 skipped'],
    [0, 0, 0, 'neutral', 'No tests ran', 'No tests'],
    [0, 0, 0, 'failure', 'No tests could be read', 'No tests read'],
    [9, 0, 0, 'failure', 'No failure in the 9 tests that could be read', 'Results may be missing'],
  ])('of %d tests, %d failed, %d skipped, %s: %s', (tests, failed, skipped, conclusion, long, short) => {
    const totals = { tests, failed, skipped }
    expect(verdict(totals, conclusion, null)).toBe(long)
    expect(verdictInShort(totals, conclusion)).toBe(short)
  })

  it.each<[number, number, number, Conclusion, string]>([
    [16226, 29, 72, 'failure', '29 of 16,226 tests failed in 12.5 s'],
    [1, 1, 0, 'failure', 'The only test failed in 12.5 s'],
    [948, 0, 0, 'success', 'All 948 tests passed in 12.5 s'],
    [948, 0, 8, 'success', 'All 940 tests that ran passed in 12.5 s, 8 skipped'],
    [7, 0, 7, 'success', 'All 7 tests were skipped in 12.5 s'],
    [0, 0, 0, 'neutral', 'No tests ran'],
    [9, 0, 0, 'failure', 'No failure in the 9 tests that could be read'],
  ])('of %d tests, %d failed, %d skipped, %s, has the time: %s', (tests, failed, skipped, conclusion, text) =>
    expect(verdict({ tests, failed, skipped }, conclusion, 12.5)).toBe(text),
  )

  it.each<[number, number, number, string, string]>([
    [3, 0, 6, '6 of 9 tests never ran', '6 never ran'],
    [0, 0, 1, '1 of 1 test never ran', '1 never ran'],
    [1200, 2, 1500, '2 of 2,700 tests failed in 12.5 s, 1,500 never ran', '2 failed of 2,700'],
    [1, 1, 10, '1 of 11 tests failed in 12.5 s, 10 never ran', '1 failed of 11'],
  ])('of %d tests, %d failed, while %d never ran: %s', (tests, failed, missing, long, short) => {
    const totals = { tests, failed, skipped: 0, missing }
    expect(verdict(totals, 'failure', 12.5)).toBe(long)
    expect(verdictInShort(totals, 'failure')).toBe(short)
    expect(toneOf(totals, 'failure')).toBe(failed > 0 ? 'failed' : 'lost')
  })

  it.each<[number, number, number, Conclusion, string, string]>([
    [1, 0, 0, 'neutral', 'The only test passed in 12.5 s; 1 of 3 runs has no test', 'A run has no test'],
    [7, 0, 7, 'neutral', 'All 7 tests were skipped in 12.5 s; 1 of 3 runs has no test', 'A run has no test'],
    [5, 2, 0, 'failure', '2 of 5 tests failed in 12.5 s; 1 of 3 runs has no test', '2 failed of 5'],
  ])('of %d tests, %d failed, %d skipped, beside a run without tests: %s, %s', (...given) => {
    const [tests, failed, skipped, conclusion, long, short] = given
    const totals = { tests, failed, skipped, withoutTest: { runs: 1, of: 3 } }
    expect(verdict(totals, conclusion, 12.5)).toBe(long)
    expect(verdictInShort(totals, conclusion)).toBe(short)
    expect(toneOf(totals, conclusion)).toBe(failed > 0 ? 'failed' : 'none')
  })

  it.each([
    [[3, 0, 2, 0, 1], { runs: 2, of: 5 }, 'All 6 tests passed; 2 of 5 runs have no test'],
    [[3, 2], undefined, 'All 5 tests passed'],
    [[0, 0], undefined, 'No tests ran'],
  ])('of runs of %j tests counts those without a test', (counts, withoutTest, words) => {
    const runs = counts.map((count) => ({ entry: { stats: { count, failed: 0, skipped: 0 } } }) as ReportRun)
    const conclusion = counts.includes(0) ? 'neutral' : 'success'
    const totals = totalsOf({ runs })
    expect(totals.withoutTest).toEqual(withoutTest)
    expect(verdict(totals, conclusion, null)).toBe(words)
    const result = {
      counts: { tests: totals.tests, failed: 0, skipped: 0 },
      conclusion,
      duration: null,
      isPartial: false,
      runs: counts.map((tests) => ({ counts: { tests }, duration: null })),
    } as const
    expect(verdictOf(result)).toBe(words)
    expect('isPartial' in totals).toBe(false)
  })

  it('of a result that may lack tests says so', () => {
    const counts = { tests: 9, failed: 1, skipped: 0 }
    const result = {
      counts,
      conclusion: 'failure',
      duration: null,
      runs: [{ counts, duration: null }],
    } as const
    const told = [true, false].map((isPartial) => verdictOf({ ...result, isPartial }))
    expect(told).toEqual(['1 of the 9 tests that could be read failed', '1 of 9 tests failed'])
    const totals = { ...counts, missing: 2, isPartial: true } as const
    expect(verdict(totals, 'failure', null)).toBe('1 of the 9 tests that could be read failed, 2 never ran')
  })

  it.each([
    [600, [300, null], ' in 10 m 00 s'],
    [600, [299.9, null], ''],
    [86_400, [60, 60], ''],
    [90, [60, 60], ' in 1 m 30 s'],
  ])('of runs within %d s that took %j s ends with%j', (duration, seconds, words) => {
    const runs = seconds.map((one) => ({ counts: { tests: 1 }, duration: one }))
    const counts = { tests: 2, failed: 0, skipped: 0 }
    expect(verdictOf({ counts, conclusion: 'success', isPartial: false, duration, runs })).toBe(
      `All 2 tests passed${words}`,
    )
  })

  it.each<[number, number, string]>([
    [1, 1, 'The only test that could be read failed in 12.5 s'],
    [9, 9, '9 of the 9 tests that could be read failed in 12.5 s'],
    [22, 1, '1 of the 22 tests that could be read failed in 12.5 s'],
  ])('of %d tests of a stream that is cut off, of which %d failed: %s', (tests, failed, long) => {
    const entry = {
      stats: { count: tests, failed, skipped: 0 },
      warnings: [{ kind: 'truncated', message: '' }],
    }
    const runs = [{ machine: null, details: null, entry } as unknown as ReportRun]
    expect(verdict(totalsOf({ runs, isPartial: true }), 'failure', 12.5)).toBe(long)
    expect(verdict(totalsOf(alone({ runs }, 0)), 'failure', 12.5)).toBe(long)
  })

  it.each<[number, number, number, string, string]>([
    [9, 0, 3, 'No failure in the 9 tests that could be read, 3 never ran', '3 never ran'],
    [0, 0, 3, 'No tests could be read, 3 never ran', '3 never ran'],
    [9, 2, 3, '2 of the 9 tests that could be read failed in 12.5 s, 3 never ran', '2 failed of 12'],
    [1, 1, 3, 'The only test that could be read failed in 12.5 s, 3 never ran', '1 failed of 4'],
  ])('of %d tests, %d failed, beside a stream that is cut off, while %d never ran: %s', (...given) => {
    const [tests, failed, missing, long, short] = given
    const totals = { tests, failed, skipped: 0, missing, isPartial: true } as const
    expect(verdict(totals, 'failure', 12.5)).toBe(long)
    expect(verdictInShort(totals, 'failure')).toBe(short)
  })

  it('calls a run without failures lost, not passed, if results may be missing', () => {
    expect(toneOf({ tests: 9, failed: 0, skipped: 8 }, 'success')).toBe('passed')
    expect(toneOf({ tests: 9, failed: 0, skipped: 9 }, 'success')).toBe('skipped')
    expect(toneOf({ tests: 0, failed: 0, skipped: 0 }, 'success')).toBe('none')
    expect(toneOf({ tests: 9, failed: 0, skipped: 9 }, 'failure')).toBe('lost')
    expect(toneOf({ tests: 0, failed: 0, skipped: 0 }, 'failure')).toBe('lost')
  })

  it('counts the tests of all runs', () => {
    const run = (count: number, failed: number, skipped: number, ...missing: number[]): ReportRun => ({
      counts: [],
      machine: null,
      details: null,
      entry: {
        stats: { count, failed, skipped },
        warnings: missing.map((one) => ({ kind: 'not_run', message: '', count: 9, missing: one })),
      } as unknown as ReportRun['entry'],
    })
    expect(totalsOf({ runs: [run(10, 2, 1), run(5, 0, 5)] })).toEqual({ tests: 15, failed: 2, skipped: 6 })
    expect(totalsOf({ runs: [run(10, 2, 1, 4), run(5, 0, 5, 3)] })).toMatchObject({ tests: 15, missing: 7 })
    const told = alone({ runs: [run(5, 0, 0, 3)] }, 0)
    expect(verdict(totalsOf(told), told.conclusion, null)).toBe('3 of 8 tests never ran')
    expect(totalsOf({ runs: [run(5, 0, 0, 1)] })).toMatchObject({ missing: 1 })
  })

  it.each<[number, number, string[], Conclusion, true?]>([
    [5, 0, [], 'success'],
    [1, 1, [], 'failure'],
    [0, 0, [], 'neutral'],
    [1, 0, [], 'success'],
    [5, 0, ['noise', 'truncated'], 'failure', true],
    [0, 0, ['truncated'], 'failure', true],
    [5, 0, ['noise'], 'success'],
  ])('of one run of %i tests, %i failed, with the warnings %j is a %s', (count, failed, kinds, ...told) => {
    const warnings = kinds.map((kind) => ({ kind, message: '' }))
    const run = (entry: object): ReportRun => ({ entry }) as ReportRun
    const stats = { count, failed, skipped: 0 }
    const runs = [
      run({ stats: { ...stats, failed: 9 } }),
      run({ stats, ...(kinds.length > 0 && { warnings }) }),
    ]
    const [conclusion, isPartial] = told
    expect(alone({ runs }, 1)).toStrictEqual({
      runs: [runs[1]],
      conclusion,
      ...(isPartial && { isPartial }),
    })
  })
})
