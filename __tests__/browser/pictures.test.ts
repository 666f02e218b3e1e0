import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RawTest } from '../../src/format/exported.ts'
import { launchBrowser, NO_BROWSER, type TestBrowser } from './browser.ts'
import { buildTemplate, report, urlOf, watch } from './page.ts'
import './patience.ts'
import { differenceTo } from './picture.ts'
import { drawn, frame, laneY, plotBox } from './plot.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

describe.skipIf(NO_BROWSER !== null)('the timeline of the example', () => {
  let browser: TestBrowser
  let path: string
  let log: string

  beforeAll(async () => {
    browser = await launchBrowser({ onlyPackedFonts: true })
    const template = await buildTemplate(browser.directory)
    log = await readFile(join(EXAMPLES, 'dool.csv'), 'utf8')
    path = await report(template, [await readFile(join(EXAMPLES, 'nova.subunit.gz'))], { logs: [log] })
  })
  afterAll(() => browser?.close())

  async function open(hash: string, options: BrowserContextOptions): Promise<Page> {
    const page = await (await browser.open({ reducedMotion: 'reduce', ...options })).newPage()
    await page.goto(urlOf(path, hash))
    await drawn(page)
    await page.locator('.machine-table').waitFor({ state: 'attached' })
    await frame(page)
    return page
  }

  const SCREEN = { width: 1440, height: 900 }
  const PHONE = { width: 390, height: 844 }
  const FAILED = encodeURIComponent(
    '0/nova.tests.unit.api.openstack.test_requestlog.TestRequestLogMiddleware.test_no_log_under_eventlet',
  )

  it.each([
    ['timeline-light', '#/timeline', { viewport: SCREEN, colorScheme: 'light' }],
    ['timeline-dark', '#/timeline', { viewport: SCREEN, colorScheme: 'dark' }],
    ['timeline-test', `#/timeline?view=8-13&at=${FAILED}`, { viewport: SCREEN, colorScheme: 'light' }],
    [
      'timeline-phone',
      '#/timeline',
      { viewport: PHONE, colorScheme: 'light', hasTouch: true, isMobile: true },
    ],
  ] as const)('looks as in the picture %s', async (name, hash, options) => {
    const page = await open(hash, options)
    expect(await differenceTo(page, name)).toBeNull()
  })

  it('says under the cursor what the stream and the log say', async () => {
    const page = await open('#/timeline', { viewport: SCREEN })
    const seen = watch(page)
    const raw: RawTest[] = JSON.parse(
      await readFile(join(path, '../export/tempest_run-0.subunit_0_raw.json'), 'utf8'),
    )
    const tests = raw.map(({ name, tags, timestamps }) => ({
      name,
      worker: Number(tags.find((tag) => tag.startsWith('worker-'))?.slice(7)),
      times: timestamps.map((time) => microsOf(time ?? '')),
    }))
    const from = Math.min(...tests.map(({ times }) => times[0]))
    const to = Math.max(...tests.map(({ times }) => times[1]))
    const samples = samplesOf(log)
    const box = await plotBox(page)
    const y = await laneY(page, 'worker 2')
    for (let x = 3; x < box.width; x += 97) {
      await page.mouse.move(box.x + x, y)
      await frame(page)
      const time = from + (x / box.width) * (to - from)
      const running = [0, 1, 2, 3].map((worker) =>
        tests.find((test) => test.worker === worker && test.times[0] <= time && test.times[1] > time),
      )
      const shown = await page.locator('.lane-now').allTextContents()
      running.forEach((test, worker) => {
        const isShown = test === undefined ? shown[worker] === '–' : test.name.endsWith(`.${shown[worker]}`)
        expect(isShown, `worker ${worker} at ${x}: ${shown[worker]}, not ${test?.name}`).toBe(true)
      })
      const values = await page.locator('.track-label dd').allTextContents()
      const sample = samples.findLast((one) => one.time <= time)
      expect(values[0]).toBe(String(running.filter((test) => test !== undefined).length))
      const percents = values.slice(1, 5).map((text) => Number(text.replace(' %', '')))
      sample?.cpu.forEach((value, i) => expect(Math.abs(percents[i] - value)).toBeLessThanOrEqual(0.5))
    }
    expect(seen).toEqual([])
  })
})

/** Microseconds since the epoch. */
function microsOf(text: string): number {
  const [head, fraction = ''] = text.replace('+00:00', '').split('.')
  return Date.parse(`${head}Z`) * 1000 + Number(fraction.padEnd(6, '0'))
}

/** The log's rows: user, system, wait and steal. */
function samplesOf(text: string): { time: number; cpu: number[] }[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('Nov-23'))
    .map((line) => {
      const [time, usr, sys, , wai, stl] = line.split(',')
      const [, clock] = time.split(' ')
      return { time: Date.parse(`2026-11-23T${clock}Z`) * 1000, cpu: [usr, sys, wai, stl].map(Number) }
    })
}
