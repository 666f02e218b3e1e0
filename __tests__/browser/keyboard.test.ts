/** What readers without a mouse or a steady hand need: a sensible focus, and clicks instead of drags. */

import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { NO_BROWSER } from './browser.ts'
import { report, type StreamTest, stream, urlOf } from './page.ts'
import { boxOf, drawn, frame, hashOf, plotBox, textOf } from './plot.ts'
import { DSTAT, FAILING, TESTS } from './run.ts'
import { useReport } from './use-report.ts'

describe.skipIf(NO_BROWSER !== null)('a report without a mouse', () => {
  const shared = useReport((template) => report(template, [stream(TESTS)], { logs: [DSTAT] }))
  const { openAt } = shared

  const open = (hash: string, options: BrowserContextOptions = {}, of = shared.path): Promise<Page> =>
    openAt(urlOf(of, hash), options)

  /** The label or text of what has the focus. */
  const focused = (page: Page) =>
    page.evaluate<string>('document.activeElement.ariaLabel ?? document.activeElement.innerText')

  it.each([
    ['wide', { width: 800, height: 400 }],
    ['narrow', { width: 390, height: 500 }],
  ])(
    'never hides the focused element under the bar, nor cuts the ring around it: %s',
    async (_, viewport) => {
      const page = await open('#/', { viewport })
      await page.locator('.chart-row canvas').first().waitFor()
      const hidden = `{
      const { top, left, width, height } = document.activeElement.getBoundingClientRect()
      const above = document.elementFromPoint(left + Math.min(width, innerWidth - left) / 2, top + height / 2)
      const isSeen = document.activeElement.contains(above) || above?.contains(document.activeElement)
      const { outlineOffset, outlineWidth } = getComputedStyle(document.activeElement)
      const isWhole = top >= parseFloat(outlineOffset) + parseFloat(outlineWidth)
      document.activeElement === document.body || (isSeen && isWhole) ? null : document.activeElement.innerText
    }`
      const found: unknown[] = []
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Shift+Tab')
        found.push(await page.evaluate(hidden))
      }
      expect(found.filter((one) => one !== null)).toEqual([])
    },
  )

  it('takes letters as commands unless that is switched off, which lasts', async () => {
    const page = await open('#/')
    await page.locator('.failure').first().waitFor()
    await page.keyboard.press('?')
    await expect.poll(() => focused(page)).toBe('Keys')
    await page.getByLabel('Shortcuts of a single letter or sign').uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('t')
    await page.keyboard.press('?')
    await page.reload()
    await page.locator('.failure').first().waitFor()
    await page.keyboard.press('t')
    await frame(page)
    expect(await page.locator('.failure, dialog').count()).toBeGreaterThan(0)
    expect(await page.locator('dialog').count()).toBe(0)
    // buttons still do what the letters did
    await page.getByRole('button', { name: 'Search tests' }).click()
    await page.locator('.table-body .row').first().waitFor()
    await page.getByRole('button', { name: 'Keys' }).click()
    await page.getByLabel('Shortcuts of a single letter or sign').check()
    await page.getByRole('button', { name: 'Close' }).press('Enter')
    await page.keyboard.press('h')
    await page.locator('.failure').first().waitFor()
  })

  it('keeps the focus on the copy button, even without access to the clipboard', async () => {
    const page = await open(testHash(0, FAILING))
    const button = page.getByRole('button', { name: 'Copy name' })
    await button.press('Enter')
    await expect.poll(() => focused(page)).toMatch(/^(Copied|Not allowed here)$/)
  })

  it.each(['Tests', 'Timeline'])(
    'moves the focus to the heading when the button “Show all tests” disappears: %s',
    async (name) => {
      const page = await open(`#/${name.toLowerCase()}?q=nowhere`)
      const button = page.getByRole('button', { name: 'Show all tests' })
      await button.press('Enter')
      await button.waitFor({ state: 'detached' })
      await expect.poll(() => focused(page)).toBe(name)
    },
  )

  it('moves the focus to the first failure that a button adds', async () => {
    const many = Array.from({ length: 201 }, (_, n): StreamTest => ({ id: `a.T.test_${n}`, status: 'fail' }))
    const page = await open('#/', {}, await report(shared.template, [stream(many)]))
    // home reads 50 tests more than the exporter did; until then, those not yet read are the larger group and come first
    await expect.poll(() => page.locator('.failure a').first().textContent()).toContain('test_0')
    await page.getByRole('button', { name: 'Show 1 more of 201' }).press('Enter')
    await expect.poll(() => focused(page)).toContain('test_200')
  })

  describe('has what was opened, and the focus where it was, after Back from a test:', () => {
    async function goBackFrom(page: Page, test: string): Promise<void> {
      await page.locator('h1', { hasText: test }).waitFor()
      await page.keyboard.press('Escape')
    }

    /** Address of the link that has the focus. */
    const linkAt = (page: Page) => page.evaluate<string | null>("document.activeElement.getAttribute('href')")

    it('skips of a reason, also after a reload', async () => {
      const skipped = ['b', 'c'].map((n): StreamTest => ({ id: `a.T.test_${n}`, status: 'skip' }))
      const page = await open('#/', {}, await report(shared.template, [stream(skipped)]))
      await page.locator('.skips summary').press('Enter')
      await frame(page)
      await page.locator('.skips a').last().press('Enter')
      await goBackFrom(page, 'test_c')
      await expect.poll(() => linkAt(page)).toBe(testHash(0, 'a.T.test_c'))
      await page.reload()
      await expect.poll(() => page.locator('.skips a').last().isVisible()).toBe(true)
    })

    it('failures that a button added', async () => {
      const many = Array.from(
        { length: 201 },
        (_, n): StreamTest => ({ id: `a.T.test_${n}`, status: 'fail' }),
      )
      const page = await open('#/', {}, await report(shared.template, [stream(many)]))
      // home has read what the exporter did not, and grouped anew
      await expect
        .poll(() => page.locator('.failure-count').allInnerTexts())
        .toEqual(['150 tests', '51 tests'])
      await page.getByRole('button', { name: 'more of 201' }).press('Enter')
      await expect.poll(() => linkAt(page)).toBe(testHash(0, 'a.T.test_200'))
      await page.keyboard.press('Enter')
      await goBackFrom(page, 'test_200')
      await expect.poll(() => linkAt(page)).toBe(testHash(0, 'a.T.test_200'))
    })

    it('the row of the hierarchy’s list, from where the keys go on', async () => {
      const page = await open('#/hierarchy?root=nova.tests.unit.api.test_auth.TestRoles.')
      const rows = page.locator('.tree tbody tr')
      await rows.nth(1).focus()
      await page.keyboard.press('Enter')
      await goBackFrom(page, 'TestRoles')
      const at = () =>
        page.evaluate<number>(
          "[...document.querySelectorAll('.tree tbody tr')].indexOf(document.activeElement)",
        )
      await expect.poll(at).toBe(1)
      await page.keyboard.press('ArrowDown')
      await expect.poll(at).toBe(2)
    })
  })

  it('moves the focus to a test chosen in the panel, and to the plot on Escape', async () => {
    const page = await open('#/timeline')
    await drawn(page)
    const button = page.locator('.panel-list button').first()
    const name = (await button.locator('.name-method').innerText()).trim()
    await button.press('Enter')
    await expect.poll(() => focused(page)).toContain(name)
    await page.keyboard.press('Tab')
    await expect.poll(() => focused(page)).toBe('Logs and traceback')
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('Timeline of the tests')
  })

  it('has clicks for what drags do', async () => {
    const page = await open('#/timeline?view=1-2', { viewport: { width: 1280, height: 800 } })
    await drawn(page)
    const handle = await boxOf(page, '.panel-handle')
    expect(handle.height).toBeGreaterThanOrEqual(24)
    const heights: number[] = []
    for (let i = 0; i < 3; i++) {
      await page.mouse.click(handle.x + 300, (await boxOf(page, '.panel-handle')).y + 12)
      heights.push((await boxOf(page, '.panel')).height)
    }
    expect(heights).toEqual([460, 64, 216])
    // as much as the window leaves room for, which a screen reader is told
    expect(await page.locator('.panel-handle').getAttribute('aria-valuemax')).toBe('460')
    // a drag is no click
    const heightAfter = async (drag: number): Promise<number> => {
      const { y } = await boxOf(page, '.panel-handle')
      await page.mouse.move(400, y + 12)
      await page.mouse.down()
      await page.mouse.move(400, y + 12 + drag)
      await page.mouse.up()
      return (await boxOf(page, '.panel')).height
    }
    expect(await heightAfter(-50)).toBe(266)
    expect(await heightAfter(-300)).toBe(460)
    // nor is one that is stopped at the limit
    expect(await heightAfter(-100)).toBe(460)
    // but a tremble is
    expect(await heightAfter(2)).toBe(64)
    expect(await textOf(page, '.overview-label')).toContain('1.00 s in view')
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => hashOf(page)).toBe('#/timeline')
    expect((await plotBox(page)).width).toBeGreaterThan(0)
  })

  it('shows the keys from the first on, in however low a window', async () => {
    const page = await open('#/', { viewport: { width: 320, height: 256 } })
    await page.locator('.failure').first().waitFor()
    await page.keyboard.press('?')
    await expect.poll(() => focused(page)).toBe('Keys')
    const help = await boxOf(page, '.help')
    expect((await boxOf(page, '#help-title')).y).toBeGreaterThan(help.y)
    // a key stands beside the first of several lines
    const [key, what] = [await boxOf(page, '.help kbd'), await boxOf(page, '.help dd')]
    expect(what.height).toBeGreaterThan(2 * key.height)
    expect(key.y + key.height).toBeLessThan(what.y + what.height / 2)
  })
})
