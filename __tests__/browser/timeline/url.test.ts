import { describe, expect, it } from 'vitest'
import { NO_BROWSER } from '../browser.ts'
import { urlOf } from '../page.ts'
import { boxOf, drawn, hashOf, textOf } from '../plot.ts'
import { useTimelines } from './run.ts'

describe.skipIf(NO_BROWSER !== null)('the timeline keeps in the URL', () => {
  const timeline = useTimelines()
  const { open, openAt, at, selectedInWords } = timeline

  it('the view, the selection, the range and the filter, so that a reload restores them', async () => {
    const hash = '#/timeline?q=test_&status=fail,xfail&view=8-36.5&range=9-12&at=0%2Fm.A.test_b'
    const page = await open(timeline.path, hash)
    const state = async (): Promise<unknown[]> => [
      await hashOf(page),
      await textOf(page, '.overview-label'),
      await selectedInWords(page),
      await boxOf(page, '.range-mark'),
      await page.locator('.toolbar input').inputValue(),
      await page.locator('.chip[aria-pressed="true"]').allInnerTexts(),
    ]
    const first = await state()
    expect(first.slice(0, 3)).toEqual([hash, '40.0 s 28.5 s in view', 'm.A.test_b: failed, 4.50 s'])
    await page.keyboard.press('d')
    await page.keyboard.press('a')
    await page.reload()
    await drawn(page)
    await expect.poll(state).toEqual(first)
  })

  it('each selection, as a step to go back and forward to', async () => {
    const page = await open()
    await page.mouse.click(...(await at(page, 5, 'worker 0')))
    await expect.poll(() => selectedInWords(page)).toContain('test_a')
    await page.mouse.click(...(await at(page, 5, 'worker 1')))
    await expect.poll(() => selectedInWords(page)).toContain('test_d')
    await page.goBack()
    await expect.poll(() => selectedInWords(page)).toContain('test_a')
    await page.goBack()
    await expect.poll(() => selectedInWords(page)).toBe('')
    await page.goForward()
    await expect.poll(() => selectedInWords(page)).toContain('test_a')
  })

  it('the selection that a range or Escape has replaced, to which the browser’s Back leads', async () => {
    const page = await open()
    await page.mouse.click(...(await at(page, 5, 'worker 0')))
    await expect.poll(() => selectedInWords(page)).toContain('test_a')
    const [left, y] = [(await at(page, 10, 'worker 0'))[0], (await boxOf(page, '.axis-canvas')).y + 8]
    await page.mouse.move(left, y)
    await page.mouse.down()
    await page.mouse.move((await at(page, 20, 'worker 0'))[0], y, { steps: 2 })
    await page.mouse.up()
    const heading = (): Promise<string> => textOf(page, '.panel h2')
    await expect.poll(heading).toContain('In the range')
    await page.goBack()
    await expect.poll(heading).toContain('test_a')
    await page.goForward()
    await expect.poll(heading).toContain('In the range')
    await page.keyboard.press('Escape')
    await expect.poll(heading).toContain('In view')
    await page.goBack()
    await expect.poll(heading).toContain('In the range')
    // by Escape alone, nothing comes back that was chosen before
    await page.keyboard.press('Escape')
    await expect.poll(heading).toContain('In view')
    await page.keyboard.press('Escape')
    await expect.poll(() => hashOf(page)).toBe('#/')
  })

  it('the way back to what was before it, which Escape takes once nothing is chosen', async () => {
    const page = await openAt(urlOf(timeline.path, '#/'))
    const heading = (): Promise<string> => textOf(page, '.panel h2')
    const first = await page.evaluate('history.state.entry')
    await page.keyboard.press('l')
    await drawn(page)
    for (const [worker, test] of [
      ['worker 0', 'test_a'],
      ['worker 1', 'test_d'],
    ]) {
      await page.mouse.click(...(await at(page, 5, worker)))
      await expect.poll(heading).toContain(test)
    }
    await page.evaluate('document.activeElement.blur()') // on the plot, Escape first lets Tab leave
    await page.keyboard.press('Escape')
    await expect.poll(heading).toContain('In view')
    await page.keyboard.press('Escape')
    await expect.poll(() => hashOf(page)).toBe('#/')
    await expect.poll(() => page.evaluate('history.state.entry')).toBe(first)
  })

  it('the way home, even after more selections than a browser has entries for', async () => {
    const page = await openAt(urlOf(timeline.path, '#/'))
    await page.keyboard.press('l')
    await drawn(page)
    await page.evaluate(`for (let n = 0; n < 60; n++) {
      location.hash = '#/timeline?at=0%2Fm.A.test_' + 'ab'[n % 2]
      dispatchEvent(new HashChangeEvent('hashchange'))
    }`)
    for (const end of ['#/timeline', '#/']) {
      await page.keyboard.press('Escape')
      await expect.poll(() => hashOf(page)).toBe(end)
    }
  })

  it('keeps the URL and the view in step if the page is left before a new view is written to it', async () => {
    const hash = '#/timeline?at=0%2Fm.A.test_b'
    const page = await open(timeline.path, hash)
    await page.evaluate(`{
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true }))
      location.hash = '#/'
    }`)
    await page.locator('.run-foot').waitFor()
    await page.goBack()
    await drawn(page)
    expect([await hashOf(page), await textOf(page, '.overview-label')]).toEqual([hash, '40.0 s all in view'])
  })
})
