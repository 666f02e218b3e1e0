import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { convert } from '../../src/convert.ts'
import { findProgram } from '../engines/engine.ts'
import { NO_BROWSER } from './browser.ts'
import { urlOf } from './page.ts'
import { useReport } from './use-report.ts'

const STESTR = findProgram('stestr')

if (STESTR === null)
  console.warn('no stestr here: whether it takes the ids that the page copies is not tested')

/** Each test notes that it ran. One id has what scenarios add to it, one a letter beyond ASCII. */
const TESTS = `import unittest

class Noted(unittest.TestCase):
    scenario = ''

    def setUp(self):
        with open('ran', 'a', encoding='utf8') as ran:
            ran.write(self.id() + '\\n')

    def id(self):
        return super().id() + self.scenario

class TestOne(Noted):
    def test_fails(self):
        self.fail('no')

    def test_passes(self):
        pass

    def test_skipped(self):
        self.skipTest('not here')

    def test_größe(self):
        self.fail('zu groß')

class TestTwo(Noted):
    scenario = '(a.b=1, "c")'

    def test_scenario(self):
        pass
`

describe.skipIf(NO_BROWSER !== null || STESTR === null)('the ids that the page copies', () => {
  let project = ''
  const shared = useReport(async (template) => {
    project = join(template, '..', 'project')
    mkdirSync(join(project, 'tests'), { recursive: true })
    writeFileSync(join(project, '.stestr.conf'), '[DEFAULT]\ntest_path=./tests\ntop_dir=./\n')
    writeFileSync(join(project, 'tests', '__init__.py'), '')
    writeFileSync(join(project, 'tests', 'test_ids.py'), TESTS)
    stestr('init')
    stestr('run')
    const report = join(project, 'report.html')
    const sources = [{ kind: 'repository', path: project }] as const
    await convert({ sources, dstat: [], destination: join(project, 'export'), report, page: template })
    return report
  })

  /** Its status is that of the tests. */
  function stestr(...args: readonly string[]): void {
    const env = { ...process.env, PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1' }
    const { error } = spawnSync(STESTR ?? '', args, { cwd: project, env })
    if (error) throw error
  }

  async function copied(page: Page): Promise<string> {
    await page.getByRole('button', { name: 'Copy ids' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    return page.evaluate<string>('navigator.clipboard.readText()')
  }

  it.each([
    [
      'the failed tests',
      '?status=fail',
      ['tests.test_ids.TestOne.test_fails', 'tests.test_ids.TestOne.test_größe'],
    ],
    ['a test of a scenario', '?q=scenario', ['tests.test_ids.TestTwo.test_scenario(a.b=1, "c")']],
    [
      'all tests',
      '',
      [
        'tests.test_ids.TestOne.test_fails',
        'tests.test_ids.TestOne.test_größe',
        'tests.test_ids.TestOne.test_passes',
        'tests.test_ids.TestOne.test_skipped',
        'tests.test_ids.TestTwo.test_scenario(a.b=1, "c")',
      ],
    ],
  ])('make stestr run %s, and nothing else', async (_, query, expected) => {
    const page = await shared.openAt(urlOf(shared.path, `#/tests${query}`), {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page
      .locator('.table-body .row')
      .nth(expected.length - 1)
      .waitFor()
    writeFileSync(join(project, 'ids'), await copied(page))
    rmSync(join(project, 'ran'), { force: true })
    stestr('run', '--load-list', 'ids')
    const ran = readFileSync(join(project, 'ran'), 'utf8').trimEnd().split('\n')
    expect(ran.toSorted()).toEqual(expected)
  })
})
