/**
 * Takes the README's picture of the job summary: the example's summary, rendered as GFM with a stylesheet
 * similar to GitHub's. Linux x64; needs dist/engine.
 *
 *     node scripts/make-summary-picture.ts
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { launchBrowser } from '../__tests__/browser/browser.ts'
import { readOverviews } from '../src/action/overview.ts'
import { renderSummary } from '../src/action/summary/summary.ts'
import { convert } from '../src/convert.ts'

const ROOT = join(import.meta.dirname, '..')
const RUN = 'https://github.com/openstack/nova/actions/runs/4711/artifacts'

const STYLE = `
body { margin: 0; padding: 24px 32px; background: #fff; color: #1f2328;
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
h3 { font-size: 1.25em; margin: 0 0 16px; line-height: 1.25 }
p, ul, ol, pre, details { margin: 0 0 16px }
ul, ol { padding-left: 2em } li + li { margin-top: .25em } li > pre { margin: 4px 0 8px }
a { color: #0969da; text-decoration: none } a code { color: inherit }
code { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, monospace; background: #818b981f; padding: .2em .4em; border-radius: 6px }
pre { background: #f6f8fa; border-radius: 6px; padding: 16px; line-height: 1.45; overflow: hidden }
pre code { background: none; padding: 0; white-space: pre }
summary { cursor: pointer } table { border-collapse: collapse } td, th { border: 1px solid #d1d9e0; padding: 6px 13px }
`

/** Replaces ❌, for which this browser has no font. */
const CROSS = '<span style="color: #cf222e">✖</span>'

const directory = mkdtempSync(join(tmpdir(), 'stackviz-picture-'))
const browser = await launchBrowser()
try {
  const page = await (
    await browser.open({ viewport: { width: 1000, height: 900 }, deviceScaleFactor: 2 })
  ).newPage()
  const path = join(directory, 'summary.html')
  writeFileSync(path, await summaryPage())
  await page.goto(pathToFileURL(path).href)
  await page.screenshot({ path: join(ROOT, 'docs/summary.png') })
} finally {
  await browser.close()
  rmSync(directory, { recursive: true })
}

async function summaryPage(): Promise<string> {
  const result = await convert({
    sources: [{ kind: 'file', path: join(ROOT, 'examples/nova.subunit.gz') }],
    dstat: [join(ROOT, 'examples/dool.csv')],
    destination: join(directory, 'out'),
    page: '',
  })
  const facts = { name: 'unit', report: `${RUN}/101`, data: `${RUN}/102`, faults: [] }
  const text = renderSummary(result, { ...facts, overviews: await readOverviews(result) })
  const html = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true })
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${html.replaceAll('❌', CROSS)}`
}
