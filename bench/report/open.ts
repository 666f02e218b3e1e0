/** Opens a report's file, measured until its timeline and its first paint. */

import { openReport, parseInBrowser, timeOfEntry, withPage } from './browser.ts'
import { type Row, ratio, type Series } from './row.ts'

const [SMALL, LARGE, HUGE] = [20_000, 100_000, 1_000_000]

export const open: Row = (reports, browser) => {
  const [small, large, huge] = [SMALL, LARGE, HUGE].map((tests) => reports.tests(tests))
  const timeline = (name: string, page: string): Series => ({
    name,
    unit: 'ms',
    measure: () =>
      withPage(browser, async (at) => {
        await openReport(at, page, '#/timeline')
        return [await timeOfEntry(at, 'timeline')]
      }),
  })
  const parse = (name: string, path: string): Series => ({
    name,
    unit: 'ms',
    measure: () => withPage(browser, async (at) => [await parseInBrowser(at, path)]),
  })
  return {
    input: [small, large, huge].map(({ title }) => title).join('; '),
    series: [
      timeline('timeline of 20,000', small.page),
      timeline('timeline of 100,000', large.page),
      parse('JSON.parse of raw.json of 100,000', large.raw),
      timeline('timeline of 1,000,000', huge.page),
      parse('JSON.parse of raw.json of 1,000,000', huge.raw),
    ],
    targets: [
      ratio('timeline of 1,000,000', 4, 'timeline of 20,000'),
      ratio('timeline of 1,000,000', 0.5, 'JSON.parse of raw.json of 1,000,000'),
      ratio('timeline of 100,000', 1, 'JSON.parse of raw.json of 100,000'),
    ],
  }
}

export const paint: Row = (reports, browser) => {
  // the logs take 2 MB and 200 MB of the report
  const [few, many] = [400, 140_000].map((log) => reports.tests(SMALL, log))
  const first = (name: string, page: string): Series => ({
    name,
    unit: 'ms',
    measure: () =>
      withPage(browser, async (at) => {
        await openReport(at, page, '')
        return [await timeOfEntry(at, 'first-contentful-paint')]
      }),
  })
  return {
    input: `${few.title}; ${many.title}`,
    series: [first('first paint with few logs', few.page), first('first paint with many logs', many.page)],
    targets: [ratio('first paint with many logs', 1.3, 'first paint with few logs')],
  }
}
