/** Tests the printed page by the text of the PDF that the browser makes of it. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { extractText } from 'unpdf'
import { describe, expect, it } from 'vitest'
import type { Config, Stats } from '../../src/format/exported.ts'
import { NO_BROWSER } from './browser.ts'
import { report, urlOf } from './page.ts'
import { useReport } from './use-report.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

describe.skipIf(NO_BROWSER !== null)('the example’s report on paper', () => {
  const shared = useReport(async (template) => {
    const stream = await readFile(join(EXAMPLES, 'nova.subunit.gz'))
    const logs = [await readFile(join(EXAMPLES, 'dool.csv'), 'utf8')]
    return report(template, [stream], { logs })
  })
  const { openAt } = shared

  async function open(colorScheme: 'light' | 'dark'): Promise<Page> {
    const page = await openAt(urlOf(shared.path), { colorScheme })
    await page.locator('.failure a').first().waitFor()
    return page
  }

  it('has the verdict, and each failure with its name and its reason', async () => {
    const page = await open('light')
    const words = withoutSpace(await textIn(await page.pdf({ format: 'A4' })))
    expect(words).toContain(withoutSpace(await page.locator('h1').innerText()))
    const { failures } = await statsOf(shared.path)
    expect(failures).toHaveLength(10)
    for (const { name, details } of failures) {
      expect(words).toContain(withoutSpace(name))
      expect(words).toContain(withoutSpace(String(details)))
    }
  })

  it('has the names of its slowest tests in full, in the room of the bars, and breaks them between words', async () => {
    const page = await open('light')
    const list = page.locator('.tests', { has: page.locator('.test-bar') }).first()
    const names = await list.locator('.name').evaluateAll((all) => all.map(({ title }) => title))
    expect(names).toHaveLength(10)
    const shown = await list.innerText()
    const found = await namesIn(await page.pdf({ format: 'A6' }), names)
    expect(found.map(joined)).toEqual(names)
    expect(found.some((name) => name.includes('\n'))).toBe(true)
    await expect.poll(() => list.innerText()).toBe(shown)
    await page.emulateMedia({ media: 'print' })
    expect(await list.locator('.test-bar').filter({ visible: true }).count()).toBe(0)
  })

  it('has no steps to other failures, nor what filters a log', async () => {
    const page = await open('light')
    await page.locator('.failure a').first().click()
    const tools = page.locator('.neighbours, .log-tools, .picker .search')
    await tools.first().waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await tools.filter({ visible: true }).count()).toBe(0)
    // nor lines around a picture that is not there
    expect(
      await page.evaluate('getComputedStyle(document.querySelector(".test-strip")).borderTopWidth'),
    ).toBe('0px')
  })

  it.each(['light', 'dark'] as const)('has dark text if the theme of the system is %s', async (scheme) => {
    const page = await open(scheme)
    await page.emulateMedia({ media: 'print' })
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(28, 31, 36)')
  })

  it('says which tests of the table it has, and by what they were chosen', async () => {
    const page = await open('light')
    const printed = async (hash: string): Promise<Buffer> => {
      await page.goto(urlOf(shared.path, hash))
      await page.locator('.table-body .row').first().waitFor()
      return page.pdf({ format: 'A4' })
    }
    expect(await textIn(await printed('#/tests'))).toMatch(/^Tests 1 to \d\d of 948$/m)
    const failed = await printed('#/tests?status=fail&q=nova')
    expect(await textIn(failed)).toMatch(/^Tests 1 to 10 of 10 · failed · nova$/m)
    const { failures } = await statsOf(shared.path)
    const names = failures.map(({ name }) => name)
    expect((await namesIn(failed, names)).map(joined)).toEqual(names)
    // its rows do not become more, although nothing limits their box
    await page.goto(urlOf(shared.path, '#/tests'))
    const rows = page.locator('.table-body .row')
    await rows.nth(10).waitFor()
    const before = await rows.count()
    await page.emulateMedia({ media: 'print' })
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    expect(await rows.count()).toBe(before)
    // its headings stand above their columns
    const ends = page.locator('.table .row > :last-child')
    const right = await ends.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right))
    expect(new Set(right).size).toBe(1)
  })

  it('says of the timeline what was filtered, found, and is not in it', async () => {
    const noTimes = 'test: a.T.x\nfailure: a.T.x [\nno\n]\n'
    const timed = ['00', '10'].map((s) => `time: 2026-11-23 18:14:${s}.000000Z\n`)
    const text = `${noTimes}${timed[0]}test: a.T.y\n${timed[1]}success: a.T.y\n`
    const path = await report(shared.template, [Buffer.from(text)])
    const page = await openAt(urlOf(path, '#/timeline?status=fail&q=T'))
    await page.locator('.toolbar .shown').waitFor()
    const words = page.locator('.on-paper')
    await expect.poll(() => words.textContent()).toBe('1 of 2 · 1 without times · failed · T')
    await page.emulateMedia({ media: 'print' })
    expect(await words.isVisible()).toBe(true)
  })

  it('says of the hierarchy which module and which run it is of', async () => {
    const page = await openAt(urlOf(shared.path, '#/hierarchy?root=nova.tests.&run=0'))
    const words = page.locator('.on-paper')
    await page.locator('.figures').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await words.innerText()).toBe('run 0 · nova.tests.')
  })

  it.each(['#/timeline', '#/hierarchy'])('has no picture in the colours of the screen: %s', async (hash) => {
    const page = await open('dark')
    await page.goto(urlOf(shared.path, hash))
    const pictures = page.locator('canvas')
    await pictures.first().waitFor()
    await page.locator('.figures').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await pictures.filter({ visible: true }).count()).toBe(0)
    expect(await page.locator('.figures').first().isVisible()).toBe(true)
  })
})

const textIn = async (pdf: Buffer): Promise<string> =>
  (await extractText(new Uint8Array(pdf), { mergePages: true })).text

/** The names as they stand on paper, with their line breaks. */
async function namesIn(pdf: Buffer, names: readonly string[]): Promise<string[]> {
  const text = await textIn(pdf)
  return names.map((name) => {
    const letters = name.split('').map((letter) => letter.replace(/\W/, '\\$&'))
    return new RegExp(letters.join('\\s*')).exec(text)?.[0] ?? `no ${name}`
  })
}

/** A name that is broken only between its words. */
const joined = (name: string): string => name.replace(/([._])\n/g, '$1')

/** Names wrap at the edge of the paper, wherever that is. */
const withoutSpace = (text: string): string => text.replace(/\s+/g, '')

async function statsOf(page: string): Promise<Stats> {
  const config = await readFile(join(page, '../export/config.json'), 'utf8')
  return (JSON.parse(config) as Config).tempest[0].stats
}
