import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { findings } from './axe.ts'
import { NO_BROWSER } from './browser.ts'
import { report, stream, urlOf } from './page.ts'
import { DSTAT, FAILING, TESTS } from './run.ts'
import { useReport } from './use-report.ts'

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
  ['an unknown page', '#/nowhere', '.notice'],
]

describe.skipIf(NO_BROWSER !== null)('axe finds nothing wrong with', () => {
  const shared = useReport((template) => {
    const streams = [stream(TESTS), stream(TESTS.slice(2, 8))]
    return report(template, streams, { logs: [DSTAT] })
  })
  const { openAt } = shared

  async function open(hash: string, colorScheme: 'light' | 'dark', whole: string) {
    const page = await openAt(urlOf(shared.path, hash), { colorScheme, bypassCSP: true })
    await page.locator(whole).first().waitFor()
    return page
  }

  describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
    it.each(PAGES)('%s', async (_, hash, whole) => {
      const page = await open(hash, theme, whole)
      expect(await findings(page)).toEqual([])
    })

    it('the list of keys', async () => {
      const page = await open('#/', theme, 'h1')
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
      expect(await findings(page)).toEqual([])
    })
  })
})
