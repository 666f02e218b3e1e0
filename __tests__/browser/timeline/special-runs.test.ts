import { describe, expect, it } from 'vitest'
import { NO_BROWSER } from '../browser.ts'
import { report, type StreamTest, stream, urlOf } from '../page.ts'
import { boxOf, colourOf, frame, hashOf, laneY, MACHINE, pixelOf, plotBox, textOf } from '../plot.ts'
import { dstat, END, RUN, useTimelines } from './run.ts'

describe.skipIf(NO_BROWSER !== null)('the timeline with special kinds of runs', () => {
  const timeline = useTimelines()
  const { open, openAt, at, selectedInWords, workers } = timeline

  it('does not say how busy workers were with tests that took no time', async () => {
    const tests = [0, 1].map(
      (n): StreamTest => ({ id: `m.A.test_${n}`, tags: [`worker-${n}`], start: n, seconds: 0 }),
    )
    const page = await open(await report(timeline.template, [stream(tests)]))
    await expect.poll(async () => (await workers(page)).map((one) => one.at(-1))).toEqual(['1.00 s', '0 s'])
    expect(await textOf(page, '.panel')).not.toContain('busy')
    // what such a run leaves of the window is the page's ground, not an empty panel
    expect((await boxOf(page, '.panel')).height).toBeGreaterThan(300)
    const ground = "getComputedStyle(document.querySelector('.panel')).backgroundColor"
    expect(await page.evaluate(ground)).toBe('rgba(0, 0, 0, 0)')
    await page.goto(page.url().replace(/#.*/, '#/'))
    const cells = page.locator('article table tbody td')
    await expect.poll(() => cells.allInnerTexts()).toContain('the last one')
    expect((await cells.allInnerTexts()).filter((text) => text.includes('%'))).toEqual([])
  })

  it('says so if more tests run at once than a lane has rows', async () => {
    const many = Array.from({ length: 300 }, (_, n): StreamTest => ({ id: `m.A.test_${n}`, seconds: 9 }))
    // one after the other in a stream, all of them run at once
    const page = await open(await report(timeline.template, [stream(many)]))
    const { x, y, width } = await plotBox(page)
    await page.mouse.move(x + width / 2, y + 8)
    await expect.poll(() => textOf(page, '.track-label')).toMatch(/^Running of 256\+ tests 300/)
    // a lane cannot be busy for longer than the time there is
    expect(await textOf(page, '.panel')).not.toContain('busy')
    await page.mouse.click(x + width / 2, y + 30)
    await expect.poll(() => page.locator('.panel-list h3').first().innerText()).toBe('299 tests beside it')
    const list = page.locator('.panel-list').first()
    expect(await list.locator('li').count()).toBe(8)
    await list.getByRole('button', { name: 'Show 200 more of 299' }).click()
    expect(await list.locator('li').count()).toBe(208)
    // the focus is where the reader goes on
    await expect
      .poll(() =>
        list
          .locator('li button')
          .nth(8)
          .evaluate((one) => one.matches(':focus')),
      )
      .toBe(true)
  })

  it('shows several runs, each with its lanes and charts, or one chosen run alone', async () => {
    const shard = (n: number): Buffer =>
      stream([
        { id: `m.S${n}.test_a`, tags: ['worker-0'], start: 25 * n, seconds: 20 },
        { id: `m.S${n}.test_b`, tags: ['worker-1'], start: 25 * n + 1, seconds: 20 },
      ])
    const page = await open(
      await report(timeline.template, [shard(0), shard(1)], { logs: [dstat(-1, 23), dstat(24, 50)] }),
    )
    const labels = page.locator('.run-label, .lane-label')
    expect(await labels.allInnerTexts()).toHaveLength(6)
    const byHeight = await labels.evaluateAll((all) =>
      all
        .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((one) => one.innerText),
    )
    expect(byHeight).toEqual([
      '0: run-0.subunit',
      'worker 0',
      'worker 1',
      '1: run-1.subunit',
      'worker 0',
      'worker 1',
    ])
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
    await expect.poll(() => page.locator('.toolbar .shown').innerText()).toBe('1 of 2') // in this run alone
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
    expect(await page.locator('.toolbar .chip .quiet').allInnerTexts()).toEqual(['0', '0', '0'])
  })

  it('names the run of a test, beside which it lists no tests of other runs', async () => {
    const page = await open(
      await report(timeline.template, [stream(RUN), stream(RUN)]),
      '#/timeline?at=1%2Fm.A.test_b',
    )
    await expect
      .poll(() => textOf(page, '.panel-facts'))
      .toMatch(/^failed 4\.50 s worker 0 1: run-1\.subunit /)
    const lists = page.locator('.panel-list')
    expect(await lists.locator('h3').allInnerTexts()).toEqual(['1 test beside it', 'Before it'])
    expect(await lists.first().locator('.name-method').allInnerTexts()).toEqual(['test_d'])
    await page.evaluate(`location.hash = '#/timeline'`)
    const slowest = lists.filter({ hasText: 'Slowest' }).locator('li')
    await expect.poll(() => slowest.nth(1).innerText()).toMatch(/test_d\s+run 1\s/)
    expect(await slowest.first().innerText()).toMatch(/test_d\s+run 0\s/)
    const inView = page.locator('main table', { has: page.locator('caption', { hasText: 'in view' }) })
    const cells = (await inView.locator('tr').allInnerTexts()).map((row) => row.split('\t').slice(2, 4))
    expect(cells.slice(0, 3)).toEqual([
      ['Worker', 'Run'],
      ['0', '0'],
      ['0', '1'],
    ])
  })

  it.each([390, 1280])('writes the headings of runs across a window of %d pixels', async (width) => {
    const page = await open(await report(timeline.template, [stream(RUN), stream(RUN)]), '#/timeline', {
      viewport: { width, height: 900 },
    })
    const headings = page.locator('.run-label')
    expect(await headings.allInnerTexts()).toEqual([
      expect.stringMatching(/^0: .*run-0\.subunit$/),
      expect.stringMatching(/^1: .*run-1\.subunit$/),
    ])
    const isCut = await headings.evaluateAll((all) =>
      all.some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth),
    )
    expect(isCut).toBe(false)
    const { x, width: long } = await boxOf(page, '.run-label')
    expect(x + long).toBeLessThanOrEqual(width)
  })

  it('keeps the names of two logs within their charts on a phone', async () => {
    const later = RUN.map(({ start = 0, ...test }): StreamTest => ({ ...test, start: start + 60 }))
    const page = await open(
      await report(timeline.template, [stream(RUN), stream(later)], {
        logs: [dstat(0, END), dstat(60, 60 + END)],
      }),
      '#/timeline',
      { viewport: { width: 390, height: 900 } },
    )
    await page.locator('.track-source').first().waitFor()
    const isOverlapping = (): Promise<boolean> =>
      page.evaluate(`{
        const labels = [...document.querySelectorAll('.track-label')]
        const bottom = (label) => Math.max(
          ...[...label.children].map((child) => child.getBoundingClientRect().bottom),
        )
        labels.some((one, n) => n > 0 && bottom(labels[n - 1]) > one.getBoundingClientRect().top)
      }`)
    expect(await isOverlapping()).toBe(false)
    await page.mouse.move(...(await at(page, 12, 'worker 0')))
    await expect.poll(() => page.locator('.track-label dd').first().isVisible()).toBe(true)
    expect(await isOverlapping()).toBe(false)
    // the colours are beside the values, not above them
    expect((await boxOf(page, '.track-label dl > div')).height).toBe(12)
  })

  it('says of a failure in which attempt the test passed, and of tests in lists which result they are', async () => {
    const page = await open(
      await report(timeline.template, [
        stream([
          { id: 'm.A.test_flaky', tags: ['worker-0'], start: 0, seconds: 5, status: 'fail' },
          { id: 'm.A.test_flaky', tags: ['worker-1'], start: 10, seconds: 5 },
          { id: 'm.A.test_next', tags: ['worker-1'], start: 20, seconds: 5 },
        ]),
      ]),
      '#/timeline?at=0%2Fm.A.test_flaky',
    )
    await expect
      .poll(() => textOf(page, '.panel-facts'))
      .toMatch(/^failed 5\.00 s passed in attempt 2 worker 0/)
    // there is no log of the machine, nor room for its numbers
    const [body, lists] = [await boxOf(page, '.panel-body'), await boxOf(page, '.panel-lists')]
    expect(body.x + body.width - lists.x - lists.width).toBe(16)
    await page.evaluate(`location.hash = '#/timeline?at=0%2Fm.A.test_next'`)
    const before = page.locator('.panel-list', { hasText: 'Before it' }).locator('li')
    await expect.poll(() => before.innerText()).toMatch(/test_flaky\s+attempt 2\s/)
  })

  it('shows the lanes of one run on a test’s page, even after the timeline showed all runs', async () => {
    const page = await openAt(
      urlOf(await report(timeline.template, [stream(RUN), stream(RUN)]), '#/test/1/m.A.test_a'),
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
    const page = await open(await report(timeline.template, [stream(each)]))
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
    const run = await report(timeline.template, [stream(each)])
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
      await report(timeline.template, [
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

  it('calls no time of a lane idle in which tests overlap, and lists all earlier tests of the lane', async () => {
    const page = await open(
      await report(timeline.template, [
        stream([
          ...[0, 10, 20, 30].map(
            (start, n): StreamTest => ({ id: `m.A.test_${n}`, tags: ['worker-0'], start, seconds: 10 }),
          ),
          { id: 'm.A.test_beside', tags: ['worker-0'], start: 12, seconds: 3 },
          { id: 'm.B.test_other', tags: ['worker-1'], start: 0, seconds: 20 },
        ]),
      ]),
      '#/timeline?at=0%2Fm.A.test_beside',
    )
    const heads = (): Promise<string[]> => page.locator('.panel-list h3').allInnerTexts()
    const listed = (n: number): Promise<string[]> =>
      page.locator('.panel-list').nth(n).locator('.name-method').allInnerTexts()
    await expect.poll(heads).toEqual(['2 tests beside it', 'Before it'])
    expect(await listed(1)).toEqual(['test_0'])
    await page.evaluate(`location.hash = '#/timeline?at=0%2Fm.A.test_2'`)
    await expect.poll(() => listed(1)).toEqual(['test_beside', 'test_1', 'test_0'])
    await page.evaluate(`location.hash = '#/timeline'`)
    // the second row, in which nothing runs at the end
    await page.mouse.move(...(await at(page, 35, 'worker 0', 1)))
    await expect.poll(() => page.locator('.lane-now').allInnerTexts()).toEqual(['test_3\n–', '–']) // a line per row
    expect(await textOf(page, '.under-cursor')).toBe('')
    await page.mouse.move(...(await at(page, 35, 'worker 1')))
    await expect.poll(() => textOf(page, '.under-cursor')).toBe('20.0 s idle at the end')
    // for which a phone may be too narrow; a flex box would cut it without a sign
    const styles = page.evaluate(
      `(({ display, textOverflow }) => [display, textOverflow])(getComputedStyle(document.querySelector('.under-cursor > .quiet')))`,
    )
    expect(await styles).toEqual(['block', 'ellipsis'])
    const { x } = await plotBox(page)
    const lanes = await boxOf(page, 'canvas[data-canvas=lanes]')
    const [ground, other] = await Promise.all(
      (
        [
          ['worker 0', 1],
          ['worker 1', 0],
        ] as const
      ).map(async ([lane, row]) => {
        const [left, y] = await at(page, 35, lane, row)
        const colours = await Promise.all(
          Array.from({ length: 20 }, (_, n) => pixelOf(page, 'lanes', left - x + n, y - lanes.y)),
        )
        return new Set(colours).size
      }),
    )
    expect([ground, other > 1]).toEqual([1, true]) // hatched only where a worker was idle
    // what both workers did is listed, though the gaps of one are unknown
    expect(await workers(page)).toEqual([
      ['0', '5', '43.0 s', '–', '–', '–'],
      ['1', '1', '20.0 s', '0 s', '0 s', '20.0 s'],
    ])
    await page.goto(page.url().replace(/#.*/, '#/'))
    const home = page.locator('article table:has(caption:text("each worker")) tbody tr')
    await expect
      .poll(async () => (await home.allInnerTexts()).map((row) => row.split('\t').slice(1, 3)))
      .toEqual([
        ['5', '43.0 s'],
        ['1', '20.0 s'],
      ])
  })

  it('says how busy the workers of runs one after the other were, as home does', async () => {
    const runs = [0, 1, 2].map((n) =>
      stream([
        { id: `m.S${n}.test_a`, tags: ['worker-0'], start: 50 * n, seconds: 30 },
        { id: `m.S${n}.test_b`, tags: ['worker-1'], start: 50 * n, seconds: 15 },
      ]),
    )
    const path = await report(timeline.template, runs)
    const page = await open(path)
    await expect.poll(() => textOf(page, '.panel')).toContain('6 workers 75 % busy')
    await page.evaluate(`location.hash = '#/timeline?range=20-60'`)
    await expect.poll(() => textOf(page, '.panel')).toContain('4 workers 75 % busy')
    // nor does the table have those whose run is out of view
    const worker = (await workers(page)).map(([name, run]) => `${run}.${name}`)
    expect(worker).toEqual(['0.0', '0.1', '1.0', '1.1'])
    await page.evaluate(`location.hash = '#/timeline?range=35-45'`)
    await expect.poll(() => textOf(page, '.panel h2')).toBe('In the range: 0 tests in 10.0 s')
    expect(await textOf(page, '.panel')).not.toContain('busy')
    await page.goto(urlOf(path, '#/'))
    await expect
      .poll(() => page.locator('.facts > div', { hasText: 'Busy' }).allInnerTexts())
      .toEqual(Array(3).fill(expect.stringMatching(/^Busy\s+75 %/)))
  })

  it('says how many tests without times it cannot show, and does not zoom to one', async () => {
    const at20 = 'time: 2026-11-23 18:14:20.000000Z\ntest: a.T.timed\n'
    const text = `test: a.T.x\nfailure: a.T.x [\nno\n]\ntest: a.T.y\nsuccess: a.T.y\n${at20}time: 2026-11-23 18:14:30.000000Z\nsuccess: a.T.timed\n`
    const page = await open(await report(timeline.template, [Buffer.from(text)]))
    const shown = (): Promise<string> => page.locator('.toolbar .shown').innerText()
    await expect.poll(shown).toBe('2 without times')
    await page.evaluate(`location.hash = '#/timeline?status=fail'`)
    await expect.poll(shown).toBe('1 of 3, 1 without times')
    await page.evaluate(`location.hash = '#/timeline?status=success&at=0%2Fa.T.x'`)
    await expect.poll(() => textOf(page, '.panel-facts')).toBe('failed – without times')
    expect(await page.getByRole('button', { name: 'Zoom to it' }).count()).toBe(0)
    expect(await page.locator('.panel-list').count()).toBe(0)
    await page.keyboard.press('f')
    await frame(page)
    expect(await textOf(page, '.overview-label')).toBe('10.0 s all in view')
  })

  it('says where a log ends that covers a part of the run, beside each number of it', async () => {
    const half = await report(timeline.template, [stream(RUN)], { logs: [dstat(5, 20)] })
    const words = 'The log begins at 19:14:25 and ends at 19:14:39.'
    const page = await open(half)
    const told = (): Promise<string[]> => page.locator('.machine-table p').allInnerTexts()
    await expect.poll(told).toEqual([words])
    await page.evaluate(`location.hash = '#/timeline?range=10-19'`)
    await expect.poll(() => textOf(page, '.panel h2')).toContain('In the range')
    await expect.poll(told).toEqual([])
    // less than a row behind the end
    await page.evaluate(`location.hash = '#/timeline?range=19.2-19.6'`)
    await expect.poll(told).toEqual(['The log ends at 19:14:39.'])
    await page.goto(urlOf(half, '#/'))
    await expect.poll(() => page.locator('.charts > p').last().innerText()).toBe(words)
    await page.goto(urlOf(half, '#/test/0/m.C.test_e'))
    await expect.poll(told).toEqual(['The log ends at 19:14:39.'])
    await page.goto(urlOf(timeline.path, '#/timeline'))
    await page.locator(MACHINE).waitFor()
    expect(await told()).toEqual([])
  })

  it('gives dates in a run of several days, and zones where the clock changes, at home too', async () => {
    const days = [0, 1, 2].map((n): StreamTest => ({ id: `a.test_${n}`, start: n * 80_000, seconds: 80_000 }))
    const page = await open(await report(timeline.template, [stream(days)]))
    const { x, y, width } = await plotBox(page)
    await page.mouse.move(x + width / 2, y + 30)
    await expect.poll(() => textOf(page, '.axis-label')).toMatch(/^25 Nov 2026, ?0[34]:\d\d:\d\d\.\d{3}$/)
    const label = await boxOf(page, '.axis-label')
    const time = await boxOf(page, '.axis-label span >> nth=1')
    expect(time.x + time.width).toBeLessThanOrEqual(label.x + label.width)
    await page.keyboard.press(',')
    await expect
      .poll(() => page.locator('[role=status]', { hasText: 'running' }).innerText())
      .toMatch(/^25 Nov 2026, 0\d:\d\d:\d\d\.\d{3}, 1 test running$/)
    const summer = `time: 2026-10-25 00:20:00.000000Z\ntest: a\ntime: 2026-10-25 01:32:56.000000Z\nsuccess: a\n`
    await page.goto(urlOf(await report(timeline.template, [Buffer.from(summer)]), '#/'))
    await expect.poll(() => textOf(page, '.ends')).toMatch(/^02:20:00 UTC\+2\s*02:32:56 UTC\+1$/)
    expect(await textOf(page, '.run-foot')).toContain('25 Oct 2026, 02:20:00 UTC+2 to 02:32:56 UTC+1')
  })

  it('counts a long test that shares the last row with a shorter one', async () => {
    const tests = Array.from({ length: 255 }, (_, n) => ({ id: `a.test_${n}`, start: 0, seconds: END }))
    const shared = [
      { id: 'a.test_long', start: 1, seconds: 30 },
      { id: 'a.test_short', start: 2, seconds: 1 },
    ]
    const page = await open(
      await report(timeline.template, [stream([...tests, ...shared])]),
      '#/timeline?view=10-20',
    )
    await expect.poll(() => textOf(page, '.panel h2')).toBe('In view: 256 tests in 10.0 s')
    await page.mouse.move(...(await at(page, 20, 'no worker')))
    await expect.poll(() => page.locator('.track-label:has-text("Running") dd').innerText()).toBe('256')
  })

  it('says if a log covers none of the run, and shows 0 B/s for an idle disk', async () => {
    const rest = dstat(100, 104)
    const elsewhere = await report(timeline.template, [stream(RUN)], { logs: [rest] })
    const page = await open(elsewhere)
    const words = 'The log covers 23 Nov 2026 19:16:01 to 19:16:03, none of it in this run.'
    await expect.poll(() => page.locator('.no-charts').innerText()).toBe(words)
    expect(await page.locator('.track-title b').allInnerTexts()).toEqual(['Running'])
    expect(await page.locator(MACHINE).count()).toBe(0)
    await page.goto(urlOf(elsewhere, '#/'))
    await expect.poll(() => textOf(page, 'main')).toContain(words)
    const overnight = await report(timeline.template, [stream(RUN), stream(RUN)], {
      logs: [dstat(17_137, 17_142)],
    })
    await page.goto(urlOf(overnight, '#/timeline'))
    await expect
      .poll(() => page.locator('.no-charts').innerText())
      .toBe('The log covers 23 Nov 2026 23:59:58 to 24 Nov 2026 00:00:01, none of it in these runs.')
    const still = dstat(-2, END).replaceAll(',0,4096', ',0,0')
    await page.goto(urlOf(await report(timeline.template, [stream(RUN)], { logs: [still] }), '#/timeline'))
    await expect.poll(() => page.locator('.track-top').allInnerTexts()).toContain('0 B/s')
  })

  it('says why nothing is drawn if the tests have no times or no test ran', async () => {
    const untimed = Buffer.from('test: a.b\nsuccess: a.b\ntest: a.c\nfailure: a.c\n')
    const page = await openAt(urlOf(await report(timeline.template, [untimed]), '#/timeline'))
    await expect.poll(() => textOf(page, 'main')).toContain('The tests have no times')
    // counted all the same: the bar says that one failed
    expect((await textOf(page, '.chips')).replace(/\s+/g, ' ')).toMatch(/failed 1.*skipped 0.*passed 1/)
    expect(await textOf(page, '.shown')).toBe('2 without times')
    await page.goto(urlOf(await report(timeline.template, [Buffer.alloc(0)]), '#/timeline'))
    await expect.poll(() => textOf(page, 'main')).toContain('No test ran')
  })

  it('draws a single test, a negative duration, a run over midnight, and a log of half the run', async () => {
    const page = await open(await report(timeline.template, [stream([{ id: 'a.only', seconds: 2 }])]))
    expect(await textOf(page, '.panel h2')).toBe('In view: 1 test in 2.00 s')
    await expect.poll(async () => (await workers(page))[0]?.slice(0, 2)).toEqual(['none', '1'])
    await page.keyboard.press('n') // nothing failed
    await page.locator('.plot').focus()
    await page.keyboard.press('Tab')
    await expect
      .poll(() => page.locator('.panel-list h3').allInnerTexts())
      .toEqual(['Nothing ran beside it', 'Nothing ran before it in its lane'])
    const night = 5.5 * 3600 // 23:44:20 UTC
    const run = stream([
      { id: 'a.back', tags: ['worker-0'], start: night + 5, seconds: -5 },
      { id: 'a.long', tags: ['worker-0'], start: night + 10, seconds: 1990 },
    ])
    await page.goto(
      urlOf(await report(timeline.template, [run], { logs: [dstat(night, night + 1000)] }), '#/timeline'),
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
