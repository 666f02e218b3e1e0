import type { SiteRun } from '../../../src/format/site.ts'

/** A report of the job `unit` on main with three passed tests, unless `more` says otherwise. */
export const siteRun = (more: Partial<SiteRun> = {}): SiteRun => ({
  path: 'runs/1-1-unit',
  name: 'unit',
  title: 'unit',
  workflow: 'CI',
  run: 1,
  attempt: 1,
  event: 'push',
  branch: 'main',
  pull: null,
  commit: null,
  published: '2026-03-01T12:00:00Z',
  conclusion: 'success',
  counts: { tests: 3, passed: 3, failed: 0, skipped: 0 },
  duration: 1,
  columns: 1,
  size: 1,
  app: 'x',
  ...more,
})
