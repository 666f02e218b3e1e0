/** Memory of a million tests, including names and search. */

import { bytesInUse, openReport, withPage } from './browser.ts'
import { atMost, type Row } from './row.ts'

const TESTS = 1_000_000

export const memory: Row = (reports, browser) => {
  const [huge, empty] = [reports.tests(TESTS), reports.tests(1)]
  const used = (page: string): Promise<number> =>
    withPage(browser, async (at) => {
      await openReport(at, page, '#/timeline')
      await at.getByRole('table', { name: 'Where each worker’s time went' }).waitFor()
      // a search without results makes the search thread build its index
      await at.locator('.search input').fill('zzz')
      await at.getByText('0 found', { exact: true }).waitFor()
      await at.locator('.search input').fill('')
      await at.waitForTimeout(1000)
      return bytesInUse(at)
    })
  return {
    input: `${huge.title}, beside a report of one test`,
    series: [
      {
        name: 'heap of page and search thread',
        unit: 'bytes a test',
        measure: async () => [((await used(huge.page)) - (await used(empty.page))) / TESTS],
      },
    ],
    targets: [atMost('heap of page and search thread', 110)],
  }
}
