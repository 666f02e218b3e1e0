import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { RawTest } from '../../src/format/exported.ts'
import { testHash } from '../../src/format/links.ts'
import { NO_BROWSER } from './browser.ts'
import { report, urlOf } from './page.ts'
import { differenceTo } from './picture.ts'
import { drawn, frame, laneY, MACHINE, plotBox } from './plot.ts'
import { useReport } from './use-report.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')
/** The run of which the example is two minutes; only there if the samples are beside the repository. */
const NOVA = join(import.meta.dirname, '../../../shared/samples/nova')

describe.skipIf(NO_BROWSER !== null)('the report of the example', () => {
  const shared = useReport(
    async (template) => {
      const logs = [await readText(join(EXAMPLES, 'dool.csv'))]
      return report(template, [await readFile(join(EXAMPLES, 'nova.subunit.gz'))], { logs })
    },
    { onlyPackedFonts: true },
  )

  const openAt = (hash: string, options: BrowserContextOptions, of = shared.path): Promise<Page> =>
    shared.openAt(urlOf(of, hash), { reducedMotion: 'reduce', ...options })

  async function open(hash: string, options: BrowserContextOptions, of = shared.path): Promise<Page> {
    const page = await openAt(hash, options, of)
    await drawn(page)
    await page.locator(MACHINE).waitFor({ state: 'attached' })
    await frame(page)
    return page
  }

  const SCREEN = { viewport: { width: 1280, height: 900 } }
  const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const FAILED =
    'nova.tests.unit.api.openstack.test_requestlog.TestRequestLogMiddleware.test_no_log_under_eventlet'
  const WITH_LOG = 'nova.tests.unit.api.test_auth.TestKeystoneMiddlewareRoles.test_roles_empty'

  it.each([
    ['timeline-light', '#/timeline', { ...SCREEN, colorScheme: 'light' }],
    ['timeline-dark', '#/timeline', { ...SCREEN, colorScheme: 'dark' }],
    [
      'timeline-test',
      `#/timeline?view=8-13&at=${testHash(0, FAILED).slice(7)}`,
      { ...SCREEN, colorScheme: 'light' },
    ],
    ['timeline-phone', '#/timeline', { ...PHONE, colorScheme: 'light' }],
  ] as const)('looks like the picture %s', async (name, hash, options) => {
    const page = await open(hash, options)
    expect(await differenceTo(page, name)).toBeNull()
  })

  describe.each([
    ['home', '#/', '.chart-row canvas'],
    ['tests', '#/tests', '.table-body .row'],
    ['hierarchy', '#/hierarchy', '.tree'],
    ['class', '#/hierarchy?root=nova.tests.unit.api.', '.tree'],
    ['test', testHash(0, WITH_LOG), '.attachment'],
    ['log', `${testHash(0, WITH_LOG)}?tab=pythonlogging&line=2`, '.text-row.is-marked'],
  ])('the page %s', (name, hash, whole) => {
    it.each([
      ['light', { ...SCREEN, colorScheme: 'light' }],
      ['dark', { ...SCREEN, colorScheme: 'dark' }],
      ['phone', { ...PHONE, colorScheme: 'light' }],
    ] as const)('looks like its picture: %s', async (variant, options) => {
      const page = await openAt(hash, options)
      await page.locator(whole).first().waitFor()
      await atRest(page)
      expect(await differenceTo(page, `${name}-${variant}`)).toBeNull()
    })
  })

  it('looks on paper like its picture, and takes two pages', async () => {
    // the width of A4 between its margins
    const page = await openAt('#/', { viewport: { width: 720, height: 1000 }, colorScheme: 'light' })
    await page.locator('.chart-row canvas').first().waitFor()
    await page.keyboard.press('d') // even in the dark theme, paper stays white
    await page.emulateMedia({ media: 'print' })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    await atRest(page)
    expect(await differenceTo(page, 'home-print')).toBeNull()
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBe(2)
  })

  it.for([
    ['the example', EXAMPLES, 'dool.csv'],
    ['a run of 39 minutes, if it is available', NOVA, 'dool.csv.gz'],
  ])(
    'shows at the cursor what the stream and the log say, in %s',
    async ([, directory, logName], { skip }) => {
      if (!existsSync(directory)) skip()
      const streams = [await readFile(join(directory, 'nova.subunit.gz'))]
      const log = await readText(join(directory, logName))
      const run = await report(shared.template, streams, { logs: [log] })
      const page = await open('#/timeline', SCREEN, run)
      const raw: RawTest[] = JSON.parse(
        await readFile(join(run, '../export/tempest_run-0.subunit_0_raw.json'), 'utf8'),
      )
      const tests = raw.map(({ name, tags, timestamps }) => ({
        name,
        worker: Number(tags.find((tag) => tag.startsWith('worker-'))?.slice(7)),
        times: timestamps.map((time) => microsOf(time ?? '')),
      }))
      const from = Math.min(...tests.map(({ times }) => times[0]))
      const to = Math.max(...tests.map(({ times }) => times[1]))
      const samples = samplesOf(log)
      expect(samples.length).toBeGreaterThan(100)
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
          // a long name is cut in its middle
          const [start, end = start] = shown[worker].split('…')
          const isShown =
            test === undefined
              ? shown[worker] === '–'
              : test.name.includes(`.${start}`) && test.name.endsWith(end)
          expect(isShown, `worker ${worker} at ${x}: ${shown[worker]}, not ${test?.name}`).toBe(true)
        })
        const values = await page.locator('.track-label dd').allTextContents()
        // a row is of the time that ends with it
        const sample = samples.find((one) => one.time >= time)
        expect(values[0]).toBe(String(running.filter((test) => test !== undefined).length))
        const percents = values.slice(1, 5).map((text) => Number(text.replace(' %', '')))
        sample?.cpu.forEach((value, i) => expect(Math.abs(percents[i] - value)).toBeLessThanOrEqual(0.5))
      }
    },
  )
})

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
}

/** Waits until two screenshots are the same: some parts are drawn after the first frame. */
async function atRest(page: Page): Promise<void> {
  for (let before = ''; ; ) {
    await page.waitForTimeout(100)
    const now = (await page.screenshot({ animations: 'disabled', caret: 'hide' })).toString('base64')
    if (now === before) return
    before = now
  }
}

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
