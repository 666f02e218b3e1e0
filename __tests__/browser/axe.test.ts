import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { lanesId, namesId } from '../../src/format/report.ts'
import { packet } from '../helpers/v2-writer.ts'
import { findings, findingsInBothThemes } from './axe.ts'
import { NO_BROWSER } from './browser.ts'
import { bend, report, type StreamTest, stream, urlOf } from './page.ts'
import { DSTAT, FAILING, TESTS } from './run.ts'
import { useReport } from './use-report.ts'

const LOGS = 'nova.tests.unit.test_logs.TestLogs.test_levels'
const PYTEST = 'tests/test_a.py::test_a'
const LIBRARY = '    def f():\n>       g()\n\n/x/site-packages/lib.py:3: \n'
const LEVELS = Array.from({ length: 20 }, (_, n) =>
  ['ERROR', 'WARNING', 'INFO', 'DEBUG'].map(
    (level) => `2026-11-23 18:14:20 ${level} \u001b[31mentry\u001b[0m ${n}\n`,
  ),
).flat()
const MORE: readonly StreamTest[] = [
  { id: LOGS, status: 'fail', files: [['log', LEVELS.join('')]] },
  { id: LOGS, start: 2, files: [['log', LEVELS.join('')]] },
  {
    id: PYTEST,
    status: 'fail',
    files: [
      [
        'traceback',
        `    def test_a():\n>       f()\n\ntests/test_a.py:9: \n${LIBRARY.repeat(4)}>  h()\nE   KeyError\n\ntests/h.py:1: KeyError\n`,
      ],
    ],
  },
]

/** Name, hash, and what is there once the page is complete. */
const PAGES: readonly (readonly [string, string, string])[] = [
  ['home', '#/', '.chart-row'],
  ['the timeline', '#/timeline', '.machines, .track-label'],
  ['the timeline with a test chosen', `#/timeline?at=${testHash(0, FAILING).slice(7)}`, '.panel-links'],
  ['the table', '#/tests?columns=duration,start,worker,tags,run,attempt', '.table-body .row'],
  ['the empty table', '#/tests?q=nothing-like-it', '.notice'],
  ['the hierarchy', '#/hierarchy', '.tree'],
  ['a class', '#/hierarchy?root=nova.tests.unit.test_db.TestDb.', '.tree'],
  ['a test', testHash(0, FAILING), '.attachment'],
  ['a test of several results', testHash(0, LOGS, 2), '.attempts'],
  ['a log with levels, hits and a marked line', `${testHash(0, LOGS)}?level=error&find=entry&line=4`, 'mark'],
  ['a traceback of pytest', testHash(0, PYTEST), '.trace-fold'],
  ['no such test', '#/test/0/nope', '.notice'],
  ['the output outside the tests', '#/output/0', '.attachment'],
  ['the output of no run', '#/output/9', '.notice'],
  ['an unknown page', '#/nowhere', '.notice'],
]

const PARTS: readonly (readonly [string, string])[] = [
  ['times', lanesId(0)],
  ['names', namesId(0)],
]

describe.skipIf(NO_BROWSER !== null)('axe finds nothing wrong with', () => {
  const shared = useReport((template) => {
    const loose = packet({ file: ['console', 'before any test\n'], mime: 'text/plain;charset=utf8' })
    const streams = [Buffer.concat([loose, stream([...TESTS, ...MORE])]), stream(TESTS.slice(2, 8))]
    return report(template, streams, { logs: [DSTAT] })
  })
  const { openAt } = shared

  async function open(hash: string, whole: string, width = 1280, path = shared.path) {
    const viewport = { width, height: 844 }
    const page = await openAt(urlOf(path, hash), { viewport, bypassCSP: true })
    await page.locator(whole).first().waitFor()
    return page
  }

  describe.each([1280, 390])('in both themes, %i pixels wide:', (width) => {
    it.each(PAGES)('%s', async (_, hash, whole) => {
      const page = await open(hash, whole, width)
      expect(await findingsInBothThemes(page)).toEqual([[], []])
    })

    it('the list of keys', async () => {
      const page = await open('#/', 'h1', width)
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
      expect(await findingsInBothThemes(page)).toEqual([[], []])
    })
  })

  it.each(PARTS)('the timeline and a test of a run whose %s are damaged', async (_, id) => {
    const bent = await bend(shared.path, (html) =>
      html.replace(new RegExp(`(id="${id}">.{40}).{8}`), '$1AAAAAAAA'),
    )
    const page = await open('#/timeline?run=0', '.notice', 1280, bent)
    if (id === namesId(0)) await page.locator('.panel-list').first().waitFor()
    expect(await findings(page)).toEqual([])
    const test = await open(testHash(0, FAILING), '.notice', 1280, bent)
    expect(await findings(test)).toEqual([])
  })

  it('the page without a report', async () => {
    const page = await open('', '.command', 390, shared.template)
    expect(await findings(page)).toEqual([])
  })
})
