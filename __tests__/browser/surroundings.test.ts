import { writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { NO_BROWSER } from './browser.ts'
import { bend, report, type StreamTest, shownText, stream, urlOf } from './page.ts'
import { boxOf, drawn, frame, laneY, textOf } from './plot.ts'
import { DSTAT, FAILING, TESTS, TRACEBACK } from './run.ts'
import { useReport } from './use-report.ts'

/** On one day in UTC, on two in Moscow. */
const NIGHT: readonly StreamTest[] = [
  { id: 'a.T.before', tags: ['worker-0'] },
  { id: 'a.T.behind', tags: ['worker-0'], start: 20_000, seconds: 2 },
]

describe.skipIf(NO_BROWSER !== null)('a report in unusual surroundings', () => {
  const shared = useReport((template) => report(template, [stream(TESTS)], { logs: [DSTAT] }))
  const { openAt, seen } = shared

  /** Texts of elements whose content is wider than they are. */
  const hiddenParts = (page: Page, selector: string): Promise<string[]> =>
    page
      .locator(selector)
      .evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent ?? ''),
      )

  it('says near the top that it needs JavaScript', async () => {
    const page = await openAt(urlOf(shared.path), {
      javaScriptEnabled: false,
      viewport: { width: 800, height: 300 },
    })
    const { y, height } = await boxOf(page, 'noscript')
    expect(y + height).toBeLessThan(300)
    expect(await page.locator('body').innerText()).toContain('That needs JavaScript, which is off.')
  })

  it('tells a browser that is too old which ones are not', async () => {
    const told = (page: Page) => page.evaluate<string>('getComputedStyle(document.body, "::before").content')
    const old = await bend(shared.path, (html) =>
      html
        .replace('@supports not (color:light-dark(', '@supports not (color:never-heard-of(')
        .replace('http-equiv="Content-Security-Policy"', ''),
    )
    const page = await openAt(urlOf(old))
    expect(await told(page)).toContain('Chrome or Edge 123, Firefox 120, Safari 17.5 or newer')
    await page.goto(urlOf(shared.path))
    expect(await told(page)).toBe('none')
  })

  it('is not translated by browsers, for translated rows would show the names of other tests', async () => {
    const page = await openAt(urlOf(shared.path))
    expect(await page.evaluate('document.documentElement.translate')).toBe(false)
  })

  it('still works if a browser saved it as it was shown', async () => {
    const page = await openAt(urlOf(shared.path, '#/timeline'))
    await drawn(page)
    await page.keyboard.press('t')
    await page.locator('.table').waitFor()
    await page.keyboard.press('l')
    await drawn(page)
    const saved = shared.path.replace(/\.html$/, '-saved.html')
    await writeFile(saved, await page.evaluate<string>('document.documentElement.outerHTML'))
    const again = await openAt(urlOf(saved))
    await again.locator('.failure').first().waitFor()
    await again.keyboard.press('t')
    await expect.poll(() => again.locator('.shown').innerText()).toBe('44 tests')
    await again.goto(urlOf(saved, testHash(0, FAILING)))
    await expect.poll(() => shownText(again)).toBe(TRACEBACK)
    expect(await again.locator('.notice').count()).toBe(0)
    // the policy refuses the styles that scripts had set; they are set anew
    for (const line of seen.splice(0)) expect(line).toContain('Applying inline style violates')
  })

  it.each([
    ['home', '#/', 'scrollY', 'scrollTo(0, 300)'],
    // its list appears after the rest
    ['the hierarchy', '#/hierarchy', 'scrollY', 'scrollTo(0, 300)'],
    [
      'the table',
      '#/tests',
      'document.querySelector(".table-body")?.scrollTop',
      'document.querySelector(".table-body").scrollTop = 300',
    ],
  ])('keeps its scroll position after a reload: %s', async (_, hash, where, scroll) => {
    const page = await openAt(urlOf(shared.path, hash), { viewport: { width: 800, height: 400 } })
    const [at, kept] = [
      () => page.evaluate(where),
      () => page.evaluate('[...history.state.positions.values()].at(-1)'),
    ]
    await page.locator('.failure, .tree tr, .table-body .row').first().waitFor()
    await page.evaluate(scroll)
    expect(await at()).toBe(300)
    await expect.poll(kept).toBe(300)
    await page.reload()
    await expect.poll(at).toBe(300)
  })

  it('has room for lanes and rows in a window of 1280 × 1024 pixels at 400 % zoom', async () => {
    const page = await openAt(urlOf(shared.path, '#/tests'), { viewport: { width: 320, height: 256 } })
    await page.locator('.table').waitFor()
    expect((await boxOf(page, '.table-body')).height).toBeGreaterThan(7 * 28)
    await page.keyboard.press('l')
    await drawn(page)
    expect((await boxOf(page, '.plots')).height).toBe(160)
    // they can be scrolled to, in one direction only
    const { y, height } = await boxOf(page, '.panel')
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBe(y + height)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  })

  it('scrolls a low window to the row, or the test and its name, that keys or a click have chosen', async () => {
    const page = await openAt(urlOf(shared.path, '#/tests'), { viewport: { width: 640, height: 400 } })
    const isSeen = async (selector: string): Promise<boolean> => {
      const [{ y, height }, bar] = [await boxOf(page, selector), await boxOf(page, '.bar')]
      return y >= bar.height && y + height <= 400
    }
    await page.locator('.table-body .row').first().waitFor()
    for (const [key, row] of [
      ['j', 'row-0'],
      ['End', 'row-43'],
      ['Home', 'row-0'],
    ]) {
      await page.keyboard.press(key)
      await page.locator(`#${row}.is-active`).waitFor()
      await expect.poll(() => isSeen('.is-active')).toBe(true)
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
    }
    await page.keyboard.press('l')
    await drawn(page)
    await page.evaluate('scrollTo(0, 0)')
    const areSeen = async () => [await isSeen('.selected-mark'), await isSeen('.panel-name')]
    await page.keyboard.press('n')
    await expect.poll(areSeen).toEqual([true, true])
    await page.keyboard.press('Escape')
    await page.evaluate('scrollTo(0, 0)')
    const { x, width } = await boxOf(page, '.plot')
    await page.mouse.click(x + width * 0.5, await laneY(page, 'worker 1'))
    await expect.poll(areSeen).toEqual([true, true])
  })

  it('keeps an open menu below the bar when a low window scrolls, and lets a click on the bar close it', async () => {
    const page = await openAt(urlOf(shared.path, '#/tests'), { viewport: { width: 320, height: 256 } })
    await page.getByText('Columns').click()
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
    await frame(page)
    const { y, height } = await boxOf(page, '.menu > div')
    expect([y < 77, y + height > 0]).toEqual([true, true])
    const bar = () => page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 77 } })
    const open = await bar()
    await page.mouse.click(40, 64)
    expect(await page.locator('.menu[open]').count()).toBe(0)
    expect(new URL(page.url()).hash).toBe('#/tests')
    await page.mouse.move(160, 200)
    expect((await bar()).equals(open)).toBe(true)
  })

  it.each([
    ['the timeline', '#/timeline', '[data-canvas]'],
    ['home', '#/', '.strip-picture, .chart'],
    ['the hierarchy', '#/hierarchy', '.icicle-canvas'],
  ])('is sharp when moved to a screen of another density: %s', async (_, hash, canvases) => {
    // without a size of its own, for only then does the browser report another screen
    const page = await openAt(urlOf(shared.path, hash), { viewport: null })
    await page.locator(canvases).last().waitFor()
    const densities = () =>
      page.evaluate<number[]>(
        `[...new Set([...document.querySelectorAll('${canvases}')].map((one) => one.width / one.clientWidth))]`,
      )
    await expect.poll(densities).toEqual([1])
    const [width, height] = await page.evaluate<[number, number]>('[innerWidth, innerHeight]')
    const screen = await page.context().newCDPSession(page)
    const metrics = { width, height, deviceScaleFactor: 2, mobile: false }
    await screen.send('Emulation.setDeviceMetricsOverride', metrics)
    await expect.poll(densities).toEqual([2])
  })

  it('scales with the reader’s font size: lanes, rows, and what counts as a narrow window', async () => {
    const page = await openAt('about:blank', { viewport: { width: 1200, height: 900 } })
    const screen = await page.context().newCDPSession(page)
    await screen.send('Page.setFontSizes', { fontSizes: { standard: 24 } })
    await page.goto(urlOf(shared.path, '#/timeline'))
    await drawn(page)
    const lanes = await page.evaluate(`[...document.querySelectorAll('.lane-label')].map((one) => {
      const { top, height } = one.getBoundingClientRect()
      return [top - document.querySelector('[data-canvas=lanes]').getBoundingClientRect().top, height]
    })`)
    // rows of 24 and 2 between lanes, times 1.5
    expect(lanes).toEqual([
      [0, 72],
      [75, 36],
    ])
    expect((await boxOf(page, '[data-canvas=lanes]')).height).toBe(111)
    const plot = await boxOf(page, '.plot')
    await page.mouse.click(plot.x + plot.width * 0.4, await laneY(page, 'worker 1'))
    expect(await textOf(page, '.panel-main')).toContain('worker 1')
    await page.keyboard.press('t')
    const tops = () =>
      page.evaluate<number[]>(
        "[...document.querySelectorAll('.table-body .row')].map((one) => one.getBoundingClientRect().top)",
      )
    await page.locator('.table-body .row').first().waitFor()
    const [first, second] = await tops()
    expect(second - first).toBe(42)
    await page.keyboard.press('End')
    await page.locator('#row-43').waitFor()
    const [table, last] = [await boxOf(page, '.table-body'), await boxOf(page, '#row-43')]
    expect(last.y + last.height).toBeCloseTo(table.y + table.height, 0)
    // a bar of two rows, as on a phone below 720 pixels: times 1.5
    await page.setViewportSize({ width: 1060, height: 900 })
    expect((await boxOf(page, '.bar')).height).toBe(1.5 * 76 + 1)
  })

  describe.each([
    [390, 24],
    [390, 32],
    [320, 32],
  ])('on a phone %i pixels wide, where the reader’s font size is %i', (width, size) => {
    async function openLarge(hash: string, of = shared.path): Promise<Page> {
      const page = await openAt('about:blank', { viewport: { width, height: 844 } })
      const screen = await page.context().newCDPSession(page)
      await screen.send('Page.setFontSizes', { fontSizes: { standard: size } })
      await page.goto(urlOf(of, hash))
      return page
    }

    it('shows the verdict whole, and the pages and tools beside or below it', async () => {
      const many = await bend(shared.path, (html) => html.replaceAll('"count":44', '"count":12345'))
      const page = await openLarge('#/', many)
      await expect.poll(() => textOf(page, '.bar-verdict')).toBe('3 failed of 12,345')
      expect(await hiddenParts(page, '.bar-verdict')).toEqual([])
      const bar = await boxOf(page, '.bar')
      const parts = await page.locator('.bar-verdict, .bar-nav a, .bar-tools > *').evaluateAll((all) =>
        all.map((one) => {
          const { left, right, top, bottom } = one.getBoundingClientRect()
          return [left, right, top, bottom]
        }),
      )
      expect(parts.length).toBe(8)
      for (const [left, right, top, bottom] of parts) {
        expect(left).toBeGreaterThanOrEqual(0)
        expect(right).toBeLessThanOrEqual(width)
        expect(bottom).toBeLessThanOrEqual(bar.y + bar.height)
        const over = parts.filter((one) => one[0] < right && left < one[1] && one[2] < bottom && top < one[3])
        expect(over.length).toBe(1) // itself
      }
      // words stay whole
      const lines = await page.locator('.bar-verdict').evaluate(
        (one) =>
          [...one.childNodes]
            .map((node) => node.textContent)
            .join('')
            .split(' ').length,
      )
      expect((await boxOf(page, '.bar-verdict')).height).toBeLessThanOrEqual(lines * 1.25 * size + 1)
    })

    it.each([
      ['home', '#/', '.failure'],
      ['the timeline', '#/timeline', '.lane-label'],
      ['the table', '#/tests', '.table-body .row'],
      ['the hierarchy', '#/hierarchy', '.tree'],
      ['a test', testHash(0, FAILING), '.text'],
    ])('scrolls %s in one direction only', async (_, hash, whole) => {
      const page = await openLarge(hash)
      await page.locator(whole).first().waitFor()
      await frame(page)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    })
  })

  it('follows a font size that is changed while it is open', async () => {
    const page = await openAt(urlOf(shared.path, '#/tests?sort=name'), {
      viewport: { width: 1200, height: 900 },
    })
    await page.locator('.table-body .row').first().waitFor()
    const screen = await page.context().newCDPSession(page)
    await screen.send('Page.setFontSizes', { fontSizes: { standard: 24 } })
    /** Pixels between the bottoms of the last row and the table, after going there. */
    const below = async (): Promise<number | null> => {
      await page.keyboard.press('End')
      return page.evaluate(`{
        const [table, last] = ['.table-body', '#row-43'].map((one) => document.querySelector(one))
        last && Math.round(table.getBoundingClientRect().bottom - last.getBoundingClientRect().bottom)
      }`)
    }
    await expect.poll(below).toBe(0)
    expect(new URL(page.url()).hash).toBe('#/tests?sort=name')
  })

  describe('with a minimum font size of 18', () => {
    const large = useReport(
      (template) => {
        const tests = [0, 1, 2, 3, 4, 5].map((n) => ({ id: `a.T.test_${n}`, tags: [`worker-${n}`] }))
        return report(template, [stream(tests)], { logs: [DSTAT] })
      },
      { more: ['--blink-settings=minimumFontSize=18'] },
    )

    async function openLarge(hash: string, width: number): Promise<Page> {
      const page = await large.openAt(urlOf(large.path, hash), { viewport: { width, height: 844 } })
      await page.locator('.lane-label, .strip-lane').last().waitFor()
      return page
    }

    it.each([
      ['the timeline', '#/timeline', '.lane-label, .track-title, .overview-label button'],
      ['a test', testHash(0, 'a.T.test_0'), '.strip-lane, .test-strip .track-label'],
    ])('has labels on a phone that are whole, one below the other: %s', async (_, hash, labels) => {
      const page = await openLarge(hash, 390)
      await page.locator(labels).last().waitFor()
      expect(await hiddenParts(page, labels)).toEqual([])
      const tops = await page
        .locator('.lane-label, .strip-lane')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
      const apart = tops.slice(1).map((top, i) => top - tops[i])
      for (const one of apart) expect(one).toBeGreaterThanOrEqual(18)
    })

    it('has a table of workers that ends before the list beside it', async () => {
      const page = await openLarge('#/timeline', 1280)
      const [table, list] = [await boxOf(page, '.panel-main table'), await boxOf(page, '.panel-lists')]
      expect(table.x + table.width).toBeLessThanOrEqual(list.x)
    })
  })

  it('wraps lines of a long log at the width of a phone', async () => {
    const log = `${'seven, '.repeat(60)}\n`.repeat(1600)
    const run = await report(shared.template, [stream([{ id: 'a.T.long', files: [['log', log]] }])])
    const page = await openAt(urlOf(run, testHash(0, 'a.T.long')), { viewport: { width: 390, height: 844 } })
    await page.locator('.is-long .text-row').first().waitFor()
    await page.keyboard.press('w')
    const ends = () =>
      page.evaluate<number>(
        "Math.max(...[...document.querySelectorAll('.text-line')].map((one) => one.getBoundingClientRect().right))",
      )
    const { x, width } = await boxOf(page, '.text')
    await expect.poll(ends).toBeLessThan(x + width)
    expect(await ends()).toBeGreaterThan(x + width - 90)
  })

  it.each([1280, 390])('shows the values of charts with wider text spacing, at %i px', async (width) => {
    const page = await openAt(urlOf(shared.path, '#/timeline'), { viewport: { width, height: 800 } })
    await drawn(page)
    // WCAG 1.4.12
    await page.evaluate(`{
      const wider = new CSSStyleSheet()
      wider.replaceSync(
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }' +
        'p { margin-bottom: 2em !important }'
      )
      document.adoptedStyleSheets = [wider]
    }`)
    const plot = await boxOf(page, '.plot')
    await page.mouse.move(plot.x + plot.width / 2, plot.y + 40)
    await page.locator('.track-label dd').last().waitFor()
    await frame(page)
    // not cut off, and not over another
    const ends = await page.evaluate<
      number[]
    >(`[...document.querySelectorAll('.track-label')].flatMap((one) => {
      const [label, last] = [one, [...one.querySelectorAll('dd')].at(-1)].map((box) => box.getBoundingClientRect())
      const isCut = getComputedStyle(one).overflowY !== 'visible' && last.bottom > label.bottom
      return isCut ? [Infinity] : [last.bottom - label.bottom]
    })`)
    expect(Math.max(...ends)).toBeLessThanOrEqual(8)
  })

  it('gives dates with start times if the run has several days on the chosen clock', async () => {
    const night = await report(shared.template, [stream(NIGHT)])
    const page = await openAt(urlOf(night, '#/tests?sort=start'), { timezoneId: 'Europe/Moscow' })
    const starts = () => page.locator('.table-body .cell-start').allInnerTexts()
    await expect.poll(starts).toEqual(['23 Nov 2026, 21:14:20.000', '24 Nov 2026, 02:47:40.000'])
    await page.keyboard.press('l')
    await drawn(page)
    expect(await textOf(page, '.panel-main')).toContain(
      '23 Nov 2026, 21:14:20.000 – 24 Nov 2026, 02:47:42.000',
    )
    await page.keyboard.press('z')
    await page.keyboard.press('t')
    // one day, in UTC
    await expect.poll(starts).toEqual(['18:14:20.000', '23:47:40.000'])
  })

  it('names both time zones of a run during which the clocks changed', async () => {
    const half = 130 * 24 * 3600
    const tests = [{ id: 'a.T.winter' }, { id: 'a.T.summer', start: half }]
    const page = await openAt(urlOf(await report(shared.template, [stream(tests)])))
    await expect.poll(() => page.locator('.foot').innerText()).toContain('Times in UTC+1 and UTC+2')
    await page.keyboard.press('l')
    await drawn(page)
    expect(await textOf(page, '.panel-main')).toMatch(/2026, 19:14:20\.000 UTC\+1 – .* UTC\+2/)
    // of the time that it stands beside
    const clock = page.locator('.axis-label button')
    expect(await clock.innerText()).toBe('UTC+1')
    const plot = await boxOf(page, '.plot')
    await page.mouse.move(plot.x + plot.width - 5, plot.y + 40)
    await expect.poll(() => clock.innerText()).toBe('UTC+2')
  })
})
