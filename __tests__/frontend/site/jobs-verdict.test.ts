import { describe, expect, it } from 'vitest'
import type { SiteRun } from '../../../src/format/site.ts'
import { verdictOfJobs } from '../../../src/frontend/site/jobs-verdict.ts'
import { siteRun } from './runs.ts'

const counts = (passed: number, failed: number, skipped: number): Partial<SiteRun> => ({
  counts: { tests: passed + failed + skipped, passed, failed, skipped },
})
const [passed, failed, skipped, empty] = [counts(3, 0, 1), counts(2, 1, 0), counts(0, 0, 2), counts(0, 0, 0)]
const someEmpty: Partial<SiteRun> = { ...passed, conclusion: 'neutral' }
const lost: Partial<SiteRun> = { ...empty, conclusion: 'failure' }

const SURE = { absent: [], lost: 0 }
const [push, night] = [{ events: ['push'] }, { events: ['schedule'] }]

describe('the verdict on several jobs', () => {
  it.each([
    [[passed], 'passed', '1 job passed'],
    [[passed, passed], 'passed', '2 jobs passed'],
    [[passed, failed, lost], 'failed', '2 of 3 jobs failed'],
    [[empty], 'none', '1 job ran no tests'],
    [[skipped], 'skipped', '1 job ran no tests'],
    [[passed, empty], 'none', '1 of 2 jobs ran no tests'],
    [[skipped, empty], 'skipped', '2 jobs ran no tests'],
    [[passed, someEmpty], 'none', '1 of 2 jobs ran no tests in some runs'],
    [[failed, someEmpty, empty], 'failed', '1 of 3 jobs failed and 2 ran no tests in some runs'],
    [[failed, empty, passed], 'failed', '1 of 3 jobs failed and 1 ran no tests'],
  ] as const)('is $1: $2', (runs, tone, text) => {
    expect(verdictOfJobs(runs.map(siteRun), SURE)).toEqual({ tone, text, rest: '' })
  })

  it('calls the jobs as it is told to if all of them ended alike', () => {
    expect(verdictOfJobs([siteRun(passed)], SURE, 'The only job').text).toBe('The only job passed')
    expect(verdictOfJobs([siteRun(failed)], SURE, 'The only job').text).toBe('The only job failed')
    expect(verdictOfJobs([siteRun(empty)], SURE, 'The only job').text).toBe('The only job ran no tests')
  })

  it.each([
    [
      [passed, passed],
      { absent: [night], lost: 0 },
      'none',
      ', 1 of them without a report of the newest workflow run (schedule)',
    ],
    [[passed], { absent: [push], lost: 0 }, 'none', ', without a report of the newest workflow run (push)'],
    [[passed], { absent: [], lost: 1 }, 'none', ', 1 that failed has stopped reporting'],
    [[failed], { absent: [], lost: 2 }, 'failed', ', 2 that failed have stopped reporting'],
    [
      [failed, passed],
      { absent: [push], lost: 0 },
      'failed',
      '; 1 job has no report of the newest workflow run (push)',
    ],
    [
      [passed, passed],
      { absent: [push], lost: 1 },
      'none',
      ', 1 of them without a report of the newest workflow run (push), 1 that failed has stopped reporting',
    ],
    [
      [passed, skipped],
      { absent: [push, night], lost: 1 },
      'skipped',
      '; 2 jobs have no report of the newest workflow run (push, schedule), 1 that failed has stopped reporting',
    ],
  ] as const)('is never that they passed if one is absent or was lost: %#', (runs, doubts, tone, rest) => {
    expect(verdictOfJobs(runs.map(siteRun), doubts)).toMatchObject({ tone, rest })
  })
})
