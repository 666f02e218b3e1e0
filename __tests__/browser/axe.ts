import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { frame } from './plot.ts'

const run = (options: object): string =>
  `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...options })}).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, String(target), failureSummary])))`

/** The rules of which colours matter. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds wrong: rule, element, reason. Needs a context with `bypassCSP`, since the page's policy only
 * allows its own scripts; that does not change what is checked.
 */
export async function findings(page: Page): Promise<unknown> {
  await page.evaluate(axe.source)
  return page.evaluate(run({}))
}

/** What axe finds wrong in the light theme, and what of that in the dark one, to which the page is switched. */
export async function findingsInBothThemes(page: Page): Promise<[light: unknown, dark: unknown]> {
  const light = await findings(page)
  // in the next frame, without transitions
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await frame(page)
  // --page of the dark theme: else the light one would be checked twice
  expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
    'rgb(20, 22, 26)',
  )
  return [light, await page.evaluate(run({ runOnly: COLOURS }))]
}
