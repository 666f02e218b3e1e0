import { describe, expect, it } from 'vitest'
import { NO_BROWSER } from '../browser.ts'
import { boxOf, drawn, hashOf, MACHINE, textOf, viewInUrl } from '../plot.ts'
import { END, median, user, useTimelines } from './run.ts'

describe.skipIf(NO_BROWSER !== null)('the timeline’s selected test', () => {
  const timeline = useTimelines()
  const { open, at, selectedInWords } = timeline

  it('is said to be unknown if the report does not have it, until nothing is asked for', async () => {
    const page = await open(timeline.path, '#/timeline?at=0%2Fm.A.test_gone')
    const note = page.locator('.panel-unknown')
    await expect.poll(() => note.innerText()).toBe('This report has no such test: m.A.test_gone')
    expect(await textOf(page, '.panel')).toContain('In view: 9 tests in 40.0 s')
    await page.keyboard.press('Escape')
    await expect.poll(() => hashOf(page)).toBe('#/timeline')
    expect(await note.count()).toBe(0)
  })

  it('is described with its facts, the tests beside and before it, and the machine meanwhile', async () => {
    const page = await open()
    await page.mouse.click(...(await at(page, 12, 'worker 0')))
    const panel = (await textOf(page, '.panel-main')).replaceAll(/\u200b/g, '')
    expect(panel).toContain('m.A.test_b failed 4.50 s worker 0 19:14:30.500 UTC+1')
    expect(panel).toContain('KeyError: 1')
    const lists = page.locator('.panel-list')
    expect(await lists.locator('h3').allInnerTexts()).toEqual(['1 test beside it', 'Before it'])
    expect(await lists.nth(0).locator('.name-method').allInnerTexts()).toEqual(['test_d'])
    expect(await lists.nth(1).locator('.name-method').allInnerTexts()).toEqual(['test_a'])
    const machine = (await page.locator(`${MACHINE} tbody tr`).allInnerTexts()).map((row) => row.split('\t'))
    // from 10.5 s to 15 s, i.e. of the row at 11 s half its second, and in the whole run
    const during = (user(11) / 2 + [12, 13, 14, 15].map(user).reduce((a, b) => a + b)) / 4.5
    const usual = median(Array.from({ length: END }, (_, i) => user(i + 1)))
    expect(machine.find(([label]) => label === 'CPU user')).toEqual([
      'CPU user',
      `${Math.round(during)} %`,
      `${Math.round(usual)} %`,
    ])
    expect(machine.find(([label]) => label === 'CPU')).toEqual([
      'CPU',
      `${Math.round(during + 3)} %`,
      `${Math.round(usual + 3)} %`,
    ])
    expect(await selectedInWords(page)).toBe('m.A.test_b: failed, 4.50 s')
    await expect.poll(() => hashOf(page)).toBe('#/timeline?at=0%2Fm.A.test_b')
  })

  it('has the rows of its own time, and is compared to the median that the home page shows', async () => {
    const page = await open(timeline.path, '#/timeline?at=0%2Fm.A.test_a')
    const row = page.locator(`${MACHINE} tbody tr`, { hasText: 'CPU user' })
    const during = Array.from({ length: 10 }, (_, i) => user(i + 1)).reduce((a, b) => a + b) / 10
    await expect.poll(() => row.locator('td').first().innerText()).toBe(`${Math.round(during)} %`)
    const usual = await row.locator('td').last().innerText()
    await page.evaluate(`location.hash = '#/'`)
    await expect.poll(() => textOf(page, '.charts .chart-values')).toContain(`user median ${usual} `)
  })

  it('can be 1 ms long and clicked a few pixels beside it', async () => {
    const page = await open()
    const [x, y] = await at(page, 29.5, 'worker 0')
    await page.mouse.click(x + 3, y)
    await expect.poll(() => selectedInWords(page)).toBe('m.B.test_tiny_fail: failed, 1.00 ms')
    const mark = await boxOf(page, '.selected-mark')
    expect(Math.abs(mark.x + mark.width / 2 - x)).toBeLessThanOrEqual(3)
    // the row of the second that it is in
    const row = page.locator(`${MACHINE} tbody tr`, { hasText: 'CPU user' })
    expect(await row.locator('td').first().innerText()).toBe(`${user(30)} %`)
    const [beside, before] = [0, 1].map((n) => page.locator('.panel-list').nth(n).locator('.name-method'))
    // the latest first
    expect(await before.allInnerTexts()).toEqual(['test_tiny_2', 'test_tiny_1', 'test_tiny_0', 'test_c'])
    // Enter is the button's own, and does not open the test's page
    await page.getByRole('button', { name: 'Zoom to it' }).press('Enter')
    await expect.poll(() => viewInUrl(page)).toEqual([expect.closeTo(29.4985, 4), expect.closeTo(29.5025, 4)])
    // of the tests beside another, those that ran longest with it come first
    await page.evaluate(`location.hash = '#/timeline?at=0%2Fm.C.test_d'`)
    await expect
      .poll(async () => (await beside.allInnerTexts()).slice(0, 3))
      .toEqual(['test_a', 'test_c', 'test_b'])
    expect(await page.locator('.panel-list h3').last().innerText()).toBe('Nothing ran before it in its lane')
    // keys zoom around the middle of the chosen test
    await page.keyboard.press('w')
    const middle = 0.25 + 29.75 / 2
    await expect
      .poll(() => viewInUrl(page))
      .toEqual([expect.closeTo(middle / 3, 4), expect.closeTo((middle + 80) / 3, 4)])
  })

  it('is deselected by a click on empty space, links to its page, and is restored on going back', async () => {
    const page = await open()
    await page.mouse.click(...(await at(page, 25, 'worker 1')))
    await expect.poll(() => selectedInWords(page)).toBe('m.C.test_d: passed, 29.8 s')
    await page.mouse.click(...(await at(page, 36, 'worker 0')))
    await expect.poll(() => selectedInWords(page)).toBe('')
    await page.mouse.click(...(await at(page, 25, 'worker 1')))
    await page.getByRole('link', { name: 'Logs and traceback' }).click()
    await expect.poll(() => hashOf(page)).toBe('#/test/0/m.C.test_d')
    await page.goBack()
    await drawn(page)
    await expect.poll(() => selectedInWords(page)).toBe('m.C.test_d: passed, 29.8 s')
  })
})
