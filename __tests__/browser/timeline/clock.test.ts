import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { NO_BROWSER } from '../browser.ts'
import { report, START, stream, urlOf } from '../page.ts'
import { drawn, frame, plotBox, textOf } from '../plot.ts'
import { useTimelines } from './run.ts'

/** Two hours from half an hour before a moment in milliseconds; a test fails a quarter of an hour after that. */
function night(change: number): Buffer {
  const start = change / 1000 - START - 1800
  return stream([
    { id: 'm.A.test_all', tags: ['worker-0'], start, seconds: 7200 },
    { id: 'm.A.test_later', tags: ['worker-1'], start: start + 2700, seconds: 600, status: 'fail' },
  ])
}

describe.skipIf(NO_BROWSER !== null)('the clock of the timeline', () => {
  const timeline = useTimelines()
  const { newPage } = timeline

  /** Opens a timeline that keeps which labels its axis has now. */
  async function open(path: string, timezoneId = 'Europe/Berlin'): Promise<Page> {
    const page = await newPage({ timezoneId, viewport: { width: 1280, height: 800 } })
    await page.addInitScript(`{
      window.labels = []
      const { clearRect, fillText } = CanvasRenderingContext2D.prototype
      const isAxis = ({ canvas }) => canvas.dataset.canvas === 'axis'
      CanvasRenderingContext2D.prototype.clearRect = function (...box) {
        if (isAxis(this)) window.labels = []
        clearRect.apply(this, box)
      }
      CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
        if (isAxis(this)) window.labels.push(text)
        fillText.call(this, text, ...at)
      }
    }`)
    await page.goto(urlOf(path, '#/timeline'))
    await drawn(page)
    return page
  }
  const labels = (page: Page) => page.evaluate<string[]>('window.labels')

  it('is that of the axis too, in each zone', async () => {
    const page = await open(timeline.path)
    const seconds = [20, 25, 30, 35, 40, 45, 50, 55]
    await expect.poll(() => labels(page)).toEqual(seconds.map((one) => `19:14:${one}`))
    await page.keyboard.press('z')
    await expect.poll(() => labels(page)).toEqual(seconds.map((one) => `18:14:${one}`))
    await page.keyboard.press('z')
    await expect
      .poll(() => labels(page))
      .toEqual(seconds.map((one) => `+0:${String(one - 20).padStart(2, '0')}`))
    await page.keyboard.press('z')
    await expect.poll(() => labels(page)).toEqual(seconds.map((one) => `19:14:${one}`))
  })

  it.each([
    {
      what: 'back',
      zone: 'Europe/Berlin',
      change: Date.UTC(2026, 9, 25, 1),
      axis: '02:30:00, 02:45:00, 02:00:00 UTC+1, 02:15:00, 02:30:00, 02:45:00, 03:00:00, 03:15:00',
      span: '02:30:00.000 UTC+2 – 03:30:00.000 UTC+1',
      before: /^02:45:\d\d\.\d{3} UTC\+2$/,
      after: /^02:30:\d\d\.\d{3} UTC\+1$/,
      failed: '02:15:00.000 UTC+1',
    },
    {
      what: 'forward',
      zone: 'America/New_York',
      change: Date.UTC(2027, 2, 14, 7),
      axis: '01:30:00, 01:45:00, 03:00:00 UTC−4, 03:15:00, 03:30:00, 03:45:00, 04:00:00, 04:15:00',
      span: '01:30:00.000 UTC−5 – 04:30:00.000 UTC−4',
      before: /^01:45:\d\d\.\d{3} UTC−5$/,
      after: /^03:30:\d\d\.\d{3} UTC−4$/,
      failed: '03:15:00.000 UTC−4',
    },
  ])(
    'says on axis, panel and cursor which it is in a run in which it is set $what',
    async ({ zone, change, axis, span, before, after, failed }) => {
      const page = await open(await report(timeline.template, [night(change)]), zone)
      expect((await labels(page)).join(', ')).toBe(axis)
      expect(await textOf(page, '.panel')).toContain(span)
      const { x, y, width } = await plotBox(page)
      const at = async (share: number): Promise<string> => {
        await page.mouse.move(x + share * width, y + 30)
        await frame(page)
        return textOf(page, '.axis-label')
      }
      expect(await at(0.13)).toMatch(before)
      expect(await at(0.505)).toMatch(after)
      await page.keyboard.press('n')
      await expect.poll(() => textOf(page, '.panel')).toContain(failed)
    },
  )
})
