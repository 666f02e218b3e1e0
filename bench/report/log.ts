/** Shows a log of 50 MB, measured from the click on its test. */

import { openReport, withPage } from './browser.ts'
import { atMost, type Row } from './row.ts'

const SIZE = 50e6
const HASH = '#/test/0/pkg.test_large'
/**
 * Milliseconds to wait, since a reader clicks on a page at rest. About a second after a page is opened,
 * Chromium ends the process of the previous one, which at times blocks it for 170 ms.
 */
const REST = 1500

export const log: Row = (reports, browser) => {
  const report = reports.log(SIZE)
  const shown = (which: 'first' | 'whole') => () =>
    withPage(browser, async (at) => {
      await openReport(at, report.page, '#/tests')
      await at.locator('.row').first().waitFor()
      await at.waitForLoadState('load')
      await at.waitForTimeout(REST)
      const took = await at.evaluate(([hash, last]) => window.probes.log(hash, last), [
        HASH,
        report.lastLine,
      ] as const)
      return [took[which]]
    })
  return {
    input: report.title,
    series: [
      { name: 'its first lines', unit: 'ms', measure: shown('first') },
      { name: 'its last line', unit: 'ms', measure: shown('whole') },
    ],
    targets: [atMost('its first lines', 100), atMost('its last line', 600)],
  }
}
