import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type LaunchOptions, launchBrowser, type TestBrowser } from './browser.ts'
import { copyFrontend, watch } from './page.ts'

/** What the tests of a file share. `browser` and the paths exist once tests run. */
export interface SharedReport {
  readonly browser: TestBrowser
  /** The page without data. */
  readonly template: string
  /** What was made of it. */
  readonly path: string
  /** What `watch` collects of the test's pages. A test takes out what it expects: the rest makes it fail. */
  readonly seen: string[]
  readonly newPage: (options?: BrowserContextOptions) => Promise<Page>
  readonly openAt: (url: string, options?: BrowserContextOptions) => Promise<Page>
  /** Name and content of the file that a button downloads. */
  readonly download: (page: Page, button: string) => Promise<[string, Buffer]>
}

/**
 * Starts a browser for the file's tests, and makes their report. After each test its pages are closed.
 * `isOwn` tells which addresses its pages may request.
 */
export function useReport(
  make: (template: string) => Promise<string>,
  { isOwn, ...launch }: LaunchOptions & { isOwn?: (url: string) => boolean } = {},
): SharedReport {
  let browser: TestBrowser
  let template: string
  let path: string
  const seen: string[] = []
  const opened: Page[] = []

  beforeAll(async () => {
    browser = await launchBrowser(launch)
    template = join(await copyFrontend(browser.directory), 'index.html')
    path = await make(template)
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.context().close()))
    const all = seen.splice(0)
    if (all.length > 0) throw new Error(`the page did what it must not:\n${all.join('\n')}`)
  })

  async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.open(options)).newPage()
    watch(page, seen, isOwn)
    opened.push(page)
    return page
  }

  return {
    get browser() {
      return browser
    },
    get template() {
      return template
    },
    get path() {
      return path
    },
    seen,
    newPage,
    openAt: async (url, options) => {
      const page = await newPage(options)
      await page.goto(url)
      return page
    },
    download: async (page, button) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ])
      const name = file.suggestedFilename()
      seen.splice(seen.indexOf(`download ${name}`), 1)
      return [name, await readFile(await file.path())]
    },
  }
}
