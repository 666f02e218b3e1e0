import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { lanesId, namesId, statsListsId } from '../../src/format/report.ts'
import { packet } from '../helpers/v2-writer.ts'
import { NO_BROWSER } from './browser.ts'
import { bend, report, stream, urlOf } from './page.ts'
import { FAILING, TESTS } from './run.ts'
import { useReport } from './use-report.ts'

describe.skipIf(NO_BROWSER !== null)('a damaged, empty or otherwise unusual report', () => {
  const shared = useReport((template) => report(template, [stream(TESTS)]))
  const { openAt } = shared

  it('is refused if its version is newer, and names both versions', async () => {
    const newer = await bend(shared.path, (html) => html.replace('"version":1', '"version":2'))
    const page = await openAt(urlOf(newer))
    const text = await page.locator('main').innerText()
    expect(text).toContain('This report cannot be shown')
    expect(text).toMatch(
      /This report \(written by stackviz-action [^)]+\) has version 2, and this page reads up to version 1\./,
    )
  })

  it.each([
    ['the times of tests', lanesId(0)],
    ['the names of tests', namesId(0)],
  ])('says which block is damaged, and shows the rest: %s', async (_, id) => {
    const bent = await bend(shared.path, (html) =>
      html
        .replace(`id="${id}">H4sIA`, `id="${id}">H4sIB`)
        .replace(new RegExp(`(id="${id}">.{40}).{8}`), '$1AAAAAAAA'),
    )
    const page = await openAt(urlOf(bent))
    await page.locator('.notice').waitFor()
    expect(await page.locator('.notice').innerText()).toContain(
      `The tests of this run cannot be read: the block “${id}” is damaged.`,
    )
    expect(await page.locator('.notice').innerText()).toContain('Download the report again')
    expect(await page.locator('h1').innerText()).toContain('3 of 44 tests failed')
    expect(await page.locator('.failure').count()).toBe(2)
    // no end is known of a test that did not finish, though its status cannot be read
    const times = page.locator('.failure', { hasText: 'Did not finish' }).locator('.test-time')
    expect(await times.allInnerTexts()).toEqual(['≥ 3.00 s'])
    // tests that cannot be read have no rows in the table
    await page.keyboard.press('t')
    await page.locator('.tests-page .notice').first().waitFor()
    expect(await page.locator('.tests-page').innerText()).toContain('Run 0 or a part of it is missing here.')
    expect(await page.locator('.table-body .row').count()).toBe(0)
    await page.keyboard.press('y')
    await page.locator('.hierarchy .notice').first().waitFor()
    expect(await page.locator('.hierarchy').innerText()).toContain('Run 0 or a part of it is missing here.')
    await page.goto(urlOf(bent, testHash(0, FAILING)))
    await expect.poll(() => page.locator('main').innerText()).toContain(`the block “${id}” is damaged`)
  })

  it('says that the reasons of failures are damaged, and which input could not be read', async () => {
    const id = statsListsId(0)
    const two = await report(shared.template, [stream(TESTS), Buffer.from('neither a stream nor a test')])
    const bent = await bend(two, (html) => html.replace(new RegExp(`(id="${id}">.{40}).{8}`), '$1AAAAAAAA'))
    const page = await openAt(urlOf(bent))
    const told = () => page.getByRole('alert').allInnerTexts()
    await expect
      .poll(told)
      .toEqual([
        expect.stringMatching(/^An input could not be read\s+\S*run-1\.subunit/),
        expect.stringContaining(`the block “${id}” is damaged`),
      ])
  })

  it('says which block is damaged or missing if the file was cut off', async () => {
    const cut = await bend(shared.path, (html) => html.slice(0, html.indexOf('id="stackviz-logs-0-0"') + 300))
    const page = await openAt(urlOf(cut, testHash(0, FAILING)))
    await page.locator('.notice').waitFor()
    expect(await page.locator('.notice').innerText()).toContain('the block “stackviz-logs-0-0” is damaged')
    const shorter = await bend(shared.path, (html) =>
      html.slice(0, html.indexOf('<script type="application/gzip" id="stackviz-logs-0-0"')),
    )
    await page.goto(urlOf(shorter, testHash(0, FAILING)))
    await page.locator('.notice').waitFor()
    expect(await page.locator('.notice').innerText()).toContain('the file has no block “stackviz-logs-0-0”')
  })

  it('says that it is empty if it has no data', async () => {
    const page = await openAt(urlOf(shared.template))
    expect(await page.locator('main').innerText()).toContain('No report here yet')
  })

  it('shows a run without tests, and one without failures', async () => {
    const none = await report(shared.template, [Buffer.alloc(0)])
    const page = await openAt(urlOf(none))
    expect(await page.locator('h1').innerText()).toBe('No tests ran')
    await page.keyboard.press('t')
    await expect.poll(() => page.locator('main').innerText()).toContain('There are no tests in this report.')
    const good = await report(shared.template, [stream([{ id: 'a.b' }, { id: 'a.c' }])])
    await page.goto(urlOf(good))
    expect(await page.locator('h1').innerText()).toBe('All 2 tests passed in 1.00 s')
    expect(await page.locator('.failure').count()).toBe(0)
  })

  it('marks each run by its own verdict: a damaged one not as passed, an empty one quietly', async () => {
    const good = stream([{ id: 'a.b' }, { id: 'a.c' }])
    const cut = Buffer.concat([good, good.subarray(0, 5)])
    const four = await report(shared.template, [good, cut, Buffer.alloc(0), stream(TESTS)])
    const page = await openAt(urlOf(four))
    const marks = page.locator('.runs .glyph')
    expect(await marks.evaluateAll((all) => all.map((one) => one.classList[1]))).toEqual([
      'is-success',
      'is-unknown',
      'is-inprogress',
      'is-fail',
    ])
    const colour = (of: Locator) =>
      of.evaluate((one) => one.ownerDocument.defaultView?.getComputedStyle(one).color)
    const quiet = await colour(page.locator('.what-ran'))
    expect(await colour(marks.nth(2))).toBe(quiet)
    await page.goto(urlOf(await report(shared.template, [Buffer.alloc(0)])))
    await page.locator('h1.is-none').waitFor()
    expect(await colour(page.locator('h1 .glyph'))).toBe(quiet)
    expect(await colour(page.locator('.bar-verdict .glyph'))).toBe(quiet)
  })

  it('says of an empty table which run, search and statuses limit it', async () => {
    const two = await report(shared.template, [stream(TESTS), Buffer.alloc(0)])
    const page = await openAt(urlOf(two, '#/tests?run=1'))
    const told = () => page.locator('.notice').innerText()
    await expect.poll(told).toMatch(/^Run 1 has no tests\.\s+Show all tests$/)
    await page.goto(urlOf(two, '#/tests?run=1&q=roles&status=fail'))
    await expect.poll(told).toMatch(/^No test matches “roles”/)
    expect(await told()).toContain('Only the chosen statuses are searched. Only run 1 is searched. ')
    await page.goto(urlOf(two, '#/tests?run=1&status=fail'))
    await expect.poll(told).toMatch(/^No test has this status\./)
    // what is chosen can be seen, even if no test has it
    await page.goto(urlOf(two, '#/tests?run=1&status=xfail'))
    await page.getByRole('button', { name: 'failed as expected', pressed: true }).waitFor()
    expect(await page.locator('.toolbar select').inputValue()).toBe('1')
    // Enter leaves the field to the reader who corrects what is in it; Escape leads out all the same
    const field = page.getByRole('combobox', { name: 'Search tests' })
    await field.press('Enter')
    expect(await field.evaluate((one) => one.matches(':focus'))).toBe(true)
    await field.press('Escape')
    expect(await page.locator('h1').evaluate((one) => one.matches(':focus'))).toBe(true)
    await page.goto(urlOf(two, '#/tests?run=7'))
    await expect.poll(told).toMatch(/^This report has no run 7\./)
  })

  it('warns if results may be missing, and does not say that all passed', async () => {
    const whole = stream([{ id: 'a.b' }, { id: 'a.c' }])
    const cut = await report(shared.template, [whole.subarray(0, -5)])
    const page = await openAt(urlOf(cut))
    expect(await page.locator('.notice.is-strong').first().innerText()).toContain('results may be missing')
    expect(await page.locator('h1').innerText()).not.toContain('passed')
  })

  it('says first which tests never ran, and does not say that all passed', async () => {
    const exists = Array.from({ length: 25 }, (_, n) => packet({ id: `a.C.test_${n}`, status: 'exists' }))
    const ran = stream([{ id: 'a.C.test_0' }, { id: 'a.C.test_1' }])
    const page = await openAt(urlOf(await report(shared.template, [Buffer.concat([...exists, ran])])))
    expect(await page.locator('h1').innerText()).toBe('23 of 25 tests never ran')
    expect(await page.locator('.bar-verdict').innerText()).toBe('23 never ran')
    const notice = page.locator('.notice.is-strong')
    expect(await notice.locator('.notice-title').innerText()).toBe(
      'Some tests never ran: results may be missing',
    )
    expect((await notice.locator('li').allInnerTexts()).slice(-2)).toEqual(['a.C.test_21', 'and 3 more'])
  })

  it('keeps what is chosen before the event of the page’s own new address arrives', async () => {
    const two = await report(shared.template, [stream(TESTS), stream([{ id: FAILING, status: 'success' }])])
    const page = await openAt(urlOf(two))
    await page.locator('h1').waitFor()
    await page.evaluate(`(async () => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'y', bubbles: true }))
      // the page is shown anew in microtasks; \`hashchange\` is a task
      for (let i = 0; i < 100; i++) await null
      const runs = document.querySelector('main select')
      runs.value = '1'
      runs.dispatchEvent(new Event('change', { bubbles: true }))
    })()`)
    await expect.poll(() => new URL(page.url()).hash).toBe('#/hierarchy?run=1')
    expect(await page.locator('.facts-line a').innerText()).toBe('1 test')
  })

  it('says that one of several runs has no test, although all tests passed', async () => {
    const two = await report(shared.template, [stream([{ id: FAILING, status: 'success' }]), stream([])])
    const page = await openAt(urlOf(two))
    expect(await page.locator('h1').innerText()).toBe('The only test passed; 1 of 2 runs has no test')
    expect(await page.locator('.bar-verdict').innerText()).toBe('A run has no test')
  })

  it('shows several runs with their totals, and each alone', async () => {
    const two = await report(shared.template, [stream(TESTS), stream([{ id: FAILING, status: 'success' }])])
    const page = await openAt(urlOf(two))
    expect(await page.locator('h1').innerText()).toBe('3 of 45 tests failed in 2 runs')
    expect(await page.locator('article').count()).toBe(2)
    await page.locator('.runs a').nth(1).click()
    await expect.poll(() => page.locator('article').count()).toBe(1)
    expect(await page.locator('article').innerText()).toContain('The only test passed')
    expect(await page.locator('.runs [aria-current=page]').innerText()).toContain('run-1.subunit')
    await page.getByRole('link', { name: 'Show all' }).click()
    await expect.poll(() => page.locator('article').count()).toBe(2)
    await page.locator('article .counts a').first().click()
    await expect.poll(() => page.locator('.shown').innerText()).toBe('2 of 45')
    expect(new URL(page.url()).hash).toBe('#/tests?status=fail&run=0')
    await page.goto(urlOf(two, '#/?run=7'))
    await expect.poll(() => page.locator('.notice').innerText()).toMatch(/^This report has no run 7\./)
    // the hierarchy of one of them
    await page.keyboard.press('y')
    await page.getByRole('combobox', { name: 'Run' }).selectOption('1')
    const tests = page.locator('.facts-line a')
    await expect.poll(() => tests.innerText()).toBe('1 test')
    expect(await tests.getAttribute('href')).toBe('#/tests?run=1')
    // the same name in another run is another test
    await page.goto(urlOf(two, testHash(1, FAILING)))
    await expect.poll(() => page.locator('.test-status').innerText()).toBe('passed')
    expect(await page.locator('.facts').innerText()).toMatch(/Run\s+1: run-1\.subunit/)
    expect(await page.getByRole('navigation', { name: 'Failing tests by start' }).innerText()).toContain(
      '3 failed',
    )
  })
})
