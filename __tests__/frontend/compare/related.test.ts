import { describe, expect, it } from 'vitest'
import type { SiteRun } from '../../../src/format/site.ts'
import { newestOnDefault, predecessorOf } from '../../../src/frontend/compare/related.ts'
import { runsFile } from '../../helpers/site.ts'
import { siteRun } from '../site/runs.ts'

const none: Partial<SiteRun> = { counts: { tests: 0, passed: 0, failed: 0, skipped: 0 } }
const [full, empty, own, last] = [{}, none, {}, none].map((more, n) =>
  siteRun({ ...more, path: `runs/${n}-1-unit` }),
)
const pulled = siteRun({ path: 'runs/9-1-unit', pull: 812, branch: 'topic' })
const site = runsFile([full, empty, own, last, pulled])

describe('the report to compare with', () => {
  it('is the last one before that has tests, if any', () => {
    expect(predecessorOf(site, own)).toBe(full)
    expect(predecessorOf(site, full)).toBeNull()
    expect(predecessorOf(runsFile([empty, own]), own)).toBeNull()
  })

  it('is, on the default branch, the newest other one that has tests', () => {
    expect(newestOnDefault(site, pulled)).toBe(own)
    expect(newestOnDefault(site, own)).toBe(full)
  })
})
