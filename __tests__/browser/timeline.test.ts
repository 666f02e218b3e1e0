import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { convert } from '../../src/convert.ts'
import { lanesId, namesId, START_SCRIPT } from '../../src/format/report.ts'
import { formatDuration } from '../../src/words/duration.ts'
import { launchBrowser, NO_BROWSER, type TestBrowser } from './browser.ts'
import { bend, buildTemplate, report, START, type StreamTest, stream, urlOf, watch } from './page.ts'
import {
  boxOf,
  colourOf,
  drawn,
  frame,
  hashOf,
  laneY,
  MACHINE,
  pixelOf,
  pixelsOf,
  plotBox,
  textOf,
  viewInUrl,
} from './plot.ts'
import { serve } from './server.ts'

/** Forty seconds on two workers: each pattern of a test, each kind of gap, and tests too short to be seen. */
const RUN: readonly StreamTest[] = [
  { id: 'm.A.test_a', tags: ['worker-0'], start: 0, seconds: 10 },
  {
    id: 'm.A.test_b',
    tags: ['worker-0'],
    start: 10.5,
    seconds: 4.5,
    status: 'fail',
    files: [['traceback', 'T\nKeyError: 1\n']],
  },
  { id: 'm.B.test_c', tags: ['worker-0'], start: 20, seconds: 8, status: 'skip' },
  { id: 'm.C.test_d', tags: ['worker-1'], start: 0.25, seconds: 29.75 },
  { id: 'm.C.test_e', tags: ['worker-1'], start: 30, seconds: 10, status: 'xfail' },
  ...[0, 1, 2].map(
    (n): StreamTest => ({ id: `m.B.test_tiny_${n}`, tags: ['worker-0'], start: 29 + n / 10, seconds: 0.001 }),
  ),
  { id: 'm.B.test_tiny_fail', tags: ['worker-0'], start: 29.5, seconds: 0.001, status: 'fail' },
]
const END = 40

const user = (second: number): number => 10 + ((second * 7) % 80)

/** A log with a row per second, between two seconds of the run: each is of the second that ends with it. */
function dstat(from: number, to: number): string {
  const rows = Array.from(
    { length: to - from },
    (_, i) =>
      `${START + from + i}.0,${user(from + i)},3,0,0,0,2000000000,1,1,500000000,${(from + i) * 100},0,0,4096`,
  )
  return `"Dstat 0.8.0 CSV output"
"Author:","Dag",,,,"URL:","http://example.org"
"Host:","vm",,,,"User:","root"
"Cmdline:","dstat --epoch",,,,"Date:","23 Nov 2026 18:14:00 UTC"
"epoch","total cpu usage",,,,,"memory usage",,,,"net/total",,"dsk/total",
"epoch","usr","sys","idl","wai","stl","used","free","buff","cach","recv","send","read","writ"
${rows.join('\n')}
`
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

describe.skipIf(NO_BROWSER !== null)('the timeline', () => {
  let browser: TestBrowser
  let template: string
  let path: string
  /** What `watch` collects: errors and the like, which no page may have. */
  let seen: string[] = []
  let opened: Page[] = []

  beforeAll(async () => {
    browser = await launchBrowser()
    template = await buildTemplate(browser.directory)
    path = await report(template, [stream(RUN)], { logs: [dstat(-2, END + 2)] })
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    const [all, pages] = [seen, opened]
    seen = []
    opened = []
    await Promise.all(pages.map((page) => page.context().close()))
    if (all.length > 0) throw new Error(`the page did what it must not:\n${all.join('\n')}`)
  })

  async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.open(options)).newPage()
    seen = watch(page)
    opened.push(page)
    return page
  }

  async function openAt(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await newPage(options)
    await page.goto(url)
    return page
  }

  async function open(of = path, hash = '#/timeline', options: BrowserContextOptions = {}): Promise<Page> {
    const page = await openAt(urlOf(of, hash), options)
    await drawn(page)
    return page
  }

  /** Where a second of the run is, while the whole run is in view. */
  async function at(page: Page, second: number, lane: string, row = 0): Promise<[number, number]> {
    const box = await plotBox(page)
    return [box.x + (second / END) * box.width, await laneY(page, lane, row)]
  }

  const selectedInWords = (page: Page): Promise<string> =>
    page.locator('main [aria-live="polite"]').innerText()

  const workers = async (page: Page): Promise<string[][]> =>
    (await page.locator('.panel table:has(caption:text("worker")) tbody tr').allInnerTexts()).map((row) =>
      row.split('\t'),
    )

  describe('shows', () => {
    it('a lane per worker, and the tests and machine values at the cursor', async () => {
      const page = await open()
      expect(await page.locator('.lane-label').allInnerTexts()).toEqual(['worker 0', 'worker 1'])
      expect(await page.locator('.track-title b').allInnerTexts()).toEqual([
        'Running',
        'CPU',
        'Memory',
        'Disk',
        'Network',
      ])
      // the number of lanes, even if they were never busy at once
      expect(await textOf(page, '.track-top')).toBe('of 2')
      for (const [second, first, other, running] of [
        [4.6, 'test_a', 'test_d', 2],
        [12.4, 'test_b', 'test_d', 2],
        [17.5, '–', 'test_d', 1],
        [35.3, '–', 'test_e', 1],
      ] as const) {
        const [x, y] = await at(page, second, 'worker 0')
        await page.mouse.move(x, y)
        await frame(page)
        expect(await page.locator('.lane-now').allInnerTexts()).toEqual([first, other])
        const values = (await page.locator('.track-label dd').allInnerTexts()).slice(0, 2)
        expect(values).toEqual([String(running), `${user(Math.ceil(second))} %`])
        expect(await textOf(page, '.axis-label span')).toMatch(
          new RegExp(`^19:14:${20 + Math.floor(second)}\\.\\d{3}$`),
        )
        const line = await boxOf(page, '.cursor-line')
        expect(Math.abs(line.x - x)).toBeLessThanOrEqual(1)
        expect(line.height).toBeGreaterThan(300) // through the lanes and the charts
      }
      expect(await textOf(page, '.under-cursor')).toBe('10.5 s idle at the end')
      await page.mouse.move(...(await at(page, 12.4, 'worker 0')))
      await expect.poll(() => textOf(page, '.under-cursor')).toBe('m. A. test_b 4.50 s')
      await page.mouse.move(5, 5)
      await expect.poll(() => page.locator('.lane-now').count()).toBe(0)
      expect(await page.locator('.cursor-line').isVisible()).toBe(false)
    })

    it('statuses by colour and pattern, and the gaps between tests', async () => {
      const page = await open()
      const { width } = await plotBox(page)
      const top = (await laneY(page, 'worker 0')) - (await boxOf(page, '[data-canvas="lanes"]')).y - 10
      const colour = (second: number, y = top): Promise<string> =>
        pixelOf(page, 'lanes', (second / END) * width, y)
      expect(await colour(12)).toBe(await colourOf(page, '--fill-fail'))
      expect(await colour(5)).toBe(await colourOf(page, '--fill-success'))
      expect(await colour(17)).toBe(await colourOf(page, '--lane-between'))
      expect(await colour(10.25)).toBe(await colourOf(page, '--lane-ground')) // a gap within a class
      expect(await colour(35, top + 26)).toBe(await colourOf(page, '--fill-amber'))
      const skip = new Set(await pixelsOf(page, 'lanes', (22 / END) * width, top, 40))
      expect(skip).toContain(await colourOf(page, '--fill-skip'))
      expect(skip.size).toBeGreaterThan(2) // the hatch and its edges
      const skipped = new Set(await pixelsOf(page, 'overview', (22 / END) * width, 2, 40))
      for (const fill of ['--fill-skip', '--fill-skip-hatch'])
        expect(skipped).toContain(await colourOf(page, fill))
      const thread = await pixelsOf(page, 'lanes', (17 / END) * width, 11, 40)
      expect(new Set(thread)).toEqual(new Set([await colourOf(page, '--lane-gap')]))
      const idle = new Set(await pixelsOf(page, 'lanes', (38 / END) * width, top, 40))
      expect(idle).toContain(await colourOf(page, '--lane-ground'))
      expect(idle.size).toBeGreaterThan(2)
      // a failed test of 1 ms stays visible among others
      const tiny = await pixelsOf(page, 'lanes', (29.5 / END) * width - 2, top, 5)
      const fail = await colourOf(page, '--fill-fail')
      expect(tiny.filter((one) => one === fail).length).toBeGreaterThanOrEqual(2)
      const inOverview = await pixelsOf(page, 'overview', (29.5 / END) * width - 2, 2, 5)
      expect(inOverview.filter((one) => one === fail).length).toBeGreaterThanOrEqual(2)
    })

    it('the start of a worker like the time between classes, for its setUpClass may be in it', async () => {
      const page = await open(path, '#/timeline?view=0-1')
      const { width } = await plotBox(page)
      const y = (await laneY(page, 'worker 1')) - (await boxOf(page, '[data-canvas="lanes"]')).y - 10
      expect(await pixelOf(page, 'lanes', 0.1 * width, y)).toBe(await colourOf(page, '--lane-between'))
      await page.mouse.move(...(await at(page, 0.1 * END, 'worker 1')))
      await expect
        .poll(() => textOf(page, '.under-cursor'))
        .toBe('0.250 s before the first test: start, imports, maybe setUpClass')
    })

    it('a gap between two of many short tests, despite longer gaps elsewhere', async () => {
      const many: StreamTest[] = [
        ...Array.from({ length: 300 }, (_, n) => ({ id: `m.C${n}.test_a`, start: 4 * n, seconds: 1 })),
        ...Array.from({ length: 1500 }, (_, n) => ({
          id: `m.C${n >> 10}.test_${n}`,
          start: 1200 + (n >> 10) * 0.1 + n / 1000,
          seconds: 0.001,
        })),
      ].map((test) => ({ ...test, tags: ['worker-0'] }))
      const page = await open(await report(template, [stream(many)]), '#/timeline?view=1200-1201.6')
      const { width } = await plotBox(page)
      const colour = (second: number): Promise<string> => pixelOf(page, 'lanes', (second / 1.6) * width, 2)
      await expect.poll(() => colour(1.024 + 0.05)).toBe(await colourOf(page, '--lane-between'))
      expect(await colour(0.5)).toBe(await colourOf(page, '--fill-success'))
    })

    it('each status in the legend by a form of its own, those of one colour too', async () => {
      const statuses = ['success', 'fail', 'skip', 'xfail', 'uxsuccess', 'inprogress'] as const
      const tests = statuses.map((status): StreamTest => ({ id: `m.A.test_${status}`, status }))
      const page = await open(await report(template, [stream(tests)]))
      const fills = await page.evaluate<string[]>(`{
        const fillOf = (chip) => {
          const { backgroundColor, backgroundImage } = getComputedStyle(chip, '::before')
          return backgroundColor + backgroundImage
        }
        Array.from(document.querySelectorAll('.chip'), fillOf)
      }`)
      expect(fills).toHaveLength(statuses.length)
      expect(new Set(fills).size).toBe(statuses.length)
    })

    it('each series of a chart in a colour of its own', async () => {
      const page = await open()
      const swatches = await page.evaluate<string[]>(`{
        const cpu = [...document.querySelectorAll('.track-label')].find((one) => one.innerText.includes('CPU'))
        const colourOf = (key) => getComputedStyle(key, '::before').backgroundColor
        Array.from(cpu.querySelectorAll('.key'), colourOf)
      }`)
      expect(swatches).toHaveLength(4)
      expect(new Set(swatches).size).toBe(4)
    })

    it('how long a lane was idle at the end, written in the lane', async () => {
      const page = await newPage()
      await page.addInitScript(`{
        window.drawn = new Set()
        const { fillText } = CanvasRenderingContext2D.prototype
        CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
          window.drawn.add(text)
          fillText.call(this, text, ...at)
        }
      }`)
      await page.goto(urlOf(path, '#/timeline'))
      await drawn(page)
      const words = await page.evaluate<string[]>('[...window.drawn]')
      expect(words.filter((text) => text.startsWith('idle'))).toEqual(['idle 10.5 s'])
    })

    it('no label of the axis that does not fit', async () => {
      const page = await newPage({ viewport: { width: 1280, height: 800 } })
      await page.addInitScript(`{
        window.written = []
        const { fillText } = CanvasRenderingContext2D.prototype
        CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
          if (this.canvas.dataset.canvas === 'axis')
            window.written.push([text, x + this.measureText(text).width <= this.canvas.width])
          fillText.call(this, text, x, y)
        }
      }`)
      const hours = [0, 47].map(
        (hour): StreamTest => ({ id: `m.A.test_${hour}`, tags: ['worker-0'], start: hour * 3600 }),
      )
      await page.goto(urlOf(await report(template, [stream(hours)]), '#/timeline'))
      await drawn(page)
      const written = await page.evaluate<[string, boolean][]>('window.written')
      expect(written.map(([text]) => text)).toContain('06:00:00')
      expect(written.filter(([, fits]) => !fits)).toEqual([])
    })

    it('the name of an unfinished test on a solid background, not on its hatch', async () => {
      const run = stream([
        { id: 'm.A.test_killed', tags: ['worker-0'], start: 0, status: 'inprogress' },
        { id: 'm.A.test_last', tags: ['worker-1'], start: 0, seconds: 40 },
      ])
      const page = await open(await report(template, [run]))
      const fill = await colourOf(page, '--fill-fail')
      // above the letters of A.test_killed, then to the right of them
      const pixels = await pixelsOf(page, 'lanes', 1, 2, 400)
      expect(new Set(pixels.slice(0, 90))).toEqual(new Set([fill]))
      expect(new Set(pixels.slice(120)).size).toBeGreaterThan(2)
    })

    it('a table of the tests in view, failed ones first', async () => {
      const page = await open()
      const table = page.locator('main table', { has: page.locator('caption', { hasText: 'in view' }) })
      expect(await table.locator('caption').innerText()).toBe('The 9 tests in view')
      const rows = (await table.locator('tbody tr').allInnerTexts()).map((row) =>
        row.split(/\s+/).slice(0, 2).join(' '),
      )
      expect(rows.slice(0, 4)).toEqual([
        'm.A.test_b failed',
        'm.B.test_tiny_fail failed',
        'm.A.test_a passed',
        'm.C.test_d passed',
      ])
      expect(await textOf(page, '.panel h2')).toBe('In view: 9 tests in 40.0 s')
      // for screen readers only: Tab does not stop at buttons that cannot be seen
      const buttons = table.getByRole('button')
      expect(await buttons.evaluateAll((all) => all.every(({ tabIndex }) => tabIndex === -1))).toBe(true)
      await buttons.nth(2).evaluate((button) => button.click())
      await expect.poll(() => selectedInWords(page)).toBe('m.A.test_a: passed, 10.0 s')
    })

    it('how many tests are narrower than a pixel, and lists them on request', async () => {
      const page = await open()
      expect(await textOf(page, '.panel')).toContain('4 tests narrower than a pixel')
      await page.getByRole('button', { name: 'List them' }).click()
      await expect.poll(() => page.locator('.shown').innerText()).toBe('4 of 9')
    })

    it.each([390, 1280])(
      'how long a test has to be for a pixel, in a window %d pixels wide',
      async (width) => {
        const page = await open(path, '#/timeline', { viewport: { width, height: 844 } })
        const pixel = (END * 1e6) / (await plotBox(page)).width
        expect(await textOf(page, '.panel')).toContain(
          `4 tests narrower than a pixel (${formatDuration(pixel)})`,
        )
      },
    )

    it('how many narrow tests match the filter in a range, and lists those of the whole run on request', async () => {
      const streams = [stream(RUN), stream(RUN)]
      const page = await open(
        await report(template, streams),
        '#/timeline?q=tiny&status=success&run=1&range=29.05-40',
      )
      expect(await textOf(page, '.panel')).toContain('2 tests narrower than a pixel')
      await page.getByRole('button', { name: 'List all tests this short' }).click()
      await expect.poll(() => page.locator('.shown').innerText()).toBe('3 of 18')
      expect(await hashOf(page)).toMatch(/^#\/tests\?q=%3C\d+us\+tiny&status=success&run=1$/)
    })

    it.each([390, 620, 768, 1000, 1280])('no cut or overlap in a panel %d pixels wide', async (width) => {
      const page = await open(path, '#/timeline', { viewport: { width, height: 900 } })
      await page.locator(MACHINE).waitFor()
      const isCut = await page.evaluate(
        `['.panel-body', '.under-cursor'].filter((one) => {
          const { scrollWidth, clientWidth } = document.querySelector(one)
          return scrollWidth > clientWidth
        })`,
      )
      expect(isCut).toEqual([])
      const [workersTable, lists] = [
        await boxOf(page, '.panel-main table'),
        await boxOf(page, '.panel-lists'),
      ]
      const isBelow = lists.y >= workersTable.y + workersTable.height
      expect(isBelow || lists.x >= workersTable.x + workersTable.width).toBe(true)
    })

    it.each([
      [640, 400], // 1280 × 800, zoomed to 200 %
      [844, 390], // a phone in landscape
      [320, 480],
    ])('both lanes and panel in a window of %d × %d pixels', async (width, height) => {
      const page = await open(path, '#/timeline', { viewport: { width, height } })
      const [plots, panel] = [await boxOf(page, '.plots'), await boxOf(page, '.panel')]
      expect(plots.height).toBeGreaterThanOrEqual(85) // axis, lanes and the chart of running tests
      expect(panel.height).toBeGreaterThanOrEqual(96)
      expect(panel.y + panel.height).toBe(height)
      // the handle reports no more than the panel's greatest height
      await page.locator('.panel-handle').press('ArrowUp')
      await expect
        .poll(() => page.locator('.panel-handle').getAttribute('aria-valuenow'))
        .toBe(String(Math.max(96, height - 340)))
    })

    it('the panel in what the plots leave, until it is resized', async () => {
      const page = await open(await report(template, [stream(RUN)]), '#/timeline', {
        viewport: { width: 1280, height: 800 },
      })
      const heights = async (): Promise<number[]> => [
        (await boxOf(page, '.plots')).height,
        (await boxOf(page, '.panel')).height,
      ]
      // axis, two lanes, the chart of running tests, and a little below it
      const [plots, panel] = await heights()
      expect(plots).toBe(24 + 2 * 24 + 2 + 72 + 8)
      expect(
        await page.evaluate(`{
        const { scrollHeight, clientHeight } = document.querySelector('.panel-body')
        scrollHeight - clientHeight
      }`),
      ).toBe(0)
      const handle = page.locator('.panel-handle')
      await expect.poll(() => handle.getAttribute('aria-valuenow')).toBe(String(panel))
      await handle.press('ArrowDown')
      await expect.poll(heights).toEqual([plots + 24, panel - 24])
      await handle.press('ArrowUp')
      await handle.press('ArrowUp')
      await expect.poll(heights).toEqual([plots, panel])
      await handle.click({ position: { x: 300, y: 12 } })
      await expect.poll(heights).toEqual([plots + panel - 64, 64])
      await handle.click({ position: { x: 300, y: 12 } })
      await expect.poll(heights).toEqual([plots, panel])
    })

    it('times in local time, in UTC, or relative to the start', async () => {
      const page = await open()
      const shown = (): Promise<string> => textOf(page, '.panel')
      expect(await shown()).toContain('19:14:20.000 – 19:15:00.000')
      const clock = page.locator('.axis-label button')
      expect(await clock.innerText()).toBe('UTC+1')
      await page.keyboard.press('z')
      await expect.poll(shown).toContain('18:14:20.000 – 18:15:00.000')
      expect(await clock.innerText()).toBe('UTC')
      await clock.click()
      await expect.poll(shown).toContain('+0:00.000 – +0:40.000')
      expect(await clock.innerText()).toBe('relative')
      await clock.click()
      expect(await clock.innerText()).toBe('UTC+1')
    })
  })

  describe('the selected test', () => {
    it('is said to be unknown if the report does not have it, until nothing is asked for', async () => {
      const page = await open(path, '#/timeline?at=0%2Fm.A.test_gone')
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
      const machine = (await page.locator(`${MACHINE} tbody tr`).allInnerTexts()).map((row) =>
        row.split('\t'),
      )
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
      const page = await open(path, '#/timeline?at=0%2Fm.A.test_a')
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
      await expect
        .poll(() => viewInUrl(page))
        .toEqual([expect.closeTo(29.4985, 4), expect.closeTo(29.5025, 4)])
      // of the tests beside another, those that ran longest with it come first
      await page.evaluate(`location.hash = '#/timeline?at=0%2Fm.C.test_d'`)
      await expect
        .poll(async () => (await beside.allInnerTexts()).slice(0, 3))
        .toEqual(['test_a', 'test_c', 'test_b'])
      expect(await page.locator('.panel-list h3').last().innerText()).toBe('The first of its worker')
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

  describe('by keyboard', () => {
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
      await expect.poll(selected).toBe('')
      expect(await isAtPlot()).toBe(true)
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

    it('goes only to tests that match the filter', async () => {
      const selected = async (): Promise<string> => (await selectedInWords(page)).split(':')[0]
      const page = await open(path, '#/timeline?q=tiny')
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
      // a test out of view is brought into it
      await page.evaluate(`location.hash = '#/timeline?view=20-25'`)
      await expect.poll(() => textOf(page, '.overview-label')).toBe('40.0 s 5.00 s in view')
      await page.keyboard.press('n')
      await expect
        .poll(() => viewInUrl(page))
        .toEqual([expect.closeTo(12.75 - 2.8125, 4), expect.closeTo(12.75 + 2.8125, 4)])
    })

    it('moves the cursor, sums up a range set from it, and zooms around it', async () => {
      const page = await open(path, '#/timeline?at=0%2Fm.B.test_c')
      const values = async (): Promise<string> =>
        (await page.locator('.track-label dd').allInnerTexts()).join()
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
      const page = await open(path, '#/timeline?at=0%2Fm.A.test_b')
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
      await expect.poll(() => page.locator('.toolbar .shown').innerText()).toBe('4 found')
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

  describe('by pointer', () => {
    it('zooms around the pointer by wheel and pans by dragging', async () => {
      const page = await open()
      const [x, y] = await at(page, 12, 'worker 0')
      const timeThere = async (): Promise<number> => {
        await page.mouse.move(x + 1, y)
        await page.mouse.move(x, y)
        await frame(page)
        return Number((await textOf(page, '.axis-label span')).slice(6))
      }
      const before = await timeThere()
      await page.mouse.wheel(0, -500)
      await expect.poll(() => viewInUrl(page)).not.toBeNull()
      const [from, to] = (await viewInUrl(page)) ?? [0, 0]
      expect(to - from).toBeCloseTo(END * Math.exp(-500 * 0.0016), 3)
      const { width } = await plotBox(page)
      expect(Math.abs((await timeThere()) - before)).toBeLessThanOrEqual(0.001 + (to - from) / width)
      await page.mouse.down()
      await page.mouse.move(x + 60, y, { steps: 3 })
      await page.mouse.move(x + 100, y)
      await page.mouse.up()
      const moved = (100 * (to - from)) / width
      await expect
        .poll(() => viewInUrl(page))
        .toEqual([expect.closeTo(from - moved, 2), expect.closeTo(to - moved, 2)])
      expect(await selectedInWords(page)).toBe('') // a drag does not select
      await page.mouse.click(x, y, { button: 'right' }) // the browser's own menu
      // sideways, or with Shift, the wheel pans
      for (const [shift, right, down] of [
        [false, 100, 0],
        [true, 0, -60],
      ] as const) {
        const [start, end] = (await viewInUrl(page)) ?? [0, 0]
        if (shift) await page.keyboard.down('Shift')
        await page.mouse.wheel(right, down)
        if (shift) await page.keyboard.up('Shift')
        const panned = ((right + down) * (to - from)) / width
        await expect
          .poll(() => viewInUrl(page))
          .toEqual([expect.closeTo(start + panned, 3), expect.closeTo(end + panned, 3)])
      }
      expect(await selectedInWords(page)).toBe('')
      // Firefox counts in lines; the page itself must neither scroll nor zoom
      const isLeft = await page.locator('.plot').evaluate((plot, clientX) => {
        const { WheelEvent } = plot.ownerDocument.defaultView
        const turn = { deltaY: -5, deltaMode: 1, clientX, ctrlKey: true, bubbles: true, cancelable: true }
        return plot.dispatchEvent(new WheelEvent('wheel', turn))
      }, x)
      expect(isLeft).toBe(false)
      await expect
        .poll(async () => {
          const [left, right] = (await viewInUrl(page)) ?? [0, 0]
          return right - left
        })
        .toBeCloseTo((to - from) * Math.exp(-5 * 16 * 0.0016), 3)
      await page.evaluate(`location.hash = '#/timeline'`)
      await expect.poll(() => textOf(page, '.overview-label')).toBe('40.0 s all in view')
      // a double click zooms to a test, with four times its length in view
      await page.mouse.dblclick(...(await at(page, 12, 'worker 0')))
      await expect.poll(() => viewInUrl(page)).toEqual([expect.closeTo(3.75, 4), expect.closeTo(21.75, 4)])
    })

    it.each(['with Shift over the lanes', 'on the axis'])('sums up a range drawn %s', async (how) => {
      const page = await open()
      const [left, y] = await at(page, 10.2, 'worker 0')
      const [right] = await at(page, 21, 'worker 0')
      const height = how === 'on the axis' ? (await boxOf(page, '.axis-canvas')).y + 8 : y
      if (how !== 'on the axis') await page.keyboard.down('Shift')
      await page.mouse.move(left, height)
      await page.mouse.down()
      await page.mouse.move((left + right) / 2, height)
      await page.mouse.move(right, height)
      await page.mouse.up()
      await page.keyboard.up('Shift')
      // test_b, test_c and test_d; the lanes are busy for 4.5 + 1 + 10.8 of 21.6 s
      await expect.poll(() => textOf(page, '.panel h2')).toMatch(/^In the range: 3 tests in 10\.8 s$/)
      expect(await textOf(page, '.panel')).toMatch(/1 failed 1 skipped 1 passed .* 2 workers 75 % busy/)
      expect(await workers(page)).toEqual([
        ['0', '2', '5.50 s', '0.300 s', '5.00 s', '0 s'],
        ['1', '1', '10.8 s', '0 s', '0 s', '0 s'],
      ])
      const rest = Array.from({ length: 10 }, (_, i) => user(i + 12)).reduce((a, b) => a + b)
      const during = (0.8 * user(11) + rest) / 10.8
      const row = page.locator(`${MACHINE} tbody tr`, { hasText: 'CPU user' }).locator('td').first()
      expect(await row.innerText()).toBe(`${Math.round(during)} %`)
      const found = /range=([\d.]+)-([\d.]+)/
        .exec(await hashOf(page))
        ?.slice(1)
        .map(Number)
      expect(found).toEqual([expect.closeTo(10.2, 1), expect.closeTo(21, 1)])
      await page.keyboard.press('Escape')
      await expect.poll(() => textOf(page, '.panel h2')).toBe('In view: 9 tests in 40.0 s')
      // now that the wait of worker 1 for its first test is in view
      await expect
        .poll(async () => (await workers(page))[1]?.slice(0, 4))
        .toEqual(['1', '2', '39.8 s', '0.250 s'])
    })

    it('takes a drag and a click on the axis as its own when lanes are scrolled under it', async () => {
      const page = await open(path, '#/timeline', { viewport: { width: 1280, height: 560 } })
      await page.locator('.plots').evaluate((plots) => plots.scrollBy(0, 40))
      const { y } = await boxOf(page, '.axis-canvas')
      await page.mouse.move((await at(page, 10.2, 'worker 0'))[0], y + 8)
      await page.mouse.down()
      await page.mouse.move((await at(page, 21, 'worker 0'))[0], y + 8, { steps: 2 })
      await page.mouse.up()
      await expect.poll(() => textOf(page, '.panel h2')).toBe('In the range: 3 tests in 10.8 s')
      await page.mouse.click((await at(page, 5, 'worker 0'))[0], y + 8)
      await frame(page)
      expect(await selectedInWords(page)).toBe('')
    })

    it('lists no slowest tests if none match the filter', async () => {
      const page = await open(path, '#/timeline?q=nowhere')
      await expect.poll(() => textOf(page, '.panel h2')).toBe('In view: 0 tests in 40.0 s')
      expect(await page.locator('.panel h3').allInnerTexts()).toEqual([])
    })

    it('shows the length of a range on a background that is not the axis’s', async () => {
      const page = await open(path, '#/timeline?range=9-12')
      expect(await textOf(page, '.range-mark')).toBe('3.00 s')
      const grounds = await page.evaluate<string[]>(
        `['.range-mark span', '.axis-canvas'].map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)`,
      )
      expect(grounds).toEqual([await colourOf(page, '--accent'), await colourOf(page, '--page')])
    })

    it('marks nothing that is out of view, and shows all of the run instead of a view outside it', async () => {
      const page = await open(path, '#/timeline?view=20-30&range=5-8&at=0%2Fm.A.test_a')
      expect(await selectedInWords(page)).toContain('test_a')
      expect(await page.locator('.range-mark, .selected-mark').count()).toBe(0)
      await page.evaluate(`location.hash = '#/timeline?view=31-40&range=5-8&at=0%2Fm.C.test_d'`)
      await expect.poll(() => selectedInWords(page)).toContain('test_d')
      expect(await page.locator('.range-mark, .selected-mark').count()).toBe(0)
      await page.evaluate(`location.hash = '#/timeline?view=100-200'`)
      await expect.poll(() => textOf(page, '.overview-label')).toBe('40.0 s all in view')
    })

    it('highlights what the machine did much more than usual in a range', async () => {
      const page = await open(path, '#/timeline?range=10-11')
      await page.locator(MACHINE).waitFor()
      // 87 % at second 11, of usually some 50; less than usual arrived by the network
      expect(await page.locator(`${MACHINE} tr.is-far th`).allInnerTexts()).toEqual(['CPU', 'CPU user'])
    })

    it('shows the last chosen of a test and a range; Escape drops the test, then the range', async () => {
      const heading = (): Promise<string> => textOf(page, '.panel h2')
      const page = await open(path, '#/timeline?at=0%2Fm.A.test_a')
      expect(await heading()).toContain('test_a')
      const { y } = await boxOf(page, '.axis-canvas')
      await page.mouse.move((await at(page, 10.2, 'worker 0'))[0], y + 8)
      await page.mouse.down()
      await page.mouse.move((await at(page, 21, 'worker 0'))[0], y + 8, { steps: 2 })
      await page.mouse.up()
      await expect.poll(heading).toBe('In the range: 3 tests in 10.8 s')
      expect(await selectedInWords(page)).toBe('')
      await page.mouse.click(...(await at(page, 12, 'worker 0')))
      await expect.poll(heading).toContain('test_b')
      // after a reload, Escape drops them in the same order
      await expect.poll(() => hashOf(page)).toMatch(/range=10\.[\d.]+-2[\d.]+&at=0%2Fm\.A\.test_b$/)
      await page.reload()
      await drawn(page)
      expect(await heading()).toContain('test_b')
      await page.keyboard.press('Escape')
      await expect.poll(heading).toBe('In the range: 3 tests in 10.8 s')
      await page.keyboard.press('Escape')
      await expect.poll(heading).toBe('In view: 9 tests in 40.0 s')
    })

    it('draws, moves and resizes the view in the overview, and centres it by click', async () => {
      const page = await open()
      const strip = await boxOf(page, '.overview-strip')
      const drag = async (from: number, to: number): Promise<void> => {
        const [left, right] = [from, to].map((second) => strip.x + (second / END) * strip.width)
        await page.mouse.move(left, strip.y + 20)
        await page.mouse.down()
        await page.mouse.move((left + right) / 2, strip.y + 20)
        await page.mouse.move(right, strip.y + 20)
        await page.mouse.up()
      }
      const near = (from: number, to: number) => [expect.closeTo(from, 1), expect.closeTo(to, 1)]
      // again and again: what the browser selects meanwhile must not be dragged instead
      await drag(10, 30)
      await expect.poll(() => viewInUrl(page)).toEqual(near(10, 30))
      await drag(20, 25)
      await expect.poll(() => viewInUrl(page)).toEqual(near(15, 35))
      await drag(35, 39)
      await expect.poll(() => viewInUrl(page)).toEqual(near(15, 39))
      await drag(15, 11)
      await expect.poll(() => viewInUrl(page)).toEqual(near(11, 39))
      // neither a click on an edge nor another button moves it
      await page.mouse.click(strip.x + (11 / END) * strip.width, strip.y + 20)
      await page.mouse.click(strip.x + strip.width / 2, strip.y + 20, { button: 'right' })
      await frame(page)
      expect(await viewInUrl(page)).toEqual(near(11, 39))
      await page.mouse.click(strip.x + (20 / END) * strip.width, strip.y + 20)
      await expect.poll(() => viewInUrl(page)).toEqual(near(6, 34))
    })

    it('moves the cursor by a tap on a chart, and selects by a tap near a lane', async () => {
      const page = await open(path, '#/timeline', { hasTouch: true, viewport: { width: 390, height: 844 } })
      const [x, y] = await at(page, 12.5, 'worker 0')
      // between the lanes, a little nearer to the first
      const { y: top } = await boxOf(page, '[data-canvas="lanes"]')
      await page.touchscreen.tap(x, top + 10)
      await expect.poll(() => selectedInWords(page)).toBe('m.A.test_b: failed, 4.50 s')
      const values = page.locator('.track-label dd')
      expect((await values.allInnerTexts()).slice(0, 2)).toEqual(['2', `${user(13)} %`])
      const [other] = await at(page, 25.5, 'worker 0')
      await page.touchscreen.tap(other, (await boxOf(page, '[data-canvas="running"]')).y + 20)
      await expect.poll(() => values.nth(1).innerText()).toBe(`${user(26)} %`)
      expect(await values.nth(1).isVisible()).toBe(true)
      expect(await textOf(page, '.under-cursor')).toBe('')
      // beside the charts there is no room for the names of the series
      await page.touchscreen.tap(other, (await boxOf(page, '[data-canvas="track-0-0"]')).y + 20)
      await expect
        .poll(() => textOf(page, '.under-cursor'))
        .toBe(`CPU user ${user(26)} % system 3 % wait 0 % steal 0 %`)
      await page.touchscreen.tap(other, (await boxOf(page, '[data-canvas="track-0-2"]')).y + 20)
      await expect.poll(() => textOf(page, '.under-cursor')).toBe('Disk read 0 B/s written 4.1 kB/s')
      expect(await selectedInWords(page)).toBe('m.A.test_b: failed, 4.50 s')
      await page.touchscreen.tap((await at(page, 36, 'worker 0'))[0], y)
      await expect.poll(() => selectedInWords(page)).toBe('')
      expect(await textOf(page, '.under-cursor')).toBe('10.5 s idle at the end')
    })

    it('drops a tapped cursor on a tap elsewhere and on leaving the page', async () => {
      const page = await open(path, '#/timeline', { hasTouch: true, viewport: { width: 390, height: 844 } })
      const tap = async (): Promise<void> => {
        await page.touchscreen.tap(...(await at(page, 36, 'worker 0')))
        await expect.poll(() => textOf(page, '.under-cursor')).toBe('10.5 s idle at the end')
      }
      const clock = page.locator('.axis-label button')
      await tap()
      expect(await clock.isVisible()).toBe(false) // the cursor's time takes its place
      const { x, y } = await boxOf(page, '.axis-label')
      await page.touchscreen.tap(x + 10, y + 10)
      await expect.poll(() => textOf(page, '.under-cursor')).toContain('pinch')
      const was = await clock.innerText()
      await clock.tap()
      await expect.poll(() => clock.innerText()).not.toBe(was)
      await tap()
      // by script: a tap on a link would itself be a tap elsewhere
      await page.evaluate(`location.hash = '#/'`)
      await page.locator('.plot').waitFor({ state: 'detached' })
      await page.evaluate(`location.hash = '#/timeline'`)
      await drawn(page)
      expect(await clock.isVisible()).toBe(true)
      expect(await page.locator('.cursor-line').isVisible()).toBe(false)
    })

    /** Sends touch events with a point, and a number if not in order, per finger; `touchEnd` alone lifts all. */
    async function fingersOn(page: Page) {
      const touch = await page.context().newCDPSession(page)
      return (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number, number?][]) =>
        touch.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: points.map(([x, y, finger], n) => ({ x, y, id: finger ?? n })),
        })
    }

    it('selects a range by one finger on the axis, as the hint says, for which a phone has room', async () => {
      const viewport = { width: 320, height: 640 }
      const page = await open(path, '#/timeline', { hasTouch: true, isMobile: true, viewport })
      expect(await textOf(page, '.with-fingers')).toBe('Drag, pinch, tap a test; measure on the axis.')
      const isCut = await page.evaluate<boolean>(`{
        const { scrollWidth, clientWidth } = document.querySelector('.under-cursor')
        scrollWidth > clientWidth
      }`)
      expect(isCut).toBe(false)
      const put = await fingersOn(page)
      const { x, width } = await plotBox(page)
      const y = (await boxOf(page, '.axis-canvas')).y + 12
      await put('touchStart', [x + width / 4, y])
      await put('touchMove', [x + width / 3, y])
      await put('touchMove', [x + width / 2, y])
      await put('touchEnd')
      await expect.poll(() => textOf(page, '.panel h2')).toMatch(/^In the range: /)
    })

    it('zooms around the middle of a pinch', async () => {
      const page = await open(path, '#/timeline', { hasTouch: true })
      const put = await fingersOn(page)
      const { x, width } = await plotBox(page)
      const y = await laneY(page, 'worker 0')
      await put('touchStart', [x + 0.4 * width, y], [x + 0.6 * width, y])
      await put('touchMove', [x + 0.35 * width, y], [x + 0.65 * width, y])
      await put('touchMove', [x + 0.2 * width, y], [x + 0.8 * width, y])
      // three times as far apart, around the middle of the run
      await expect
        .poll(() => viewInUrl(page))
        .toEqual([expect.closeTo(20 - 20 / 3, 0), expect.closeTo(20 + 20 / 3, 0)])
      // the finger that stays on moves on alone
      const [from] = (await viewInUrl(page)) ?? [0]
      await put('touchEnd', [x + 0.2 * width, y])
      await put('touchMove', [x + 0.7 * width, y, 1])
      await put('touchMove', [x + 0.5 * width, y, 1])
      await put('touchEnd')
      await expect
        .poll(() => viewInUrl(page))
        .toEqual([expect.closeTo(from + 4, 1), expect.closeTo(from + 4 + 40 / 3, 1)])
      expect(await selectedInWords(page)).toBe('')
    })

    it.each([
      ['the overview', '.overview-strip .brush', 'left'],
      ['the panel’s height', '.panel', 'height'],
    ])('moves %s with the first of two fingers only', async (_, moved, side) => {
      const page = await open(path, '#/timeline?view=10-20', { hasTouch: true })
      const put = await fingersOn(page)
      const handle = moved === '.panel' ? '.panel-handle' : moved
      const { x: left, y: top, width, height } = await boxOf(page, handle)
      const [x, y] = [left + width / 2, top + height / 2]
      const placed = () =>
        page.evaluate<string>(`getComputedStyle(document.querySelector('${moved}')).${side}`)
      await put('touchStart', [x, y])
      await put('touchMove', [x + 40, y - 10])
      await frame(page)
      const was = await placed()
      await put('touchStart', [x + 40, y - 10], [x + 80, y - 10])
      await put('touchMove', [x + 40, y - 10], [x + 180, y - 90])
      await frame(page)
      expect(await placed()).toBe(was)
      // lifting the second finger does not end the drag of the first
      await put('touchMove', [x + 40, y - 10])
      await put('touchMove', [x + 60, y - 60])
      await expect.poll(placed).not.toBe(was)
    })

    it('moves the overview also with a finger that is not the first on the screen', async () => {
      const page = await open(path, '#/timeline?view=10-20', { hasTouch: true })
      const put = await fingersOn(page)
      const [axis, brush] = [await boxOf(page, '.axis-label'), await boxOf(page, '.overview-strip .brush')]
      const thumb: [number, number] = [axis.x + 4, axis.y + 4]
      const [x, y] = [brush.x + brush.width / 2, brush.y + brush.height / 2]
      await put('touchStart', thumb)
      await put('touchStart', thumb, [x, y])
      await put('touchMove', thumb, [x + 40, y])
      await expect.poll(async () => (await viewInUrl(page))?.[0]).toBeGreaterThan(10)
      // and after that again, in the same way
      const was = (await viewInUrl(page))?.[0]
      await put('touchMove', thumb)
      await put('touchEnd')
      await put('touchStart', [x + 40, y])
      await put('touchMove', [x, y])
      await expect.poll(async () => (await viewInUrl(page))?.[0]).toBeLessThan(was ?? 0)
    })

    it('discards a range being drawn on the axis when a second finger comes down', async () => {
      const page = await open(path, '#/timeline?range=5-8', { hasTouch: true })
      const put = await fingersOn(page)
      const { x, y: top, width } = await boxOf(page, '.axis-canvas')
      const y = top + 8
      await put('touchStart', [x + 0.5 * width, y])
      await put('touchMove', [x + 0.6 * width, y])
      await put('touchMove', [x + 0.75 * width, y])
      await expect.poll(() => textOf(page, '.range-mark')).toBe('10.0 s')
      await put('touchStart', [x + 0.75 * width, y], [x + 0.9 * width, y])
      // a third finger draws nothing either
      await put('touchStart', [x + 0.75 * width, y], [x + 0.9 * width, y], [x + 0.2 * width, y])
      await put('touchMove', [x + 0.75 * width, y], [x + 0.9 * width, y], [x + 0.3 * width, y])
      await expect.poll(() => textOf(page, '.range-mark')).toBe('3.00 s')
      await put('touchEnd')
      await frame(page)
      expect(await textOf(page, '.range-mark')).toBe('3.00 s')
      expect(await hashOf(page)).toContain('range=5-8')
    })
  })

  describe('keeps in the URL', () => {
    it('the view, the selection, the range and the filter, so that a reload restores them', async () => {
      const hash = '#/timeline?q=test_&status=fail,xfail&view=8-36.5&range=9-12&at=0%2Fm.A.test_b'
      const page = await open(path, hash)
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
  })

  it('keeps the URL and the view in step if the page is left before a new view is written to it', async () => {
    const hash = '#/timeline?at=0%2Fm.A.test_b'
    const page = await open(path, hash)
    await page.evaluate(`{
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true }))
      location.hash = '#/'
    }`)
    await page.locator('.run-foot').waitFor()
    await page.goBack()
    await drawn(page)
    expect([await hashOf(page), await textOf(page, '.overview-label')]).toEqual([hash, '40.0 s all in view'])
  })

  it('on a test’s page scrolls beneath the bar', async () => {
    const options = { viewport: { width: 600, height: 300 } }
    const page = await openAt(urlOf(path, '#/test/0/m.A.test_b'), options)
    await page.locator('.test-strip [data-canvas="axis"]').waitFor()
    const onTop = await page.evaluate(`{
      const bar = document.querySelector('.bar')
      window.scrollBy(0, document.querySelector('.test-strip .plot').getBoundingClientRect().top)
      const [strip, { bottom }] = [document.querySelector('.test-strip .plot'), bar.getBoundingClientRect()]
      const { left, top } = strip.getBoundingClientRect()
      const there = document.elementFromPoint(left + 30, top + 5)
      top >= 0 && top + 5 < bottom && bar.contains(there)
    }`)
    expect(onTop).toBe(true)
  })

  it('requests no data files on a site', async () => {
    const directory = join(browser.directory, 'site')
    const source = join(browser.directory, 'site.subunit')
    await writeFile(source, stream(RUN))
    await convert({
      sources: [{ kind: 'file', path: source }],
      dstat: [],
      destination: directory,
      site: true,
      page: template,
    })
    const server = await serve(directory)
    try {
      const page = await openAt(`${server.url}#/timeline`)
      await drawn(page)
      await page.mouse.click(...(await at(page, 12, 'worker 0')))
      await expect.poll(() => selectedInWords(page)).toBe('m.A.test_b: failed, 4.50 s')
      expect(server.asked).toEqual([])
    } finally {
      server.close()
    }
  })

  it('draws the overview in every frame while it is made wider', async () => {
    const page = await open()
    const empty = await page.evaluate(`(async () => {
      const main = document.querySelector('main')
      const canvas = document.querySelector('canvas[data-canvas="overview"]')
      const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
      const widths = new Set()
      let empty = 0
      for (let width = 700; width < 720; width++) {
        main.style.width = width + 'px'
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
        widths.add(canvas.width)
        pen.clearRect(0, 0, 300, 1)
        pen.drawImage(canvas, 0, 0)
        if (!pen.getImageData(0, 0, 300, 1).data.some((byte) => byte !== 0)) empty += 1
      }
      return [empty, widths.size > 5]
    })()`)
    expect(empty).toEqual([0, true])
  })

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
    expect(await page.locator('.toolbar .shown').innerText()).toBe('1 found')
    // as in the table, counts match the words, whatever statuses are chosen
    const chips = async (): Promise<string> =>
      (await page.locator('.chip').allInnerTexts()).join().replace(/\s+/g, ' ')
    expect(await chips()).toBe('failed 0,skipped 0,passed 1')
    await page.locator('.toolbar input').fill('')
    await page.locator('.chip', { hasText: 'failed' }).first().click()
    await expect.poll(colour(5)).toBe(dimmed)
    expect(await colour(12)()).toBe(fail)
    expect(await page.locator('.toolbar .shown').innerText()).toBe('2 found')
    expect(await chips()).toBe('failed 2,failed as expected 1,skipped 1,passed 5')
    await expect.poll(() => hashOf(page)).toBe('#/timeline?status=fail')
  })

  it('sums up a filter’s tests as such, without the time of the others', async () => {
    const page = await open(path, '#/timeline?q=test_a')
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
      'Before the first',
      'In a class',
      'Between classes',
      'Idle at the end',
    ])
  })

  describe('with special kinds of runs', () => {
    it('does not say how busy workers were with tests that took no time', async () => {
      const tests = [0, 1].map(
        (n): StreamTest => ({ id: `m.A.test_${n}`, tags: [`worker-${n}`], start: n, seconds: 0 }),
      )
      const page = await open(await report(template, [stream(tests)]))
      await expect.poll(async () => (await workers(page)).map((one) => one.at(-1))).toEqual(['1.00 s', '0 s'])
      expect(await textOf(page, '.panel')).not.toContain('busy')
      await page.goto(page.url().replace(/#.*/, '#/'))
      const cells = page.locator('article table tbody td')
      await expect.poll(() => cells.allInnerTexts()).toContain('the last one')
      expect((await cells.allInnerTexts()).filter((text) => text.includes('%'))).toEqual([])
    })

    it('says so if more tests run at once than a lane has rows', async () => {
      const many = Array.from({ length: 300 }, (_, n): StreamTest => ({ id: `m.A.test_${n}`, seconds: 9 }))
      // one after the other in a stream, all of them run at once
      const page = await open(await report(template, [stream(many)]))
      const { x, y, width } = await plotBox(page)
      await page.mouse.move(x + width / 2, y + 8)
      await expect.poll(() => textOf(page, '.track-label')).toMatch(/^Running of 256\+ tests 300/)
      // a lane cannot be busy for longer than the time there is
      expect(await textOf(page, '.panel')).not.toContain('busy')
      await page.mouse.click(x + width / 2, y + 30)
      await expect.poll(() => page.locator('.panel-list h3').first().innerText()).toBe('299 tests beside it')
      const list = page.locator('.panel-list').first()
      expect(await list.locator('li').count()).toBe(8)
      expect(await list.innerText()).toMatch(/and 291 more$/)
    })

    it('shows several runs, each with its lanes and charts, or one chosen run alone', async () => {
      const shard = (n: number): Buffer =>
        stream([
          { id: `m.S${n}.test_a`, tags: ['worker-0'], start: 25 * n, seconds: 20 },
          { id: `m.S${n}.test_b`, tags: ['worker-1'], start: 25 * n + 1, seconds: 20 },
        ])
      const page = await open(
        await report(template, [shard(0), shard(1)], { logs: [dstat(-1, 23), dstat(24, 50)] }),
      )
      expect(await page.locator('.run-label').count()).toBe(2)
      expect(await page.locator('.lane-label').allInnerTexts()).toEqual([
        'worker 0',
        'worker 1',
        'worker 0',
        'worker 1',
      ])
      expect(await workers(page)).toEqual([
        ['0', '0', '1', '20.0 s', '0 s', '0 s', '0 s', '1.00 s'],
        ['1', '0', '1', '20.0 s', '1.00 s', '0 s', '0 s', '0 s'],
        ['0', '1', '1', '20.0 s', '0 s', '0 s', '0 s', '1.00 s'],
        ['1', '1', '1', '20.0 s', '1.00 s', '0 s', '0 s', '0 s'],
      ])
      // each run has the charts of its log, which is named
      expect(await page.locator('.track-title b', { hasText: 'CPU' }).count()).toBe(2)
      expect(await page.locator('.track-source').first().innerText()).toContain('dstat-0.csv')
      const chart = await boxOf(page, '[data-canvas="track-0-0"]')
      await page.mouse.move(chart.x + chart.width / 4, chart.y + 20)
      await expect.poll(() => textOf(page, '.under-cursor')).toMatch(/^CPU .*dstat-0\.csv user \d/)
      const choice = page.locator('.toolbar select')
      expect((await choice.locator('option').allInnerTexts())[0]).toBe('All 2 runs')
      // view, test and range belong to the runs shown, and so does the cursor
      const box = await plotBox(page)
      await page.mouse.click(box.x + 5, await laneY(page, 'worker 0'))
      await expect.poll(() => selectedInWords(page)).toContain('m.S0.test_a')
      await page.keyboard.press('w')
      const last = await boxOf(page, '.lane-label >> nth=3')
      await page.mouse.move(box.x + 5, last.y + 5)
      await frame(page)
      expect(await textOf(page, '.under-cursor')).toBe('') // that run had not begun
      await choice.selectOption('1')
      await expect.poll(() => page.locator('.lane-label').count()).toBe(2)
      expect(await page.locator('.run-label').count()).toBe(0)
      await expect.poll(() => hashOf(page)).toBe('#/timeline?run=1')
      await expect.poll(() => page.locator('.track-title b', { hasText: 'CPU' }).count()).toBe(1)
      await page.locator('.toolbar input').fill('test_a')
      await expect.poll(() => page.locator('.toolbar .shown').innerText()).toBe('1 found') // in this run alone
      await page.locator('.toolbar input').fill('')
      await choice.selectOption('0')
      await expect.poll(() => textOf(page, '.overview-label')).toBe('21.0 s all in view')
      await choice.selectOption('')
      await expect.poll(() => page.locator('.lane-label').count()).toBe(4)
      expect(await textOf(page, '.overview-label')).toBe('46.0 s all in view')
      // the panel has the values of each log in view
      const machines = page.locator('.panel .machine-table th:first-child').filter({ hasText: 'dstat' })
      await expect
        .poll(() => machines.allInnerTexts())
        .toEqual([expect.stringMatching(/dstat-0\.csv$/), expect.stringMatching(/dstat-1\.csv$/)])
      await page.evaluate(`location.hash = '#/timeline?run=7'`)
      await expect.poll(() => textOf(page, '.notice')).toMatch(/^This report has no run 7\./)
      expect(await page.locator('.plot').count()).toBe(0)
    })

    it('shows the lanes of one run on a test’s page, even after the timeline showed all runs', async () => {
      const page = await openAt(
        urlOf(await report(template, [stream(RUN), stream(RUN)]), '#/test/1/m.A.test_a'),
      )
      const lanes = () => page.locator('.strip-lane').allInnerTexts()
      await expect.poll(lanes).toEqual(['worker 0', 'worker 1'])
      const link = page.getByRole('link', { name: 'In the timeline' })
      expect(await link.getAttribute('href')).toBe('#/timeline?run=1&at=1%2Fm.A.test_a')
      await page.getByRole('link', { name: 'In the timeline' }).click()
      await page.locator('.lane-label').first().waitFor()
      await page.goBack()
      await expect.poll(lanes).toEqual(['worker 0', 'worker 1'])
    })

    it('draws the visible ones of 16,000 lanes, which are taller than a canvas may be', async () => {
      const each = Array.from(
        { length: 16_000 },
        (_, n): StreamTest => ({
          id: `m.A.test_${n}`,
          tags: [`worker-${n}`],
          seconds: 10,
          status: n === 15_999 ? 'fail' : 'success',
        }),
      )
      const page = await open(await report(template, [stream(each)]))
      const lanes = page.locator('canvas[data-canvas=lanes]')
      const colour = async (second: number, y: number): Promise<string> => {
        const [{ x, width }, canvas] = [await plotBox(page), await boxOf(page, 'canvas[data-canvas=lanes]')]
        expect(x).toBe(canvas.x)
        return pixelOf(page, 'lanes', (second / 10) * width, y - canvas.y)
      }
      const [fail, success] = [await colourOf(page, '--fill-fail'), await colourOf(page, '--fill-success')]
      const { y, height } = await boxOf(page, '.plots')
      expect(await colour(5, y + 24 + 2)).toBe(success)
      await page.evaluate(
        `{ const plots = document.querySelector('.plots'); plots.scrollTop = 80_000 - ${height} }`,
      )
      await expect.poll(async () => (await lanes.boundingBox())?.y).toBeLessThan(y)
      await frame(page)
      // the last of 16,000 lanes of 5 pixels ends at the bottom, less the gap after it
      const last = y + 24 + height - 3
      expect(await colour(5, last)).toBe(fail)
      expect(await colour(5, last - 5)).toBe(success)
      await expect.poll(() => page.locator('.lane-label').last().innerText()).toMatch(/^worker 159\d\d$/)
      expect(await page.locator('.lane-label').count()).toBeLessThan(300)
    })

    it('scrolls to the lane of a test chosen by key or address, but not under the pointer', async () => {
      const each = Array.from(
        { length: 300 },
        (_, n): StreamTest => ({
          id: `m.A.test_${n}`,
          tags: [`worker-${n}`],
          start: n / 100,
          seconds: 10,
          status: n === 250 ? 'fail' : 'success',
        }),
      )
      const run = await report(template, [stream(each)])
      const page = await open(run, '#/timeline?at=0%2Fm.A.test_299')
      const isSeen = async (): Promise<boolean> => {
        const [mark, { y, height }] = [await boxOf(page, '.selected-mark'), await boxOf(page, '.plots')]
        return mark.y >= y + 24 && mark.y + mark.height <= y + height
      }
      const top = (): Promise<number> => page.locator('.plots').evaluate((plots) => plots.scrollTop)
      await expect.poll(isSeen).toBe(true)
      const scrollTo = (to: number): Promise<void> =>
        page.locator('.plots').evaluate((plots, y) => plots.scrollTo(0, y), to)
      await scrollTo(0)
      await page.keyboard.press('f') // zooms to it
      await expect.poll(isSeen).toBe(true)
      await scrollTo(0)
      await page.keyboard.press('n')
      await expect.poll(() => selectedInWords(page)).toContain('test_250')
      await expect.poll(isSeen).toBe(true)
      // a lane of which the axis hides a part
      const { x, width } = await plotBox(page)
      const plots = await boxOf(page, '.plots')
      await scrollTo(7)
      await page.mouse.click(x + width / 2, plots.y + 24 + 1)
      await expect.poll(() => selectedInWords(page)).not.toContain('test_250')
      await frame(page)
      expect([await top(), await isSeen()]).toEqual([7, false])
      // come back to by address, while the pointer has not moved, it is scrolled to
      const address = (): string => new URL(page.url()).hash
      await expect.poll(address).not.toContain('test_250')
      const clicked = address()
      await page.keyboard.press('n')
      await expect.poll(() => selectedInWords(page)).toContain('test_250')
      await expect.poll(address).toContain('test_250')
      await page.evaluate(`location.hash = ${JSON.stringify(clicked)}`)
      await expect.poll(() => page.locator('.panel').innerText()).not.toContain('test_250')
      await expect.poll(isSeen).toBe(true)
    })

    it('packs tests without a worker into rows, in which each can be clicked', async () => {
      const page = await open(
        await report(template, [
          stream([
            { id: 'a.test_0', start: 0, seconds: 40 },
            { id: 'a.test_1', start: 1, seconds: 20 },
            { id: 'a.test_2', start: 2, seconds: 20 },
            { id: 'a.test_3', start: 25, seconds: 5 },
            { id: 'a.test_3', start: 32, seconds: 5 },
          ]),
        ]),
      )
      expect(await page.locator('.lane-label').allInnerTexts()).toEqual(['no worker'])
      for (const [second, row, name] of [
        [10, 0, 'a.test_0'],
        [10, 1, 'a.test_1'],
        [10, 2, 'a.test_2'],
        [27, 1, 'a.test_3'],
      ] as const) {
        await page.mouse.click(...(await at(page, second, 'no worker', row)))
        await expect.poll(() => selectedInWords(page)).toContain(name)
      }
      const panel = page.locator('.panel-facts')
      expect(await panel.innerText()).not.toContain('attempt')
      await page.mouse.click(...(await at(page, 34, 'no worker', 1)))
      await expect.poll(() => panel.innerText()).toContain('attempt 2')
      const inView = page.locator('main table', { has: page.locator('caption', { hasText: 'in view' }) })
      expect(await inView.locator('tbody tr').first().locator('td').nth(1).innerText()).toBe('none')
    })

    it('counts a long test that shares the last row with a shorter one', async () => {
      const tests = Array.from({ length: 255 }, (_, n) => ({ id: `a.test_${n}`, start: 0, seconds: END }))
      const shared = [
        { id: 'a.test_long', start: 1, seconds: 30 },
        { id: 'a.test_short', start: 2, seconds: 1 },
      ]
      const page = await open(
        await report(template, [stream([...tests, ...shared])]),
        '#/timeline?view=10-20',
      )
      await expect.poll(() => textOf(page, '.panel h2')).toBe('In view: 256 tests in 10.0 s')
      await page.mouse.move(...(await at(page, 20, 'no worker')))
      await expect.poll(() => page.locator('.track-label:has-text("Running") dd').innerText()).toBe('256')
    })

    it('says if a log covers none of the run, and shows 0 B/s for an idle disk', async () => {
      const rest = dstat(100, 104)
      const elsewhere = await report(template, [stream(RUN)], { logs: [rest] })
      const page = await open(elsewhere)
      const words = 'The log covers 23 Nov 2026 19:16:01 to 19:16:03, none of it in this run.'
      await expect.poll(() => page.locator('.no-charts').innerText()).toBe(words)
      expect(await page.locator('.track-title b').allInnerTexts()).toEqual(['Running'])
      expect(await page.locator(MACHINE).count()).toBe(0)
      await page.goto(urlOf(elsewhere, '#/'))
      await expect.poll(() => textOf(page, 'main')).toContain(words)
      const overnight = await report(template, [stream(RUN), stream(RUN)], { logs: [dstat(17_137, 17_142)] })
      await page.goto(urlOf(overnight, '#/timeline'))
      await expect
        .poll(() => page.locator('.no-charts').innerText())
        .toBe('The log covers 23 Nov 2026 23:59:58 to 24 Nov 2026 00:00:01, none of it in these runs.')
      const still = dstat(-2, END).replaceAll(',0,4096', ',0,0')
      await page.goto(urlOf(await report(template, [stream(RUN)], { logs: [still] }), '#/timeline'))
      await expect.poll(() => page.locator('.track-top').allInnerTexts()).toContain('0 B/s')
    })

    it('says why nothing is drawn if the tests have no times or no test ran', async () => {
      const page = await openAt(
        urlOf(await report(template, [Buffer.from('test: a.b\nsuccess: a.b\n')]), '#/timeline'),
      )
      await expect.poll(() => textOf(page, 'main')).toContain('The tests have no times')
      await page.goto(urlOf(await report(template, [Buffer.alloc(0)]), '#/timeline'))
      await expect.poll(() => textOf(page, 'main')).toContain('No test ran')
    })

    it('draws a single test, a negative duration, a run over midnight, and a log of half the run', async () => {
      const page = await open(await report(template, [stream([{ id: 'a.only', seconds: 2 }])]))
      expect(await textOf(page, '.panel h2')).toBe('In view: 1 test in 2.00 s')
      await expect.poll(async () => (await workers(page))[0]?.slice(0, 2)).toEqual(['none', '1'])
      await page.keyboard.press('n') // nothing failed
      await page.locator('.plot').focus()
      await page.keyboard.press('Tab')
      await expect
        .poll(() => page.locator('.panel-list h3').allInnerTexts())
        .toEqual(['Nothing ran beside it', 'The first of its worker'])
      const night = 5.5 * 3600 // 23:44:20 UTC
      const run = stream([
        { id: 'a.back', tags: ['worker-0'], start: night + 5, seconds: -5 },
        { id: 'a.long', tags: ['worker-0'], start: night + 10, seconds: 1990 },
      ])
      await page.goto(
        urlOf(await report(template, [run], { logs: [dstat(night, night + 1000)] }), '#/timeline'),
      )
      await page.locator(MACHINE).waitFor()
      await page.keyboard.press('z')
      const panel = await textOf(page, '.panel')
      expect(panel).toContain('23:44:25.000 – 00:17:40.000')
      const box = await plotBox(page)
      const y = await laneY(page, 'worker 0')
      await page.mouse.click(box.x + 1, y)
      await expect.poll(() => selectedInWords(page)).toBe('a.back: passed, −5.00 s')
      const values = async (share: number): Promise<string> => {
        await page.mouse.move(box.x + share * box.width, y)
        await frame(page)
        return (await page.locator('.track-label dd').allInnerTexts())[1]
      }
      expect(await values(0.25)).toMatch(/^\d+ %$/)
      expect(await values(0.75)).toBe('–')
    })
  })

  describe('with incomplete or damaged data', () => {
    it('draws the lanes before the names have arrived', async () => {
      const html = await readFile(path, 'utf8')
      const script = `<script>${START_SCRIPT}</script>`
      const cut = html.indexOf(script) + script.length
      let sendRest: () => void = () => {}
      const server = createServer((_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' })
        response.write(html.slice(0, cut + 100))
        sendRest = () => response.end(html.slice(cut + 100))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      try {
        const page = await newPage()
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/#/timeline`, {
          waitUntil: 'commit',
        })
        await page.locator('.lane-label').first().waitFor()
        await frame(page)
        const { width } = await plotBox(page)
        const fail = await colourOf(page, '--fill-fail')
        await expect.poll(() => pixelOf(page, 'lanes', (12 / END) * width, 2)).toBe(fail)
        expect(await page.evaluate('document.readyState')).toBe('loading')
        // the table shows no count yet either
        await page.keyboard.press('t')
        await expect.poll(() => page.locator('main').innerText()).toContain('Reading the tests…')
        expect(await page.locator('.shown').innerText()).toBe('')
        await page.keyboard.press('l')
        sendRest()
        await page.locator(MACHINE).waitFor()
        await page.mouse.click(...(await at(page, 12, 'worker 0')))
        await expect.poll(() => selectedInWords(page)).toBe('m.A.test_b: failed, 4.50 s')
      } finally {
        server.close()
        server.closeAllConnections()
      }
    })

    it('says that the lanes are damaged, and not that no test ran', async () => {
      const id = lanesId(0)
      const bent = await bend(path, (html) =>
        html.replace(new RegExp(`(id="${id}">.{40}).{8}`), '$1AAAAAAAA'),
      )
      const page = await openAt(urlOf(bent, '#/timeline'))
      await page.locator('main .notice').waitFor()
      expect(await page.locator('main').innerText()).toContain(`the block “${id}” is damaged`)
      expect(await page.locator('main').innerText()).not.toMatch(/No test ran|no times/)
    })

    it('draws tests whose names are damaged, and does not trap the keyboard', async () => {
      const id = namesId(0)
      const bent = await bend(path, (html) =>
        html.replace(new RegExp(`(id="${id}">.{40}).{8}`), '$1AAAAAAAA'),
      )
      const page = await open(bent)
      expect(await page.locator('main .notice').innerText()).toContain(`the block “${id}” is damaged`)
      const { width } = await plotBox(page)
      expect(await pixelOf(page, 'lanes', (12 / END) * width, 2)).toBe(await colourOf(page, '--fill-fail'))
      await page.mouse.click(...(await at(page, 12, 'worker 0')))
      expect(await hashOf(page)).toBe('#/timeline')
      await page.locator('.plot').focus()
      await page.keyboard.press('Tab')
      expect(await page.evaluate(`document.activeElement.matches('.plot')`)).toBe(false)
    })

    it('says that there is no report if the page is an empty template', async () => {
      const page = await openAt(urlOf(template, '#/timeline'))
      expect(await page.locator('main').innerText()).toContain('No report here yet')
    })
  })
})
