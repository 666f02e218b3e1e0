import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { NO_BROWSER } from './browser.ts'
import { columnsOnly, report, type StreamTest, stream, urlOf } from './page.ts'
import { useReport } from './use-report.ts'

const TESTS: readonly StreamTest[] = [
  ...Array.from(
    { length: 300 },
    (_, n): StreamTest => ({
      id: `nova.tests.TestCase${n % 3}.test_${n}`,
      status: n % 100 === 99 ? 'fail' : n % 50 === 49 ? 'skip' : 'success',
      tags: [`worker-${n % 4}`],
      start: n,
      seconds: ((n * 7) % 300) / 10 + 0.1,
    }),
  ),
  { id: 'nova.tests.TestCase0.test_twice', status: 'fail', start: 300 },
  { id: 'nova.tests.TestCase0.test_twice', status: 'success', start: 302 },
]

describe.skipIf(NO_BROWSER !== null)('the table of tests', () => {
  const shared = useReport((template) => report(template, [stream(TESTS)]))
  const { newPage, openAt } = shared

  async function open(url: string): Promise<Page> {
    const page = await openAt(url)
    await page.locator('.table').waitFor()
    return page
  }

  /** Names of the drawn rows, from the top. */
  const names = (page: Page): Promise<string[]> =>
    page.locator('.table-body .row').evaluateAll((rows) =>
      rows
        .map((row): [number, string] => [
          Number(row.getAttribute('aria-rowindex')),
          row.querySelector('.name').textContent,
        ])
        .sort((a, b) => a[0] - b[0])
        .map(([, name]) => name),
    )
  const first = async (page: Page): Promise<string> => (await names(page))[0]
  const hash = (page: Page): string => new URL(page.url()).hash

  it('has all tests, the worst first, but elements only for some rows', async () => {
    const page = await open(urlOf(shared.path, '#/tests'))
    await expect.poll(() => page.locator('.shown').innerText()).toBe('302 tests')
    expect(await page.locator('.table').getAttribute('aria-rowcount')).toBe('303')
    expect((await names(page)).slice(0, 5)).toEqual([
      'nova.tests.TestCase0.test_99',
      'nova.tests.TestCase1.test_199',
      'nova.tests.TestCase2.test_299',
      'nova.tests.TestCase0.test_twice',
      'nova.tests.TestCase1.test_49',
    ])
    expect((await names(page)).length).toBeLessThan(60)
  })

  it('searches for several words while typing, and keeps them in the address', async () => {
    const page = await open(urlOf(shared.path, '#/tests'))
    await page.keyboard.press('/')
    await page.keyboard.type('case2 TEST_29')
    await expect.poll(() => page.locator('.shown').innerText()).toBe('5 of 302')
    await expect.poll(() => first(page)).toBe('nova.tests.TestCase2.test_299')
    await expect.poll(() => hash(page)).toBe('#/tests?q=case2+TEST_29')
    expect((await page.locator('.chip').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
      'failed 1',
      'skipped 0',
      'passed 4',
    ])
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('.shown').innerText()).toBe('302 tests')
    // what is found begins at the top, and a new search replaces the old one
    const body = page.locator('.table-body')
    await body.evaluate((element) => {
      element.scrollTop = 2000
    })
    await page.keyboard.type('nova')
    await expect.poll(() => body.evaluate((element) => element.scrollTop)).toBe(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('/')
    await page.keyboard.type('x')
    expect(await page.getByRole('combobox', { name: 'Search tests' }).inputValue()).toBe('x')
  })

  it.each([
    ['Home', '#/'],
    ['Hierarchy', '#/hierarchy'],
    ['Timeline', '#/timeline'],
    ['Tests', '#/tests'],
  ])('searches for what is typed after / on the page %s, however late', async (name, at) => {
    const page = await open(urlOf(shared.path, '#/tests'))
    for (const press of [
      () => page.keyboard.press('/'),
      () => page.getByTitle('Search tests ( / )').click(),
    ]) {
      await page.goto(urlOf(shared.path, at))
      // the page that the key is meant for, not the one before
      await page.locator('.bar-nav [aria-current=page]', { hasText: name }).waitFor()
      await press()
      // the page is there, and its work after the first frame is done
      if (at !== '#/timeline') await page.locator('.table').waitFor()
      await page.evaluate(
        'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))',
      )
      await page.keyboard.type('case2')
      const field = page.getByRole('combobox', { name: 'Search tests' })
      await expect.poll(() => field.inputValue()).toBe('case2')
      await field.fill('')
    }
  })

  it('goes up on Escape, but not beyond the home page', async () => {
    const page = await open(urlOf(shared.path, '#/tests'))
    await page.locator('.row').first().waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => hash(page)).toBe('#/')
    for (let press = 0; press < 3; press++) await page.keyboard.press('Escape')
    expect(hash(page)).toBe('#/')
    await page.goBack()
    expect(hash(page)).toBe('#/tests')
  })

  it('has a menu of columns that Escape and a click beside it close, with no other effect', async () => {
    const page = await open(urlOf(shared.path, '#/tests'))
    await page.locator('.row').first().waitFor()
    const isOpen = (): Promise<boolean> => page.locator('.menu').evaluate((menu) => menu.hasAttribute('open'))
    await page.getByText('Columns').click()
    await page.getByLabel('Tags').check()
    await page.keyboard.press('Escape')
    expect(await isOpen()).toBe(false)
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Columns')
    await expect.poll(() => hash(page)).toMatch(/^#\/tests\?columns=/)
    await page.getByText('Columns').click()
    const row = await page.locator('.row').nth(3).boundingBox()
    await page.mouse.click((row?.x ?? 0) + 200, (row?.y ?? 0) + 5)
    expect([await isOpen(), hash(page)]).toEqual([false, expect.stringMatching(/^#\/tests\?columns=/)])
    await page.getByText('Columns').click()
    await page.evaluate('document.activeElement.blur()')
    await page.keyboard.press('Escape')
    expect([await isOpen(), hash(page)]).toEqual([false, expect.stringMatching(/^#\/tests\?columns=/)])
    // with Caps Lock, and at its place of a Cyrillic layout
    await page.locator('body').dispatchEvent('keydown', { key: 'Р', code: 'KeyH' })
    await expect.poll(() => hash(page)).toBe('#/')
  })

  it('says if nothing is found, which filters exist, and how to show all tests', async () => {
    const page = await open(urlOf(shared.path, '#/tests'))
    await page.getByRole('combobox', { name: 'Search tests' }).fill('no such thing')
    expect(await page.locator('.notice').innerText()).toContain('No test matches “no such thing”.')
    expect(await page.locator('.notice').innerText()).not.toContain('Filters are')
    await page.getByRole('combobox', { name: 'Search tests' }).fill('status:fial')
    await expect.poll(() => page.locator('.notice').innerText()).toContain('Filters are status:fail,')
    await page.getByRole('button', { name: 'Show all tests' }).click()
    await expect.poll(() => page.locator('.shown').innerText()).toBe('302 tests')
  })

  it.each([
    ['at once', 'throw new Error()'],
    [
      'afterwards',
      "const target = new EventTarget(); setTimeout(() => target.dispatchEvent(new Event('error'))); return Object.assign(target, { postMessage() {}, terminate() {} })",
    ],
  ])('searches without a worker if the browser refuses to start one, and says so %s', async (_, refusal) => {
    const page = await newPage()
    await page.addInitScript({ content: `window.Worker = class { constructor() { ${refusal} } }` })
    await page.goto(urlOf(shared.path, '#/tests?sort=name'))
    await page.getByRole('combobox', { name: 'Search tests' }).fill('case1')
    await expect.poll(() => page.locator('.shown').innerText()).toBe('100 of 302')
    await expect.poll(() => first(page)).toBe('nova.tests.TestCase1.test_1')
  })

  it('filters by status', async () => {
    const page = await open(urlOf(shared.path, '#/tests'))
    await page.getByRole('button', { name: /^skipped/ }).click()
    await expect.poll(() => page.locator('.shown').innerText()).toBe('3 of 302')
    await page.getByRole('button', { name: /^failed/ }).click()
    await expect.poll(() => page.locator('.shown').innerText()).toBe('7 of 302')
    await expect.poll(() => hash(page)).toBe('#/tests?status=skip,fail')
    await page.getByRole('button', { name: /^skipped/ }).click()
    expect(await page.getByRole('button', { name: /^skipped/ }).getAttribute('aria-pressed')).toBe('false')
    await expect.poll(() => page.locator('.shown').innerText()).toBe('4 of 302')
  })

  it.each<[string, string, string]>([
    ['Duration', 'nova.tests.TestCase2.test_257', 'nova.tests.TestCase0.test_0'],
    ['Name', 'nova.tests.TestCase0.test_0', 'nova.tests.TestCase2.test_98'],
    ['Start', 'nova.tests.TestCase0.test_0', 'nova.tests.TestCase0.test_twice'],
    ['Worker', 'nova.tests.TestCase0.test_0', 'nova.tests.TestCase2.test_299'],
    ['Status', 'nova.tests.TestCase0.test_99', 'nova.tests.TestCase0.test_twice'],
  ])('sorts by %s, in both directions', async (column, one, other) => {
    const page = await open(urlOf(shared.path, column === 'Status' ? '#/tests?sort=name' : '#/tests'))
    const head = page.getByRole('columnheader', { name: column })
    await head.getByRole('button').click()
    await expect.poll(() => first(page)).toBe(one)
    const direction = await head.getAttribute('aria-sort')
    expect(direction).toBe(column === 'Duration' ? 'descending' : 'ascending')
    await head.getByRole('button').click()
    expect(await head.getAttribute('aria-sort')).not.toBe(direction)
    await expect.poll(() => first(page)).toBe(other)
  })

  it('opens the view in the address: search, status, order', async () => {
    const page = await open(urlOf(shared.path, '#/tests?q=case1&status=success&sort=-name'))
    expect(await page.getByRole('combobox', { name: 'Search tests' }).inputValue()).toBe('case1')
    await expect.poll(() => page.locator('.shown').innerText()).toBe('98 of 302')
    await expect.poll(() => first(page)).toBe('nova.tests.TestCase1.test_97')
  })

  it('keeps its scroll position and active row after Back from a test', async () => {
    const page = await open(urlOf(shared.path, '#/tests?sort=start'))
    await page.locator('.table-body').evaluate((body) => {
      body.scrollTop = 4200
    })
    await page.getByRole('link', { name: 'test_155', exact: false }).click()
    await page.locator('.facts').waitFor()
    await page.goBack()
    await page.locator('.table').waitFor()
    expect(await page.locator('.table-body').evaluate((body) => body.scrollTop)).toBe(4200)
    expect(await page.locator('.row.is-active .name').textContent()).toBe('nova.tests.TestCase2.test_155')
  })

  it('stays where it is when it gets the focus, with the first row in sight active', async () => {
    const page = await open(urlOf(shared.path, '#/tests?sort=start'))
    const body = page.locator('.table-body')
    await body.evaluate((element) => {
      element.scrollTop = 2805
    })
    await page.locator('[aria-rowindex="103"]').waitFor()
    await page.locator('.table').focus()
    expect(await page.locator('.row.is-active').getAttribute('aria-rowindex')).toBe('103')
    expect(await body.evaluate((element) => element.scrollTop)).toBe(2805)
  })

  it('can be moved through by keyboard, which also opens a test', async () => {
    const page = await open(urlOf(shared.path, '#/tests?sort=start'))
    const active = () => page.locator('.row.is-active .name').textContent()
    for (const key of ['j', 'j', 'ArrowDown', 'k']) await page.keyboard.press(key)
    expect(await active()).toBe('nova.tests.TestCase1.test_1')
    expect(await page.locator('.table').getAttribute('aria-activedescendant')).toBe(
      await page.locator('.row.is-active').getAttribute('id'),
    )
    const row = page.getByRole('row', { selected: true })
    expect(await row.getAttribute('aria-rowindex')).toBe('3') // counted from 1, the head too
    // Tab stops at the active row only
    expect(await page.locator('.table-body a[tabindex="0"] .name').allTextContents()).toEqual([
      'nova.tests.TestCase1.test_1',
    ])
    await page.keyboard.press('End')
    await expect.poll(active).toBe('nova.tests.TestCase0.test_twice')
    await page.keyboard.press('Home')
    await expect.poll(active).toBe('nova.tests.TestCase0.test_0')
    await page.keyboard.press('PageDown')
    await expect.poll(active).toMatch(/\.test_[12]\d$/)
    await page.keyboard.press('PageUp')
    await expect.poll(active).toBe('nova.tests.TestCase0.test_0')
    await page.keyboard.press('Enter')
    await expect.poll(() => hash(page)).toBe(testHash(0, 'nova.tests.TestCase0.test_0'))
    await page.keyboard.press('Escape')
    await expect.poll(() => hash(page)).toBe('#/tests?sort=start')
    // the focus is where it was
    await page.locator('.table:focus').waitFor()
    // a button has an Enter of its own
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').press('Enter')
    await expect.poll(() => hash(page)).toBe('#/tests?sort=name')
    // but from there on the keys move in the table, and Enter opens the row
    await page.getByRole('button', { name: /^passed/ }).focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('j')
    await expect.poll(active).toBe('nova.tests.TestCase0.test_102')
    // the focus ring is whole, also beside the row below the pointer
    const rows = page.locator('.table-body .row')
    const edge = async (n: number): Promise<Buffer> => {
      const box = await rows.nth(n).boundingBox()
      return page.screenshot({ clip: { x: 0, y: (box?.y ?? 0) + 14, width: 2, height: 1 } })
    }
    await rows.nth(4).hover()
    expect((await edge(4)).equals(await edge(6))).toBe(true)
    await page.keyboard.press('Enter')
    await expect.poll(() => hash(page)).toBe(testHash(0, 'nova.tests.TestCase0.test_102'))
    // the active row is that of the test seen last, however it was reached
    await page.goto(urlOf(shared.path, testHash(0, 'nova.tests.TestCase1.test_199')))
    await page.locator('.facts').waitFor()
    await page.keyboard.press('t')
    await expect.poll(active).toBe('nova.tests.TestCase1.test_199')
  })

  it('is reached from the search by keyboard', async () => {
    const page = await open(urlOf(shared.path, '#/tests'))
    await page.keyboard.press('/')
    await page.keyboard.type('test_299')
    await expect.poll(() => page.locator('.shown').innerText()).toBe('1 of 302')
    await page.keyboard.press('Enter')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect.poll(() => hash(page)).toBe(testHash(0, 'nova.tests.TestCase2.test_299'))
  })

  it('opens by Enter what is marked, never a test that the filter hides', async () => {
    const page = await open(urlOf(shared.path, '#/tests?sort=start'))
    const active = () => page.locator('.row.is-active .name').textContent()
    await page.getByRole('link', { name: 'test_1', exact: false }).first().click()
    await page.locator('.facts').waitFor()
    await page.goBack()
    await page.locator('.table').waitFor()
    // the test seen last is not in what the search finds: its first row is marked
    await page.keyboard.press('/')
    await page.keyboard.type('test_29')
    await expect.poll(() => page.locator('.shown').innerText()).toBe('11 of 302')
    await page.keyboard.press('Enter')
    await expect.poll(active).toBe('nova.tests.TestCase2.test_29')
    await page.keyboard.press('Enter')
    await expect.poll(() => hash(page)).toBe(testHash(0, 'nova.tests.TestCase2.test_29'))
    await page.goBack()
    await page.locator('.table').waitFor()
    // a button hides it: Enter, with the focus nowhere, opens nothing
    await page.getByRole('button', { name: /^failed/ }).click()
    await expect.poll(() => page.locator('.shown').innerText()).toBe('1 of 302')
    await page.evaluate('document.activeElement.blur()')
    await page.keyboard.press('Enter')
    await expect.poll(() => hash(page)).toBe('#/tests?q=test_29&status=fail&sort=start')
    expect(await page.locator('.row.is-active').count()).toBe(0)
    await page.locator('.table').focus()
    await expect.poll(active).toBe('nova.tests.TestCase2.test_299')
  })

  it('marks the first row of what a search finds after it has been left', async () => {
    const page = await open(urlOf(shared.path, '#/tests'))
    await page.keyboard.press('/')
    // by script: the search has had no time to find anything
    await page.evaluate(`{
      const field = document.querySelector('.search input')
      field.value = 'test_123'
      field.dispatchEvent(new Event('input', { bubbles: true }))
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    }`)
    await expect.poll(() => page.locator('.shown').innerText()).toBe('1 of 302')
    await expect
      .poll(() => page.locator('.row.is-active .name').textContent())
      .toBe('nova.tests.TestCase0.test_123')
  })

  it('distinguishes the attempts of a test', async () => {
    const page = await open(urlOf(shared.path, '#/tests?q=twice&sort=start'))
    const links = page.locator('.cell-name a')
    expect(await links.nth(1).innerText()).toContain('attempt 2')
    expect(await page.locator('.table-body .cell-worker').allInnerTexts()).toEqual(['–', '–'])
    await links.nth(1).click()
    await expect.poll(() => hash(page)).toBe('#/test/0/nova.tests.TestCase0.test_twice~2')
    expect(await page.locator('.test-status').innerText()).toBe('passed')
    const attempts = page.getByRole('navigation', { name: 'Attempts' }).getByRole('link')
    expect(await attempts.evaluateAll((all) => all.map((one) => one.ariaCurrent))).toEqual([null, 'page'])
    await attempts.first().click()
    await expect.poll(() => page.locator('.test-status').innerText()).toBe('failed')
  })

  it('lists of many results those near the test’s own, and all that failed', async () => {
    const tests = Array.from({ length: 70 }, (_, n): StreamTest => {
      const status = n === 0 || n === 69 ? 'fail' : 'success'
      return { id: 'a.T.loop', status, start: n, seconds: 0.5 }
    })
    const path = await report(shared.template, [stream(tests)])
    const page = await openAt(urlOf(path, '#/test/0/a.T.loop~35'))
    const attempts = page.getByRole('navigation', { name: 'Attempts' }).getByRole('link')
    await expect.poll(() => attempts.count()).toBe(54)
    const texts = (await attempts.allInnerTexts()).map((one) => one.replace(/\s+/g, ' '))
    expect([0, 1, 2, 51, 52, 53].map((n) => texts[n])).toEqual([
      '1 failed 0.500 s',
      '… 8 more',
      '10 passed 0.500 s',
      '59 passed 0.500 s',
      '… 10 more',
      '70 failed 0.500 s',
    ])
    await attempts.nth(1).click()
    await expect.poll(() => hash(page)).toBe('#/tests?q=%22a.T.loop%22&sort=start')
    await expect.poll(() => page.locator('.shown').innerText()).toBe('70 tests')
  })

  it('links a test to its results in the report’s other runs', async () => {
    const of = (id: string, ...statuses: NonNullable<StreamTest['status']>[]) =>
      statuses.map((status, n): StreamTest => ({ id, status, start: 2 * n }))
    const path = await report(shared.template, [
      stream(of('a.T.x', 'success')),
      stream([...of('a.T.x', 'fail'), ...of('a.T.y', 'success')]),
      stream(of('a.T.x', 'fail', 'success')),
    ])
    const page = await openAt(urlOf(path, '#/test/1/a.T.x'))
    const others = page.getByRole('navigation', { name: 'Other runs' })
    await expect
      .poll(async () => (await others.innerText()).replace(/\s+/g, ' '))
      .toBe(
        'In other runs 0: run-0.subunit passed 1.00 s 2: run-2.subunit failed 1.00 s 2: run-2.subunit, attempt 2 passed 1.00 s',
      )
    expect(await page.getByRole('navigation', { name: 'Attempts' }).count()).toBe(0)
    await others.getByRole('link').last().click()
    await expect.poll(() => hash(page)).toBe('#/test/2/a.T.x~2')
    await expect
      .poll(() => page.getByRole('navigation', { name: 'Attempts' }).getByRole('link').count())
      .toBe(2)
    await page.goto(urlOf(path, '#/test/1/a.T.y'))
    await expect.poll(() => page.locator('h1').innerText()).toContain('a.T.y')
    expect(await others.count()).toBe(0)
  })

  it('shows the last row when scrolled to the end', async () => {
    const page = await open(urlOf(shared.path, '#/tests?sort=start'))
    await page.locator('.table-body').evaluate((body) => {
      body.scrollTop = body.scrollHeight
    })
    await expect.poll(async () => (await names(page)).at(-1)).toBe('nova.tests.TestCase0.test_twice')
  })

  it('shows the last of 300,000 rows, which are taller than an element can be', async () => {
    const page = await openAt(urlOf(await columnsOnly(shared.template, 300_000), '#/tests?sort=start'))
    await page.locator('.table').waitFor()
    await expect.poll(() => page.locator('.shown').innerText()).toBe('300,000 tests')
    await page.locator('.table-body').evaluate((body) => {
      body.scrollTop = body.scrollHeight
    })
    await expect.poll(async () => (await names(page)).at(-1)).toBe('big.tests.TestCase4687.test_299999')
    const [row, body] = await Promise.all([
      page.locator('.row', { hasText: 'test_299999' }).boundingBox(),
      page.locator('.table-body').boundingBox(),
    ])
    // completely visible, at the very end
    const bottomOf = (box: typeof row): number => (box?.y ?? 0) + (box?.height ?? 0)
    expect(Math.abs(bottomOf(row) - bottomOf(body))).toBeLessThanOrEqual(1)
    await page.keyboard.press('Home')
    await page.getByRole('combobox', { name: 'Search tests' }).fill('test_123456')
    await expect.poll(() => names(page)).toEqual(['big.tests.TestCase1929.test_123456'])
  })
})
