import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { START_SCRIPT, testsId } from '../../src/format/report.ts'
import { launchBrowser, NO_BROWSER, type TestBrowser } from './browser.ts'
import { bend, buildTemplate, report, type StreamTest, stream, urlOf, watch } from './page.ts'
import './patience.ts'

const TRACEBACK =
  'Traceback (most recent call last):\n  File "a.py", line 1, in test_roles\n    user()\nKeyError: \'USER\'\n'
const FAILING = 'nova.tests.unit.api.test_auth.TestRoles.test_roles'

const TESTS: readonly StreamTest[] = [
  {
    id: FAILING,
    status: 'fail',
    tags: ['worker-0'],
    seconds: 0.5,
    files: [
      ['traceback', TRACEBACK],
      ['stderr', 'noise\n'],
    ],
  },
  {
    id: 'nova.tests.unit.api.test_auth.TestRoles.test_none',
    status: 'fail',
    tags: ['worker-1'],
    seconds: 0.25,
    files: [['traceback', TRACEBACK]],
  },
  {
    id: 'nova.tests.unit.test_db.TestDb.test_mysql',
    status: 'skip',
    tags: ['worker-1'],
    start: 1,
    seconds: 0.001,
    files: [['reason', 'no database here']],
  },
  { id: 'nova.tests.unit.test_db.TestDb.test_killed', status: 'inprogress', tags: ['worker-0'], start: 2 },
  ...Array.from(
    { length: 40 },
    (_, n): StreamTest => ({
      id: `nova.tests.unit.test_many.TestMany.test_${n}`,
      tags: [`worker-${n % 2}`],
      start: 1 + n / 10,
      seconds: 0.1,
      files: [['pythonlogging', `line of test ${n}\n`]],
    }),
  ),
]

const DSTAT = `"Dstat 0.8.0 CSV output"
"Author:","Dag",,,,"URL:","http://example.org"
"Host:","vm",,,,"User:","root"
"Cmdline:","dstat --epoch",,,,"Date:","23 Nov 2026 18:14:00 UTC"
"epoch","total cpu usage",,,,,"memory usage",,,,"net/total",,"dsk/total",
"epoch","usr","sys","idl","wai","stl","used","free","buff","cach","recv","send","read","writ"
${Array.from({ length: 8 }, (_, i) => `${1795457658 + i}.0,${i === 5 ? 97 : 40},3,0,0,0,2000000000,1,1,500000000,${i}00,0,0,4096`).join('\n')}
`

describe.skipIf(NO_BROWSER !== null)('the report', () => {
  let browser: TestBrowser
  let template: string
  let path: string

  beforeAll(async () => {
    browser = await launchBrowser()
    template = await buildTemplate(browser.directory)
    path = await report(template, [stream(TESTS)], {
      logs: [DSTAT],
      workflow: {
        name: 'unit / py311',
        url: 'https://github.com/openstack/nova/actions/runs/1',
        change_id: '812',
        change_project: 'openstack/nova',
        revision: '3f2c1ab09d4e5f60718293a4b5c6d7e8f9012345',
      },
    })
  })
  afterAll(() => browser?.close())

  /** Opens the page, and tells of all that it must not do. */
  async function open(
    url: string,
    options: BrowserContextOptions = {},
    script = '',
  ): Promise<[Page, string[]]> {
    const context = await browser.open(options)
    const page = await context.newPage()
    const seen = watch(page)
    if (script !== '') await page.addInitScript({ content: script })
    await page.goto(url)
    return [page, seen]
  }

  it('opens from a file, with the verdict, the counts and the failures’ last lines', async () => {
    const [page, seen] = await open(urlOf(path))
    await expect
      .poll(() => page.locator('h1').innerText())
      .toBe('3 of 44 tests failed in 5.00 s on 2 workers, 78 % busy')
    expect(await page.title()).toBe('nova unit')
    expect(await page.locator('.bar-verdict').innerText()).toBe('3 failed of 44')
    expect(
      (await page.locator('.counts li').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')),
    ).toEqual(['2 failed', '1 did not finish', '1 skipped', '40 passed'])
    const [first, second] = await page.locator('.failure').all()
    expect(await first.innerText()).toContain("KeyError: 'USER'")
    expect(await first.locator('li').count()).toBe(2)
    expect(await second.innerText()).toContain('Did not finish')
    expect(await page.locator('.skips').innerText()).toContain('no database here')
    expect(seen).toEqual([])
  })

  it('leads from the failure to its traceback', async () => {
    const [page, seen] = await open(urlOf(path))
    await page.getByRole('link', { name: 'TestRoles.test_roles' }).first().click()
    expect(await page.locator('.reason').innerText()).toBe("KeyError: 'USER'")
    expect(await page.locator('.attachment h2').allInnerTexts()).toEqual(['traceback', 'stderr'])
    expect(await page.locator('.text-lines').first().textContent()).toBe(TRACEBACK)
    expect(new URL(page.url()).hash).toBe(testHash(0, FAILING))
    expect(seen).toEqual([])
  })

  it('says what ran where, and links to the web alone', async () => {
    const [page] = await open(urlOf(path))
    const links = await page.locator('.what-ran a').evaluateAll((found) => found.map((a) => a.href as string))
    expect(links).toEqual([
      'https://github.com/openstack/nova/pull/812',
      'https://github.com/openstack/nova/commit/3f2c1ab09d4e5f60718293a4b5c6d7e8f9012345',
      'https://github.com/openstack/nova',
      'https://github.com/openstack/nova/actions/runs/1',
    ])
  })

  it('shows the machine over the run, in a picture and in words', async () => {
    const [page] = await open(urlOf(path))
    const charts = page.locator('.chart-row')
    expect(await charts.locator('h4').allInnerTexts()).toEqual(['CPU', 'Memory', 'Disk', 'Network'])
    expect((await charts.first().innerText()).replace(/\s+/g, ' ')).toContain('user median 40 % max 97 %')
    const painted = await page
      .locator('canvas')
      .first()
      .evaluate((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
        return data.some((value: number) => value > 0)
      })
    expect(painted).toBe(true)
  })

  it('opens a deep link, with the facts of the test', async () => {
    const [page] = await open(urlOf(path, testHash(0, 'nova.tests.unit.test_many.TestMany.test_7')))
    expect(await page.locator('h1').innerText()).toBe('nova.tests.unit.test_many.TestMany.test_7')
    const facts = (await page.locator('.facts').innerText()).replace(/\s+/g, ' ')
    // Berlin's clock, an hour before UTC's
    expect(facts).toBe('Duration 0.100 s Started 19:14:21.700 UTC+1, 23 Nov 2026 Worker 1')
    expect(await page.locator('.text-lines').textContent()).toBe('line of test 7\n')
    expect(await page.title()).toBe('test_7 · nova unit')
  })

  it('says of a test that is not in it that it is not', async () => {
    const [page, seen] = await open(urlOf(path, '#/test/0/a.b.test_gone'))
    expect(await page.locator('main').innerText()).toContain('This report has no such test.')
    await page.goto(urlOf(path, '#/test/9/%E0%A4%A'))
    expect(await page.locator('main').innerText()).toContain('This report has no such page.')
    expect(seen).toEqual([])
  })

  it('inflates no log before a test is opened, and then only that one’s', async () => {
    const spy = `{
      const Real = DecompressionStream
      window.inflated = 0
      window.DecompressionStream = class extends Real { constructor(format) { super(format); window.inflated++ } }
    }`
    const [page] = await open(urlOf(path), {}, spy)
    await page.locator('.chart-row').first().waitFor()
    await page.keyboard.press('t')
    await page.locator('.table .row').nth(5).waitFor()
    expect(await page.evaluate('window.inflated')).toBe(2) // the tests and the machine
    await page.getByRole('link', { name: 'test_roles' }).click()
    await page.locator('.text-lines').first().waitFor()
    expect(await page.evaluate('window.inflated')).toBe(4) // the index and one member
  })

  it('is there before its logs have arrived, and waits for those it needs', async () => {
    const html = await readFile(path, 'utf8')
    const cut = html.indexOf(`<script>${START_SCRIPT}</script>`) + `<script>${START_SCRIPT}</script>`.length
    let sendRest: () => void = () => {}
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.write(html.slice(0, cut + 200)) // a part of the first log block too
      sendRest = () => response.end(html.slice(cut + 200))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const page = await (await browser.open()).newPage()
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${testHash(0, FAILING)}`
      await page.goto(url, { waitUntil: 'commit' })
      await page.getByText('Reading the output').waitFor()
      expect(await page.locator('.facts').innerText()).toContain('0.500 s')
      expect(await page.evaluate('document.readyState')).toBe('loading')
      sendRest()
      await page.locator('.text-lines').first().waitFor()
      expect(await page.locator('.reason').innerText()).toBe("KeyError: 'USER'")
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })

  it('goes from failing test to failing test, and back to where the reader was', async () => {
    const [page] = await open(urlOf(path))
    await page.getByRole('link', { name: 'TestRoles.test_roles' }).first().click()
    await page.locator('.facts').waitFor()
    const method = () => page.locator('h1').innerText()
    await page.keyboard.press('n')
    await expect.poll(method).toMatch(/test_none$/)
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
    const [page] = await open(urlOf(path), { colorScheme: 'light' })
    const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const light = await ground()
    await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    const dark = await ground()
    expect(dark).not.toBe(light)
    await page.reload()
    expect(await ground()).toBe(dark)
    await page.keyboard.press('d')
    expect(await ground()).toBe(light)
  })

  it('follows the system’s theme until told otherwise', async () => {
    const [page] = await open(urlOf(path), { colorScheme: 'dark' })
    const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const dark = await ground()
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(ground).not.toBe(dark)
  })

  it('shows times in UTC as well', async () => {
    const [page] = await open(urlOf(path, testHash(0, FAILING)))
    await page.getByRole('button', { name: 'Show UTC' }).click()
    expect(await page.locator('.facts').innerText()).toContain('18:14:20.000 UTC, 23 Nov 2026')
  })

  it('works where the browser keeps nothing', async () => {
    const forbid = `Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })`
    const [page, seen] = await open(urlOf(path), {}, forbid)
    await page.getByRole('button', { name: /Switch to the/ }).click()
    expect(await page.locator('h1').innerText()).toContain('3 of 44')
    expect(seen).toEqual([])
  })

  it('tells its keys, and Escape closes them again', async () => {
    const [page] = await open(urlOf(path))
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').innerText()).toContain('Next, previous failing test')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(new URL(page.url()).hash).toBe('')
  })

  it('needs no sideways scrolling on a phone, on any page', async () => {
    const [page] = await open(urlOf(path), { viewport: { width: 390, height: 844 } })
    for (const hash of ['#/', '#/tests', testHash(0, FAILING), '#/output/0', '#/nowhere']) {
      await page.goto(urlOf(path, hash))
      await page.locator('.counts, .table, .attachment, .quiet, .notice').first().waitFor()
      expect([hash, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([hash, 390])
    }
  })

  it('has landmarks and one heading of the first level on every page', async () => {
    const [page] = await open(urlOf(path))
    for (const hash of ['#/', '#/tests', testHash(0, FAILING), '#/output/0']) {
      await page.goto(urlOf(path, hash))
      await page.locator('main').waitFor()
      const count = (selector: string) => page.locator(selector).count()
      const found = [
        await count('header.bar'),
        await count('main'),
        await count('h1'),
        await count('nav.bar-nav'),
      ]
      expect([hash, ...found]).toEqual([hash, 1, 1, 1, 1])
    }
  })

  it('lets no script run that is not its own', async () => {
    const [page, seen] = await open(urlOf(path))
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
  })

  it('refuses a newer version by name', async () => {
    const newer = await bend(path, (html) => html.replace('"version":1', '"version":2'))
    const [page] = await open(urlOf(newer))
    const text = await page.locator('main').innerText()
    expect(text).toContain('This report cannot be shown')
    expect(text).toMatch(
      /This report \(written by stackviz-action [^)]+\) has version 2, and this page reads up to version 1\./,
    )
  })

  it('says which block is damaged, and still shows the rest', async () => {
    const id = testsId(0)
    const bent = await bend(path, (html) =>
      html
        .replace(`id="${id}">H4sIA`, `id="${id}">H4sIB`)
        .replace(new RegExp(`(id="${id}">.{40}).{8}`), '$1AAAAAAAA'),
    )
    const [page, seen] = await open(urlOf(bent))
    await page.locator('.notice').waitFor()
    expect(await page.locator('.notice').innerText()).toContain(
      `The tests of this run cannot be read: the block “${id}” is damaged.`,
    )
    expect(await page.locator('.notice').innerText()).toContain('Download the report again')
    expect(await page.locator('h1').innerText()).toContain('3 of 44 tests failed')
    expect(await page.locator('.failure').count()).toBe(2)
    expect(seen).toEqual([])
  })

  it('says what is missing where the file was cut off', async () => {
    const cut = await bend(path, (html) => html.slice(0, html.indexOf('id="stackviz-logs-0-0"') + 300))
    const [page] = await open(urlOf(cut, testHash(0, FAILING)))
    await page.locator('.notice').waitFor()
    expect(await page.locator('.notice').innerText()).toContain('the block “stackviz-logs-0-0” is damaged')
    const shorter = await bend(path, (html) =>
      html.slice(0, html.indexOf('<script type="application/gzip" id="stackviz-logs-0-0"')),
    )
    await page.goto(urlOf(shorter, testHash(0, FAILING)))
    await page.locator('.notice').waitFor()
    expect(await page.locator('.notice').innerText()).toContain('the file has no block “stackviz-logs-0-0”')
  })

  it('says of itself that it is empty where nothing was put in', async () => {
    const [page, seen] = await open(urlOf(template))
    expect(await page.locator('main').innerText()).toContain('No report in here yet')
    expect(seen).toEqual([])
  })

  it('shows a run of no tests and one without failures', async () => {
    const none = await report(template, [Buffer.alloc(0)])
    const [page, seen] = await open(urlOf(none))
    expect(await page.locator('h1').innerText()).toMatch(/^No tests (ran|could be read)/)
    await page.keyboard.press('t')
    await expect.poll(() => page.locator('main').innerText()).toContain('There are no tests in this report.')
    const good = await report(template, [stream([{ id: 'a.b' }, { id: 'a.c' }])])
    await page.goto(urlOf(good))
    expect(await page.locator('h1').innerText()).toBe('All 2 tests passed in 1.00 s')
    expect(await page.locator('.failure').count()).toBe(0)
    expect(seen).toEqual([])
  })

  it('tells loss loudly, and does not call it a success', async () => {
    const whole = stream([{ id: 'a.b' }, { id: 'a.c' }])
    const cut = await report(template, [whole.subarray(0, -5)])
    const [page] = await open(urlOf(cut))
    expect(await page.locator('.notice.is-strong').first().innerText()).toContain('results may be missing')
    expect(await page.locator('h1').innerText()).not.toContain('passed')
  })

  it('shows several runs with their totals, and each alone', async () => {
    const two = await report(template, [stream(TESTS), stream([{ id: FAILING, status: 'success' }])])
    const [page, seen] = await open(urlOf(two))
    expect(await page.locator('h1').innerText()).toBe('3 of 45 tests failed in 2 runs')
    expect(await page.locator('article').count()).toBe(2)
    await page.locator('.runs a').nth(1).click()
    await expect.poll(() => page.locator('article').count()).toBe(1)
    expect(await page.locator('article').innerText()).toContain('The only test passed')
    // the same name in another run is another test
    await page.goto(urlOf(two, testHash(1, FAILING)))
    await expect.poll(() => page.locator('.test-status').innerText()).toBe('passed')
    expect(seen).toEqual([])
  })
})
