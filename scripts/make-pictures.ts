/**
 * Takes the pictures of the docs from the example's report, by what `dist/` holds. Linux x64.
 *
 *     node scripts/example.mjs && node scripts/make-pictures.ts
 */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launchBrowser } from '../__tests__/browser/browser.ts'

const ROOT = join(import.meta.dirname, '..')
const PICTURES = [{ name: 'report', hash: '#/', width: 1280, height: 800 }]

const browser = await launchBrowser()
for (const { name, hash, width, height } of PICTURES) {
  const context = await browser.open({ viewport: { width, height }, timezoneId: 'UTC' })
  const page = await context.newPage()
  await page.goto(`${pathToFileURL(join(ROOT, 'stackviz-report/report.html')).href}${hash}`)
  await page.locator('h1').waitFor()
  await page.screenshot({ path: join(ROOT, 'docs', `${name}.png`) })
  await context.close()
}
await browser.close()
