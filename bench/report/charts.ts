/** A machine's charts at full span, 30 series of 100,000 samples in 10 charts, compared with uPlot's. */

import { withPage } from './browser.ts'
import { type Row, ratio } from './row.ts'
import { pageScript } from './scripts.ts'

/** The first redraws are discarded: not everything is compiled by then. */
const [REDRAWS, FIRST] = [24, 5]

export const charts: Row = (_reports, browser) => {
  const redrawn = (which: 'ours' | 'peer') => () =>
    withPage(browser, async (at) => {
      await at.addScriptTag({ content: await pageScript('charts') })
      const took = await at.evaluate(([name, count]) => window.charts[name](count), [which, REDRAWS] as const)
      return took.slice(FIRST)
    })
  return {
    input: '10 charts of 3 series of 100,000 samples, 1,400 × 72 pixels each',
    series: [
      { name: 'charts redrawn', unit: 'ms', measure: redrawn('ours') },
      { name: 'charts redrawn by uPlot', unit: 'ms', measure: redrawn('peer') },
    ],
    targets: [ratio('charts redrawn', 1 / 8, 'charts redrawn by uPlot')],
  }
}
