/** Compares what home shows of the example with what its raw and details files say, without the page's functions. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { convert } from '../../src/convert.ts'
import type { Config, RawTest } from '../../src/format/exported.ts'
import { readJson } from '../helpers/convert-files.ts'
import { NO_BROWSER } from './browser.ts'
import { type StreamTest, stream, urlOf } from './page.ts'
import { useReport } from './use-report.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/nova.subunit.gz')

/** The example skips no test. */
const SKIPPED = ['no database', 'no network', 'no database', null, 'no database', 'no network', ''].map(
  (reason, n): StreamTest => ({
    id: `nova.tests.unit.test_skipped.TestSkipped.test_${n}`,
    status: 'skip',
    tags: [`worker-${n % 4}`],
    start: n,
    seconds: 0.001,
    files: reason === null ? [] : [['reason', reason]],
  }),
)

/** Seconds of `45.0 ms`, `24.1 s` or `1 m 05 s`, and how many of their digits are behind the point. */
function parseDuration(text: string): { seconds: number; digits: number } {
  const [, minutes = '0', number, unit] = /^(?:(\d+) m )?([\d.]+) (ms|s)$/.exec(text) ?? []
  const digits = number.split('.')[1]?.length ?? 0
  return unit === 'ms'
    ? { seconds: Number(number) / 1000, digits: digits + 3 }
    : { seconds: 60 * Number(minutes) + Number(number), digits }
}

/** `a.b.TestC.test_d[x.y]` → `a.b.TestC`. */
const classOf = (name: string): string => name.replace(/\.[^.]*(?:[[(].*)?$/, '')

describe.skipIf(NO_BROWSER !== null)('home of the example and some skipped tests', () => {
  let directory = ''
  const shared = useReport(async (template) => {
    directory = join(template, '..', 'example')
    mkdirSync(directory)
    const path = join(directory, 'report.html')
    const run = join(directory, 'run.subunit')
    writeFileSync(run, Buffer.concat([gunzipSync(readFileSync(EXAMPLE)), stream(SKIPPED)]))
    const sources = [{ kind: 'file', path: run }] as const
    await convert({
      sources,
      dstat: [],
      destination: join(directory, 'export'),
      report: path,
      page: template,
    })
    return path
  })

  const exported = (): { raw: RawTest[]; details: Record<string, Record<string, string>> } => {
    const out = join(directory, 'export')
    const [{ raw, details }] = readJson<Config>(out, 'config.json').tempest
    return { raw: readJson(out, raw), details: readJson(out, details) }
  }

  async function open(): Promise<Page> {
    const page = await shared.openAt(urlOf(shared.path))
    await page.locator('.section-head + .tests li').first().waitFor()
    return page
  }
  const section = (page: Page, title: string): Locator =>
    page.locator('.section', { has: page.locator('h3', { hasText: title }) })
  const texts = async (all: Locator): Promise<string[]> =>
    (await all.allTextContents()).map((text) => text.replace(/\u200b/g, '').trim())

  /** Name and seconds in each row of a list, and how exact these are. */
  async function listed(page: Page, title: string) {
    const [names, times] = await Promise.all(
      ['.name', '.test-time'].map((part) => texts(section(page, title).locator('li').locator(part))),
    )
    return { rows: names.map((name, i) => [name, parseDuration(times[i]).seconds]), times }
  }

  /** Rows with these seconds, each as exact as what is shown. */
  const rounded = (exact: readonly (readonly [string, number])[], times: readonly string[]): unknown[] =>
    exact.map(([name, seconds], i) => [name, expect.closeTo(seconds, parseDuration(times[i]).digits)])

  it('lists the ten slowest tests', async () => {
    const slowest = exported()
      .raw.map(({ name, duration }): [string, number] => [name, duration ?? 0])
      .sort((a, b) => b[1] - a[1])
    const { rows, times } = await listed(await open(), 'Slowest tests')
    expect(rows).toEqual(rounded(slowest.slice(0, 10), times))
  })

  it('lists the ten slowest classes, each with the number of its tests', async () => {
    const classes = new Map<string, number[]>()
    for (const { name, duration } of exported().raw)
      classes.set(classOf(name), [...(classes.get(classOf(name)) ?? []), duration ?? 0])
    const slowest = [...classes]
      .map(([name, all]) => ({ name, tests: all.length, time: all.reduce((a, b) => a + b) }))
      .sort((a, b) => b.time - a.time)
      .slice(0, 10)
    const page = await open()
    const { rows, times } = await listed(page, 'Slowest classes')
    expect(rows).toEqual(
      rounded(
        slowest.map(({ name, time }) => [name, time]),
        times,
      ),
    )
    expect(await texts(section(page, 'Slowest classes').locator('.test-where'))).toEqual(
      slowest.map(({ tests }) => `${tests} test${tests === 1 ? '' : 's'}`),
    )
  })

  it('groups the failures by the last line of their tracebacks', async () => {
    const { raw, details } = exported()
    const groups = new Map<string, string[]>()
    for (const { name } of raw.filter(({ status }) => status === 'fail')) {
      const reason = details[name]['traceback'].trimEnd().split('\n').at(-1) ?? ''
      groups.set(reason, [...(groups.get(reason) ?? []), name])
    }
    const page = await open()
    const shown = await Promise.all(
      (await page.locator('.failure').all()).map(async (group) => ({
        reason: await group.locator('.failure-text').textContent(),
        count: await group.locator('.failure-count').textContent(),
        names: await texts(group.locator('.name, .name-whole')),
      })),
    )
    expect(shown).toEqual(
      [...groups]
        .sort((a, b) => b[1].length - a[1].length)
        .map(([reason, names]) => ({ reason, count: `${names.length} tests`, names })),
    )
    expect(shown.length).toBeGreaterThan(1)
  })

  it('counts the tests by status, and the skipped ones by reason', async () => {
    const { raw, details } = exported()
    const count = (wanted: string): number => raw.filter(({ status }) => status === wanted).length
    const page = await open()
    const counts = (await page.locator('.counts li').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
    expect(counts).toEqual([
      `${count('fail')} failed`,
      `${count('skip')} skipped`,
      `${count('success')} passed`,
    ])
    const reasons = new Map<string, number>()
    for (const { name } of raw.filter(({ status }) => status === 'skip')) {
      const reason = details[name]['reason'] || 'No reason given'
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
    const given = [...reasons.keys()].filter((reason) => reason !== 'No reason given').length
    expect(await section(page, 'skipped').locator('h3').textContent()).toBe(
      `${count('skip')} skipped, ${given} reasons`,
    )
    const shown = await page
      .locator('.skips summary')
      .evaluateAll((all) =>
        all.map((one) => [one.querySelector('.skip-count').innerText, one.lastElementChild.innerText]),
      )
    const expected = [...reasons]
      .sort((a, b) => b[1] - a[1])
      .map(([reason, tests]) => [String(tests), reason])
    expect(shown).toEqual(expected)
  })
})
