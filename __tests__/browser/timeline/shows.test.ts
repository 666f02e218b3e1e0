import { describe, expect, it } from 'vitest'
import { formatDuration } from '../../../src/words/duration.ts'
import { NO_BROWSER } from '../browser.ts'
import { report, type StreamTest, stream, urlOf } from '../page.ts'
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
} from '../plot.ts'
import { END, RUN, user, useTimelines } from './run.ts'

describe.skipIf(NO_BROWSER !== null)('the timeline shows', () => {
  const timeline = useTimelines()
  const { open, openAt, newPage, at, selectedInWords } = timeline

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
    const skipped = new Set(await pixelsOf(page, 'overview', (22 / END) * width, 2, 40))
    for (const fill of ['--fill-skip', '--fill-skip-hatch'])
      for (const pixels of [skip, skipped]) expect(pixels).toContain(await colourOf(page, fill))
    const thread = await pixelsOf(page, 'lanes', (17 / END) * width, 11, 40)
    expect(new Set(thread)).toEqual(new Set([await colourOf(page, '--lane-gap')]))
    const idle = new Set(await pixelsOf(page, 'lanes', (38 / END) * width, top, 40))
    expect(idle).toEqual(new Set([await colourOf(page, '--lane-ground'), await colourOf(page, '--lane-gap')]))
    // a failed test of 1 ms stays visible among others
    const tiny = await pixelsOf(page, 'lanes', (29.5 / END) * width - 2, top, 5)
    const fail = await colourOf(page, '--fill-fail')
    expect(tiny.filter((one) => one === fail).length).toBeGreaterThanOrEqual(2)
    const inOverview = await pixelsOf(page, 'overview', (29.5 / END) * width - 2, 2, 5)
    expect(inOverview.filter((one) => one === fail).length).toBeGreaterThanOrEqual(2)
  })

  it('lanes, overview and charts in the colours of the theme that is switched to', async () => {
    const page = await open(timeline.path, '#/timeline', { colorScheme: 'light' })
    const { width } = await plotBox(page)
    /** A failed test in the lanes and the overview, and the running tests and the CPU below it, at their feet. */
    const shown = (): Promise<string[]> =>
      Promise.all(
        ['lanes', 'overview', 'running', 'track-0-0'].map(async (canvas) => {
          const { height } = await boxOf(page, `[data-canvas="${canvas}"]`)
          const foot = canvas === 'lanes' || canvas === 'overview' ? 2 : height - 2
          return pixelOf(page, canvas, (12 / END) * width, foot)
        }),
      )
    const [light] = [await shown()]
    expect(light.slice(0, 2)).toEqual(Array(2).fill(await colourOf(page, '--fill-fail')))
    await page.getByRole('button', { name: 'Switch to the dark theme' }).click()
    const fail = await colourOf(page, '--fill-fail')
    expect(fail).not.toBe(light[0])
    await expect.poll(async () => (await shown()).slice(0, 2)).toEqual([fail, fail])
    const dark = await shown()
    expect(dark.map((colour, i) => colour === light[i])).toEqual(Array(4).fill(false))
    await page.getByRole('button', { name: 'Switch to the light theme' }).click()
    await expect.poll(shown).toEqual(light)
  })

  it('the start of a worker like the time between classes, for its setUpClass may be in it', async () => {
    const page = await open(timeline.path, '#/timeline?view=0-1')
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
    const page = await open(await report(timeline.template, [stream(many)]), '#/timeline?view=1200-1201.6')
    const { width } = await plotBox(page)
    const colour = (second: number): Promise<string> => pixelOf(page, 'lanes', (second / 1.6) * width, 2)
    await expect.poll(() => colour(1.024 + 0.05)).toBe(await colourOf(page, '--lane-between'))
    expect(await colour(0.5)).toBe(await colourOf(page, '--fill-success'))
  })

  it('each status in the legend by a form of its own, those of one colour too', async () => {
    const statuses = ['success', 'fail', 'skip', 'xfail', 'uxsuccess', 'inprogress'] as const
    const tests = statuses.map((status): StreamTest => ({ id: `m.A.test_${status}`, status }))
    const page = await open(await report(timeline.template, [stream(tests)]))
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
    await page.goto(urlOf(timeline.path, '#/timeline'))
    await drawn(page)
    const words = await page.evaluate<string[]>('[...window.drawn]')
    expect(words.filter((text) => text.startsWith('idle'))).toEqual(['idle 10.5 s'])
  })

  /** Labels of the axis of tests that begin at these hours, as last drawn: text, start, end, and the axis's width. */
  async function axisOf(
    hours: readonly number[],
    width: number,
  ): Promise<[string, number, number, number][]> {
    const page = await newPage({ viewport: { width, height: 800 } })
    await page.addInitScript(`{
      window.written = []
      const { clearRect, fillText } = CanvasRenderingContext2D.prototype
      CanvasRenderingContext2D.prototype.clearRect = function (...at) {
        if (this.canvas.dataset.canvas === 'axis') window.written.length = 0
        clearRect.call(this, ...at)
      }
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        if (this.canvas.dataset.canvas === 'axis')
          window.written.push([text, x, x + this.measureText(text).width, this.canvas.width])
        fillText.call(this, text, x, y)
      }
    }`)
    const tests = hours.map(
      (hour, n): StreamTest => ({ id: `m.A.test_${n}`, tags: ['worker-0'], start: hour * 3600 }),
    )
    await page.goto(urlOf(await report(timeline.template, [stream(tests)]), '#/timeline'))
    await drawn(page)
    return page.evaluate('window.written')
  }

  it('no label of the axis that does not fit', async () => {
    const written = await axisOf([0, 47], 1280)
    expect(written.map(([text]) => text)).toContain('06:00:00')
    expect(written.filter(([, , end, width]) => end > width)).toEqual([])
  })

  it('no label of the axis over the one before, though dates are long where the clock changes', async () => {
    const written = await axisOf([-26 * 365.25 * 24, 0], 1280)
    expect(written.filter(([text]) => / \d{4} UTC\+[12]$/.test(text)).length).toBeGreaterThan(1)
    // a label begins 5 pixels after its mark, which is free too
    expect(written.filter(([, start], n) => n > 0 && start - 5 < written[n - 1][2])).toEqual([])
  })

  it('at least two labels of the axis in a narrow window, from which a scale can be read', async () => {
    const written = await axisOf([0, 139 / 3600], 320)
    expect(written.map(([text]) => text)).toEqual(['19:15:00', '19:16:00'])
  })

  it('an unfinished test hatched in the overview, as in its lane', async () => {
    const path = await report(timeline.template, [
      stream([
        { id: 'a.T.test_done', tags: ['worker-0'], seconds: 10 },
        { id: 'a.T.test_open', tags: ['worker-0'], start: 10, status: 'inprogress' },
        { id: 'a.T.test_other', tags: ['worker-1'], seconds: 20 },
      ]),
    ])
    const page = await open(path)
    const { width } = await plotBox(page)
    const found = new Set(await pixelsOf(page, 'overview', 0.75 * width, 2, 20))
    expect(found).toEqual(
      new Set([await colourOf(page, '--fill-fail'), await colourOf(page, '--lane-ground')]),
    )
  })

  it('the name of an unfinished test on a solid background, not on its hatch', async () => {
    const run = stream([
      { id: 'm.A.test_killed', tags: ['worker-0'], start: 0, status: 'inprogress' },
      { id: 'm.A.test_last', tags: ['worker-1'], start: 0, seconds: 40 },
    ])
    const page = await open(await report(timeline.template, [run]))
    const fill = await colourOf(page, '--fill-fail')
    // above the letters of A.test_killed, then to the right of them
    const pixels = await pixelsOf(page, 'lanes', 1, 2, 400)
    expect(new Set(pixels.slice(0, 65))).toEqual(new Set([fill]))
    expect(new Set(pixels.slice(120))).toEqual(new Set([fill, await colourOf(page, '--lane-ground')]))
  })

  it('a table of the tests in view, failed ones first', async () => {
    const page = await open()
    const table = page.locator('main table', { has: page.locator('caption', { hasText: 'in view' }) })
    expect(await table.locator('caption').innerText()).toBe('The 9 tests in view')
    expect(await table.locator('thead th').allInnerTexts()).toEqual([
      'Test',
      'Status',
      'Worker',
      'Start',
      'Duration',
    ])
    const rows = (await table.locator('tbody tr').allInnerTexts()).map((row) =>
      row.split(/\s*\t\s*/).join(' | '),
    )
    expect(rows).toEqual([
      'm.A.test_b | failed | 0 | 19:14:30.500 | 4.50 s',
      'm.B.test_tiny_fail | failed | 0 | 19:14:49.500 | 1.00 ms',
      'm.A.test_a | passed | 0 | 19:14:20.000 | 10.0 s',
      'm.C.test_d | passed | 1 | 19:14:20.250 | 29.8 s',
      'm.B.test_c | skipped | 0 | 19:14:40.000 | 8.00 s',
      'm.B.test_tiny_0 | passed | 0 | 19:14:49.000 | 1.00 ms',
      'm.B.test_tiny_1 | passed | 0 | 19:14:49.100 | 1.00 ms',
      'm.B.test_tiny_2 | passed | 0 | 19:14:49.200 | 1.00 ms',
      'm.C.test_e | failed as expected | 1 | 19:14:50.000 | 10.0 s',
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

  it('how long a test has to be for a pixel, also in a window that has become wider', async () => {
    const page = await open(timeline.path, '#/timeline', { viewport: { width: 390, height: 844 } })
    const pixel = async () => formatDuration((END * 1e6) / (await plotBox(page)).width)
    expect(await textOf(page, '.panel')).toContain(`4 tests narrower than a pixel (${await pixel()})`)
    const before = await pixel()
    await page.setViewportSize({ width: 1280, height: 844 })
    await expect.poll(pixel).not.toBe(before)
    const text = `4 tests narrower than a pixel (${await pixel()})`
    await expect.poll(() => textOf(page, '.panel')).toContain(text)
  })

  it('how many narrow tests match the filter in a range, and lists those of the whole run on request', async () => {
    const streams = [stream(RUN), stream(RUN)]
    const page = await open(
      await report(timeline.template, streams),
      '#/timeline?q=tiny&status=success&run=1&range=29.05-40',
    )
    expect(await textOf(page, '.panel')).toContain('2 tests narrower than a pixel')
    await page.getByRole('button', { name: 'List all tests this short' }).click()
    await expect.poll(() => page.locator('.shown').innerText()).toBe('3 of 18')
    expect(await hashOf(page)).toMatch(/^#\/tests\?q=%3C\d+us\+tiny&status=success&run=1$/)
  })

  it.each([390, 741, 1000, 1060, 1280])('no cut or overlap in a panel %d pixels wide', async (width) => {
    const page = await open(timeline.path, '#/timeline', { viewport: { width, height: 900 } })
    await page.locator(MACHINE).waitFor()
    const isCut = await page.evaluate(
      `['.panel-body', '.under-cursor'].filter((one) => {
        const { scrollWidth, clientWidth } = document.querySelector(one)
        return scrollWidth > clientWidth
      })`,
    )
    expect(isCut).toEqual([])
    const [workersTable, lists] = [await boxOf(page, '.panel-main table'), await boxOf(page, '.panel-lists')]
    const isBelow = lists.y >= workersTable.y + workersTable.height
    expect(isBelow || lists.x >= workersTable.x + workersTable.width).toBe(true)
  })

  it.each([
    [640, 400], // 1280 × 800, zoomed to 200 %
    [720, 450],
    [844, 390], // a phone in landscape
    [320, 480],
  ])('room for lanes and panel in a window of %d × %d pixels, which else scrolls', async (width, height) => {
    const page = await open(timeline.path, '#/timeline', { viewport: { width, height } })
    const [plots, panel] = [await boxOf(page, '.plots'), await boxOf(page, '.panel')]
    expect(plots.height).toBeGreaterThanOrEqual(160)
    expect(panel.height).toBeGreaterThanOrEqual(96)
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBe(panel.y + panel.height)
    // the bar stays
    await page.evaluate('window.scrollTo(0, 1000)')
    expect((await boxOf(page, '.bar')).y).toBe(0)
    // the handle reports no more than the panel's greatest height
    await page.locator('.panel-handle').press('ArrowUp')
    await expect
      .poll(() => page.locator('.panel-handle').getAttribute('aria-valuenow'))
      .toBe(String(Math.max(96, height - 340)))
  })

  it('the panel in what the plots leave, until it is resized', async () => {
    const page = await open(await report(timeline.template, [stream(RUN)]), '#/timeline', {
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

  it('tests beneath the bar of a test’s page when that is scrolled', async () => {
    const options = { viewport: { width: 600, height: 300 } }
    const page = await openAt(urlOf(timeline.path, '#/test/0/m.A.test_b'), options)
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

  it('names on a test’s page with room for underscores, which Safari draws 5 pixels below their middle', async () => {
    const page = await newPage()
    await page.addInitScript(`{
      window.drawn = []
      CanvasRenderingContext2D.prototype.fillText = (text, _, y) => drawn.push(text + ' ' + (12 - (y % 12)))
    }`)
    await page.goto(urlOf(timeline.path, '#/test/0/m.A.test_b'))
    await expect.poll(() => page.evaluate('drawn')).toContain('A.test_b 6')
  })

  it('the overview in every frame while it is made wider', async () => {
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
})
