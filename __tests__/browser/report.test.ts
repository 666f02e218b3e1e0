import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { logsId, START_SCRIPT } from '../../src/format/report.ts'
import { NO_BROWSER } from './browser.ts'
import { report, shownText, stream, urlOf } from './page.ts'
import { frame } from './plot.ts'
import { DSTAT, FAILING, TESTS, TRACEBACK } from './run.ts'
import { useReport } from './use-report.ts'

describe.skipIf(NO_BROWSER !== null)('the report', () => {
  const shared = useReport((template) =>
    report(template, [stream(TESTS)], {
      logs: [DSTAT],
      workflow: {
        name: 'unit / py311',
        url: 'https://github.com/openstack/nova/actions/runs/1',
        change_id: '812',
        change_project: 'openstack/nova',
        revision: '3f2c1ab09d4e5f60718293a4b5c6d7e8f9012345',
      },
    }),
  )
  const { newPage, openAt, seen } = shared

  it('opens from a file, with the verdict, the counts and the reasons of failures and skips', async () => {
    const page = await openAt(urlOf(shared.path))
    await expect
      .poll(() => page.locator('h1').innerText())
      .toBe('3 of 44 tests failed in 5.00 s on 2 workers, 48 % busy')
    expect(await page.title()).toBe('nova unit')
    expect(await page.locator('.bar-verdict').innerText()).toBe('3 failed of 44')
    expect(
      (await page.locator('.counts li').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')),
    ).toEqual(['2 failed', '1 did not finish', '1 skipped', '40 passed'])
    const [first, second] = await page.locator('.failure').all()
    expect(await first.innerText()).toMatch(/^Did not finish\s[^]*≥ 3\.00 s$/)
    expect(await second.innerText()).toContain("KeyError: 'USER'")
    expect(await second.locator('li').count()).toBe(2)
    expect(await page.locator('.skips').innerText()).toContain('no database here')
  })

  it('links a failure to its traceback', async () => {
    const page = await openAt(urlOf(shared.path))
    await page.getByRole('link', { name: 'TestRoles.test_roles' }).first().click()
    expect(await page.locator('.reason').innerText()).toBe("KeyError: 'USER'")
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['traceback', 'stderr'])
    expect(await shownText(page)).toBe(TRACEBACK)
    expect(new URL(page.url()).hash).toBe(testHash(0, FAILING))
  })

  it('links to the pull request, the commit, the repository and the workflow run', async () => {
    const page = await openAt(urlOf(shared.path))
    const links = await page.locator('.what-ran a').evaluateAll((found) => found.map((a) => a.href as string))
    expect(links).toEqual([
      'https://github.com/openstack/nova/pull/812',
      'https://github.com/openstack/nova/commit/3f2c1ab09d4e5f60718293a4b5c6d7e8f9012345',
      'https://github.com/openstack/nova',
      'https://github.com/openstack/nova/actions/runs/1',
    ])
  })

  it('shows the machine’s metrics in charts and in numbers', async () => {
    const page = await openAt(urlOf(shared.path))
    const charts = page.locator('.chart-row')
    expect(await charts.locator('h4').allInnerTexts()).toEqual(['CPU', 'Memory', 'Disk', 'Network'])
    expect((await charts.first().innerText()).replace(/\s+/g, ' ')).toContain('user median 40 % max 97 %')
    const painted = () =>
      page
        .locator('canvas')
        .first()
        .evaluate((canvas) => {
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
          return data.some((value: number) => value > 0)
        })
    await expect.poll(painted).toBe(true)
    seen.length = 0 // Chromium warns that the test reads from the canvas
  })

  it('opens a deep link, with the facts of the test', async () => {
    const page = await openAt(urlOf(shared.path, testHash(0, 'nova.tests.unit.test_many.TestMany.test_7')))
    expect(await page.locator('h1').innerText()).toBe('nova.tests.unit.test_many.TestMany.test_7')
    const facts = (await page.locator('.facts').innerText()).replace(/\s+/g, ' ')
    // Berlin is an hour ahead of UTC
    expect(facts).toBe('Duration 0.100 s Started 19:14:21.700 UTC+1, 23 Nov 2026 Worker 1')
    expect(await shownText(page)).toBe('line of test 7')
    expect(await page.title()).toBe('test_7 · nova unit')
    // it belongs to the table, which Escape leads up to
    const current = page.locator('.bar-nav a[aria-current]')
    expect(await current.evaluateAll((all) => all.map((one) => [one.textContent, one.ariaCurrent]))).toEqual([
      ['Tests', 'true'],
    ])
    await page.keyboard.press('Escape')
    await expect.poll(() => new URL(page.url()).hash).toBe('#/tests')
  })

  it('says if it has no such test or page', async () => {
    const page = await openAt(urlOf(shared.path, '#/test/0/a.b.test_gone'))
    expect(await page.locator('main').innerText()).toContain('This report has no such test.')
    await page.goto(urlOf(shared.path, testHash(0, FAILING, 3)))
    await expect
      .poll(() => page.locator('main').innerText())
      .toContain('It has fewer than 3 results in run 0.')
    await page.goto(urlOf(shared.path, '#/test/9/%E0%A4%A'))
    expect(await page.locator('main').innerText()).toContain('This report has no such page.')
  })

  it('inflates no log before a test is opened, and then only that test’s', async () => {
    const spy = `{
      const Real = DecompressionStream
      window.inflated = 0
      window.DecompressionStream = class extends Real { constructor(format) { super(format); window.inflated++ } }
    }`
    const page = await newPage()
    await page.addInitScript({ content: spy })
    await page.goto(urlOf(shared.path))
    await page.locator('.chart-row').first().waitFor()
    await page.keyboard.press('t')
    await page.locator('.table .row').nth(5).waitFor()
    expect(await page.evaluate('window.inflated')).toBe(4) // the tests, their names, why they failed, and the machine
    await page.getByRole('link', { name: 'test_roles' }).click()
    await page.locator('.text').first().waitFor()
    expect(await page.evaluate('window.inflated')).toBe(6) // the index and one member
  })

  it('is shown before its logs have arrived, and waits for the one it needs', async () => {
    const html = await readFile(shared.path, 'utf8')
    const cut = html.indexOf(`<script type="application/gzip" id="${logsId(0, 0)}"`)
    expect(html.slice(0, cut).trimEnd().endsWith(`<script>${START_SCRIPT}</script>`)).toBe(true)
    let sendRest: () => void = () => {}
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.write(html.slice(0, cut + 200)) // a part of the first log block too
      sendRest = () => response.end(html.slice(cut + 200))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const page = await newPage()
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${testHash(0, FAILING)}`
      await page.goto(url, { waitUntil: 'commit' })
      await page.getByText('Reading the output').waitFor()
      expect(await page.locator('.facts').innerText()).toContain('0.500 s')
      expect(await page.evaluate('document.readyState')).toBe('loading')
      sendRest()
      await page.locator('.text').first().waitFor()
      expect(await page.locator('.reason').innerText()).toBe("KeyError: 'USER'")
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })

  it('moves between failing tests by keys, and Escape goes back step by step', async () => {
    const page = await openAt(urlOf(shared.path))
    await page.getByRole('link', { name: 'TestRoles.test_roles' }).first().click()
    const method = () => page.locator('h1').innerText()
    await expect.poll(method).toMatch(/test_roles$/)
    await page.keyboard.press('w')
    await expect.poll(() => page.url()).toMatch(/\?wrap$/)
    await page.keyboard.press('n')
    await expect.poll(method).toMatch(/test_none$/)
    // at home they are listed by reason
    expect(await page.locator('.neighbours').innerText()).toMatch(/2 of 3 failed, by start/)
    expect(page.url()).toMatch(/\?wrap$/) // lines stay wrapped
    await page.keyboard.press('n')
    await expect.poll(method).toMatch(/test_killed$/)
    await page.keyboard.press('p')
    await expect.poll(method).toMatch(/test_none$/)
    await page.goBack()
    await expect.poll(method).toMatch(/test_killed$/)
    await page.goForward()
    await expect.poll(method).toMatch(/test_none$/)
    for (const end of [/test_killed$/, /test_none$/, /test_roles$/, /tests failed/]) {
      await page.keyboard.press('Escape')
      await expect.poll(method).toMatch(end)
    }
  })

  it('switches the theme, and remembers it', async () => {
    const page = await openAt(urlOf(shared.path), { colorScheme: 'light' })
    const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const light = await ground()
    await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    await expect.poll(ground).not.toBe(light)
    const dark = await ground()
    // a page that is loaded at once may not see yet what the browser has just stored
    await expect.poll(() => page.reload().then(ground)).toBe(dark)
    await page.keyboard.press('d')
    await expect.poll(ground).toBe(light)
  })

  it('follows a change of the system’s theme', async () => {
    const page = await openAt(urlOf(shared.path), { colorScheme: 'dark' })
    const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const dark = await ground()
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(ground).not.toBe(dark)
    // not once the reader has chosen the other one, until that choice is taken back
    const light = await ground()
    await page.keyboard.press('d')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.emulateMedia({ colorScheme: 'light' })
    await frame(page)
    expect(await ground()).toBe(dark)
    await page.keyboard.press('d')
    expect(await ground()).toBe(light)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(ground).toBe(dark)
  })

  it('draws each picture in the same colours, whatever page and theme were shown before', async () => {
    const pictures = (page: Page): Promise<string> =>
      page.evaluate('[...document.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL()).join()')
    const hashes = ['#/', '#/timeline', '#/hierarchy', testHash(0, FAILING)]
    const walker = await openAt(urlOf(shared.path), { colorScheme: 'light' })
    for (const hash of hashes) {
      await walker.goto(urlOf(shared.path, hash))
      await walker.locator('canvas').first().waitFor()
    }
    await walker.keyboard.press('d')
    for (const hash of hashes) {
      const page = await openAt(urlOf(shared.path, hash), { colorScheme: 'dark' })
      await walker.goto(urlOf(shared.path, hash))
      await page.locator('canvas').first().waitFor()
      await expect
        .poll(async () => (await pictures(walker)) === (await pictures(page)), { message: hash })
        .toBe(true)
    }
  })

  it('can show times in UTC', async () => {
    const page = await openAt(urlOf(shared.path, testHash(0, FAILING)))
    await page.getByRole('button', { name: 'Show UTC' }).click()
    expect(await page.locator('.facts').innerText()).toContain('18:14:20.000 UTC, 23 Nov 2026')
    await page.reload()
    await expect.poll(() => page.locator('.facts').innerText()).toContain('18:14:20.000 UTC')
  })

  it('does not offer UTC if local time is UTC', async () => {
    const page = await openAt(urlOf(shared.path), { timezoneId: 'Europe/London' }) // in November, as in the run
    const foot = page.locator('.foot')
    await expect.poll(() => foot.innerText()).toMatch(/^Times in UTC\s*Count from the first test/)
    await page.keyboard.press('z')
    await expect.poll(() => foot.innerText()).toMatch(/^Times from the first test\s*Show your time \(UTC\)/)
    await page.keyboard.press('z')
    await expect.poll(() => foot.innerText()).toMatch(/^Times in UTC/)
  })

  it('works without local storage, locales and a base64 decoder', async () => {
    const poor = `
      Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })
      window.Intl = new Proxy({}, { get() { throw new RangeError('Incorrect locale information provided') } })
      for (const of of [Date, Number, String, Array]) of.prototype.toLocaleString = () => { throw new RangeError('no') }
      delete Uint8Array.fromBase64`
    const page = await newPage()
    await page.addInitScript({ content: poor })
    await page.goto(urlOf(shared.path))
    await page.getByRole('button', { name: /Switch to the/ }).click()
    await page.locator('.chart-row').first().waitFor()
    await page.getByRole('link', { name: 'TestRoles.test_roles' }).first().click()
    await expect.poll(() => shownText(page)).toBe(TRACEBACK)
  })

  it('lists its keys on ?, until Escape', async () => {
    const page = await openAt(urlOf(shared.path))
    await page.keyboard.press('?')
    const listed = await page.getByRole('dialog').innerText()
    // one key may do different things: each is listed where it does
    const groups = await page.getByRole('dialog').locator('section').allInnerTexts()
    expect(groups.map((group) => group.split('\n')[0])).toEqual([
      'Everywhere',
      'Table of tests',
      'Timeline',
      'A test and its output',
    ])
    expect(groups[2]).toMatch(/^f\s+To the selection/m)
    expect(groups[3]).toMatch(/^f\s+Find in the output/m)
    for (const group of groups.slice(2)) expect(group).toContain('Next, previous failing test, by start')
    expect(listed).toContain('also Shift+drag, or dragging the axis')
    await page.keyboard.press('Escape')
    // gone, not only hidden: before that it is still about to close
    await expect.poll(() => page.locator('dialog').count()).toBe(0)
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await page.mouse.click(5, 5)
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(new URL(page.url()).hash).toBe('')
  })

  it('lets the open page handle a key before the report does, even after navigation', async () => {
    const page = await openAt(urlOf(shared.path))
    await page.keyboard.press('l')
    await page.locator('.plot').waitFor()
    await page.keyboard.press('/')
    await expect.poll(() => page.evaluate('document.activeElement.type')).toBe('search')
    expect(new URL(page.url()).hash).toBe('#/timeline')
  })

  it('leads back to the timeline and the hierarchy as they were left, and to where home was scrolled', async () => {
    const page = await openAt(urlOf(shared.path, '#/timeline?view=1-2'))
    await page.locator('.plot').waitFor()
    await page.goto(urlOf(shared.path, '#/hierarchy?by=count'))
    await page.locator('.tree').waitFor()
    await page.keyboard.press('h')
    await page.locator('.chart-row').first().waitFor()
    const hrefOf = (name: string) => page.locator('.bar-nav').getByRole('link', { name }).getAttribute('href')
    expect([await hrefOf('Timeline'), await hrefOf('Hierarchy')]).toEqual([
      '#/timeline?view=1-2',
      '#/hierarchy?by=count',
    ])
    await page.evaluate('window.scrollTo(0, 300)')
    await frame(page) // the page gets its scroll event
    for (const [key, hash] of [
      ['l', '#/timeline?view=1-2'],
      ['y', '#/hierarchy?by=count'],
    ]) {
      await page.keyboard.press(key)
      await expect.poll(() => new URL(page.url()).hash).toBe(hash)
      await page.goBack()
      await expect.poll(() => page.evaluate('window.scrollY')).toBe(300)
    }
  })

  it('calls a change without a pull request a change, and links to no other host', async () => {
    const workflow = {
      url: 'https://zuul.example.org/build/1',
      change_id: '812',
      change_project: '//example.com/x',
    }
    const page = await openAt(urlOf(await report(shared.template, [stream(TESTS)], { workflow })))
    expect(await page.locator('.bar-facts').innerText()).toMatch(/Change 812$/)
    expect(await page.locator('.what-ran a').count()).toBe(0)
  })

  it('focuses the heading of a new page, since screen readers are silent about a focused main', async () => {
    const page = await openAt(urlOf(shared.path))
    const focused = () =>
      page.evaluate('[document.activeElement.tagName, document.activeElement.innerText].join(" ")')
    await page.keyboard.press('t')
    await expect.poll(focused).toBe('H1 Tests')
    await page.getByRole('link', { name: 'Skip to content' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe('H1 Tests')
  })

  it('returns the focus after Escape or Back to what led away', async () => {
    const page = await openAt(urlOf(shared.path))
    const focused = () =>
      page.evaluate('document.activeElement.getAttribute("href") ?? document.activeElement.role')
    await page.getByRole('link', { name: 'TestRoles.test_roles' }).first().focus()
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe(null) // a heading
    await page.keyboard.press('Escape')
    await expect.poll(focused).toBe(testHash(0, FAILING))
    await page.keyboard.press('t')
    await expect.poll(focused).toBe(null)
    await page.getByRole('grid').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe(null)
    await page.goBack()
    await expect.poll(focused).toBe('grid')
  })

  it('needs no sideways scrolling on a phone, on any page', async () => {
    const page = await openAt(urlOf(shared.path), { viewport: { width: 390, height: 844 } })
    for (const hash of ['#/', '#/tests', testHash(0, FAILING), '#/output/0', '#/nowhere']) {
      await page.goto(urlOf(shared.path, hash))
      await page.locator('.counts, .table, .attachment, .quiet, .notice').first().waitFor()
      expect([hash, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([hash, 390])
    }
  })

  it('has landmarks, one first-level heading and no skipped level on every page', async () => {
    const page = await openAt(urlOf(shared.path))
    for (const hash of ['#/', '#/timeline', '#/tests', '#/hierarchy', testHash(0, FAILING), '#/output/0']) {
      await page.goto(urlOf(shared.path, hash))
      await page.locator('main').waitFor()
      await frame(page)
      const count = (selector: string) => page.locator(selector).count()
      const found = [
        await count('header.bar'),
        await count('main'),
        await count('h1'),
        await count('nav.bar-nav'),
      ]
      expect([hash, ...found]).toEqual([hash, 1, 1, 1, 1])
      const levels = await page.evaluate<number[]>(
        '[...document.querySelectorAll("h1, h2, h3, h4")].map(({ tagName }) => Number(tagName[1]))',
      )
      const leaps = levels.filter((level, n) => level > (levels[n - 1] ?? 0) + 1)
      expect([hash, ...leaps]).toEqual([hash])
    }
  })

  it('runs no script that is not its own', async () => {
    const page = await openAt(urlOf(shared.path))
    await page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src="x:y" onerror="window.ran = 1"><p style="color: red">')`,
    )
    await page.evaluate(
      `{ const script = document.createElement('script'); script.textContent = 'window.ran = 2'; document.body.append(script) }`,
    )
    expect(await page.evaluate('window.ran ?? null')).toBeNull()
    await expect
      .poll(() => seen.filter((line) => line.includes('Content Security Policy')).length)
      .toBeGreaterThanOrEqual(3)
    seen.length = 0
  })
})
