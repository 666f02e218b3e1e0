/** Pans and zooms the view of all tests. */

import { openReport, timeOfEntry, withPage } from './browser.ts'
import { atMost, type Row, ratio, type Series } from './row.ts'

const FRAMES = 240

export const frames: Row = (reports, browser) => {
  const [small, huge] = [20_000, 1_000_000].map((tests) => reports.tests(tests))
  const moved = (name: string, page: string): Series => ({
    name,
    unit: 'ms',
    measure: () =>
      withPage(browser, async (at) => {
        await openReport(at, page, '#/timeline')
        await timeOfEntry(at, 'timeline')
        await at.getByRole('table', { name: 'Where each worker’s time went' }).waitFor()
        return at.evaluate((count) => window.probes.frames(count), FRAMES)
      }),
  })
  return {
    input: `${small.title}; ${huge.title}`,
    series: [moved('a frame at 20,000', small.page), moved('a frame at 1,000,000', huge.page)],
    targets: [
      atMost('a frame at 1,000,000', 8, 'p95'),
      ratio('a frame at 1,000,000', 2, 'a frame at 20,000', 'p95'),
    ],
  }
}
