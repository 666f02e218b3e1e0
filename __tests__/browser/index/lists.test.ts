import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { columnsFile, RUNS_FILE, SITE_VERSION, type SiteRun } from '../../../src/format/site.ts'
import { writeColumnParts } from '../../helpers/columns-writer.ts'
import { type Execution, generateRuns, packColumns, runsFile, sha, unitTests } from '../../helpers/site.ts'
import { NO_BROWSER } from '../browser.ts'
import type { Manner } from '../server.ts'
import { useIndex } from './use-index.ts'

const columnsAt = (path: string, tests: readonly Execution[], n = 0): [string, Buffer] => [
  join(path, columnsFile(n)),
  packColumns(tests),
]

describe.skipIf(NO_BROWSER !== null)('the index of a site with another list of reports', () => {
  const index = useIndex()
  const { open, section, namesIn, others, sent, seen } = index
  let page: Page

  beforeAll(() => {
    page = index.page
  })

  /** Opens another site, with this runs.json. */
  async function openSite(runs: unknown, hash: string, whole: string, ...manners: Manner[]): Promise<void> {
    await index.publish(runs, [], ...manners)
    await open(hash, whole)
  }

  const [, { run: unit }] = generateRuns()
  const run = (more: Partial<SiteRun>): SiteRun => ({ ...unit, ...more })

  it('refuses a newer version, and names both versions', async () => {
    await openSite(runsFile([], { version: SITE_VERSION + 1 }), '', '.notice')
    expect(await page.locator('main').innerText()).toContain(
      'runs.json, has version 2, and this page reads up to version 1.',
    )
  })

  it.each([['{"version":1'], ['{"version":1,"runs":[{"path":"../x"}]}'], ['null']])(
    'says that the list is damaged: %s',
    async (text) => {
      await openSite(text, '', '.notice')
      expect(await page.locator('main').innerText()).toContain('runs.json is damaged.')
    },
  )

  it('lists apart, and does not count, a job that three later workflow runs lack', async () => {
    const of = (n: number, name: string, more: Partial<SiteRun>): SiteRun =>
      run({ ...more, name, run: n, path: `runs/${n}-1-${name}`, branch: 'main', pull: null })
    const red = { conclusion: 'failure', counts: { tests: 9, passed: 7, failed: 2, skipped: 0 } } as const
    const green = { conclusion: 'success', counts: { tests: 9, passed: 9, failed: 0, skipped: 0 } } as const
    const runs = [of(1, 'unit', red), ...[1, 2, 3, 4].map((n) => of(n, 'functional', green))]
    await openSite(runsFile(runs), '', '.jobs')
    expect(await page.locator('h1').innerText()).toBe(
      'The only job passed on main, 1 that failed has stopped reporting',
    )
    expect(await page.locator('h1 .glyph').getAttribute('class')).not.toContain('success')
    expect(await page.locator('h2').allInnerTexts()).toEqual([
      expect.stringMatching(/^main/),
      'No longer in the newest workflow runs',
    ])
    const rows = await page.locator('.jobs').last().locator('li').allInnerTexts()
    expect(rows).toEqual([expect.stringMatching(/^unit\s+2 failed of 9/)])
    await open('#/branch/main', '.reports')
    expect((await page.locator('h1').innerText()).replace(/\s+/g, ' ')).toBe(
      'main, 1 job passed, 1 that failed has stopped reporting',
    )
    const facts = await page.locator('.what-ran').innerText()
    expect(facts).toContain('no longer in the newest workflow runs: unit')
    expect(await page.locator('.reports tbody tr').count()).toBe(5)
  })

  it('lists the jobs that failed first, and links them below the red heading', async () => {
    const of = (n: number, name: string, more: Partial<SiteRun>): SiteRun =>
      run({ conclusion: 'success', ...more, name, run: n, path: `runs/${n}-1-${name}` })
    const bad = { conclusion: 'failure', counts: { tests: 9, passed: 7, failed: 2, skipped: 0 } } as const
    const good = { counts: { tests: 9, passed: 9, failed: 0, skipped: 0 } }
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const isBad = (name: string): boolean => 'bdfg'.includes(name)
    const onMain = { branch: 'main', pull: null }
    const pulled = { branch: 'topic', pull: 7 }
    const runs = [onMain, pulled].flatMap((place, n) =>
      names.map((name) => of(n, name, { ...place, ...(isBad(name) ? bad : good) })),
    )
    await openSite(runsFile(runs), '', '.jobs')
    expect(await page.locator('.job-name').allInnerTexts()).toEqual(['b', 'd', 'f', 'g', 'a', 'c', 'e'])
    const marks = (await page.locator('.line-job').allInnerTexts()).map((text) => text.trim().slice(-1))
    expect(marks).toEqual(['b', 'd', 'f', 'g', 'a', 'c', 'e'])
    expect(await page.locator('.what-ran').innerText()).toMatch(/failed: b, d, f and 1 more$/)
    expect(await page.locator('h1').getAttribute('class')).toContain('is-failed')
    const links = page.locator('.what-ran a')
    expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual([
      'runs/0-1-b/',
      'runs/0-1-d/',
      'runs/0-1-f/',
    ])
    await open('#/pull/7', '.reports')
    expect(await page.locator('.what-ran').innerText()).toMatch(/failed: b, d, f and 1 more$/)
    // what is chosen keeps its place, whatever failed
    expect(await page.locator('.chip').allInnerTexts()).toEqual(['All jobs', ...names])
  })

  it('lists jobs of one name in two workflows apart, and counts both', async () => {
    const of = (n: number, workflow: string, failed: number): SiteRun => {
      const counts = { tests: 9, passed: 9 - failed, failed, skipped: 0 }
      const more = { branch: 'main', pull: null, conclusion: failed > 0 ? 'failure' : 'success' } as const
      const followed = n === 3 ? { follows: 99 } : {}
      return run({ ...more, ...followed, workflow, counts, run: n, path: `runs/${n}-1-unit` })
    }
    const runs = [1, 2, 3, 4].map((n) => of(n, n % 2 === 0 ? 'Linux' : 'Windows', n % 2))
    await openSite(runsFile(runs), '', '.jobs')
    expect(await page.locator('h1').innerText()).toBe('1 of 2 jobs failed on main')
    expect(await page.locator('.job-name').allInnerTexts()).toEqual(['Windows / unit', 'Linux / unit'])
    await page.locator('.job-name').first().click()
    await page.locator('.reports').waitFor()
    expect(new URL(page.url()).hash).toBe('#/job/unit?workflow=Windows')
    expect(await page.locator('h1').innerText()).toContain('Windows / unit')
    expect(await page.locator('.reports tbody tr').count()).toBe(2)
    await page.getByRole('link', { name: 'Linux / unit' }).click()
    await expect.poll(() => page.locator('h1').innerText()).toContain('Linux / unit')
    await open('#/branch/main', '.reports')
    await page.locator('.chip', { hasText: 'Windows / unit' }).click()
    await expect.poll(() => page.locator('.reports tbody tr').count()).toBe(2)
    expect(await page.locator('.chip[aria-current]').innerText()).toBe('Windows / unit')
    const links = page.locator('.reports tr td:last-child a')
    expect(await links.first().getAttribute('href')).toBe('#/compare/1-1-unit/3-1-unit')
    // the workflow run that ran the tests, not the one that published them
    const workflowRun = page.locator('.reports a[href*="/actions/"]').first()
    expect(await workflowRun.getAttribute('href')).toMatch(/\/actions\/runs\/99$/)
    expect(await workflowRun.innerText()).toBe('Windows 99')
    await open('#/compare/2-1-unit/3-1-unit', '.pair')
    expect(await page.locator('h1').innerText()).toBe('Windows / unit, what changed')
    const sides = await page.locator('.side').allInnerTexts()
    expect(sides.map((text) => text.includes('Linux / unit · main'))).toEqual([true, false])
  })

  it('takes the newest report that has tests for the newest', async () => {
    const reports: (readonly (readonly [string, number, 'success' | 'fail'])[])[] = [
      ...Array.from({ length: 15 }, () => [['a', 1, 'success'] as const, ['b', 20, 'success'] as const]),
      [
        ['a', 2, 'success'],
        ['b', 0.1, 'fail'],
      ],
      [],
    ]
    const runs = reports.map(({ length }, n) => {
      const counts = { tests: length, passed: length, failed: 0, skipped: 0 }
      return run({ branch: 'main', pull: null, counts, run: n, path: `runs/${n}-1-unit` })
    })
    await index.publish(
      runsFile(runs),
      runs.map(({ path }, n) => {
        const tests = reports[n].map(([id, seconds, status]) => ({ id, status, tags: [], start: 0, seconds }))
        return columnsAt(path, tests)
      }),
    )
    await open('#/job/unit?sort=changed', '.history')
    expect(await section('Failing').locator('.rule').innerText()).toMatch(
      /^In the newest report that has tests\./,
    )
    expect(await namesIn('Failing')).toEqual(['b'])
    expect(await namesIn('Slower')).toEqual(['a'])
    expect(await section('Slower').locator('.rule').innerText()).toMatch(
      /^The newest report that has tests against the median of the 15 reports of main before\./,
    )
    // that b failed at once is no change of its time
    expect(await namesIn('Tests')).toEqual(['a', 'b'])
  })

  it('compares a report of several runs leg by leg, and names the leg beside the test', async () => {
    const legs = [
      ['linux', 'windows'],
      ['linux', 'macos', 'windows'],
    ]
    const runs = legs.map((of, n) =>
      run({
        branch: 'main',
        pull: null,
        commit: 'c',
        run: n,
        path: `runs/${n}-1-unit`,
        columns: of.length,
        runNames: of.map((leg) => `${leg}-data: Subunit File: run.subunit`),
      }),
    )
    await index.publish(
      runsFile(runs),
      runs.flatMap(({ path }, n) =>
        legs[n].map((leg, of) => {
          const status = leg === 'windows' ? 'fail' : 'success'
          return columnsAt(path, [{ id: 'lib.test_a', status, tags: [], start: 0, seconds: 1 }], of)
        }),
      ),
    )
    await open('#/compare/0-1-unit/1-1-unit', '.tally')
    expect(await page.locator('.tally li:not(.quiet)').allInnerTexts()).toEqual(['1 still failing'])
    expect(await page.locator('.none').innerText()).toBe(
      'Not compared: macos: run.subunit (1 test), which only the later report has.',
    )
    expect(await page.locator('.tests .test-where').allInnerTexts()).toEqual(['windows: run.subunit'])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.locator('.tests .test-where').isVisible()).toBe(true)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.setViewportSize({ width: 1280, height: 720 })
    await open('#/job/unit', '.history')
    expect(await section('Flaky').locator('h2 .quiet').innerText()).toBe('0')
    expect(await section('Tests').locator('.test-where').allInnerTexts()).toEqual([
      'linux: run.subunit',
      'macos: run.subunit',
      'windows: run.subunit · failed in 2 reports',
    ])
    await section('Tests').locator('li a').last().click()
    expect((await page.locator('.chosen h2').innerText()).replace(/\s+/g, ' ')).toContain(
      'windows: run.subunit',
    )
    const rows = page.locator('.chosen tbody tr')
    const heights = await rows.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
    // a glyph does not lift its word above the row's others
    expect(heights.map(Math.round)).toEqual([25, 25])
    expect(others()).toEqual([])
  })

  it('says which tests a report lacks that did not run all of them', async () => {
    const one = run({ branch: 'main', pull: null, run: 0, path: 'runs/0-1-unit', runNames: ['a'] })
    const counts = { tests: 1, passed: 0, failed: 1, skipped: 0, missing: 1 }
    const runs = [
      { ...one, counts: { tests: 2, passed: 1, failed: 1, skipped: 0 } },
      { ...one, counts, run: 1, path: 'runs/1-1-unit', runNames: ['b'] },
    ]
    // only tells how much times vary, and nothing of the names of the two
    const legs = { ...one, run: -1, path: 'runs/legs', columns: 2, runNames: ['b', 'c'] }
    const test = (id: string): Execution => ({ id, status: 'fail', tags: [], start: 0, seconds: 1 })
    await index.publish(runsFile([legs, ...runs]), [
      ...[0, 1].map((n) => columnsAt(legs.path, [], n)),
      ...runs.map(({ path }, n) => columnsAt(path, ['a', 'b'].slice(n).map(test))),
    ])
    await open('#/compare/0-1-unit/1-1-unit', '.end-rule')
    expect(await page.locator('.tally li:not(.quiet)').allInnerTexts()).toEqual([
      '1 still failing',
      '1 not in the later report (1 never ran)',
    ])
    expect(await page.locator('.side-verdict a').allInnerTexts()).toEqual([
      '1 failed of 2',
      '1 failed of 2, 1 never ran',
    ])
    expect(others()).toEqual([])
  })

  /** Reports of main, each with these tests: the seconds that each took, or its status. */
  async function publishTimes(
    all: readonly Readonly<Record<string, number | 'fail'>>[],
    more: (n: number) => Partial<SiteRun> = () => ({}),
    ...manners: Manner[]
  ): Promise<void> {
    const runs = all.map((tests, n) => {
      const failed = Object.values(tests).filter((one) => one === 'fail').length
      const count = Object.keys(tests).length
      const counts = { tests: count, passed: count - failed, failed, skipped: 0 }
      const where = { branch: 'main', pull: null, counts, run: n, path: `runs/${n}-1-unit` }
      return run({ ...where, conclusion: failed > 0 ? 'failure' : 'success', ...more(n) })
    })
    const files = all.map((tests, n) =>
      columnsAt(
        runs[n].path,
        Object.entries(tests).map(([id, one]) => ({
          id,
          status: one === 'fail' ? 'fail' : 'success',
          tags: [],
          start: 0,
          seconds: one === 'fail' ? 1 : one,
        })),
      ),
    )
    await index.publish(runsFile(runs), files, ...manners)
  }

  it('does not call tests removed or new that a stream which was cut off lacks', async () => {
    const [whole, rest] = [{ a: 1, b: 1, c: 1 }, { a: 1 }]
    await publishTimes([whole, whole, rest, { ...whole, b: 'fail' }], (n) =>
      n === 2 ? { conclusion: 'failure' } : {},
    )
    const tally = () => page.locator('.tally li:not(.quiet)').allInnerTexts()
    await open('#/compare/1-1-unit/2-1-unit', '.tally')
    expect(await tally()).toEqual(['2 not in the later report (results may be missing)'])
    await open('#/compare/2-1-unit/3-1-unit', '.end-rule')
    expect(await tally()).toEqual(['1 new failure', '2 not in the earlier report (results may be missing)'])
    expect(await section('New failures').locator('.test-where').count()).toBe(0)
    await open('#/job/unit', '.history')
    expect(await section('Failing').locator('.test-where').innerText()).toBe(
      'did not fail in 2 reports before',
    )
  })

  /** Thirty tests that took so many seconds. */
  const thirty = (seconds: number) =>
    Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`t.test_${n}`, seconds]))

  it('says that tests took longer, and lists as slower only what exceeds that', async () => {
    const all = Array.from({ length: 16 }, (_, n) => thirty(n === 15 ? 2.8 : 2))
    await publishTimes([...all.slice(0, -1), { ...all[15], 't.test_7': 9 }])
    await open('#/job/unit', '.history')
    expect(await namesIn('Slower')).toEqual(['t.test_7'])
    expect(await section('Slower').locator('.none').allInnerTexts()).toEqual([
      'Tests took 1.4 times as long as usual, by the median of 30, as on a slower machine or with more of them at once. Slower and faster tests differ beside that, too.',
    ])
    await open('#/compare/14-1-unit/15-1-unit', '.end-rule')
    expect(await namesIn('Slower')).toEqual(['t.test_7'])
    expect(await page.locator('main > .none').allInnerTexts()).toEqual([
      'Tests took 1.4 times as long as in the earlier report, by the median of 30, as on a slower machine or with more of them at once. Slower and faster tests differ beside that, too.',
    ])
    await open('#/compare/15-1-unit/14-1-unit', '.end-rule')
    expect(await page.locator('main > .none').innerText()).toMatch(/took 0\.71 times .* a faster machine/)
    expect(await page.locator('.tally li:not(.quiet)').allInnerTexts()).toEqual(['1 faster'])
  })

  it('says of how many tests it is not known whether they got slower', async () => {
    await publishTimes([
      { a: 1, b: 3 },
      { a: 5, b: 3 },
    ])
    const words =
      '1 test changed by more than 20 % and 0.5 s, but there are too few reports, and tests of 0.5 s, to know how much times vary.'
    await open('#/job/unit', '.history')
    expect(await section('Slower').locator('.none').allInnerTexts()).toEqual([words])
    await open('#/compare/0-1-unit/1-1-unit', '.end-rule')
    expect(await page.locator('main > .none').allInnerTexts()).toEqual([
      words,
      'The same tests passed, failed and were skipped.',
    ])
  })

  it('shows what two reports differ in once it has read them, and their times last', async () => {
    let answerOthers = (): void => {}
    const released = new Promise<void>((resolve) => {
      answerOthers = resolve
    })
    const late: Manner = ({ path, content, response }) => {
      if (!/runs\/[0-3]-1-unit\/columns/.test(path)) return false
      void released.then(() => response.end(content))
      return true
    }
    const all = [0, 1, 2, 3, 4].map((n) => ({
      ...thirty(2),
      ...(n === 1 && { 't.test_3': 'fail' as const }),
    }))
    const newest = { ...thirty(2), 't.test_3': 'fail' as const, 't.test_7': 9 }
    await publishTimes([...all, newest], () => ({}), late)
    await open('#/compare/4-1-unit/5-1-unit', '.tally')
    expect(await namesIn('New failures')).toEqual(['t.test_3'])
    expect(await section('New failures').innerText()).not.toContain('main')
    expect(await page.locator('.tally').innerText()).not.toContain('slower')
    expect(await page.locator('.reading').innerText()).toContain('Reading the tests of 6 reports')
    answerOthers()
    await page.locator('.end-rule').waitFor()
    expect(await section('New failures').innerText()).toContain('failed in 1 of 4 on main')
    expect(await namesIn('Slower')).toEqual(['t.test_7'])
    expect(await page.locator('.tally li:not(.quiet)').allInnerTexts()).toEqual(['1 new failure', '1 slower'])
    expect(await page.locator('.reading').count()).toBe(0)
    // what fails later is no word on an older change
    await open('#/compare/1-1-unit/2-1-unit', '.end-rule')
    expect(await namesIn('Fixed')).toEqual(['t.test_3'])
    expect(await section('Fixed').innerText()).not.toContain('main')
  })

  it('leads from a pull request’s comparison to its job there, and names a namesake’s page by that', async () => {
    const pulled = (n: number) =>
      n < 2 ? { workflow: 'CI' } : { workflow: 'Pull', pull: 8, branch: 'topic' }
    await publishTimes([{ a: 1 }, { a: 1 }, { a: 1 }, { a: 'fail' }], pulled)
    await open('#/compare/2-1-unit/3-1-unit', '.tally')
    await page.getByRole('link', { name: 'Pull / unit over time' }).click()
    await page.locator('.reports').waitFor()
    expect(await page.locator('h1').innerText()).toBe('Pull / unit in pull request 8')
    expect(await page.locator('.reports tbody tr').count()).toBe(2)
    await open('#/job/unit?workflow=Pull', '.reports')
    expect(await page.locator('h1').innerText()).toBe('CI / unit on main')
    expect(await page.locator('.what-ran').innerText()).not.toContain('unit')
    await open('#/compare/0-1-unit/1-1-unit', '.tally')
    const link = page.getByRole('link', { name: 'CI / unit over time' })
    expect(await link.getAttribute('href')).toBe('#/job/unit?workflow=CI')
  })

  it('finds the test of a link from when its run had another label, or none', async () => {
    const one = run({ branch: 'main', pull: null, columns: 2 })
    const runs = [0, 1].map((n) => ({
      ...one,
      run: n,
      path: `runs/${n}-1-unit`,
      runNames: ['linux', 'mac'].map((leg) => `${leg}-data: Subunit File: run.subunit`),
    }))
    const test = (id: string): Execution => ({ id, status: 'success', tags: [], start: 0, seconds: 1 })
    await index.publish(
      runsFile(runs),
      runs.flatMap(({ path }) => [
        columnsAt(path, ['a', 'b'].map(test), 0),
        columnsAt(path, ['b'].map(test), 1),
      ]),
    )
    const heading = async (): Promise<string> =>
      (await page.locator('.chosen h2').innerText()).replace(/\s+/g, ' ')
    for (const link of ['a', 'a%0Awindows: run.subunit']) {
      await open(`#/job/unit?test=${link}`, '.chosen')
      expect(await heading()).toBe('a linux: run.subunit Close')
      expect(await page.locator('.chosen tbody tr').count()).toBe(2)
    }
    await open('#/job/unit?test=b', '.chosen')
    expect(await heading()).toBe('b in 2 runs Close')
    await page.locator('.chosen li a').last().click()
    await expect.poll(heading).toBe('b mac: run.subunit Close')
    await open('#/job/unit?test=c', '.notice')
    expect(await page.locator('.notice').innerText()).toContain('No such test in the last reports.')
  })

  it('fits a phone even with long names that have no place to wrap', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    const [name, branch] = ['integration_tests_', 'release_'].map((text) => text.repeat(12))
    const of = (n: number, more: Partial<SiteRun>): SiteRun =>
      run({ name, title: name, workflow: name, run: n, path: `runs/${n}-1-unit`, branch, ...more })
    const runs = [
      of(1, { pull: null }),
      of(2, { pull: null }),
      of(3, { pull: 7 }),
      of(4, { pull: null, branch: `owner:${branch}` }),
    ]
    await openSite(runsFile(runs, { defaultBranch: branch, repository: `${branch}/${name}` }), '', '.jobs')
    // with smaller letters it would zoom into the field
    expect(await page.evaluate('getComputedStyle(document.querySelector(".filter")).fontSize')).toBe('16px')
    for (const [hash, whole] of [
      ['', '.jobs'],
      [`#/branch/${branch}`, '.reports'],
      ['#/pull/7', '.reports'],
      [`#/job/${name}`, '.reports'],
      ['#/compare/1-1-unit/2-1-unit', '.notice'],
      [`#/compare/${name}/2-1-unit`, '.notice'],
      [`#/${name}`, '.notice'],
    ] as const) {
      await open(hash, whole)
      expect([hash, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([hash, 390])
    }
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  it('offers to compare a report with the one before, a pull request’s with main', async () => {
    const of = (n: number, more: Partial<SiteRun>): SiteRun =>
      run({ commit: 'c0ffee1c', branch: 'main', pull: null, run: n, path: `runs/${n}-1-unit`, ...more })
    // the last: a pull request from main to a release branch
    await openSite(runsFile([of(1, {}), of(2, {}), of(3, { pull: 7 })]), '#/pull/7', '.reports')
    const offered = () => page.locator('.reports tr td:last-child').allInnerTexts()
    expect(await offered()).toEqual(['with main'])
    await open('#/branch/main', '.reports')
    expect(await offered()).toEqual(['with the one before', '–'])
    await open('#/compare/3-1-unit/1-1-unit', '.side')
    expect(await page.locator('.side', { hasText: 'Compare with' }).count()).toBe(0)
    await open('#/compare/1-1-unit/3-1-unit', '.side')
    const offer = page.getByRole('link', { name: 'main at c0ffee1' })
    expect(await offer.getAttribute('href')).toBe('#/compare/2-1-unit/3-1-unit')
  })

  it('says if two reports are too large to compare, and links to the later one', async () => {
    const counts = { tests: 1_000_000, passed: 1_000_000, failed: 0, skipped: 0 }
    const runs = [1, 2].map((n) => run({ counts, run: n, path: `runs/${n}-1-unit` }))
    await index.publish(
      runsFile(runs),
      runs.map(({ path }) => columnsAt(path, unitTests(1))),
    )
    await open('#/compare/1-1-unit/2-1-unit', '.notice')
    expect(await page.locator('.notice').innerText()).toContain(
      'These two reports are too large to be compared here',
    )
    expect(await page.locator('.notice a').getAttribute('href')).toBe('runs/2-1-unit/')
  })

  it('says if there are no reports of the requested job', async () => {
    await openSite(runsFile([run({ branch: 'main', pull: null })]), '#/branch/main?job=gone', 'h1')
    expect(await page.locator('.notice').innerText()).toContain('There are no reports of it here.')
  })

  it.each([
    ['pull:9000', 'Pull request 9000'],
    ['branch:', 'Tags'],
    ['unknown-code', 'Unknown code'],
    ['branch:side', 'side'],
  ])('names what is chosen even if the job has no report there: %s', async (on, name) => {
    await openSite(runsFile([run({ branch: 'main', pull: null })]), `#/job/unit?on=${on}`, '.notice')
    const chosen = page.locator('.choice-row option:checked')
    expect(await chosen.innerText()).toBe(name)
  })

  it('does not offer to compare with a report in which no test ran', async () => {
    const counts = { tests: 0, passed: 0, failed: 0, skipped: 0 }
    const of = (n: number, more: Partial<SiteRun>): SiteRun =>
      run({ branch: 'main', pull: null, run: n, path: `runs/${n}-1-unit`, ...more })
    const runs = [of(1, {}), of(2, { counts }), of(3, { pull: 7 })]
    await index.publish(runsFile(runs), [columnsAt(runs[2].path, unitTests(1))])
    await open('#/job/unit?on=pull:7', '.history')
    const offer = page.getByRole('link', { name: 'Compare the newest report with main' })
    expect(await offer.getAttribute('href')).toBe('#/compare/1-1-unit/3-1-unit')
  })

  it('says how to fill an empty list', async () => {
    await openSite(runsFile([]), '', '.command')
    expect(await page.locator('h1').innerText()).toBe('No reports yet')
  })

  it('says if there is no list', async () => {
    await openSite('', '', '.notice', ({ path, response }) => {
      if (!path.endsWith(RUNS_FILE)) return false
      response.writeHead(404).end()
      return true
    })
    expect(await page.locator('main').innerText()).toContain('the server has no runs.json (404).')
  })

  it('says if only half of the list arrives', async () => {
    await openSite(runsFile([]), '', '.notice', ({ path, content, response }) => {
      if (!path.endsWith(RUNS_FILE)) return false
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, 9), () => response.destroy())
      return true
    })
    expect(await page.locator('main').innerText()).toContain(
      'no answer, or only part of one, from runs.json.',
    )
  })

  it('fits a phone whose font is large with its choice of branches', async () => {
    await page.setViewportSize({ width: 256, height: 600 })
    const branches = ['main', 'a-branch-with-a-name-of-some-length']
    await openSite(runsFile(branches.map((branch) => run({ branch, pull: null }))), '#/job/unit', '.choice')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(256)
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  // 320: a window of 1280 at 400 % zoom
  it.each([320, 390, 730, 768, 880, 910])('fits the window, including the date, at %i px', async (width) => {
    await page.setViewportSize({ width, height: 800 })
    const counts = { tests: 123_456, passed: 121_000, failed: 1234, skipped: 1222 }
    const more = { branch: 'main', pull: null, counts, duration: 38_720 }
    await openSite(
      runsFile(['unit (py3.12, ubuntu-24.04)', 'functional'].map((name) => run({ ...more, name }))),
      '',
      '.jobs',
    )
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    const date = await page.locator('.jobs .when').first().boundingBox()
    expect((date?.x ?? 0) + (date?.width ?? width)).toBeLessThanOrEqual(width)
    const long = {
      name: 'openstack-tempest-integrated-storage-on-ubuntu',
      workflow: 'All that is checked',
    }
    await openSite(runsFile([run({ ...more, ...long })]), '#/branch/main', '.reports')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  it('keeps the name of a job on one line beside a long branch on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    const long = run({ name: 'unit-of-all', pull: null, branch: 'release-'.repeat(30) })
    await openSite(runsFile([long]), '', '.lines')
    expect((await page.locator('.line-job').boundingBox())?.height).toBeLessThan(30)
    // the field above is as wide as the lists, and its hint does not end within a letter
    expect((await page.locator('.filter').boundingBox())?.width).toBe(366)
    const cut = 'getComputedStyle(document.querySelector(".filter")).textOverflow'
    expect(await page.evaluate(cut)).toBe('ellipsis')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  it('lists tags if the default branch is unknown', async () => {
    await openSite(runsFile([run({ pull: null, branch: null })], { defaultBranch: null }), '', '.lines')
    expect(await page.locator('h1').innerText()).toBe('1 report')
    expect(await page.locator('.line-name').allInnerTexts()).toEqual(['Tags'])
  })

  it('names tags, and lists reports apart that may have tested any code', async () => {
    const of = (n: number, more: Partial<SiteRun>): SiteRun =>
      run({ branch: null, pull: null, run: n, path: `runs/${n}-1-unit`, ...more })
    const bench = of(3, { name: 'bench', commit: null, event: 'repository_dispatch', fork: true })
    const runs = [of(1, { tag: 'v1.0' }), bench, of(4, { tag: 'v1.1' })]
    await openSite(runsFile(runs), '', '.lines')
    expect(await page.locator('.line-name').allInnerTexts()).toEqual(['Tags', 'Unknown code'])
    await page.locator('.filter').fill('v1.0')
    await expect.poll(() => page.locator('.search-row [role=status]').innerText()).toBe('1 found')
    await open('#/unknown-code', '.reports')
    expect(await page.locator('.reports tbody td:nth-child(2)').allInnerTexts()).toEqual(['bench'])
    expect(await page.locator('.what-ran').innerText()).toContain('do not say which code was tested')
    await page.locator('.reports tbody td:nth-child(2) a').click()
    await expect.poll(() => page.locator('h1').innerText()).toContain('bench of unknown code')
    await open('#/branch/', '.reports')
    const commits = await page.locator('.reports .commit').allInnerTexts()
    expect(commits.map((text) => text.split(' ')[0])).toEqual(['v1.1', 'v1.0'])
    expect(await page.locator('.reports td:last-child').allInnerTexts()).toEqual(['with the one before', '–'])
  })

  it('shows what tells long names of jobs and runs apart, also on a phone', async () => {
    const legs = ['3.11', '3.12', '3.13']
    const nameOf = (leg: string): string =>
      `functional-ubuntu-24.04-python-${leg}-sqlalchemy-2.0.36-postgresql-17-redis`
    const of = (name: string, more: Partial<SiteRun> = {}): SiteRun =>
      run({ name, title: name, branch: 'main', pull: null, path: `runs/1-1-${name}`, ...more })
    const names = legs.map(nameOf)
    const whole = of('whole', { columns: 3, runNames: names.map((name) => `${name}-data: Subunit File: a`) })
    const test = { id: 'a.test_a', status: 'fail' as const, tags: [], start: 0, seconds: 1 }
    await index.publish(
      runsFile([...names.map((name) => of(name)), whole]),
      legs.map((_, n) => columnsAt(whole.path, [test], n)),
    )
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 })
      await open('', '.jobs')
      expect((await page.locator('.job-name').allInnerTexts()).slice(0, 3)).toEqual(names)
      await open('#/branch/main', '.reports')
      expect((await page.locator('.chip').allInnerTexts()).slice(1, 4)).toEqual(names)
      expect(await page.locator('.reports td:nth-child(2)').allInnerTexts()).toEqual([
        'whole',
        ...names.toReversed(),
      ])
      await open('#/job/whole', '.history')
      const labels = section('Failing').locator('.test-where')
      expect((await labels.allInnerTexts()).map((text) => text.split(': a')[0])).toEqual(names)
      // nothing of it is cut off
      const [text, box] = await labels.first().evaluate((one) => [one.scrollWidth, one.clientWidth])
      expect(text).toBeLessThanOrEqual(box)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    }
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  it('leads from a comparison to the pull request, and to its job there, whose workflow never runs on main', async () => {
    const of = (n: number, workflow: string, pull: number | null): SiteRun =>
      run({ workflow, pull, branch: pull === null ? 'main' : 'topic', run: n, path: `runs/${n}-1-unit` })
    await openSite(runsFile([of(1, 'CI', null), of(2, 'Pull', 8), of(3, 'Pull', 8)]), '', '.jobs')
    await open('#/compare/2-1-unit/3-1-unit', '.pair')
    expect(await page.locator('.side').last().locator('a[href="#/pull/8"]').innerText()).toBe(
      'Pull request 8',
    )
    await page.getByRole('link', { name: 'Pull / unit over time' }).click()
    await expect.poll(() => page.locator('h1').innerText()).toBe('Pull / unit in pull request 8')
    expect(await page.locator('.reports tbody tr').count()).toBe(2)
    expect(await page.locator('.what-ran a[href="#/pull/8"]').innerText()).toBe('Pull request 8')
    // an address of the job on main shows its namesake there, and says so
    await open('#/job/unit?workflow=Pull', '.reports')
    expect(await page.locator('h1').innerText()).toBe('CI / unit on main')
  })

  it('marks the job that has no report of the newest workflow run of an event', async () => {
    const of = (n: number, name: string, event: string): SiteRun =>
      run({ name, event, branch: 'main', pull: null, run: n, path: `runs/${n}-1-${name}` })
    const both = (n: number, event: string): SiteRun[] => [of(n, 'lint', event), of(n, 'unit', event)]
    const runs = [...both(1, 'push'), ...both(2, 'schedule'), of(3, 'unit', 'schedule'), ...both(4, 'push')]
    await openSite(runsFile(runs), '', '.jobs')
    const missed = 'report of the newest workflow run (schedule)'
    expect(await page.locator('h1').innerText()).toBe(
      `All 2 jobs passed on main, 1 of them without a ${missed}`,
    )
    const rows = await page.locator('.jobs > li').allInnerTexts()
    expect(rows.map((text) => text.includes(`No ${missed}`))).toEqual([true, false])
    await open('#/branch/main', '.reports')
    expect(await page.locator('.what-ran').innerText()).toContain(`lint has no ${missed}`)
  })

  it('shows a report as failed over time in which tests never ran, or results may be missing', async () => {
    const of = (n: number, more: Partial<SiteRun>): SiteRun =>
      run({ branch: 'main', pull: null, conclusion: 'failure', run: n, path: `runs/${n}-1-unit`, ...more })
    const counts = { tests: 5, passed: 5, failed: 0, skipped: 0 }
    const charts = page.locator('.job-charts')
    const value = charts.locator('.job-value').first()
    await openSite(runsFile([of(1, { counts: { ...counts, missing: 10 } })]), '#/job/unit', '.job-charts')
    expect((await value.innerText()).split(/\s{2,}|\n/)).toEqual(['Failed or never ran', '10'])
    expect(await value.locator('.is-failed').count()).toBe(1)
    expect(await charts.locator('.job-plot').first().locator('.is-fail').count()).toBe(1)
    await openSite(runsFile([of(1, { counts })]), '#/job/unit', '.job-charts')
    expect((await value.innerText()).split(/\s{2,}|\n/)).toEqual(['Failed', '–'])
    expect(await charts.locator('.job-plot').first().locator('.is-fail').count()).toBe(1)
  })

  it('counts all reports of a branch beside the link to them, whatever is searched for', async () => {
    const of = (n: number, name: string): SiteRun =>
      run({ name, branch: 'main', pull: null, run: n, path: `runs/${n}-1-${name}` })
    await openSite(runsFile([of(1, 'unit'), of(1, 'lint'), of(2, 'unit')]), '#/?q=lint', '.jobs')
    expect(await page.locator('[role=status]').first().innerText()).toBe('1 found')
    expect(await page.locator('h2 .more').innerText()).toBe('All 3 reports')
    await openSite(runsFile([of(1, 'unit')]), '', '.jobs')
    expect(await page.locator('h2 .more').innerText()).toBe('The only report')
  })

  it('finds the test of a link that was copied before the report had several runs', async () => {
    const of = (n: number, runNames: string[]): SiteRun =>
      run({
        branch: 'main',
        pull: null,
        run: n,
        path: `runs/${n}-1-unit`,
        columns: runNames.length,
        runNames,
      })
    const [one, two] = [of(1, ['a']), of(2, ['a', 'b'])]
    const test = (id: string): Execution => ({ id, status: 'success', tags: [], start: 0, seconds: 1 })
    await index.publish(runsFile([one, two]), [
      columnsAt(one.path, ['c.test_a', 'c.test_b'].map(test)),
      columnsAt(two.path, ['c.test_a', 'c.test_b'].map(test)),
      columnsAt(two.path, [test('c.test_b')], 1),
    ])
    await open('#/job/unit?test=c.test_a', '.chosen')
    expect(await page.locator('.chosen tbody tr').count()).toBe(2)
    await open('#/job/unit?test=c.test_b', '.chosen')
    expect(await page.locator('.chosen .test-where').allInnerTexts()).toEqual(['a', 'b'])
    await page.locator('.chosen li a').last().click()
    await expect.poll(() => page.locator('.chosen tbody tr').count()).toBe(2)
  })

  it('counts a job that ran no tests separately, in a quiet colour', async () => {
    const counts = { tests: 0, passed: 0, failed: 0, skipped: 0 }
    const empty = run({ name: 'empty', pull: null, branch: 'main', counts, conclusion: 'neutral' })
    const full = run({ name: 'full', pull: null, branch: 'main', conclusion: 'success' })
    const passed = { ...full, counts: { ...counts, tests: 1, passed: 1 } }
    await openSite(runsFile([empty, passed]), '', '.jobs')
    expect(await page.locator('h1').innerText()).toBe('1 of 2 jobs ran no tests on main')
    const colour = (of: string) =>
      page
        .locator(of)
        .first()
        .evaluate((one) => one.ownerDocument.defaultView?.getComputedStyle(one).color)
    expect(await colour('h1 .glyph')).toBe(await colour('.what-ran'))
    expect(await colour('.jobs .is-none .glyph')).toBe(await colour('.what-ran'))
    await openSite(runsFile([empty]), '#/branch/main', '.reports')
    expect(await page.locator('h1').innerText()).toBe('main, 1 job ran no tests')
    await openSite(runsFile([{ ...empty, columns: 0 }]), '#/job/empty', '.choice')
    await page.getByText('No test ran.').waitFor()
    expect(await page.locator('main').innerText()).toContain('with the same code in the last report:')
  })

  it('shows hostile names as text', async () => {
    const name = `"><img src=x onerror=alert(1)>&amp;/../%2e`
    const hostile = runsFile(
      [run({ name, title: name, branch: name, pull: null, workflow: name, commit: 'javascript:alert(1)' })],
      {
        repository: 'a/b"><script>alert(1)</script>',
        server: 'javascript:alert(1)//',
        defaultBranch: name,
      },
    )
    for (const [hash, whole] of [
      ['', '.jobs'],
      [`#/branch/${encodeURIComponent(name)}`, '.reports'],
      [`#/job/${encodeURIComponent(name)}`, '.notice'],
    ]) {
      await openSite(hostile, hash, whole)
      expect(await page.locator('main').innerText()).toContain(name)
      expect(await page.locator('img, main script, a[href^="javascript:"]').count()).toBe(0)
      expect(seen.filter((line) => !line.startsWith('request') && !line.includes('404'))).toEqual([])
    }
  })

  describe('with 2,000 reports', () => {
    /** All of one job, each with that many tests. */
    const many = (tests: number) =>
      runsFile(
        Array.from({ length: 2000 }, (_, n) =>
          run({
            path: `runs/${n}-1-unit`,
            name: 'unit',
            pull: null,
            branch: 'main',
            run: n,
            commit: sha(n),
            counts: { tests, passed: tests, failed: 0, skipped: 0 },
          }),
        ),
      )

    function columnsOf(tests: number): Buffer {
      const { drawn, named } = writeColumnParts(
        Array.from({ length: tests }, (_, n) => ({
          name: `nova.tests.unit.module_${n >> 9}.TestCase${n >> 6}.test_some_behaviour_${(n * 7919) % 100_003}`,
          start: n * 1_000_003,
          duration: (n * 7919) % 1_000_003,
          tags: [`worker-${n % 8}`],
        })),
      )
      return gzipSync(Buffer.concat([drawn, named]))
    }

    /** Returns how many files of columns were requested. */
    async function openMany(tests: number): Promise<number> {
      const [site, columns] = [many(tests), columnsOf(tests)]
      await index.publish(
        site,
        site.runs.slice(-25).map(({ path }) => [join(path, columnsFile(0)), columns]),
      )
      await open('#/job/unit', '.history')
      return sent.filter(([path]) => path.endsWith('.bin.gz')).length
    }

    it('reads 20 reports of 20,000 tests each, and at most 20 MB', async () => {
      expect(await openMany(20_000)).toBe(20)
      const bytes = sent.reduce((sum, [, size]) => sum + size, 0)
      expect(bytes).toBeLessThanOrEqual(20e6)
      expect(bytes).toBeGreaterThan(2e6)
      expect(await section('Tests').locator('h2').innerText()).toMatch(/^Tests\s20,000$/)
    })

    it('leaves out older reports if 20 of them would be more than 20 MB', async () => {
      expect(await openMany(100_000)).toBe(15)
      expect(sent.reduce((sum, [, size]) => sum + size, 0)).toBeLessThanOrEqual(20e6)
      expect(await page.locator('main').innerText()).toContain(
        '5 older reports left out: this page reads no more than 20 MB.',
      )
    })
  })
})
