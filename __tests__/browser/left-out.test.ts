import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { NO_BROWSER } from './browser.ts'
import { report, stream, urlOf } from './page.ts'
import { useReport } from './use-report.ts'

describe.skipIf(NO_BROWSER !== null)('a report that would be too large with all output', () => {
  const shared = useReport(async (template) => {
    const noise = randomBytes(400_000).toString('hex') // hardly compressible
    const log = (text: string): readonly [string, string] => ['pythonlogging', text]
    const tests = stream([
      {
        id: 'm.C.test_failed',
        status: 'fail',
        files: [['traceback', 'KeyError: 1\n'], log('what happened\n')],
      },
      { id: 'm.C.test_talkative', files: [log(`first line\n${noise}\n`)] },
      { id: 'm.C.test_quiet', files: [log('a word\n')] },
      { id: 'm.C.test_loud', status: 'fail', files: [['traceback', 'KeyError: 2\n'], log(noise)] },
    ])
    const { size } = await stat(await report(template, [stream([{ id: 'a' }])]))
    return report(template, [tests], { maxSize: size + 50_000 })
  })
  const { openAt } = shared

  it('says on a test’s page that its output is missing, and which file has it', async () => {
    const page = await openAt(urlOf(shared.path, testHash(0, 'm.C.test_talkative')))
    const notice = page.locator('.notice')
    await notice.waitFor()
    const text = await notice.innerText()
    expect(text).toContain('800 kB, is not in this report')
    expect(text).toContain('tempest_run-0.subunit_0_details.json')
  })

  it('still says why a test failed, and on the home page how much output is missing', async () => {
    const page = await openAt(urlOf(shared.path, testHash(0, 'm.C.test_loud')))
    await expect.poll(() => page.locator('.reason').innerText()).toBe('KeyError: 2')
    await page.goto(urlOf(shared.path))
    await expect
      .poll(() => page.locator('.notes').innerText())
      .toBe(
        'The output of 2 tests, 1.6 MB, is not in this report; the export has it in tempest_run-0.subunit_0_details.json.',
      )
  })

  it('has small outputs, of failed tests and of others', async () => {
    const page = await openAt(urlOf(shared.path, testHash(0, 'm.C.test_failed')))
    await expect.poll(() => page.locator('main').innerText()).toContain('what happened')
    await page.goto(urlOf(shared.path, testHash(0, 'm.C.test_quiet')))
    await expect.poll(() => page.locator('main').innerText()).toContain('a word')
    expect(await page.locator('.notice').count()).toBe(0)
  })
})
