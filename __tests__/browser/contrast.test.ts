/** Contrast themes of the system, as on Windows, replace all colours and so hide what only a colour tells. */

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { NO_BROWSER } from './browser.ts'
import { report, type StreamTest, stream, urlOf } from './page.ts'
import { drawn } from './plot.ts'
import { DSTAT, FAILING, TESTS } from './run.ts'
import { useReport } from './use-report.ts'

describe.skipIf(NO_BROWSER !== null)('in a contrast theme', () => {
  const shared = useReport((template) => {
    const again: StreamTest = { id: FAILING, status: 'fail', start: 5 }
    return report(template, [stream([...TESTS, again])], { logs: [DSTAT] })
  })
  const { openAt } = shared

  const open = (hash: string): Promise<Page> =>
    openAt(urlOf(shared.path, hash), { forcedColors: 'active', colorScheme: 'dark' })
  const colours = (page: Page, canvas: string): Promise<number> =>
    page.evaluate(`{
      const drawn = document.querySelector('${canvas}')
      const copy = Object.assign(document.createElement('canvas'), { width: drawn.width, height: drawn.height })
      const pen = copy.getContext('2d')
      pen.drawImage(drawn, 0, 0)
      new Set(new Uint32Array(pen.getImageData(0, 0, copy.width, copy.height).data.buffer)).size
    }`)
  const style = (page: Page, selector: string, property: string, of = ''): Promise<string> =>
    page.evaluate(`getComputedStyle(document.querySelector('${selector}'), '${of}')['${property}']`)

  it('pictures and their legends keep their colours', async () => {
    const page = await open('#/timeline')
    await drawn(page)
    await page.locator('.track-label .key').nth(2).waitFor()
    expect(await colours(page, 'canvas[data-canvas=lanes]')).toBeGreaterThan(3)
    await expect.poll(() => colours(page, 'canvas[data-canvas^=track]')).toBeGreaterThan(2)
    const key = (role: string) => style(page, `.track-label .key.is-${role}`, 'backgroundColor', '::before')
    expect(await key('main')).not.toBe(await key('second'))
    const home = await open('#/')
    await home.locator('.strip canvas, .chart-row canvas').first().waitFor()
    await expect.poll(() => colours(home, 'main canvas')).toBeGreaterThan(2)
    const hierarchy = await open('#/hierarchy')
    await expect.poll(() => colours(hierarchy, '.icicle canvas')).toBeGreaterThan(3)
  })

  it('buttons that look like links are underlined', async () => {
    const page = await open('#/timeline')
    await page.locator('button.link').first().waitFor()
    expect(await style(page, 'button.link', 'textDecorationLine')).toBe('underline')
  })

  it('the current page, a chosen filter and the innermost frame stand out', async () => {
    const page = await open('#/tests?status=fail')
    await page.locator('.table-body .row').first().waitFor()
    const border = (selector: string, on = page) => style(on, selector, 'borderBottomColor')
    expect(await border('.bar-nav a[aria-current=page]')).not.toBe(
      await border('.bar-nav a:not([aria-current])'),
    )
    const outline = (selector: string, on = page) => style(on, selector, 'outlineStyle')
    expect(await outline('.chip[aria-pressed=true]')).toBe('solid')
    expect(await outline('.chip[aria-pressed=false]')).toBe('none')
    const test = await open(testHash(0, FAILING))
    await test.locator('.trace-block.is-innermost').waitFor()
    // a line below is enough, and leaves its text whole
    expect(await border('.attempts a[aria-current]', test)).not.toBe(
      await border('.attempts a:not([aria-current])', test),
    )
    expect(await outline('.attempts a[aria-current]', test)).toBe('none')
    const left = (selector: string) => style(test, selector, 'borderLeftColor')
    expect(await left('.trace-block.is-innermost')).not.toBe(await left('.trace-block:not(.is-innermost)'))
  })
})
