import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildReport } from '../../scripts/build-frontend.ts'
import { columnsOnly, report, START, stream, urlOf } from '../browser/page.ts'
import { type Engine, until } from './engine.ts'
import { ENGINES } from './engines.ts'

const LOG = Array.from({ length: 5000 }, (_, n) => `2026-11-23 18:14:2${n % 10}.000 1 INFO m [-] line ${n}`)

/** Forty seconds on two workers. */
const RUN = [
  { id: 'm.A.test_a', tags: ['worker-0'], start: 0, seconds: 10 },
  {
    id: 'm.A.test_b',
    tags: ['worker-0'],
    start: 10,
    seconds: 10,
    status: 'fail' as const,
    files: [
      ['traceback', 'Traceback (most recent call last):\n  File "m.py", line 1, in test_b\nKeyError: 1\n'],
      ['pythonlogging', `${LOG.join('\n')}\n`],
    ] as const,
  },
  { id: 'm.C.test_c', tags: ['worker-1'], start: 0, seconds: 40 },
]

/** Enough charts that the plots are taller than their space. */
const MACHINE = `"Dstat 0.8.0 CSV output"
"Author:","Dag",,,,"URL:","http://example.org"
"Host:","vm",,,,"User:","root"
"Cmdline:","dstat --epoch",,,,"Date:","23 Nov 2026 18:14:00 UTC"
"epoch","total cpu usage",,,,,"memory usage",,,,"net/total",,"dsk/total",,"load avg",,,"procs",,
"epoch","usr","sys","idl","wai","stl","used","free","buff","cach","recv","send","read","writ","1m","5m","15m","run","blk","new"
${[0, 20, 40].map((n) => `${START + n}.0,50,3,0,0,0,2000000000,1,1,500000000,100,0,0,4096,1,1,1,2,0,3`).join('\n')}
`

describe.each(ENGINES)('the report in $name', ({ without, start }) => {
  describe.skipIf(without !== null)('if installed', () => {
    let directory: string
    let template: string
    let path: string
    let page: Engine

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'stackviz-engine-'))
      const frontend = join(directory, 'frontend')
      await buildReport(frontend)
      template = join(frontend, 'index.html')
      path = await report(template, [stream(RUN)], { logs: [MACHINE] })
      page = await start()
    })
    afterAll(async () => {
      await page?.close()
      await rm(directory, { recursive: true, force: true })
    })

    const text = (selector: string): Promise<string> =>
      page.run(
        `return (document.querySelector(${JSON.stringify(selector)})?.innerText ?? '').replace(/\\s+/g, ' ').trim()`,
      )

    it('says on the home page what failed and why', async () => {
      await page.open(urlOf(path))
      await expect.poll(() => text('h1')).toMatch(/^1 of 3 tests failed/)
      await expect.poll(() => text('main')).toContain('KeyError: 1')
    })

    it('draws the failing test where it ran, and goes to it by key', async () => {
      await page.open(urlOf(path, '#/timeline'))
      await expect.poll(() => text('.panel h2')).toBe('In view: 3 tests in 40.0 s')
      const colours = (): Promise<string[]> =>
        page.run(`
          const canvas = document.querySelector('canvas[data-canvas=lanes]')
          const pen = canvas.getContext('2d')
          return [0.125, 0.375, 0.625].map((share) =>
            [...pen.getImageData(canvas.width * share, 12 * devicePixelRatio, 1, 1).data].slice(0, 3).join())`)
      await expect.poll(async () => new Set(await colours()).size).toBe(3)
      expect((await colours())[1]).toMatch(/^(217,58,21|244,96,60)$/) // light or dark
      await page.press('n')
      await expect.poll(() => text('main [aria-live=polite]')).toContain('m.A.test_b')
    })

    it('aligns the overview with the lanes, even if the lanes have a scroll bar', async () => {
      await page.open(urlOf(path, '#/timeline'))
      await expect.poll(() => text('.panel h2')).toBe('In view: 3 tests in 40.0 s')
      await expect
        .poll(() =>
          page.run(`const { scrollHeight, clientHeight } = document.querySelector('.plots')
          return scrollHeight > clientHeight`),
        )
        .toBe(true)
      const ends: number[][] = await page.run(`
        return ['.plot', '.overview-strip'].map((one) => {
          const { left, right } = document.querySelector(one).getBoundingClientRect()
          return [left, right]
        })`)
      expect(ends[1]).toEqual(ends[0])
      // what scrolls is no stop by itself: nothing would say where one is
      await page.run("document.querySelector('.overview button').focus()")
      await page.press('Tab')
      expect(await page.run('return document.activeElement.title')).toContain('(z)')
    })

    it('does not move the lanes sideways to a test at the end of the view', async () => {
      await page.open(urlOf(path, '#/timeline?at=0%2Fm.C.test_c'))
      await expect.poll(() => text('.panel h2')).toContain('test_c')
      await page.run('return new Promise((done) => setTimeout(done, 100))')
      expect(await page.run("return document.querySelector('.plots').scrollLeft")).toBe(0)
    })

    it('finds what the address searches for', async () => {
      await page.open(urlOf(path, '#/tests?q=test_c'))
      await expect.poll(() => text('.shown')).toBe('1 of 3')
      expect(await text('.table-body .row')).toContain('m.C.test_c')
    })

    it('shows why a test failed, and a line deep in its log', async () => {
      await page.open(urlOf(path, '#/test/0/m.A.test_b?tab=pythonlogging&line=4990'))
      await expect.poll(() => text('main')).toContain('KeyError: 1')
      await expect.poll(() => text('main')).toContain('line 4989')
    })

    it('keeps the scroll position of a log after a reload', async () => {
      await page.open(urlOf(path, '#/test/0/m.A.test_b'))
      await expect.poll(() => text('.log')).toContain('line 4')
      await page.run(`document.querySelector('.log').scrollTop = 9000`)
      await expect
        .poll(() => page.run(`return [...history.state.positions.values()].includes(9000)`))
        .toBe(true)
      await page.run(`window.isOld = true; location.reload()`)
      const at = (): Promise<number | null> =>
        page.run(`return window.isOld ? null : (document.querySelector('.log')?.scrollTop || null)`)
      expect(await until(at)).toBe(9000)
    })

    it('sums up all tests in the hierarchy', async () => {
      await page.open(urlOf(path, '#/hierarchy'))
      await expect.poll(() => text('.tree tbody tr')).toBe('All tests 3 1 1 m 00 s 100 %')
    })

    it('shows the last of 400,000 tests, in a list that is taller than an element can be', async () => {
      await page.open(urlOf(await columnsOnly(template, 400_000), '#/tests'))
      await until(() => page.run(`return document.querySelector('.table-body .row') && true`))
      await page.run(`const body = document.querySelector('.table-body'); body.scrollTop = body.scrollHeight`)
      await expect.poll(() => text('.table-body')).toContain('test_399998')
      const { bottom } = await page.run<{ bottom: number }>(`
        return { bottom: document.querySelector('.table-body').getBoundingClientRect().bottom }`)
      // the element is there at once, but may be drawn later
      await expect
        .poll(async () => shadesOf(await page.picture(), 60, 300, bottom - 20, bottom - 6))
        .toBeGreaterThan(3)
    })
  })
})

/** How many colours a part of a picture has: 1 if it is blank. */
function shadesOf(picture: Buffer, left: number, right: number, top: number, bottom: number): number {
  const { data, width } = PNG.sync.read(picture)
  const found = new Set<number>()
  for (let y = Math.round(top); y < bottom; y++)
    for (let x = left; x < right; x++) found.add(data.readUInt32BE(4 * (y * width + x)))
  return found.size
}
