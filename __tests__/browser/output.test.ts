import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { packet } from '../helpers/v2-writer.ts'
import { launchBrowser, NO_BROWSER, type TestBrowser } from './browser.ts'
import { buildTemplate, report, stream, urlOf, watch } from './page.ts'
import './patience.ts'

/** A red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)
const BINARY = Buffer.from([0, 1, 2, 250, 255])
const LINES = 400_000
const BIG = Array.from({ length: LINES }, (_, n) => `2026-11-23 18:14:27 INFO line ${n + 1} of many`).join(
  '\n',
)

describe.skipIf(NO_BROWSER !== null)('the output of a test', () => {
  let browser: TestBrowser
  let path: string

  beforeAll(async () => {
    browser = await launchBrowser()
    const template = await buildTemplate(browser.directory)
    const tests = stream([
      {
        id: 'big',
        files: [
          ['log', BIG],
          ['stderr', 'short\n'],
        ],
      },
      { id: 'long', files: [['line', `start ${'x'.repeat(3_000_000)} end`]] },
      {
        id: 'files',
        files: [
          ['screenshot', PNG, 'image/png'],
          ['core', BINARY, 'application/x-core'],
          ['page', '<b>bold</b>', 'text/html'],
        ],
      },
      { id: 'many', files: Array.from({ length: 300 }, (_, n) => [`file${n}`, `content ${n}`] as const) },
      { id: 'none' },
      { id: 'wide', files: [['log', `${'word '.repeat(400)}\nlast`]] },
    ])
    const loose = packet({ file: ['console', 'before any test\n'], mime: 'text/plain;charset=utf8' })
    path = await report(template, [Buffer.concat([loose, tests])])
  })
  afterAll(() => browser?.close())

  async function open(hash: string): Promise<[Page, string[]]> {
    const page = await (await browser.open({ acceptDownloads: true })).newPage()
    const seen = watch(page)
    await page.goto(urlOf(path, hash))
    await page.locator('.page').waitFor()
    return [page, seen]
  }

  const download = async (page: Page, nth: number): Promise<[string, Buffer]> => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).nth(nth).click(),
    ])
    return [file.suggestedFilename(), await readFile(await file.path())]
  }

  it('of 400,000 lines is shown from the first to the last, some of them as elements', async () => {
    const [page, seen] = await open(testHash(0, 'big'))
    const log = page.getByRole('region', { name: 'log' })
    await log.waitFor()
    expect(await page.locator('.attachment header').first().innerText()).toContain('400,000 lines')
    const rows = log.locator('.text-row')
    expect(await rows.first().locator('.text-line').textContent()).toBe(
      '2026-11-23 18:14:27 INFO line 1 of many',
    )
    expect(await rows.count()).toBeLessThan(100)
    await log.evaluate((element) => {
      element.scrollTop = element.scrollHeight
    })
    await expect.poll(() => rows.last().innerText()).toContain(`line ${LINES} of many`)
    expect(await rows.last().locator('.text-number').textContent()).toBe(String(LINES))
    expect(seen).toEqual([])
  })

  it('is downloaded whole', async () => {
    const [page] = await open(testHash(0, 'big'))
    await page.locator('.text-row').first().waitFor()
    const [name, content] = await download(page, 0)
    expect(name).toBe('log.txt')
    expect(content.equals(Buffer.from(BIG))).toBe(true)
  })

  it('of one line of 3 MB is shown in pieces', async () => {
    const [page, seen] = await open(testHash(0, 'long'))
    const rows = page.locator('.text-row')
    await rows.first().waitFor()
    expect(await page.locator('.attachment header').innerText()).toContain('1 line')
    expect((await rows.first().locator('.text-line').textContent())?.startsWith('start xxx')).toBe(true)
    expect(await rows.nth(1).locator('.text-number').textContent()).toBe('')
    await page.keyboard.press('w')
    await expect
      .poll(async () => (await rows.first().locator('.text-line').textContent())?.length)
      .toBeLessThan(200)
    expect(seen).toEqual([])
  })

  it('wraps when asked to, and says so in the address', async () => {
    const [page] = await open(testHash(0, 'wide'))
    const text = page.locator('.text')
    await text.waitFor()
    const overflows = () => text.evaluate((element) => element.scrollWidth > element.clientWidth)
    expect(await overflows()).toBe(true)
    await page.getByRole('button', { name: 'Wrap' }).click()
    await expect.poll(overflows).toBe(false)
    await expect.poll(() => new URL(page.url()).hash).toBe(`${testHash(0, 'wide')}?wrap`)
    await page.reload()
    await text.waitFor()
    expect(await overflows()).toBe(false)
  })

  it('has images shown, and everything else offered as a file', async () => {
    const [page] = await open(testHash(0, 'files'))
    await page.locator('.picture').waitFor()
    await expect.poll(() => page.locator('.picture').evaluate((image) => image.naturalWidth)).toBe(1)
    expect(await page.locator('.attachment h2').allInnerTexts()).toEqual(['screenshot', 'core', 'page'])
    expect(await page.locator('.attachment header').nth(1).innerText()).toContain('application/x-core · 5 B')
    expect(await download(page, 0)).toEqual(['screenshot.png', PNG])
    expect(await download(page, 1)).toEqual(['core.bin', BINARY])
    expect(await page.locator('.text-lines').textContent()).toBe('<b>bold</b>')
    expect((await download(page, 2))[0]).toBe('page.txt')
  })

  it('of very many files is shown some at a time', async () => {
    const [page] = await open(testHash(0, 'many'))
    await page.locator('.attachment').first().waitFor()
    expect(await page.locator('.attachment').count()).toBe(50)
    await page.getByRole('button', { name: 'Show more of the 300 attachments' }).click()
    expect(await page.locator('.attachment').count()).toBe(100)
  })

  it('is said to be none where there is none', async () => {
    const [page] = await open(testHash(0, 'none'))
    await expect.poll(() => page.locator('main').innerText()).toContain('This test left no output.')
  })

  it('is shown of the run as a whole, too', async () => {
    const [page, seen] = await open('#/')
    await page.getByRole('link', { name: 'Output outside of the tests' }).click()
    await expect.poll(() => page.locator('.text-lines').textContent()).toBe('before any test\n')
    expect(seen).toEqual([])
  })

  it('and the test’s name are copied', async () => {
    const context = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await context.newPage()
    await page.goto(urlOf(path, testHash(0, 'wide')))
    await page.getByRole('button', { name: 'Copy name' }).click()
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('wide')
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toMatch(/word \nlast$/)
  })
})
