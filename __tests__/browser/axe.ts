import axe from 'axe-core'
import type { Page } from 'playwright-core'

const RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, String(target), failureSummary])))`

/**
 * What axe finds wrong: rule, element, reason. Needs a context with `bypassCSP`, since the page's policy only
 * allows its own scripts; that does not change what is checked.
 */
export async function findings(page: Page): Promise<unknown> {
  await page.evaluate(axe.source)
  return page.evaluate(RUN)
}
