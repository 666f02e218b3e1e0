import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { NO_BROWSER } from '../browser.ts'
import { report, stream } from '../page.ts'
import { boxOf, colourOf, drawn, frame, hashOf, laneY, MACHINE, plotBox, textOf, viewInUrl } from '../plot.ts'
import { dstat, END, RUN, user, useTimelines } from './run.ts'

describe.skipIf(NO_BROWSER !== null)('the timeline by pointer', () => {
  const timeline = useTimelines()
  const { open, at, selectedInWords, workers } = timeline

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
    const turn = (deltaY: number, deltaMode: number, ctrlKey: boolean): Promise<boolean> =>
      page.locator('.plot').evaluate(
        (plot, of) => {
          const { WheelEvent } = plot.ownerDocument.defaultView
          return plot.dispatchEvent(new WheelEvent('wheel', { ...of, bubbles: true, cancelable: true }))
        },
        { deltaY, deltaMode, ctrlKey, clientX: x },
      )
    const seen = async (): Promise<number> => {
      const [left, right] = (await viewInUrl(page)) ?? [0, 0]
      return right - left
    }
    expect(await turn(-5, 1, false)).toBe(false)
    const lines = (to - from) * Math.exp(-5 * 16 * 0.0016)
    await expect.poll(seen).toBeCloseTo(lines, 3)
    // a pinch on a trackpad is a wheel with Ctrl, of 100 ln 2 pixels by half; a mouse's notch is cut
    for (let n = 0; n < 10; n++) expect(await turn(-10 * Math.LN2, 0, true)).toBe(false)
    await expect.poll(seen).toBeCloseTo(lines / 2, 3)
    await turn(-120, 0, true)
    await expect.poll(seen).toBeCloseTo((lines / 2) * Math.exp(-0.25), 3)
    await page.evaluate(`location.hash = '#/timeline'`)
    await expect.poll(() => textOf(page, '.overview-label')).toBe('40.0 s all in view')
    // a double click zooms to a test, with four times its length in view
    await page.mouse.dblclick(...(await at(page, 12, 'worker 0')))
    await expect.poll(() => viewInUrl(page)).toEqual([expect.closeTo(3.75, 4), expect.closeTo(21.75, 4)])
  })

  it('zooms at the pointer by the wheel with Ctrl, as which a trackpad’s pinch comes', async () => {
    const page = await open()
    await page.mouse.move(...(await at(page, 12, 'worker 0')))
    for (const [turn, length] of [
      [-20, END * Math.exp(-0.2)],
      [-20, END * Math.exp(-0.4)],
      [20, END * Math.exp(-0.2)],
    ]) {
      await page.keyboard.down('Control')
      await page.mouse.wheel(0, turn)
      await page.keyboard.up('Control')
      // 12 of 40 s are left of the pointer, and stay that share of the view
      await expect
        .poll(() => viewInUrl(page))
        .toEqual([expect.closeTo(12 - 0.3 * length, 1), expect.closeTo(12 + 0.7 * length, 1)])
    }
  })

  it('clears the range by a click on empty space of a lane, but not by one on a chart', async () => {
    const page = await open(timeline.path, '#/timeline?range=5-8')
    const heading = (): Promise<string> => textOf(page, '.panel h2')
    expect(await heading()).toBe('In the range: 2 tests in 3.00 s')
    const [x, y] = await at(page, 17.5, 'worker 0')
    await page.mouse.click(x, (await boxOf(page, '[data-canvas="track-0-0"]')).y + 20)
    await frame(page)
    expect([await heading(), await page.locator('.range-mark').count()]).toEqual([
      'In the range: 2 tests in 3.00 s',
      1,
    ])
    await page.mouse.click(x, y)
    await expect.poll(heading).toBe('In view: 9 tests in 40.0 s')
    expect(await page.locator('.range-mark').count()).toBe(0)
    await expect.poll(() => hashOf(page)).toBe('#/timeline')
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

  it.each([
    ['start', 5, -150, 'range=0-5'],
    ['end', 35, 150, 'range=35-40'],
  ])('cuts a range drawn beyond the %s of the run', async (_, second, beyond, words) => {
    const page = await open()
    const { x, y, width } = await plotBox(page)
    await page.mouse.move(x + (second / END) * width, y + 8)
    await page.mouse.down()
    await page.mouse.move(beyond < 0 ? x + beyond : x + width + beyond, y + 8, { steps: 2 })
    await expect.poll(() => textOf(page, '.range-mark')).toBe('5.00 s')
    await page.mouse.up()
    await expect.poll(() => textOf(page, '.panel h2')).toMatch(/^In the range: \d tests? in 5\.00 s$/)
    const rounded = async (): Promise<string> =>
      (await hashOf(page)).replaceAll(/\d+\.\d+/g, (one) => String(Math.round(Number(one))))
    await expect.poll(rounded).toContain(words)
  })

  it('cuts a range of the URL that begins before the run or ends after it', async () => {
    const page = await open(timeline.path, '#/timeline?range=-5.5-5')
    await expect.poll(() => textOf(page, '.panel h2')).toBe('In the range: 2 tests in 5.00 s')
    await page.evaluate(`location.hash = '#/timeline?range=35-60'`)
    await expect.poll(() => textOf(page, '.panel h2')).toBe('In the range: 1 test in 5.00 s')
  })

  it('ends a drag that is released outside the plot, however fast the pointer left it', async () => {
    const page = await open(timeline.path, '#/timeline?view=10-20')
    const { x, width } = await plotBox(page)
    const y = await laneY(page, 'worker 0')
    await page.mouse.move(x + 10, y)
    await page.mouse.down()
    await page.mouse.move(x - 60, y)
    await page.mouse.up()
    const moved = (10 * 70) / width
    const there = [expect.closeTo(10 + moved, 2), expect.closeTo(20 + moved, 2)]
    await expect.poll(() => viewInUrl(page)).toEqual(there)
    const brush = (): Promise<string | null> => page.locator('.brush').getAttribute('style')
    const before = await brush()
    await page.mouse.move(x + 300, y)
    await page.mouse.move(x + 600, y, { steps: 3 })
    await frame(page)
    expect(await brush()).toBe(before)
  })

  it('takes a drag and a click on the axis as its own when lanes are scrolled under it', async () => {
    const page = await open(timeline.path, '#/timeline', { viewport: { width: 1280, height: 560 } })
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

  it('shows the length of a range on a background that is not the axis’s', async () => {
    const page = await open(timeline.path, '#/timeline?range=9-12')
    expect(await textOf(page, '.range-mark')).toBe('3.00 s')
    const grounds = await page.evaluate<string[]>(
      `['.range-mark span', '.axis-canvas'].map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)`,
    )
    expect(grounds).toEqual([await colourOf(page, '--accent'), await colourOf(page, '--page')])
  })

  it('marks nothing that is out of view, and shows all of the run instead of a view outside it', async () => {
    const page = await open(timeline.path, '#/timeline?view=20-30&range=5-8&at=0%2Fm.A.test_a')
    expect(await selectedInWords(page)).toContain('test_a')
    expect(await page.locator('.range-mark, .selected-mark').count()).toBe(0)
    await page.evaluate(`location.hash = '#/timeline?view=31-40&range=5-8&at=0%2Fm.C.test_d'`)
    await expect.poll(() => selectedInWords(page)).toContain('test_d')
    expect(await page.locator('.range-mark, .selected-mark').count()).toBe(0)
    await page.evaluate(`location.hash = '#/timeline?view=100-200'`)
    await expect.poll(() => textOf(page, '.overview-label')).toBe('40.0 s all in view')
  })

  it('highlights what the machine did much more than usual in a range', async () => {
    const page = await open(timeline.path, '#/timeline?range=10-11')
    await page.locator(MACHINE).waitFor()
    // 87 % at second 11, of usually some 50; less than usual arrived by the network
    expect(await page.locator(`${MACHINE} tr.is-far th`).allInnerTexts()).toEqual(['CPU', 'CPU user'])
  })

  it('highlights a burst of what was mostly nothing, but not the run that it is in', async () => {
    // received: 0 B/s but for seconds 10 to 19; stolen: 1 % of the processors then, which explains nothing
    const log = dstat(-2, END + 2)
      .split('\n')
      .map((row) => {
        const isBurst = /,1\d00,0,0,4096$/.test(row)
        return row
          .replace(/,\d+,0,0,4096$/, `,${isBurst ? 9999 : 0},0,0,0`)
          .replace(/,3,0,0,0,/, `,3,0,0,${isBurst ? 1 : 0},`)
      })
      .join('\n')
    const page = await open(
      await report(timeline.template, [stream(RUN)], { logs: [log] }),
      '#/timeline?range=12-15',
    )
    const far = (): Promise<string[]> => page.locator(`${MACHINE} tr.is-far th`).allInnerTexts()
    await expect.poll(far).toEqual(['Network in'])
    await page.keyboard.press('Escape')
    await expect.poll(() => textOf(page, '.panel h2')).toContain('In view')
    await expect.poll(() => textOf(page, `${MACHINE} tr:has-text("Network in")`)).toContain('2.5 kB/s')
    expect(await far()).toEqual([])
  })

  it('keeps the cursor below the pointer by wheel, and marks and values within the plot', async () => {
    const page = await open(timeline.path, '#/timeline?view=10-20&range=5-30&at=0%2Fm.C.test_d')
    const { x, y, width } = await plotBox(page)
    const [left, top] = [x + width / 4, y + 40]
    await page.mouse.move(left, top)
    const line = async (): Promise<number> => (await boxOf(page, '.cursor-line')).x - left
    const time = (): Promise<string> => textOf(page, '.axis-label span')
    await expect.poll(time).toMatch(/^19:14:32\.5/)
    await page.mouse.wheel(width / 10, 0)
    await expect.poll(time).toMatch(/^19:14:33\.5/)
    expect(Math.abs(await line())).toBeLessThanOrEqual(1)
    // by keys the view moves without it, for these may have put it there
    await page.keyboard.press('d')
    await expect.poll(async () => -(await line())).toBeCloseTo(0.15 * width, -1)
    expect(await time()).toMatch(/^19:14:33\.5/)
    await page.keyboard.press('d')
    await expect.poll(() => page.locator('.cursor-line').isVisible()).toBe(false)
    expect(await page.locator('.axis-label span, .lane-now, .track-label dd').count()).toBe(0)
    // the borders of range and test are beyond the ends of the view
    for (const mark of ['.range-mark', '.selected-mark']) {
      const box = await boxOf(page, mark)
      expect(box.x).toBeLessThan(x)
      const hit = await page.evaluate<boolean>(
        `(() => {
          const mark = document.querySelector('${mark}')
          mark.style.pointerEvents = 'auto'
          const [x, y] = [${x - 4}, mark.getBoundingClientRect().top + 4]
          const is = document.elementFromPoint(x, y) === mark
          mark.style.pointerEvents = ''
          return is
        })()`,
      )
      expect(hit).toBe(false)
    }
  })

  it('shows the last chosen of a test and a range; Escape drops the test, then the range', async () => {
    const heading = (): Promise<string> => textOf(page, '.panel h2')
    const page = await open(timeline.path, '#/timeline?at=0%2Fm.A.test_a')
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
    // an edge stays within the run, of which the shortest view is 1 ms
    await drag(6, END + 1)
    await expect.poll(() => viewInUrl(page)).toEqual(near(34, 40))
    await page.evaluate(`location.hash = '#/timeline?view=20-40'`)
    await expect.poll(() => textOf(page, '.overview-label')).toBe('40.0 s 20.0 s in view')
    await drag(20, END)
    await expect.poll(() => viewInUrl(page)).toEqual([expect.closeTo(END - 0.001, 5), expect.closeTo(END, 5)])
  })

  it('moves the cursor by a tap on a chart, and selects by a tap near a lane', async () => {
    const page = await open(timeline.path, '#/timeline', {
      hasTouch: true,
      viewport: { width: 390, height: 844 },
    })
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
    expect(await textOf(page, '.under-cursor')).toBe('Running 2 tests')
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

  it.each([320, 390])('shows time and values at the cursor whole, in a window of %i px', async (width) => {
    // steal in hundredths of a percent beside user in tenths
    const log = dstat(-2, END + 2).replaceAll(/,\d+,3,0,0,0,/g, ',99.6,0.52,0,0.52,0.52,')
    const page = await open(await report(timeline.template, [stream(RUN)], { logs: [log] }), '#/timeline', {
      hasTouch: true,
      viewport: { width, height: 844 },
    })
    await page.touchscreen.tap(width - 100, (await boxOf(page, '[data-canvas="running"]')).y + 20)
    const labels = page.locator('.axis-label, .track-label')
    await labels.locator('dd').last().waitFor()
    const cut = await labels.evaluateAll((all) =>
      all.flatMap((one) => (one.scrollWidth > one.clientWidth ? [one.textContent] : [])),
    )
    expect(cut).toEqual([])
    const cpu = await page.locator('.is-double > div').evaluateAll((all) =>
      all.map((one) => {
        const { left, right } = one.getBoundingClientRect()
        return [left, right]
      }),
    )
    expect(cpu[1][0] - cpu[0][1]).toBeGreaterThanOrEqual(4) // the swatch belongs to the value behind it
    // whatever the system's font: a letter of Menlo, SF Mono or DejaVu Sans Mono is 0.602 em wide
    const room = await page.evaluate<number>(`(() => {
      const one = getComputedStyle(document.querySelector('.axis-label'))
      return ['paddingLeft', 'paddingRight'].reduce((left, of) => left - parseFloat(one[of]), parseFloat(one.width))
    })()`)
    expect(room).toBeGreaterThanOrEqual(12 * 0.602 * 11)
  })

  it('drops a tapped cursor on a tap elsewhere and on leaving the page', async () => {
    const page = await open(timeline.path, '#/timeline', {
      hasTouch: true,
      viewport: { width: 390, height: 844 },
    })
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
    const page = await open(timeline.path, '#/timeline', { hasTouch: true, isMobile: true, viewport })
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

  it('scrolls a low window by a finger on the overview or on the end of the lanes', async () => {
    const viewport = { width: 640, height: 400 }
    const page = await open(timeline.path, '#/timeline', { hasTouch: true, isMobile: true, viewport })
    const put = await fingersOn(page)
    const scrolled = (): Promise<number> => page.evaluate<number>('scrollY')
    for (const selector of ['.overview-strip', '.plot']) {
      await page.evaluate("scrollTo(0, 0), document.querySelector('.plots').scrollTo(0, 9999)")
      await frame(page)
      const { x, width } = await boxOf(page, selector)
      const y = (await boxOf(page, selector === '.plot' ? '.plots' : selector)).y + 40
      await put('touchStart', [x + width / 2, y])
      for (let by = 10; by <= 100; by += 10) await put('touchMove', [x + width / 2, y - by])
      await put('touchEnd')
      await expect.poll(scrolled).toBeGreaterThan(0)
    }
  })

  it('zooms around the middle of a pinch', async () => {
    const page = await open(timeline.path, '#/timeline', { hasTouch: true })
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
    const page = await open(timeline.path, '#/timeline?view=10-20', { hasTouch: true })
    const put = await fingersOn(page)
    const handle = moved === '.panel' ? '.panel-handle' : moved
    const { x: left, y: top, width, height } = await boxOf(page, handle)
    const [x, y] = [left + width / 2, top + height / 2]
    const placed = () => page.evaluate<string>(`getComputedStyle(document.querySelector('${moved}')).${side}`)
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
    const page = await open(timeline.path, '#/timeline?view=10-20', { hasTouch: true })
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
    const page = await open(timeline.path, '#/timeline?range=5-8', { hasTouch: true })
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
