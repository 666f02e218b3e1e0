import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { writeIndex } from '../../helpers/site.ts'
import { launchBrowser, type TestBrowser } from '../browser.ts'
import { copyFrontend, watch } from '../page.ts'
import { type Manner, serve, type TestServer } from '../server.ts'

/** Where the site is on its server: not at the root, as on Pages. */
const BASE = 'owner/repo'

/** What the tests of a file share. `browser` and what has a path or a URL exist once tests run. */
interface Index {
  readonly browser: TestBrowser
  readonly page: Page
  /** URL of the site, with a slash at the end. */
  readonly url: string
  /** What `watch` collects of the page since it was opened. */
  readonly seen: string[]
  /** Files of the site that were sent since the page was opened, with their sizes. */
  readonly sent: (readonly [string, number])[]
  /** Serves a new site with this runs.json, and with files at those paths; returns its directory. */
  readonly publish: (
    runs: unknown,
    files?: readonly (readonly [string, Buffer])[],
    ...manners: Manner[]
  ) => Promise<string>
  /** Loads the page again: another hash alone would only navigate within the open page. */
  readonly open: (hash: string, whole: string, on?: Page) => Promise<void>
  readonly section: (title: string) => Locator
  readonly namesIn: (title: string) => Promise<string[]>
  /** What the page did, other than to request files of the site. */
  readonly others: () => string[]
}

/** Starts a browser and builds the pages, for the file's tests. */
export function useIndex(): Index {
  let browser: TestBrowser
  let frontend: string
  let server: TestServer | null = null
  let page: Page
  const seen: string[] = []
  const sent: (readonly [string, number])[] = []

  const noted: Manner = ({ path, content }) => {
    sent.push([path.slice(BASE.length + 1), content.length])
    return false
  }
  const url = (): string => `${server?.url}${BASE}/`

  beforeAll(async () => {
    browser = await launchBrowser()
    frontend = await copyFrontend(browser.directory)
    page = await (await browser.open({ timezoneId: 'UTC' })).newPage()
    watch(page, seen)
  })
  afterAll(async () => {
    server?.close()
    await browser?.close()
  })

  return {
    get browser() {
      return browser
    },
    get page() {
      return page
    },
    get url() {
      return url()
    },
    seen,
    sent,
    publish: async (runs, files = [], ...manners) => {
      server?.close()
      const root = await mkdtemp(join(browser.directory, 'www-'))
      const directory = join(root, BASE)
      await writeIndex(directory, frontend, runs)
      for (const [path, content] of files) {
        await mkdir(dirname(join(directory, path)), { recursive: true })
        await writeFile(join(directory, path), content)
      }
      server = await serve(root, noted, ...manners)
      return directory
    },
    open: async (hash, whole, on = page) => {
      sent.length = 0
      seen.length = 0
      await on.goto('about:blank')
      await on.goto(url() + hash)
      await on.locator(whole).first().waitFor()
    },
    section: (title) => page.locator('.section', { has: page.locator('h2', { hasText: title }) }),
    namesIn: async (title) => {
      const names = page.locator('.section', { has: page.locator('h2', { hasText: title }) }).locator('.name')
      return (await names.allInnerTexts()).map((name) => name.replace(/\s/g, ''))
    },
    others: () => seen.filter((line) => !line.startsWith(`request ${url()}`)),
  }
}
