import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { NO_BROWSER } from '../browser.ts'
import { boxOf, colourOf, frame, hashOf, plotBox, textOf, viewInUrl } from '../plot.ts'
import { user, useTimelines } from './run.ts'

describe.skipIf(NO_BROWSER !== null)('the timeline by keyboard', () => {
  const timeline = useTimelines()
  const { open, at, selectedInWords } = timeline

  it('goes from test to test in order of time by Tab, and leaves the plot by Tab after Escape', async () => {
    const page = await open()
    await page.locator('.plot').focus()
    const inTime = [
      'm.A.test_a',
      'm.C.test_d',
      'm.A.test_b',
      'm.B.test_c',
      'm.B.test_tiny_0',
      'm.B.test_tiny_1',
      'm.B.test_tiny_2',
      'm.B.test_tiny_fail',
      'm.C.test_e',
    ]
    const selected = async (): Promise<string> => (await selectedInWords(page)).split(':')[0]
    for (const name of inTime) {
      await page.keyboard.press('Tab')
      await expect.poll(selected).toBe(name)
    }
    for (const name of inTime.slice(0, -1).toReversed()) {
      await page.keyboard.press('Shift+Tab')
      await expect.poll(selected).toBe(name)
    }
    const isAtPlot = (): Promise<boolean> => page.evaluate(`document.activeElement.matches('.plot')`)
    await page.keyboard.press('Escape')
    expect(await isAtPlot()).toBe(true)
    // on to the panel of the test: its height, then its links
    await page.keyboard.press('Tab')
    expect(await isAtPlot()).toBe(false)
    await page.keyboard.press('Tab')
    const focused = (): Promise<string> => page.evaluate('document.activeElement.innerText')
    expect([await selected(), await focused()]).toEqual(['m.A.test_a', 'Logs and traceback'])
    await page.locator('.plot').focus()
    await page.keyboard.press('Escape')
    await expect.poll(selected).toBe('')
    await page.keyboard.press('Tab')
    expect(await isAtPlot()).toBe(false)
    // whoever comes back walks again; Shift+Tab with no test chosen goes on back
    await page.keyboard.press('Shift+Tab')
    expect(await isAtPlot()).toBe(true)
    await page.keyboard.press('Shift+Tab')
    expect(await isAtPlot()).toBe(false)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await expect.poll(selected).toBe('m.A.test_a')
    expect(await isAtPlot()).toBe(true)
  })

  it('is let go by Escape with no test chosen, too, and only left for the page above by another', async () => {
    const page = await open()
    await page.locator('.plot').focus()
    await page.keyboard.press('Escape')
    await frame(page)
    expect(await page.evaluate(`document.activeElement.matches('.plot')`)).toBe(true)
    expect(await hashOf(page)).toMatch(/^#\/timeline/)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(`document.activeElement.matches('.plot')`)).toBe(false)
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect.poll(() => hashOf(page)).toBe('#/')
  })

  it.each([1280, 320])(
    'shows in a window of %d pixels that it has the focus, and how to leave',
    async (width) => {
      const page = await open(timeline.path, '#/timeline', { viewport: { width, height: 800 } })
      const { x, y } = await plotBox(page)
      const accent = /\d+, \d+, \d+/.exec(await colourOf(page, '--accent'))?.[0]
      /** On the plot's left edge, in a lane. */
      const edge = async (): Promise<string> => {
        const { data } = PNG.sync.read(await page.screenshot({ clip: { x, y: y + 40, width: 1, height: 1 } }))
        return data.subarray(0, 3).join(', ')
      }
      const hint = page.locator('.under-cursor .with-keys')
      expect([await hint.isVisible(), (await edge()) === accent]).toEqual([false, false])
      await page.locator('.axis-label button').focus()
      await page.keyboard.press('Tab')
      await expect.poll(edge).toBe(accent)
      expect(await textOf(page, '.under-cursor')).toMatch(/^Tab: next test\. Esc, then Tab: leave\./)
      const line = await boxOf(page, '.under-cursor')
      const { x: left, width: long } = await boxOf(page, '.with-keys')
      expect(left + long).toBeLessThanOrEqual(line.x + line.width)
    },
  )

  it('goes only to tests that match the filter', async () => {
    const selected = async (): Promise<string> => (await selectedInWords(page)).split(':')[0]
    const page = await open(timeline.path, '#/timeline?q=tiny')
    await expect.poll(() => page.locator('.toolbar .shown').innerText()).toBe('4 of 9')
    await page.locator('.plot').focus()
    for (const [key, name] of [
      ['Tab', 'm.B.test_tiny_0'],
      ['Tab', 'm.B.test_tiny_1'],
      ['Shift+Tab', 'm.B.test_tiny_0'],
      ['n', 'm.B.test_tiny_fail'],
      ['n', 'm.B.test_tiny_fail'],
      ['p', 'm.B.test_tiny_fail'],
      ['Shift+Tab', 'm.B.test_tiny_2'],
    ]) {
      await page.keyboard.press(key)
      await expect.poll(selected).toBe(name)
    }
  })

  it('zooms, pans, and shows the whole run again', async () => {
    const page = await open()
    const steps: readonly (readonly [string, number, number])[] = [
      ['w', 20 / 3, 100 / 3],
      ['+', 20 - 80 / 9, 20 + 80 / 9],
      ['-', 20 / 3, 100 / 3],
      ['w', 20 - 80 / 9, 20 + 80 / 9],
      ['s', 20 / 3, 100 / 3],
      ['d', 20 / 3 + 4, 100 / 3 + 4],
      ['a', 20 / 3, 100 / 3],
      ['ArrowUp', 20 - 80 / 9, 20 + 80 / 9],
      ['ArrowRight', 20 - 56 / 9, 20 + 104 / 9],
      ['ArrowLeft', 20 - 80 / 9, 20 + 80 / 9],
      ['ArrowDown', 20 / 3, 100 / 3],
    ]
    for (const [key, from, to] of steps) {
      await page.keyboard.press(key)
      await expect.poll(() => viewInUrl(page)).toEqual([expect.closeTo(from, 4), expect.closeTo(to, 4)])
    }
    expect(await textOf(page, '.overview-label')).toBe('40.0 s 26.7 s in view')
    await expect.poll(() => textOf(page, 'main [role=status]:has-text("in view")')).toBe('9 tests in view')
    await page.keyboard.press('f')
    await expect.poll(() => viewInUrl(page)).toBeNull()
    expect(await textOf(page, '.overview-label')).toBe('40.0 s all in view')
    // a range first, then all
    await page.evaluate(`location.hash = '#/timeline?range=8-16'`)
    await page.locator('.range-mark').waitFor()
    await page.keyboard.press('f')
    await expect.poll(() => viewInUrl(page)).toEqual([expect.closeTo(7, 4), expect.closeTo(17, 4)])
    await page.keyboard.press('f')
    await expect.poll(() => viewInUrl(page)).toBeNull()
    // a range out of view, and a test out of view although there is a range, come first
    await page.evaluate(`location.hash = '#/timeline?view=20-30&range=8-16'`)
    await expect.poll(() => textOf(page, '.overview-label')).toBe('40.0 s 10.0 s in view')
    await page.keyboard.press('f')
    await expect.poll(() => viewInUrl(page)).toEqual([expect.closeTo(7, 4), expect.closeTo(17, 4)])
    await page.evaluate(`location.hash = '#/timeline?view=30-36&range=8-16&at=0%2Fm.A.test_b'`)
    await expect.poll(() => textOf(page, '.overview-label')).toBe('40.0 s 6.00 s in view')
    await page.keyboard.press('f')
    await expect.poll(() => viewInUrl(page)).toEqual([expect.closeTo(3.75, 4), expect.closeTo(21.75, 4)])
    await page.keyboard.press('f')
    await expect.poll(() => viewInUrl(page)).toBeNull()
    // a test out of view is brought into it
    await page.evaluate(`location.hash = '#/timeline?view=20-25'`)
    await expect.poll(() => textOf(page, '.overview-label')).toBe('40.0 s 5.00 s in view')
    await page.keyboard.press('n')
    await expect
      .poll(() => viewInUrl(page))
      .toEqual([expect.closeTo(12.75 - 2.8125, 4), expect.closeTo(12.75 + 2.8125, 4)])
  })

  it('moves the cursor, sums up a range set from it, and zooms around it', async () => {
    const page = await open(timeline.path, '#/timeline?at=0%2Fm.B.test_c')
    const values = async (): Promise<string> => (await page.locator('.track-label dd').allInnerTexts()).join()
    const lane = () => page.locator('.lane-now').allInnerTexts()
    const told = (): Promise<string> => page.locator('.plots [role=status]').first().innerText()
    // in this role, letters reach the plot instead of commanding a screen reader
    const plot = page.getByRole('application', { description: /arrow keys .* move/ })
    expect(await plot.getAttribute('class')).toBe('plot')
    // the cursor starts where the selected test does
    await page.keyboard.press('.')
    await expect.poll(lane).toEqual(['test_c', 'test_d'])
    expect(await values()).toContain(`${user(20)} %`)
    await page.keyboard.press('z') // UTC
    await expect.poll(told).toMatch(/^18:14:40\.000, 2 tests running$/)
    for (let n = 0; n < 5; n++) await page.keyboard.press('.')
    await expect.poll(told).toMatch(/^18:14:42\.000, 2 tests running$/)
    await page.keyboard.press(',')
    await expect.poll(told).toMatch(/^18:14:41\.600/)
    await page.keyboard.press('i')
    await expect.poll(() => textOf(page, '.panel h2')).toBe('In the range: 7 tests in 18.4 s')
    expect(await page.locator('.plots [role=status]').last().innerText()).toBe('Range of 18.4 s')
    for (let n = 0; n < 16; n++) await page.keyboard.press('.')
    await page.keyboard.press('o')
    await expect.poll(() => textOf(page, '.panel h2')).toBe('In the range: 2 tests in 6.40 s')
    // zooms around the cursor, which stays in view
    await page.keyboard.press('w')
    await expect
      .poll(() => viewInUrl(page))
      .toEqual([expect.closeTo(28 - 56 / 3, 4), expect.closeTo(28 + 8, 4)])
    for (let n = 0; n < 40; n++) await page.keyboard.press('.')
    await expect.poll(async () => ((await viewInUrl(page)) ?? [])[1]).toBeGreaterThan(37)
    const line = await boxOf(page, '.cursor-line')
    const { x, width } = await plotBox(page)
    expect(line.x).toBeGreaterThan(x)
    expect(line.x).toBeLessThan(x + width)
  })

  it.each(['i', '.'])('takes no notice of a pointer that the view has left behind, on %s', async (key) => {
    const page = await open(timeline.path, '#/timeline?at=0%2Fm.A.test_b')
    const told = page.locator('.plots [role=status]')
    await page.mouse.move(...(await at(page, 38, 'worker 0')))
    await page.keyboard.press('f') // zooms to the chosen test
    await expect.poll(async () => ((await viewInUrl(page)) ?? [0, 40])[1]).toBeLessThan(30)
    await page.keyboard.press(key)
    // where the chosen test starts
    await expect.poll(() => told.first().innerText()).toMatch(/^19:14:30\.500/)
    await expect.poll(() => told.last().innerText()).toMatch(key === 'i' ? /^Range of/ : /^$/)
  })

  it('keeps the cursor at the end of the run, however often it is moved on', async () => {
    const page = await open()
    for (let n = 0; n < 60; n++) await page.keyboard.press('.')
    const told = page.locator('.plots [role=status]').first()
    await expect.poll(() => told.innerText()).toMatch(/^19:15:00\.000/)
  })

  it('steps through the failed tests, zooms to one, filters, and opens its page', async () => {
    const page = await open()
    for (const [key, words] of [
      ['n', 'm.A.test_b'],
      ['n', 'm.B.test_tiny_fail'],
      ['n', 'm.A.test_b'],
      ['p', 'm.B.test_tiny_fail'],
    ]) {
      await page.keyboard.press(key)
      await expect.poll(() => selectedInWords(page)).toContain(words)
    }
    await page.keyboard.press('f')
    await expect.poll(() => viewInUrl(page)).toEqual([expect.closeTo(29.5, 2), expect.closeTo(29.503, 2)])
    await page.keyboard.press('/')
    await page.keyboard.type('tiny')
    await expect.poll(() => page.locator('.toolbar .shown').innerText()).toBe('4 of 9')
    await page.keyboard.press('Enter')
    await page.keyboard.press('/')
    await page.keyboard.type('tin') // instead of what was there
    expect(await page.locator('.toolbar input').inputValue()).toBe('tin')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('.toolbar .shown').count()).toBe(0)
    await page.keyboard.press('Escape')
    expect(await page.evaluate(`document.activeElement.matches('.plot')`)).toBe(true)
    await page.keyboard.press('Enter')
    await expect.poll(() => hashOf(page)).toBe('#/test/0/m.B.test_tiny_fail')
  })
})
