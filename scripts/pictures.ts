/**
 * Takes the docs' pictures of a report of examples/ and of a generated site, both made by `dist/`. Linux x64.
 *
 *     npm run pictures
 */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launchBrowser } from '../__tests__/browser/browser.ts'
import { serve } from '../__tests__/browser/server.ts'
import { writeSite } from '../__tests__/helpers/site.ts'

const ROOT = join(import.meta.dirname, '..')
const REPORT = pathToFileURL(join(ROOT, 'stackviz-report/report.html')).href

interface Picture {
  readonly name: string
  /** `index`: of a site's index; otherwise of the report. */
  readonly at?: 'index'
  readonly hash: string
  /** Selector of an element that is there when the page is complete. */
  readonly whole: string
  readonly width: number
  readonly height: number
  readonly dark?: boolean
}

const [WIDTH, HEIGHT] = [1280, 800]
const PICTURES: readonly Picture[] = [
  { name: 'report', hash: '#/', whole: '.failure', width: WIDTH, height: HEIGHT },
  { name: 'timeline', hash: '#/timeline', whole: '.machine-table', width: WIDTH, height: HEIGHT },
  {
    name: 'timeline-dark',
    hash: '#/timeline?view=0-30',
    whole: '.machine-table',
    width: WIDTH,
    height: HEIGHT,
    dark: true,
  },
  { name: 'hierarchy', hash: '#/hierarchy', whole: '.tree', width: WIDTH, height: 640 },
  { name: 'index', at: 'index', hash: '#/', whole: '.jobs', width: WIDTH, height: 640 },
  { name: 'index-job', at: 'index', hash: '#/job/unit', whole: '.history', width: WIDTH, height: HEIGHT },
  { name: 'phone', hash: '#/', whole: '.failure', width: 390, height: 844 },
]

execFileSync(process.execPath, [join(ROOT, 'scripts/example.mjs')], { stdio: 'inherit' })
const browser = await launchBrowser({ onlyPackedFonts: true })
await writeSite(join(browser.directory, 'site'), join(ROOT, 'dist/frontend'))
const server = await serve(join(browser.directory, 'site'))
for (const { name, at, hash, whole, width, height, dark = false } of PICTURES) {
  const colorScheme = dark ? 'dark' : 'light'
  const context = await browser.open({ viewport: { width, height }, timezoneId: 'UTC', colorScheme })
  const page = await context.newPage()
  await page.goto(`${at === 'index' ? server.url : REPORT}${hash}`)
  await page.locator(whole).first().waitFor()
  // two frames: the first lays out, the second draws
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  await page.screenshot({ path: join(ROOT, 'docs', `${name}.png`) })
  await context.close()
}
server.close()
await browser.close()
