import type { BrowserContextOptions, Page } from 'playwright-core'
import { report, START, type StreamTest, stream, urlOf } from '../page.ts'
import { drawn, laneY, plotBox } from '../plot.ts'
import { type SharedReport, useReport } from '../use-report.ts'

/** Forty seconds on two workers: each pattern of a test, each kind of gap, and tests too short to be seen. */
export const RUN: readonly StreamTest[] = [
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
export const END = 40

export const user = (second: number): number => 10 + ((second * 7) % 80)

/** A log with a row per second, between two seconds of the run: each is of the second that ends with it. */
export function dstat(from: number, to: number): string {
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

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** What the tests of a file share: the report of RUN, and what they do with timelines. */
interface Timelines extends SharedReport {
  /** Opens a report, that of RUN unless told otherwise, and waits until its timeline is drawn. */
  readonly open: (path?: string, hash?: string, options?: BrowserContextOptions) => Promise<Page>
  /** Where a second of RUN is, while the whole run is in view. */
  readonly at: (page: Page, second: number, lane: string, row?: number) => Promise<[number, number]>
  readonly selectedInWords: (page: Page) => Promise<string>
  /** Cells of the panel's table of workers, by row. */
  readonly workers: (page: Page) => Promise<string[][]>
}

export function useTimelines(): Timelines {
  const shared = useReport((template) => report(template, [stream(RUN)], { logs: [dstat(-2, END + 2)] }))
  return Object.assign(shared, {
    open: async (of = shared.path, hash = '#/timeline', options: BrowserContextOptions = {}) => {
      const page = await shared.openAt(urlOf(of, hash), options)
      await drawn(page)
      return page
    },
    at: async (page: Page, second: number, lane: string, row = 0): Promise<[number, number]> => {
      const box = await plotBox(page)
      return [box.x + (second / END) * box.width, await laneY(page, lane, row)]
    },
    selectedInWords: (page: Page) => page.locator('main [aria-live="polite"]').innerText(),
    workers: async (page: Page) =>
      (await page.locator('.panel table:has(caption:text("worker")) tbody tr').allInnerTexts()).map((row) =>
        row.split('\t'),
      ),
  })
}
