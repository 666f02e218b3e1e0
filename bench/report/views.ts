/** The other views of a million tests: the table scrolled, and the hierarchy's picture. */

import { openReport, withPage } from './browser.ts'
import { atMost, type Row } from './row.ts'

const TESTS = 1_000_000
const SCROLLS = 120

export const table: Row = (reports, browser) => {
  const huge = reports.tests(TESTS)
  return {
    input: huge.title,
    series: [
      {
        name: 'a frame of the table, scrolled',
        unit: 'ms',
        measure: () =>
          withPage(browser, async (at) => {
            await openReport(at, huge.page, '#/tests?sort=start')
            await at.locator('.table-body .row').first().waitFor()
            await at.waitForTimeout(1000)
            return at.evaluate((count) => window.probes.scroll('.table-body', count), SCROLLS)
          }),
      },
    ],
    targets: [atMost('a frame of the table, scrolled', 1000 / 60)],
  }
}

export const icicle: Row = (reports, browser) => {
  const huge = reports.tests(TESTS)
  return {
    input: huge.title,
    series: [
      {
        name: 'the hierarchy from the click to its picture',
        unit: 'ms',
        measure: () =>
          withPage(browser, async (at) => {
            await openReport(at, huge.page, '#/tests?sort=start')
            await at.locator('.table-body .row').first().waitFor()
            await at.waitForTimeout(1000)
            return [await at.evaluate(() => window.probes.picture('#/hierarchy', '.icicle canvas'))]
          }),
      },
    ],
    targets: [atMost('the hierarchy from the click to its picture', 200)],
  }
}
