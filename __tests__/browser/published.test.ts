/** Reports of a published site: opened over HTTP from below the root, with the site around them. */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { convert } from '../../src/convert.ts'
import { testHash } from '../../src/format/links.ts'
import { columnsFile, detailsFile, RUNS_FILE, type RunsFile, type SiteRun } from '../../src/format/site.ts'
import {
  ADDED,
  BROKEN,
  FASTER,
  FIXED,
  type GeneratedRun,
  packColumns,
  REMOVED,
  SLOWER,
  unitTests,
  writeSite,
} from '../helpers/site.ts'
import { findingsInBothThemes } from './axe.ts'
import { NO_BROWSER } from './browser.ts'
import { stream, urlOf } from './page.ts'
import { type Manner, ranges, serve, type TestServer } from './server.ts'
import { useReport } from './use-report.ts'

const BASE = 'owner/repo'
const LOG = 'what the broken test said\n'
/** What Chromium logs about a file that the server does not have. */
const NOT_FOUND = 'console Failed to load resource: the server responded with a status of 404 (Not Found)'

describe.skipIf(NO_BROWSER !== null)('a published report', () => {
  let site: string
  let server: TestServer
  let own: SiteRun
  let before: SiteRun
  /** What was requested below the site; ranges are marked. */
  let asked: string[] = []

  const noted: Manner = ({ path, range }) => {
    asked.push(path.slice(BASE.length + 1) + (range === null ? '' : ' in part'))
    return false
  }

  // also those that come when a test is over
  const isOwn = (url: string): boolean => url.startsWith(`${server.url}${BASE}/`)
  const shared = useReport(
    async (template) => {
      const frontend = dirname(template)
      site = join(shared.browser.directory, 'www', BASE)
      const generated = await writeSite(site, frontend)
      const newest = newestOf(generated)
      own = newest.run
      before = newestOf(generated.filter(({ run }) => run !== own)).run
      await publish(newest, template)
      server = await serve(join(shared.browser.directory, 'www'), noted, ranges)
      return join(site, own.path, 'index.html')
    },
    { isOwn },
  )
  const { openAt, newPage, seen } = shared
  afterAll(() => server?.close())

  const newestOf = (generated: readonly GeneratedRun[]): GeneratedRun => {
    const found = generated.findLast(({ run }) => run.name === 'unit' && run.pull === null)
    if (found === undefined) throw new Error('no report of unit')
    return found
  }

  /** Publishes by the whole pipeline, from a stream of the same tests. */
  async function publish({ run, tests }: GeneratedRun, template: string): Promise<void> {
    const path = join(shared.browser.directory, 'run.subunit')
    const told = tests.map((test) =>
      test.id === BROKEN ? { ...test, files: [['log', LOG] as const] } : test,
    )
    await writeFile(path, stream(told))
    await convert({
      sources: [{ kind: 'file', path }],
      dstat: [],
      destination: join(shared.browser.directory, 'export'),
      published: join(site, run.path),
      title: run.title,
      page: template,
    })
  }

  const urlAt = (path: string): string => `${server.url}${BASE}/${path}/`

  /** Opens a page of the report and waits for what shows that it is whole. */
  async function open(hash: string, whole: string, on?: Page): Promise<Page> {
    asked = []
    const page = on ?? (await newPage())
    await page.goto(urlAt(own.path) + hash)
    await page.locator(whole).first().waitFor()
    return page
  }

  /** A page on which the failures stay where they are while the rest arrives piece by piece. */
  async function slowly(width: number) {
    const page = await newPage({ viewport: { width, height: 844 } })
    const held: (() => void)[] = []
    await page.route(/columns-\d+\.bin\.gz$|runs\.json$/, async (route) => {
      await new Promise<void>((resolve) => held.push(resolve))
      await route.continue()
    })
    const placeOf = () =>
      page
        .locator('.section', { has: page.locator('.failure') })
        .first()
        .boundingBox()
    /** Lets through what was asked for, until that is shown. */
    const letUntil = async (shown: string): Promise<void> => {
      const place = await placeOf()
      await expect
        .poll(() => {
          for (const next of held.splice(0)) next()
          return page.locator(shown).count()
        })
        .toBeGreaterThan(0)
      expect((await placeOf())?.y).toBe(place?.y)
    }
    return { page, letUntil, placeOf }
  }

  it('draws from the columns beside it, and requests each file once', async () => {
    const page = await open('#/tests', '.table-body .row')
    expect(await page.locator('.bar-verdict').innerText()).toBe('2 failed of 312')
    expect(asked.filter((path) => path.startsWith('runs/'))).toEqual([
      `${own.path}/index.html`,
      `${own.path}/${columnsFile(0)}`,
    ])
  })

  it('searches in a worker that runs its own script, which its policy allows', async () => {
    const page = await open('#/tests?q=slower_by', '.table-body .row')
    await expect.poll(() => page.locator('.table-body .row').count()).toBe(2)
    expect(page.workers().map((worker) => worker.url().replace(/^.*\/app\/[0-9a-f]{12}\//, ''))).toEqual([
      'report.js',
    ])
  })

  it('reads only the part of the details that is shown', async () => {
    const page = await open(testHash(0, BROKEN), '.text-line')
    expect(await page.locator('.text-line').first().textContent()).toBe(LOG.trim())
    expect(asked.filter((path) => path.includes(detailsFile(0)))).toEqual([
      `${own.path}/${detailsFile(0)} in part`,
    ])
  })

  it('lists on the home page exactly what changed, with links to the other reports', async () => {
    const page = await open('', '.change-list')
    const rows = await page
      .locator('.change-list > div')
      .evaluateAll((all) =>
        all.map((row) => [
          row.querySelector('dt')?.textContent,
          ...[...row.querySelectorAll('.name')].map((name) => name.getAttribute('title')),
        ]),
      )
    expect(rows).toEqual([
      ['1 new failure', BROKEN],
      ['1 fixed', FIXED],
      ['1 new test', ADDED],
      ['1 removed test', REMOVED],
      ['2 slower', ...SLOWER],
      ['1 faster', ...FASTER],
    ])
    // as those of skips, on the same page
    const marks = ['.rule', '.skips'].map((of) =>
      page.evaluate(`getComputedStyle(document.querySelector('${of} summary'), '::before').width`),
    )
    expect(await Promise.all(marks)).toEqual(['6px', '6px'])
    const links = await page
      .locator('.ways a, .changes h2 a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')))
    expect(links).toEqual([
      '../../',
      '../../#/job/unit?workflow=CI',
      `../../${before.path}/`,
      `../../#/compare/${before.path.slice(5)}/${own.path.slice(5)}`,
    ])
    expect(asked.filter((path) => path.endsWith('.bin.gz'))).toEqual([
      `${own.path}/${columnsFile(0)}`,
      `${before.path}/${columnsFile(0)}`,
    ])
    await page.getByRole('link', { name: 'Compare in full' }).click()
    await page.locator('.tally').waitFor()
    await page.locator('.end-rule').waitFor() // all is read
  })

  it.each([390, 1280])('moves no failure when the rest arrives, in a window of %i px', async (width) => {
    const { page, letUntil, placeOf } = await slowly(width)
    await open('', '.failure', page)
    const atFirst = await placeOf()
    expect(await page.locator('.strip-picture, .ways a').count()).toBe(0)
    await letUntil('.strip-picture')
    await letUntil('.ways a')
    await letUntil('.change-list')
    const changes = await page.locator('.changes').boundingBox()
    expect(changes?.y).toBeGreaterThan((atFirst?.y ?? 0) + (atFirst?.height ?? 0))
  })

  it('moves no failure either of a run without workers, with tests of many statuses, on a phone', async () => {
    const { page, letUntil } = await slowly(390)
    const statuses = ['fail', 'inprogress', 'uxsuccess', 'xfail', 'skip', 'success'] as const
    const tests = statuses.map((status, start) => ({
      id: `a.${status}`,
      status,
      tags: [],
      start,
      seconds: 1,
    }))
    await publish({ run: { ...own, path: 'runs/1-1-odd' }, tests }, shared.template)
    await page.goto(urlAt('runs/1-1-odd'))
    await page.locator('.failure').first().waitFor()
    expect(await page.locator('.counts a').count()).toBe(6)
    await letUntil('.strip-picture')
    expect(await page.locator('h1').innerText()).toBe('3 of 6 tests failed in 6.00 s')
  })

  it('passes axe in both themes', async () => {
    const page = await openAt(urlAt(own.path), { bypassCSP: true })
    await page.locator('.change-list').waitFor()
    expect(await findingsInBothThemes(page)).toEqual([[], []])
  })

  it('links to a test that changed', async () => {
    const page = await open('', '.change-list')
    await page.locator('.change-list a').first().click()
    await expect.poll(() => new URL(page.url()).hash).toBe(testHash(0, BROKEN))
  })

  it('is compared with the report that its address names, although it is none of the usual choices', async () => {
    const { runs } = JSON.parse(await readFile(join(site, RUNS_FILE), 'utf8')) as RunsFile
    const named = runs.find(({ name, pull }) => name === 'unit' && pull === null)?.path.slice(5)
    const page = await open(`#/?against=${named}`, '.changes h2 .more')
    const choices = page.locator('.changes .button')
    expect(await choices.allInnerTexts()).toEqual(['the report before', `report ${named}`])
    expect(await choices.nth(1).getAttribute('aria-pressed')).toBe('true')
    const full = page.getByRole('link', { name: 'Compare in full' })
    expect(await full.getAttribute('href')).toBe(`../../#/compare/${named}/${own.path.slice(5)}`)
    await choices.first().click()
    await page.locator('.change-list').waitFor()
    await expect.poll(() => full.getAttribute('href')).toContain(before.path.slice(5))
    // and is told of one that has been removed from the site
    await page.evaluate("location.hash = '#/?against=9-1-unit'")
    const told = page.getByText(
      'The address names report 9-1-unit, which is not among this site’s other reports.',
    )
    await told.waitFor()
    expect(await full.getAttribute('href')).toContain(before.path.slice(5))
  })

  it('of a pull request can also be compared with the default branch, which its address says', async () => {
    const file = join(site, RUNS_FILE)
    const list = await readFile(file, 'utf8')
    const runs = JSON.parse(list) as RunsFile
    const pulled = runs.runs.map((run) =>
      run.path === own.path ? { ...run, pull: 819, branch: 'topic' } : run,
    )
    await writeFile(file, JSON.stringify({ ...runs, runs: pulled }))
    const page = await open('', '.changes .button')
    const choices = page.locator('.changes .button')
    expect(await choices.allInnerTexts()).toEqual([
      'the report before',
      `main at ${before.commit?.slice(0, 7)}`,
    ])
    expect(await page.locator('.ways a').allInnerTexts()).toEqual([
      'All reports',
      'Pull request 819',
      'unit over time',
      'The report before',
      'Newest of main',
    ])
    const ways = page.locator('.ways a')
    expect(await ways.nth(1).getAttribute('href')).toBe('../../#/pull/819')
    expect(await ways.nth(2).getAttribute('href')).toBe('../../#/job/unit?workflow=CI&on=pull:819')
    await choices.nth(1).click()
    await expect.poll(() => choices.nth(1).getAttribute('aria-pressed')).toBe('true')
    const removed = page.locator('.change-list', { hasText: '1 removed test' })
    await removed.waitFor()
    await page.locator('.change-list a[href^="#"]').first().click()
    await page.locator('.facts').waitFor()
    await page.goBack()
    await removed.waitFor()
    expect(await choices.nth(1).getAttribute('aria-pressed')).toBe('true')
    const hash = `#/?against=${before.path.slice(5)}`
    expect(new URL(page.url()).hash).toBe(hash)
    // so do the key and the links that lead home
    const home = page.getByRole('link', { name: 'Home', exact: true })
    const from = async (nowhere: string) => {
      await page.evaluate(`location.hash = '${nowhere}'`)
      await page.locator('.notice a').click()
    }
    for (const lead of [
      () => page.keyboard.press('h'),
      () => home.click(),
      () => from('#/nowhere'),
      () => from('#/tests?run=7'),
    ]) {
      await page.keyboard.press('t')
      await page.locator('.table-body .row').first().waitFor()
      await lead()
      await removed.waitFor()
      expect(await choices.nth(1).getAttribute('aria-pressed')).toBe('true')
      expect(new URL(page.url()).hash).toBe(hash)
    }
    const other = await open(hash, '.changes .button')
    expect(await other.locator('.changes .button[aria-pressed=true]').allInnerTexts()).toEqual([
      await choices.nth(1).innerText(),
    ])
    await writeFile(file, list)
  })

  it('keeps each part of its heading on one line beside a long branch on a phone', async () => {
    const file = join(site, RUNS_FILE)
    const list = await readFile(file, 'utf8')
    const runs = JSON.parse(list) as RunsFile
    const branch = 'integration-'.repeat(6)
    const long = runs.runs.map((run) =>
      run.path === own.path ? { ...run, pull: 819 } : run.pull === null ? { ...run, branch } : run,
    )
    await writeFile(file, JSON.stringify({ ...runs, defaultBranch: branch, runs: long }))
    const page = await open('', '.change-list', await newPage({ viewport: { width: 390, height: 844 } }))
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    const heights = await page
      .locator('.changes h2 > *')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
    expect(Math.max(...heights)).toBeLessThan(30) // each on one line
    await writeFile(file, list)
  })

  it('says that tests took longer than the one before, and lists only what exceeds that', async () => {
    const file = join(site, before.path, columnsFile(0))
    const columns = await readFile(file)
    const quick = unitTests(39).map((test) => ({ ...test, seconds: test.seconds / 2 }))
    await writeFile(file, packColumns(quick))
    const page = await open('', '.change-list')
    expect(await page.locator('.changes > p').first().innerText()).toMatch(
      /^Tests took 2 times as long as in the earlier report, by the median of \d+, as on a slower machine or with more of them at once\./,
    )
    const slower = page.locator('.change-list > div', { hasText: 'slower' }).locator('.name')
    expect(await slower.evaluateAll((all) => all.map((one) => one.getAttribute('title')))).toEqual(SLOWER)
    await writeFile(file, columns)
  })

  it('of the default branch is not compared with a later one', async () => {
    const file = join(site, RUNS_FILE)
    const list = await readFile(file, 'utf8')
    const runs = JSON.parse(list) as RunsFile
    // the one before was removed meanwhile
    const later = { ...before, run: own.run + 1 }
    await writeFile(file, JSON.stringify({ ...runs, runs: [own, later] }))
    const page = await open('', '.ways a')
    expect(await page.locator('.ways a').allInnerTexts()).toEqual([
      'All reports',
      'unit over time',
      'Newest of main',
    ])
    expect(await page.locator('.changes').count()).toBe(0)
    await writeFile(file, list)
  })

  it('of several runs is compared run by run, and names the run', async () => {
    const file = join(site, RUNS_FILE)
    const list = await readFile(file, 'utf8')
    const [earlier, later] = ['mac', 'linux'].map((leg, n) => ({
      ...own,
      path: `runs/${n + 1}-1-legs`,
      columns: 2,
      counts: { tests: 2, passed: 1, failed: 1, skipped: 0, missing: 1 },
      runNames: [leg, 'windows'].map((of) => `Subunit File: ${of}-run.subunit`),
    }))
    const tests = (status: 'success' | 'fail') =>
      [{ id: 'lib.test_a', status, tags: [], start: 0, seconds: 1 }] as const
    const sources = ['linux', 'windows'].map((leg) => ({
      kind: 'file' as const,
      path: join(shared.browser.directory, leg, 'run.subunit'),
    }))
    for (const [n, { path }] of sources.entries()) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, stream(tests(n === 1 ? 'fail' : 'success')))
    }
    await convert({
      sources,
      dstat: [],
      destination: join(shared.browser.directory, 'legs'),
      published: join(site, later.path),
      title: 'legs',
      page: shared.template,
    })
    const directory = join(site, earlier.path)
    await mkdir(directory)
    const other = { id: 'lib.test_b', status: 'success', tags: [], start: 1, seconds: 1 } as const
    for (const n of [0, 1])
      await writeFile(join(directory, columnsFile(n)), packColumns([...tests('success'), other]))
    await writeFile(file, JSON.stringify({ ...(JSON.parse(list) as RunsFile), runs: [earlier, later] }))
    const page = await openAt(urlAt(later.path))
    await page.locator('.change-list').waitFor()
    expect((await page.locator('.change-list').innerText()).replace(/\s+/g, ' ')).toBe(
      '1 new failure test_a windows-run.subunit 1 not in the later report (1 never ran) test_b windows-run.subunit',
    )
    expect(await page.locator('.changes > p').first().innerText()).toBe(
      'Not compared: linux-run.subunit (1 test), which only the later report has; mac-run.subunit (2 tests), which only the earlier report has.',
    )
    await writeFile(file, list)
  })

  it('says nothing about the site if that does not list it', async () => {
    const file = join(site, RUNS_FILE)
    const list = await readFile(file, 'utf8')
    await writeFile(file, JSON.stringify({ ...(JSON.parse(list) as RunsFile), runs: [] }))
    const page = await newPage()
    const answered = page.waitForResponse(/runs\.json$/)
    await open('', '.failure', page)
    await answered
    await page.locator('.tests').first().waitFor()
    expect(await page.locator('.ways a, .changes, .notice').count()).toBe(0)
    await writeFile(file, list)
  })

  it('says why the list cannot be read, and still shows its tests', async () => {
    const file = join(site, RUNS_FILE)
    const list = await readFile(file, 'utf8')
    await rm(file)
    const page = await open('', '.notice')
    expect(await page.locator('.notice').innerText()).toContain('the server has no ../../runs.json (404).')
    expect(await page.locator('.ways').count()).toBe(0)
    // two reasons: one test left a text
    await expect.poll(() => page.locator('.failure').count()).toBe(2)
    expect(seen.splice(0)).toEqual([NOT_FOUND])
    await writeFile(file, list)
  })

  it('retries unreadable files when the home page is opened again', async () => {
    const list = await readFile(join(site, RUNS_FILE))
    const columns = await readFile(join(site, before.path, columnsFile(0)))
    const comeHome = async (): Promise<void> => {
      await page.getByRole('link', { name: 'Hierarchy' }).first().click()
      await page.locator('.icicle').waitFor()
      await page.getByRole('link', { name: 'Home' }).click()
    }
    await rm(join(site, RUNS_FILE))
    await rm(join(site, before.path, columnsFile(0)))
    const page = await open('', '.notice')
    await writeFile(join(site, RUNS_FILE), list)
    await comeHome()
    await page.locator('.changes .notice').waitFor()
    await writeFile(join(site, before.path, columnsFile(0)), columns)
    await comeHome()
    await page.locator('.change-list').waitFor()
    expect(await page.locator('.notice').count()).toBe(0)
    expect(seen.splice(0)).toEqual([NOT_FOUND, NOT_FOUND])
  })

  it('offers the right next clock once its tests are read', async () => {
    // a report without tests counts as of 1970, when London was an hour ahead of UTC
    const page = await openAt(urlAt(own.path), { timezoneId: 'Europe/London' })
    await page.locator('.change-list').waitFor()
    expect(await page.locator('.foot').innerText()).toMatch(/^Times in UTC\s*Count from the first test/)
  })

  it('says if its columns are missing or damaged', async () => {
    const file = join(site, own.path, columnsFile(0))
    const columns = await readFile(file)
    await rm(file)
    const page = await open('', '.notice')
    expect(await page.locator('.notice').first().innerText()).toContain(
      'the server has no columns-0.bin.gz (404).',
    )
    await writeFile(file, columns.subarray(0, columns.length >> 1))
    await page.goto('about:blank')
    await open('', '.notice', page)
    expect(await page.locator('.notice').first().innerText()).toContain('columns-0.bin.gz is damaged.')
    await page.locator('.ways a').first().waitFor()
    expect(await page.locator('.changes').count()).toBe(0)
    expect(seen.splice(0)).toEqual([NOT_FOUND])
    await writeFile(file, columns)
  })

  it('says if its script is missing', async () => {
    const path = join(site, own.path, 'index.html')
    const html = await readFile(path, 'utf8')
    await writeFile(path, html.replaceAll(/app\/[0-9a-f]{12}/g, 'app/gone'))
    const page = await open('', '.opening')
    await expect
      .poll(() => page.locator('.opening').innerText())
      .toContain('/app/gone/report.js could not be loaded.')
    expect(new Set(seen.splice(0))).toEqual(new Set([NOT_FOUND, 'error stackviz is not defined']))
    await writeFile(path, html)
  })

  it('opened from disk, says why it cannot read its tests, and nothing about the site', async () => {
    const page = await openAt(urlOf(shared.path))
    await page.locator('.notice').first().waitFor()
    expect(await page.locator('.notice').first().innerText()).toContain(
      'browsers do not let a page that was opened from disk read other files',
    )
    expect(await page.locator('.ways, .changes').count()).toBe(0)
    expect(seen.splice(0).map((line) => basename(line))).toEqual(['report.css', 'report.js'])
  })
})
