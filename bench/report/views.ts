/** Other views of a million tests: scrolling the table, and drawing the hierarchy. */

import type { Page } from 'playwright-core'
import { openReport, withPage } from './browser.ts'
import { atMost, type Prepared, type Row } from './row.ts'

const TESTS = 1_000_000
const SCROLLS = 120

/** A row with one series, measured in the table of all tests once that is shown. */
function inTable(name: string, limit: number, use: (at: Page) => Promise<number[]>): Row {
  return (reports, browser): Prepared => {
    const { page, title } = reports.tests(TESTS)
    const measure = (): Promise<number[]> =>
      withPage(browser, async (at) => {
        await openReport(at, page, '#/tests?sort=start')
        await at.locator('.table-body .row').first().waitFor()
        await at.waitForTimeout(1000)
        return use(at)
      })
    return { input: title, series: [{ name, unit: 'ms', measure }], targets: [atMost(name, limit)] }
  }
}

export const table = inTable('a frame of the table, scrolled', 1000 / 60, (at) =>
  at.evaluate((count) => window.probes.scroll('.table-body', count), SCROLLS),
)

export const icicle = inTable('the hierarchy from the click to its picture', 200, async (at) => [
  await at.evaluate(() => window.probes.picture('#/hierarchy', '.icicle canvas')),
])
