/** The index of a published site, over HTTP and below the root, as Pages serves it. */

import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildSite } from '../../scripts/build-frontend.ts'
import { columnsFile, RUNS_FILE, SITE_VERSION, type SiteRun } from '../../src/format/site.ts'
import { writeColumnParts } from '../helpers/columns-writer.ts'
import {
  ADDED,
  BROKEN,
  type Execution,
  FASTER,
  FIXED,
  FLAKY,
  type GeneratedRun,
  packColumns,
  REMOVED,
  runsFile,
  SLOWER,
  STILL,
  sha,
  unitTests,
  writeIndex,
  writeSite,
} from '../helpers/site.ts'
import { findings } from './axe.ts'
import { launchBrowser, NO_BROWSER, type TestBrowser } from './browser.ts'
import { urlOf, watch } from './page.ts'
import { type Manner, serve, type TestServer } from './server.ts'

const BASE = 'owner/repo'

describe.skipIf(NO_BROWSER !== null)('the index of a site', () => {
  let browser: TestBrowser
  let frontend: string
  let server: TestServer
  let generated: readonly GeneratedRun[]
  let page: Page
  let seen: string[]
  /** Files that were sent below the site, with their sizes. */
  let sent: (readonly [string, number])[] = []

  const noted: Manner = ({ path, content }) => {
    sent.push([path.slice(BASE.length + 1), content.length])
    return false
  }

  beforeAll(async () => {
    browser = await launchBrowser()
    frontend = join(browser.directory, 'frontend')
    await buildSite(frontend)
    generated = await writeSite(join(browser.directory, 'www', BASE), frontend)
    server = await serve(join(browser.directory, 'www'), noted)
    page = await (await browser.open({ timezoneId: 'UTC' })).newPage()
    seen = watch(page)
  })
  afterAll(async () => {
    server?.close()
    await browser?.close()
  })

  const runsOf = (name: string): SiteRun[] =>
    generated.flatMap(({ run }) => (run.name === name && run.pull === null ? [run] : []))

  /** Loads the page again: another hash alone would only navigate within the open page. */
  async function open(hash: string, whole: string, on = page): Promise<void> {
    sent = []
    seen.length = 0
    await on.goto('about:blank')
    await on.goto(`${server.url}${BASE}/${hash}`)
    await on.locator(whole).first().waitFor()
  }

  const section = (title: string) => page.locator('.section', { has: page.locator('h2', { hasText: title }) })

  const namesIn = async (title: string): Promise<string[]> =>
    (await section(title).locator('.name').allInnerTexts()).map((name) => name.replace(/\s/g, ''))

  const others = (): string[] => seen.filter((line) => !line.startsWith(`request ${server.url}${BASE}/`))

  it('lists 200 reports by branch and pull request, and loads only the page and the list', async () => {
    await open('', '.jobs')
    expect(generated.length).toBe(200)
    expect(await page.locator('h1').innerText()).toBe('1 of 2 jobs failed on main')
    const jobs = await page.locator('.jobs > li').allInnerTexts()
    expect(jobs.map((text) => text.split('\n').map((line) => line.trim()))).toEqual([
      ['functional', '300 passed', expect.stringMatching(/^2 m/), '0028002', '5 Nov 2026, 09:00'],
      ['unit', '2 failed of 312', expect.stringMatching(/^2 m/), '0028002', '5 Nov 2026, 09:00'],
    ])
    // a bar of the job that failed is red, and so is the job beside a pull request
    const bars = page.locator('.jobs .bars')
    expect(
      await bars.evaluateAll((all) => all.map((one) => one.querySelectorAll('.is-fail').length)),
    ).toEqual([0, 1])
    expect(await page.locator('.lines > li').nth(1).locator('.is-bad').innerText()).toMatch(/unit$/)
    const lines = await page.locator('.lines > li').allInnerTexts()
    expect(lines.length).toBe(15)
    expect(lines[1].replace(/\s+/g, ' ')).toBe(
      '#819 300 passed functional 2 failed of 312 2 unit 6 reports 5 Nov 2026, 06:00',
    )
    expect(sent.map(([path]) => path).sort()).toEqual(['index.html', 'runs.json'])
    expect(others()).toEqual([])
  })

  it('counts what a search finds, and takes letters as commands unless switched off', async () => {
    await open('', '.jobs')
    await page.keyboard.press('/')
    await page.keyboard.type('819')
    await expect.poll(() => page.locator('[role=status]').innerText()).toBe('6 found')
    await page.getByRole('button', { name: 'Turn shortcuts off' }).click()
    await open('#/job/unit', '.history')
    await page.keyboard.press('h')
    await page.getByLabel('Search tests').fill('test_broken')
    await expect.poll(() => page.locator('h2 [role=status]').innerText()).toMatch(/^1 of \d+$/)
    await page.getByRole('button', { name: 'Turn shortcuts on' }).click()
    await page.keyboard.press('h')
    await page.locator('.jobs').waitFor()
  })

  it('moves the focus to the first row that a button adds', async () => {
    await open('', '.jobs')
    await page.getByRole('button', { name: /^Show \d+ more/ }).press('Enter')
    const row = "[...document.querySelectorAll('.lines > li')].indexOf(document.activeElement.closest('li'))"
    await expect.poll(() => page.evaluate(row)).toBe(15)
  })

  it('keeps its scroll position after Back and after a reload', async () => {
    await open('', '.jobs')
    const scrolled = () => page.evaluate('scrollY')
    await page.locator('.lines > li').last().scrollIntoViewIfNeeded()
    const before = await scrolled()
    expect(before).toBeGreaterThan(0)
    await page.locator('.lines > li a[href^="#"]').last().click()
    await expect.poll(scrolled).toBe(0)
    await page.goBack()
    await page.locator('.jobs').waitFor()
    await expect.poll(scrolled).toBe(before)
    await page.reload()
    await page.locator('.jobs').waitFor()
    await expect.poll(scrolled).toBe(before)
  })

  it('returns the focus after Back to the link that led away', async () => {
    await open('', '.jobs')
    const focused = () => page.evaluate('document.activeElement.getAttribute("href")')
    for (const href of ['#/pull/818', '#/job/unit']) {
      await page.locator(`main a[href="${href}"]`).first().focus()
      await page.keyboard.press('Enter')
      await page.locator('.reports').waitFor()
      expect(await focused()).toBe(null) // a new page has its heading focused
      await page.goBack()
      await page.locator('.jobs').waitFor()
      await expect.poll(focused).toBe(href)
    }
  })

  it('keeps added rows and its scroll position after Back', async () => {
    await open('', '.jobs')
    await page.getByRole('button', { name: 'Show 6 more' }).click()
    const last = page.locator('.lines > li').nth(20).locator('a[href^="#"]')
    await last.scrollIntoViewIfNeeded()
    const before = await page.evaluate('scrollY')
    await last.click()
    await page.locator('.reports').waitFor()
    await page.goBack()
    await expect.poll(() => page.locator('.lines > li').count()).toBe(21)
    await expect.poll(() => page.evaluate('scrollY')).toBe(before)
  })

  it('names the time zones of its reports, not today’s', async () => {
    const chicago = await (await browser.open({ timezoneId: 'America/Chicago' })).newPage()
    await open('', '.jobs', chicago)
    // the clocks there changed after the first report
    expect(await chicago.locator('.foot').innerText()).toContain('Times in UTC−5 and UTC−6')
    await chicago.context().close()
  })

  it('switches to the offered clock, even if the stored one is only for reports', async () => {
    const other = await (await browser.open()).newPage()
    await open('', '.jobs', other)
    await other.evaluate('localStorage.setItem("stackviz-zone", "relative")')
    await other.reload()
    await other.getByRole('button', { name: 'Show UTC' }).click()
    await expect.poll(() => other.locator('.foot').innerText()).toMatch(/^Times in UTC\s/)
    await other.getByRole('button', { name: 'Show your time (UTC+1)' }).click()
    await expect.poll(() => other.locator('.foot').innerText()).toMatch(/^Times in UTC\+1\s/)
    await other.context().close()
  })

  it('takes over theme and clock from a report when restored from the browser’s cache', async () => {
    const other = await (await browser.open()).newPage()
    await open('', '.jobs', other)
    const comeBack = 'dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))'
    await other.evaluate(
      `localStorage.setItem("stackviz-theme", "dark"), localStorage.setItem("stackviz-zone", "utc"), ${comeBack}`,
    )
    await other.getByRole('button', { name: 'Switch to the light theme' }).waitFor()
    expect(await other.evaluate('document.documentElement.dataset.theme')).toBe('dark')
    expect(await other.locator('.foot').innerText()).toMatch(/^Times in UTC\s/)
    await other.evaluate(`localStorage.clear(), ${comeBack}`)
    await other.getByRole('button', { name: 'Switch to the dark theme' }).waitFor()
    expect(await other.locator('.foot').innerText()).toMatch(/^Times in UTC\+1\s/)
    await other.context().close()
  })

  /** Types a search, and does something else before the page can react. */
  const typeAnd = (act: string) =>
    page.evaluate(`{
      const field = document.querySelector('.filter')
      field.value = '#819'
      field.dispatchEvent(new Event('input', { bubbles: true }))
      ${act}
    }`)

  it('keeps the search after Back, even if a link was followed right after typing', async () => {
    await open('', '.jobs')
    await typeAnd(`document.querySelector('.lines a[href^="#"]').click()`)
    await page.locator('.reports').waitFor()
    await page.goBack()
    await expect.poll(() => page.locator('.lines > li').count()).toBe(1)
    expect(await page.locator('.filter').inputValue()).toBe('#819')
  })

  it('follows a hash that is edited right after typing a search', async () => {
    await open('', '.jobs')
    await typeAnd(`location.hash = '#/pull/820', document.body.click()`)
    await page.locator('.reports').waitFor()
    expect(new URL(page.url()).hash).toBe('#/pull/820')
  })

  it('keeps what is typed before the event of an address that was chosen', async () => {
    await open('#/job/unit', '.history')
    await page.evaluate(`(async () => {
      const lists = [...document.querySelectorAll('.section')]
      lists.find((list) => list.querySelector('h2')?.textContent.includes('Flaky')).querySelector('li a').click()
      // the page is shown anew in microtasks; \`hashchange\` is a task
      for (let i = 0; i < 100; i++) await null
      const filter = document.querySelector('.filter')
      filter.value = 'test'
      filter.dispatchEvent(new Event('input', { bubbles: true }))
    })()`)
    await expect.poll(() => new URL(page.url()).hash).toMatch(/q=test/)
    expect(new URL(page.url()).hash).toContain(`test=${FLAKY[0]}`)
  })

  it('says how to open it if opened from disk', async () => {
    await page.goto(urlOf(join(browser.directory, 'www', BASE, 'index.html')))
    await page.locator('.notice').waitFor()
    expect(await page.locator('main').innerText()).toMatch(
      /could not be loaded from runs\.json: browsers do not let a page that was opened from disk.*python3 -m http\.server/s,
    )
  })

  it('works if the browser forbids changing the history', async () => {
    const own = await (await browser.open()).newPage()
    const faults = watch(own)
    await own.addInitScript({
      content: 'history.replaceState = history.pushState = () => { throw new Error("insecure") }',
    })
    await open('', '.jobs', own)
    await own.locator('.filter').fill('#819')
    await expect.poll(() => new URL(own.url()).hash).toBe('#/?q=%23819')
    await open('#/job/unit', '.history', own)
    const list = own.locator('.section', { has: own.locator('h2', { hasText: 'Flaky' }) })
    await list.locator('li a').first().click()
    await own.locator('.chosen').waitFor()
    expect(new URL(own.url()).hash).toBe(`#/job/unit?test=${FLAKY[0]}`)
    await own.goBack()
    await expect.poll(() => own.locator('.chosen').count()).toBe(0)
    expect(faults.filter((line) => line.startsWith('error'))).toEqual([])
    await own.context().close()
  })

  it('searches reports by words, and keeps them in the address', async () => {
    await open('', '.jobs')
    await page.keyboard.press('/')
    await page.keyboard.type('#819 unit')
    await expect.poll(() => page.locator('.lines > li').count()).toBe(1)
    expect(await page.locator('.jobs').count()).toBe(0)
    await expect.poll(() => new URL(page.url()).hash).toBe('#/?q=%23819+unit')
    await page.locator('.filter').fill('nothing like it')
    await page.getByText('No report was found.').waitFor()
    await page.getByRole('link', { name: 'Show all 200' }).click()
    await page.getByRole('button', { name: 'Show 6 more' }).click()
    await expect.poll(() => page.locator('.lines > li').count()).toBe(21)
  })

  it('lists the reports of a pull request, with links to job, commit, run and comparison', async () => {
    await open('#/pull/819?job=unit', '.reports')
    expect(await page.title()).toBe('Pull request 819 · openstack/nova test reports')
    const rows = await page.locator('.reports tbody tr').allInnerTexts()
    expect(rows.length).toBe(3)
    expect(rows[0].replace(/\s+/g, ' ')).toMatch(
      /^2 failed of 312 unit 2 m .* 056e056 CI 9096 5 Nov 2026, 06:00 with the one before$/,
    )
    const links = await page
      .locator('.reports tbody tr')
      .first()
      .locator('a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')))
    const [own, before] = generated
      .filter(({ run }) => run.pull === 819 && run.name === 'unit')
      .toReversed()
      .map(({ run }) => run)
    expect(links).toEqual([
      `${own.path}/`,
      '#/job/unit?on=pull:819',
      `https://github.com/openstack/nova/commit/${own.commit}`,
      `https://github.com/openstack/nova/actions/runs/${own.run}/attempts/1`,
      `#/compare/${before.path.slice(5)}/${own.path.slice(5)}`,
    ])
  })

  describe('a job', () => {
    it('lists exactly the tests that are flaky, slower and faster', async () => {
      await open('#/job/unit', '.history')
      expect(await namesIn('Failing')).toEqual([BROKEN, STILL])
      expect(await section('Failing').locator('.test-where').allInnerTexts()).toEqual([
        'did not fail before',
        'in 9 reports in a row',
      ])
      expect(await namesIn('Flaky')).toEqual(FLAKY)
      expect(await namesIn('Slower')).toEqual(SLOWER)
      expect(await namesIn('Faster')).toEqual(FASTER)
      expect(await section('Slower').locator('li').first().innerText()).toMatch(
        /usually 2\.9\d s|usually 3\.0\d s/,
      )
      const facts = await section('Flaky').locator('.test-where').allInnerTexts()
      expect(facts).toEqual([`at ${sha(35).slice(0, 7)}`, 'passed by a retry in 1 report'])
      // its charts tell of the newest report, or of the one pointed at
      const told = () => page.locator('.job-now').innerText()
      expect(await told()).toMatch(/^newest: 5 Nov/)
      await page
        .locator('.job-plot')
        .first()
        .hover({ position: { x: 2, y: 20 } })
      await expect.poll(told).toMatch(/^1 Nov/)
      await page.mouse.move(0, 0)
      await expect.poll(told).toMatch(/^newest: 5 Nov/)
      // the newest first
      const reports = section('The last 20 of 41 reports')
      expect(await reports.locator('tbody a').first().getAttribute('href')).toBe(
        `${runsOf('unit').at(-1)?.path}/`,
      )
      expect(await reports.innerText()).toContain(', attempt 2')
      expect(others()).toEqual([])
    })

    it('reads the columns of its last 20 reports of the default branch, once each', async () => {
      await open('#/job/unit', '.history')
      const columns = sent.flatMap(([path]) => (path.startsWith('runs/') ? [path] : []))
      expect(columns.sort()).toEqual(
        runsOf('unit')
          .slice(-20)
          .map(({ path }) => `${path}/${columnsFile(0)}`)
          .sort(),
      )
    })

    it('shows a chosen test in each report, with links to it, and follows Back and Forward', async () => {
      await open('#/job/unit', '.history')
      await section('Flaky').locator('li a').first().click()
      const chosen = page.locator('.chosen')
      await chosen.waitFor()
      expect(new URL(page.url()).hash).toBe(`#/job/unit?test=${FLAKY[0]}`)
      const rows = await chosen.locator('tbody tr').allInnerTexts()
      expect(rows.map((row) => row.split('\t')[1].trim())).toEqual(
        runsOf('unit')
          .slice(-20)
          .toReversed()
          .map(({ commit, attempt }) => (commit === sha(35) && attempt === 1 ? 'failed' : 'passed')),
      )
      expect(await chosen.locator('tbody a').first().getAttribute('href')).toBe(
        `${runsOf('unit').at(-1)?.path}/#/test/0/${FLAKY[0]}`,
      )
      await page.goBack()
      await expect.poll(() => chosen.count()).toBe(0)
      await page.goForward()
      await chosen.waitFor()
    })

    it('sorts and searches its tests, and keeps both in the address', async () => {
      await open('#/job/unit?sort=failures', '.history')
      expect((await namesIn('Tests'))[0]).toBe(STILL)
      await section('Tests').locator('.filter').fill('TestPace fast')
      await expect.poll(() => namesIn('Tests')).toEqual(FASTER)
      await expect.poll(() => new URL(page.url()).hash).toBe('#/job/unit?q=TestPace+fast&sort=failures')
      await section('Tests').locator('select').selectOption('name')
      await section('Tests').locator('.filter').fill('testpace')
      await expect
        .poll(async () => (await namesIn('Tests')).map((name) => name.slice(20)))
        .toEqual([
          'test_faster',
          'test_long',
          'test_short',
          'test_slower_by_2',
          'test_slower_by_9',
          'test_unsteady',
        ])
    })

    it('says which of its tests the newest report no longer has', async () => {
      await open('#/job/unit?q=test_removed', '.history')
      expect(await namesIn('Tests')).toEqual([REMOVED])
      expect(await section('Tests').locator('.test-where').innerText()).toBe('not in the newest report')
    })

    it('can be shown for a pull request, whose times are measured by the default branch’s', async () => {
      await open('#/job/unit', '.history')
      await page.locator('.choice-row select').selectOption('pull:819')
      await expect.poll(() => new URL(page.url()).hash).toBe('#/job/unit?on=pull:819')
      await page.getByText('The newest report against the median of the 19 reports of main before.').waitFor()
      expect(await page.locator('.reports tbody tr').count()).toBe(3)
      expect(await namesIn('Failing')).toEqual([FIXED, STILL])
      expect(await section('Failing').locator('.test-where').allInnerTexts()).toEqual([
        'did not fail before · passes on main',
        'in 3 reports in a row · fails on main too',
      ])
    })
  })

  it('opens the report of a tapped bar', async () => {
    const phone = await (
      await browser.open({ hasTouch: true, viewport: { width: 390, height: 844 } })
    ).newPage()
    await open('#/job/unit', '.job-plot', phone)
    // 41 reports, the oldest at the left
    await phone
      .locator('.job-plot')
      .first()
      .tap({ position: { x: 2, y: 20 } })
    await expect.poll(() => phone.url()).toBe(`${server.url}${BASE}/${runsOf('unit')[0].path}/`)
    await phone.context().close()
  })

  describe('a test that is chosen far down', () => {
    const focused = () =>
      page.evaluate(
        'document.activeElement.matches(".history a") ? document.activeElement.getAttribute("href") : null',
      )
    const scrolled = () => page.evaluate('scrollY')
    const chosen = () => page.locator('.chosen')

    /** Row 100 of all tests, which is there once the list is expanded. */
    async function choose(): Promise<string | null> {
      await open('#/job/unit', '.history')
      await section('Tests').getByRole('button', { name: 'Show 100 more' }).click()
      const row = section('Tests').locator('li a').nth(100)
      await row.scrollIntoViewIfNeeded()
      return row.getAttribute('href')
    }

    it('is left by Back, which restores its row and position and reads nothing again', async () => {
      const href = await choose()
      const before = await scrolled()
      const asked = sent.length
      await section('Tests').locator('li a').nth(100).click()
      await chosen().waitFor()
      await expect.poll(scrolled).toBeLessThan(before as number)
      await page.goBack()
      await expect.poll(() => chosen().count()).toBe(0)
      await expect.poll(scrolled).toBe(before)
      await expect.poll(focused).toBe(href)
      expect(await section('Tests').locator('li').count()).toBe(120)
      expect(sent.length).toBe(asked)
    })

    it.each(['Close', 'Escape'])('is left by %s, which returns to its row', async (how) => {
      const href = await choose()
      await section('Tests').locator('li a').nth(100).click()
      await chosen().waitFor()
      if (how === 'Close') await chosen().getByRole('button', { name: 'Close' }).click()
      else await page.keyboard.press('Escape')
      await expect.poll(() => chosen().count()).toBe(0)
      await expect.poll(focused).toBe(href)
      await expect.poll(() => new URL(page.url()).hash).toBe('#/job/unit')
      await page.keyboard.press('Escape')
      await page.locator('.jobs').waitFor()
    })
  })

  it('keeps the focus and the chosen test when another branch is chosen by keyboard', async () => {
    await open(`#/job/unit?test=${FLAKY[0]}`, '.chosen')
    await page.locator('.choice-row select').focus()
    const focused = () => page.evaluate('document.activeElement.closest(".choice-row") !== null')
    for (const on of ['all', 'pull:820']) {
      await page.keyboard.press('ArrowDown')
      await expect.poll(() => new URL(page.url()).hash).toBe(`#/job/unit?on=${on}&test=${FLAKY[0]}`)
      await page.locator('.chosen').waitFor()
      expect(await focused()).toBe(true)
    }
    await page.keyboard.press('Home')
    await expect.poll(() => new URL(page.url()).hash).toBe(`#/job/unit?test=${FLAKY[0]}`)
  })

  describe('the comparison', () => {
    const compare = (): string => {
      const [before, after] = runsOf('unit')
        .slice(-2)
        .map(({ path }) => path.slice(5))
      return `#/compare/${before}/${after}`
    }

    it('lists exactly what differs, and the rule for noise', async () => {
      await open(compare(), '.tally')
      expect(await page.locator('.tally').innerText()).toBe(
        [
          '1 new failure',
          '1 fixed',
          '1 still failing',
          '0 skipped now',
          '0 no longer skipped',
          '2 slower',
          '1 faster',
          '1 new test',
          '1 removed test',
        ].join('\n'),
      )
      const found = await Promise.all(
        ['New failures', 'Fixed', 'Still failing', 'Slower', 'Faster', 'New tests', 'Removed tests'].map(
          namesIn,
        ),
      )
      expect(found).toEqual([[BROKEN], [FIXED], [STILL], SLOWER, FASTER, [ADDED], [REMOVED]])
      expect(await section('Slower').locator('.test-time').first().innerText()).toMatch(
        /^[23]\.\d+ s → 12\.0 s$/,
      )
      expect(await page.locator('main').innerText()).toContain(
        'by more than 20 %, more than 0.5 s, and more than three median absolute deviations of the test’s times in the last 20 reports of the default branch',
      )
      expect(others()).toEqual([])
    })

    it('of old reports measures noise by the last twenty reports, not by these two', async () => {
      const [before, after] = runsOf('unit').map(({ path }) => path.slice(5))
      await open(`#/compare/${before}/${after}`, '.tally')
      expect(await page.locator('.end-rule').innerText()).toMatch(/ Of these 20 could be read here\.$/)
      expect(sent.filter(([path]) => path.startsWith('runs/'))).toHaveLength(22)
    })

    it('offers the report before, if it is with an older one', async () => {
      const [oldest, before, after] = runsOf('unit').map(({ path }) => path.slice(5))
      await open(`#/compare/${oldest}/${after}`, '.side')
      const offer = page.locator('.side').first().getByRole('link', { name: 'the one before' })
      expect(await offer.getAttribute('href')).toBe(`#/compare/${before}/${after}`)
    })

    it('links a removed test to the report that has it', async () => {
      await open(compare(), '.tally')
      const before = runsOf('unit').at(-2)?.path
      const link = section('Removed tests').locator('li a')
      expect(await link.getAttribute('href')).toBe(`${before}/#/test/0/${REMOVED}`)
    })

    it('says if a report does not exist', async () => {
      await open('#/compare/1-1-gone/2-1-gone', '.notice')
      expect(await page.locator('.notice').innerText()).toContain('There is no report 1-1-gone here.')
    })
  })

  it('reports missing or damaged columns, and shows the other reports', async () => {
    const directory = join(browser.directory, 'www', BASE)
    const newest = runsOf('functional').at(-1)
    const file = join(directory, newest?.path ?? '', columnsFile(0))
    await rm(file)
    await open('#/job/functional', '.history')
    expect(await page.locator('.notice').innerText()).toContain(
      `the server has no ${newest?.path}/columns-0.bin.gz (404).`,
    )
    expect(await section('Slower').locator('.rule').innerText()).toMatch(
      /^The newest report that could be read against the median of the 18 reports of main before\./,
    )
    await writeFile(file, 'no gzip')
    await open('#/job/functional', '.history')
    expect(await page.locator('.notice').innerText()).toContain(
      `${newest?.path}/columns-0.bin.gz is damaged.`,
    )
  })

  it('reports three unreadable files, and counts the others', async () => {
    const missing: Manner = ({ path, response }) => {
      if (!path.includes('columns-')) return false
      response.writeHead(503).end()
      return true
    }
    const broken = await serve(join(browser.directory, 'www'), missing)
    await page.goto(`${broken.url}${BASE}/#/job/unit`)
    await page.getByText('17 more reports could not be read.').waitFor()
    expect(await page.locator('.notice.is-strong').count()).toBe(3)
    broken.close()
  })

  it('aligns a heading without a glyph with the line below it', async () => {
    await open('#/branch/nowhere', '.notice')
    const [heading, below] = [
      await page.locator('h1').boundingBox(),
      await page.locator('.what-ran').boundingBox(),
    ]
    expect(below?.x).toBe(heading?.x)
  })

  describe('on a phone', () => {
    beforeAll(() => page.setViewportSize({ width: 390, height: 844 }))
    afterAll(() => page.setViewportSize({ width: 1280, height: 720 }))

    const width = () => page.evaluate('document.documentElement.scrollWidth')

    it('shows all columns of a pull request’s reports', async () => {
      await open('#/pull/819', '.reports')
      const cells = page.locator('.reports tbody tr').first().locator('th, td')
      expect(await cells.evaluateAll((all) => all.every((one) => one.getClientRects().length > 0))).toBe(true)
      expect((await page.locator('.reports tbody tr').first().innerText()).replace(/\s+/g, ' ')).toMatch(
        /^2 failed of 312 .*with the one before/,
      )
      expect(await width()).toBe(390)
    })

    it('shows why a test is in a list of a job', async () => {
      await open('#/job/unit', '.history')
      const fact = section('Flaky').locator('.test-where').last()
      expect(await fact.innerText()).toBe('passed by a retry in 1 report')
      expect(await fact.isVisible()).toBe(true)
      expect(await section('Slower').locator('.test-where').first().isVisible()).toBe(true)
      expect(await width()).toBe(390)
    })

    it.each([844, 500])('scrolls a chosen test to just below the bar, %i px high', async (height) => {
      await page.setViewportSize({ width: 390, height })
      await open('#/job/unit', '.history')
      await section('Tests').locator('li a').last().click()
      await page.locator('.chosen:focus').waitFor()
      const [bar, chosen] = await page
        .locator('.bar, .chosen')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()))
      expect(chosen.top).toBeGreaterThan(bar.bottom)
      expect(chosen.top).toBeLessThan(bar.bottom + 30)
      await page.setViewportSize({ width: 390, height: 844 })
    })
  })

  describe.each(['light', 'dark'] as const)('in the %s theme axe finds nothing wrong with', (colorScheme) => {
    it.each([
      ['the list of reports', '', '.jobs'],
      ['a pull request', '#/pull/819', '.reports'],
      ['a job and a test of it', `#/job/unit?test=${FLAKY[0]}`, '.chosen'],
      ['a comparison', '', '.tally'],
      ['an unknown page', '#/nowhere', '.notice'],
    ])('%s', async (what, hash, whole) => {
      const context = await browser.open({ colorScheme, bypassCSP: true })
      const own = await context.newPage()
      const [before, after] = runsOf('unit')
        .slice(-2)
        .map(({ path }) => path.slice(5))
      await open(what === 'a comparison' ? `#/compare/${before}/${after}` : hash, whole, own)
      expect(await findings(own)).toEqual([])
      await context.close()
    })
  })

  describe('with another list of reports', () => {
    /** Opens another site, with this runs.json. */
    async function openSite(runs: unknown, hash: string, whole: string, ...manners: Manner[]): Promise<void> {
      server.close()
      const directory = join(browser.directory, `other-${Math.random()}`)
      await writeIndex(join(directory, BASE), frontend, runs)
      server = await serve(directory, noted, ...manners)
      await open(hash, whole)
    }

    const run = (more: Partial<SiteRun>): SiteRun => ({ ...generated[1].run, ...more })

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
      expect(await page.locator('.job-name').allInnerTexts()).toEqual(['Linux / unit', 'Windows / unit'])
      await page.locator('.job-name').last().click()
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
        ...[1, 2, 3].map(() => [['a', 1, 'success'] as const, ['b', 20, 'success'] as const]),
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
      const directory = join(browser.directory, `empty-${Math.random()}`)
      server.close()
      await writeIndex(join(directory, BASE), frontend, runsFile(runs))
      for (const [n, { path }] of runs.entries()) {
        const tests = reports[n].map(([id, seconds, status]) => ({ id, status, tags: [], start: 0, seconds }))
        await mkdir(join(directory, BASE, path), { recursive: true })
        await writeFile(join(directory, BASE, path, columnsFile(0)), packColumns(tests))
      }
      server = await serve(directory, noted)
      await open('#/job/unit?sort=changed', '.history')
      expect(await section('Failing').locator('.rule').innerText()).toMatch(
        /^In the newest report that has tests\./,
      )
      expect(await namesIn('Failing')).toEqual(['b'])
      expect(await namesIn('Slower')).toEqual(['a'])
      expect(await section('Slower').locator('.rule').innerText()).toMatch(
        /^The newest report that has tests against the median of the 3 reports of main before\./,
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
      const directory = join(browser.directory, `legs-${Math.random()}`)
      server.close()
      await writeIndex(join(directory, BASE), frontend, runsFile(runs))
      for (const [n, { path }] of runs.entries()) {
        await mkdir(join(directory, BASE, path), { recursive: true })
        for (const [of, leg] of legs[n].entries()) {
          const status = leg === 'windows' ? 'fail' : 'success'
          const columns = packColumns([{ id: 'lib.test_a', status, tags: [], start: 0, seconds: 1 }])
          await writeFile(join(directory, BASE, path, columnsFile(of)), columns)
        }
      }
      server = await serve(directory, noted)
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
      expect(await section('Flaky').locator('.count').innerText()).toBe('0')
      expect(await section('Tests').locator('.test-where').allInnerTexts()).toEqual([
        'linux: run.subunit',
        'macos: run.subunit',
        'windows: run.subunit · failed in 2 reports',
      ])
      await section('Tests').locator('li a').last().click()
      expect((await page.locator('.chosen h2').innerText()).replace(/\s+/g, ' ')).toContain(
        'windows: run.subunit',
      )
      expect(await page.locator('.chosen tbody tr').count()).toBe(2)
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
      const directory = join(browser.directory, `missing-${Math.random()}`)
      server.close()
      await writeIndex(join(directory, BASE), frontend, runsFile([legs, ...runs]))
      await mkdir(join(directory, BASE, legs.path), { recursive: true })
      for (const n of [0, 1])
        await writeFile(join(directory, BASE, legs.path, columnsFile(n)), packColumns([]))
      for (const [n, { path }] of runs.entries()) {
        await mkdir(join(directory, BASE, path), { recursive: true })
        const tests = ['a', 'b']
          .slice(n)
          .map((id) => ({ id, status: 'fail', tags: [], start: 0, seconds: 1 }))
        await writeFile(join(directory, BASE, path, columnsFile(0)), packColumns(tests as Execution[]))
      }
      server = await serve(directory, noted)
      await open('#/compare/0-1-unit/1-1-unit', '.tally')
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
      const directory = join(browser.directory, `large-${Math.random()}`)
      server.close()
      await writeIndex(join(directory, BASE), frontend, runsFile(runs))
      for (const { path } of runs) {
        await mkdir(join(directory, BASE, path), { recursive: true })
        await writeFile(join(directory, BASE, path, columnsFile(0)), packColumns(unitTests(1)))
      }
      server = await serve(directory, noted)
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
      ['branch:side', 'side'],
    ])('names what is chosen even if the job has no report there: %s', async (on, name) => {
      await open(`#/job/unit?on=${on}`, '.notice')
      const chosen = page.locator('.choice-row option:checked')
      expect(await chosen.innerText()).toBe(name)
    })

    it('does not offer to compare with a report in which no test ran', async () => {
      const counts = { tests: 0, passed: 0, failed: 0, skipped: 0 }
      const of = (n: number, more: Partial<SiteRun>): SiteRun =>
        run({ branch: 'main', pull: null, run: n, path: `runs/${n}-1-unit`, ...more })
      const runs = [of(1, {}), of(2, { counts }), of(3, { pull: 7 })]
      const directory = join(browser.directory, `empty-${Math.random()}`)
      server.close()
      await writeIndex(join(directory, BASE), frontend, runsFile(runs))
      await mkdir(join(directory, BASE, runs[2].path), { recursive: true })
      await writeFile(join(directory, BASE, runs[2].path, columnsFile(0)), packColumns(unitTests(1)))
      server = await serve(directory, noted)
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

    // 320: a window of 1280 at 400 % zoom
    it.each([320, 390, 730, 768, 880, 910])(
      'fits the window, including the date, at %i px',
      async (width) => {
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
      },
    )

    it('keeps the name of a job on one line beside a long branch on a phone', async () => {
      await page.setViewportSize({ width: 390, height: 844 })
      const long = run({ name: 'unit-of-all', pull: null, branch: 'release-'.repeat(30) })
      await openSite(runsFile([long]), '', '.lines')
      expect((await page.locator('.line-job').boundingBox())?.height).toBeLessThan(30)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      await page.setViewportSize({ width: 1280, height: 720 })
    })

    it('lists tags if the default branch is unknown', async () => {
      await openSite(runsFile([run({ pull: null, branch: null })], { defaultBranch: null }), '', '.lines')
      expect(await page.locator('h1').innerText()).toBe('1 report')
      expect(await page.locator('.line-name').allInnerTexts()).toEqual(['tags'])
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
        server.close()
        const directory = join(browser.directory, `many-${tests}`)
        const file = join(browser.directory, `columns-${tests}`)
        await writeFile(file, columnsOf(tests))
        const site = many(tests)
        await writeIndex(join(directory, BASE), frontend, site)
        for (const { path } of site.runs.slice(-25)) {
          await mkdir(join(directory, BASE, path), { recursive: true })
          await symlink(file, join(directory, BASE, path, columnsFile(0)))
        }
        server = await serve(directory, noted)
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
})
