/** Types into the search of a million names. */

import { openReport, withPage } from './browser.ts'
import { atMost, type Row, type Series } from './row.ts'

/** In order of typing; each finds a different number of tests than the one before. */
const TYPED = [
  'c',
  'cr',
  'create_s',
  'create_se',
  'd',
  'de',
  'delete_v',
  'v',
  'vo',
  'r',
  're',
  'rebuild_i',
  'zq',
]

const PLACES = [
  { where: 'the table', hash: '#/tests', field: '.search input', result: '.shown' },
  { where: 'the timeline', hash: '#/timeline', field: '.search input', result: '.shown' },
] as const

export const keys: Row = (reports, browser) => {
  const huge = reports.tests(1_000_000)
  const typed = (place: (typeof PLACES)[number], pick: 'keys' | 'longest'): Series['measure'] => {
    return () =>
      withPage(browser, async (at) => {
        await openReport(at, huge.page, place.hash)
        // waits until the search thread has the names and has answered, and rows have been shown
        await at.locator(place.field).fill('create')
        await at
          .locator(place.result)
          .filter({ hasText: /^(?!1,000,000|0)/ })
          .waitFor()
        await at.waitForTimeout(1000)
        await at.locator(place.field).fill('zzz')
        await at.waitForFunction(
          (selector) => document.querySelector(selector)?.textContent?.startsWith('0 '),
          place.result,
        )
        await at.waitForTimeout(1000)
        await at.evaluate(() => window.probes.longestTask())
        const took = await at.evaluate(
          ([field, result, texts]) => window.probes.queries(field, result, texts),
          [place.field, place.result, TYPED] as const,
        )
        return pick === 'keys' ? took : [await at.evaluate(() => window.probes.longestTask())]
      })
  }
  return {
    input: huge.title,
    series: PLACES.flatMap((place): Series[] => [
      { name: `a key in ${place.where}`, unit: 'ms', measure: typed(place, 'keys') },
      { name: `the longest task meanwhile in ${place.where}`, unit: 'ms', measure: typed(place, 'longest') },
    ]),
    targets: PLACES.flatMap(({ where }) => [
      atMost(`a key in ${where}`, 50),
      atMost(`a key in ${where}`, 100, 'most'),
      atMost(`the longest task meanwhile in ${where}`, 50),
    ]),
  }
}
