import { describe, expect, it } from 'vitest'
import type { SiteRun } from '../../../src/format/site.ts'
import { verdictOfJobs } from '../../../src/frontend/site/jobs-verdict.ts'
import { siteRun } from './runs.ts'

const counts = (passed: number, failed: number, skipped: number): Partial<SiteRun> => ({
  counts: { tests: passed + failed + skipped, passed, failed, skipped },
})
const [passed, failed, skipped, empty] = [counts(3, 0, 1), counts(2, 1, 0), counts(0, 0, 2), counts(0, 0, 0)]
const lost: Partial<SiteRun> = { ...empty, conclusion: 'failure' }

describe('the verdict on several jobs', () => {
  it.each([
    [[passed], 'passed', '1 job passed'],
    [[passed, passed], 'passed', '2 jobs passed'],
    [[passed, failed, lost], 'failed', '2 of 3 jobs failed'],
    [[empty], 'none', '1 job ran no tests'],
    [[skipped], 'skipped', '1 job ran no tests'],
    [[passed, empty], 'none', '1 of 2 jobs ran no tests'],
    [[skipped, empty], 'skipped', '2 jobs ran no tests'],
    [[failed, empty, passed], 'failed', '1 of 3 jobs failed and 1 ran no tests'],
  ] as const)('is $1: $2', (runs, tone, text) => {
    expect(verdictOfJobs(runs.map(siteRun))).toEqual({ tone, text })
  })

  it('calls the jobs as it is told to if all of them ended alike', () => {
    expect(verdictOfJobs([siteRun(passed)], 'The only job').text).toBe('The only job passed')
    expect(verdictOfJobs([siteRun(failed)], 'The only job').text).toBe('The only job failed')
    expect(verdictOfJobs([siteRun(empty)], 'The only job').text).toBe('The only job ran no tests')
  })
})
