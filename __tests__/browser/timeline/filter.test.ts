import { describe, expect, it } from 'vitest'
import { NO_BROWSER } from '../browser.ts'
import { boxOf, colourOf, hashOf, laneY, pixelOf, plotBox, textOf } from '../plot.ts'
import { END, useTimelines } from './run.ts'

describe.skipIf(NO_BROWSER !== null)('the timeline’s filter', () => {
  const timeline = useTimelines()
  const { open, workers } = timeline

  it('dims and does not count tests that a filter of words or statuses excludes', async () => {
    const page = await open()
    const { width } = await plotBox(page)
    const y = (await laneY(page, 'worker 0')) - (await boxOf(page, '[data-canvas="lanes"]')).y - 10
    const colour = (second: number) => (): Promise<string> =>
      pixelOf(page, 'lanes', (second / END) * width, y)
    const [dimmed, fail, success] = await Promise.all(
      ['--fill-dimmed', '--fill-fail', '--fill-success'].map((name) => colourOf(page, name)),
    )
    await page.locator('.toolbar input').fill('m.a test_A')
    await expect.poll(colour(12)).toBe(dimmed)
    expect(await colour(5)()).toBe(success)
    expect(await page.locator('.toolbar .shown').innerText()).toBe('1 of 9')
    // as in the table, counts match the words, whatever statuses are chosen
    const chips = async (): Promise<string> =>
      (await page.locator('.chip').allInnerTexts()).join().replace(/\s+/g, ' ')
    // all of them, so that none moves while one types
    expect(await chips()).toBe('failed 0,skipped 0,failed as expected 0,passed 1')
    await page.locator('.toolbar input').fill('')
    await page.locator('.chip', { hasText: 'failed' }).first().click()
    await expect.poll(colour(5)).toBe(dimmed)
    expect(await colour(12)()).toBe(fail)
    expect(await page.locator('.toolbar .shown').innerText()).toBe('2 of 9')
    expect(await chips()).toBe('failed 2,skipped 1,failed as expected 1,passed 5')
    await expect.poll(() => hashOf(page)).toBe('#/timeline?status=fail')
  })

  it('says that nothing matches, as the table does, and shows all again', async () => {
    const page = await open(timeline.path)
    await page.locator('.toolbar input').fill('nothing')
    await expect.poll(() => textOf(page, '.panel')).toContain('No test matches “nothing”.')
    expect(await page.locator('.panel table').count()).toBe(0)
    await page.getByRole('button', { name: 'Show all tests' }).click()
    await expect.poll(() => textOf(page, '.panel h2')).toMatch(/^In view: \d+ tests/)
    await expect.poll(() => hashOf(page)).toBe('#/timeline')
  })

  it('sums up a filter’s tests as such, without the time of the others', async () => {
    const page = await open(timeline.path, '#/timeline?q=test_a')
    // 10 of 2 × 40 s
    await expect.poll(() => textOf(page, '.panel')).toMatch(/These tests: 13 % of the time of 2 workers/)
    expect(await textOf(page, '.panel')).not.toContain('busy')
    await expect
      .poll(() => workers(page))
      .toEqual([
        ['0', '1', '10.0 s'],
        ['1', '0', '0 s'],
      ])
    const heads = page.locator('.panel table:has(caption:text("worker")) thead th')
    expect(await heads.allInnerTexts()).toEqual(['Worker', 'Tests', 'Their time'])
    await page.locator('.toolbar input').fill('')
    await expect.poll(() => textOf(page, '.panel')).toMatch(/2 workers \d+ % busy/)
    expect(await heads.allInnerTexts()).toEqual([
      'Worker',
      'Tests',
      'Their time',
      'Gap at the start',
      'Gaps in classes',
      'Gaps between',
      'Idle at the end',
    ])
  })
})
