import { describe, expect, it } from 'vitest'
import { NO_BROWSER } from '../browser.ts'
import { report, START, stream } from '../page.ts'
import { frame } from '../plot.ts'
import { END, RUN, useTimelines } from './run.ts'

/** A log's columns by group, in dstat's order, each with its value at second 0 and what it grows by in a second. */
const GROUPS: readonly (readonly [string, readonly (readonly [string, number, number])[]])[] = [
  ['total cpu usage', ['usr', 'sys', 'idl', 'wai', 'stl'].map((name, n) => [name, 10 + 3 * n, 1])],
  ['memory usage', ['used', 'free', 'buff', 'cach'].map((name, n) => [name, (n + 1) * 1e8, 1e6])],
  ['dsk/total', ['read', 'writ'].map((name, n) => [name, 500 + 100 * n, 1])],
  ['net/total', ['recv', 'send'].map((name, n) => [name, 700 + 100 * n, 1])],
  ['load avg', ['1m', '5m', '15m'].map((name, n) => [name, n + 1, 0.01])],
  ['procs', ['run', 'blk', 'new'].map((name, n) => [name, 30 + 10 * n, 1])],
  ['paging', ['in', 'out'].map((name, n) => [name, 150 + 100 * n, 1])],
]

/** A row per second: no value of one is in another column of it, nor in the row before or after it. */
const LOG = [
  '"Dstat 0.8.0 CSV output"',
  '"Author:","Dag",,,,"URL:","http://example.org"',
  '"Host:","vm",,,,"User:","root"',
  '"Cmdline:","dstat --epoch",,,,"Date:","23 Nov 2026 18:14:00 UTC"',
  `"epoch",${GROUPS.map(([title, columns]) => `"${title}"${','.repeat(columns.length)}`).join('')}`,
  `"epoch",${GROUPS.flatMap(([, columns]) => columns.map(([name]) => `"${name}"`)).join()}`,
  ...Array.from({ length: END + 4 }, (_, i) => {
    const second = i - 2
    const values = GROUPS.flatMap(([, columns]) => columns.map(([, first, by]) => first + by * second))
    return `${START + second}.0,${values.join()}`
  }),
  '',
].join('\n')

describe.skipIf(NO_BROWSER !== null)('each chart of the timeline', () => {
  const timeline = useTimelines()
  const { open, at } = timeline

  it('has microseconds at the cursor where a pixel is less than one', async () => {
    const page = await open(timeline.path, '#/timeline?view=5-5.0005')
    await page.mouse.move(...(await at(page, 5.000_25, 'worker 0')))
    await expect.poll(() => page.locator('.axis-label span').innerText()).toMatch(/:25\.000\d{3}$/)
  })

  it('has at the cursor the values of the log’s row of that second', async () => {
    const path = await report(timeline.template, [stream(RUN)], { logs: [LOG] })
    const page = await open(path, '#/timeline', { viewport: { width: 1280, height: 1200 } })
    const charts = (): Promise<string[]> =>
      page
        .locator('.track-label')
        .evaluateAll((all) =>
          all.map((one) =>
            [one.querySelector('b'), ...one.querySelectorAll('dt, dd')]
              .map((part) => part.innerText)
              .join(' '),
          ),
        )
    for (const second of [4, 18, 36]) {
      // a row is of the second that ends with it
      await page.mouse.move(...(await at(page, second - 0.5, 'worker 0')))
      await frame(page)
      const [, ...values] = await charts()
      expect(values).toEqual([
        `CPU user ${10 + second} % system ${13 + second} % wait ${19 + second} % steal ${22 + second} %`,
        `Memory used ${100 + second} MB cached ${400 + second} MB`,
        `Disk read ${500 + second} B/s written ${600 + second} B/s`,
        `Network in ${700 + second} B/s out ${800 + second} B/s`,
        `Load 1 m 1.${String(second).padStart(2, '0')} 5 m 2.${String(second).padStart(2, '0')}`,
        `Processes runnable ${30 + second} blocked ${40 + second}`,
        `Paging in ${150 + second} B/s out ${250 + second} B/s`,
      ])
    }
  })
})
