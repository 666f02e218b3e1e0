import axe from 'axe-core'
import type { Page } from 'playwright-core'

const RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, String(target), failureSummary])))`

/**
 * What axe finds wrong: rule, element, why. The page's context has `bypassCSP`: its policy lets in no script
 * but its own, and what is looked at is the same without it.
 */
export async function findings(page: Page): Promise<unknown> {
  await page.evaluate(axe.source)
  return page.evaluate(RUN)
}
