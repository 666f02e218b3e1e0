/** The index of a published site, over HTTP and below the root, as Pages serves it. */

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnsFile, type SiteRun } from '../../../src/format/site.ts'
import {
  ADDED,
  BROKEN,
  FASTER,
  FIXED,
  FLAKY,
  type GeneratedRun,
  generateRuns,
  packColumns,
  REMOVED,
  runsFile,
  SLOWER,
  STILL,
  sha,
} from '../../helpers/site.ts'
import { findingsInBothThemes } from '../axe.ts'
import { NO_BROWSER } from '../browser.ts'
import { urlOf, watch } from '../page.ts'
import { type Manner, serve } from '../server.ts'
import { useIndex } from './use-index.ts'

describe.skipIf(NO_BROWSER !== null)('the index of a site', () => {
  const index = useIndex()
  const { open, section, namesIn, others, sent } = index
  let page: Page
  let generated: readonly GeneratedRun[]
  /** That of the site. */
  let directory: string

  beforeAll(async () => {
    page = index.page
    generated = generateRuns()
    directory = await index.publish(
      runsFile(generated.map(({ run }) => run)),
      generated.map(({ run, tests }) => [join(run.path, columnsFile(0)), packColumns(tests)]),
    )
  })

  const runsOf = (name: string): SiteRun[] =>
    generated.flatMap(({ run }) => (run.name === name && run.pull === null ? [run] : []))

  it('lists 200 reports by branch and pull request, and loads only the page and the list', async () => {
    await open('', '.jobs')
    expect(generated.length).toBe(200)
    expect(await page.locator('h1').innerText()).toBe('1 of 2 jobs failed on main')
    const jobs = await page.locator('.jobs > li').allInnerTexts()
    expect(jobs.map((text) => text.split('\n').map((line) => line.trim()))).toEqual([
      ['unit', '2 failed of 312', expect.stringMatching(/^2 m/), '0028002', '5 Nov 2026, 09:00'],
      ['functional', '300 passed', expect.stringMatching(/^2 m/), '0028002', '5 Nov 2026, 09:00'],
    ])
    // a bar of the job that failed is red, and so is the job beside a pull request
    const bars = page.locator('.jobs .bars')
    expect(
      await bars.evaluateAll((all) => all.map((one) => one.querySelectorAll('.is-fail').length)),
    ).toEqual([1, 0])
    expect(await page.locator('.lines > li').nth(1).locator('.is-bad').innerText()).toMatch(/unit$/)
    const lines = await page.locator('.lines > li').allInnerTexts()
    expect(lines.length).toBe(15)
    expect(lines[1].replace(/\s+/g, ' ')).toBe(
      '#819 2 failed of 312 2 unit 300 passed functional 6 reports 5 Nov 2026, 06:00',
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
    const chicago = await (await index.browser.open({ timezoneId: 'America/Chicago' })).newPage()
    await open('', '.jobs', chicago)
    // the clocks there changed after the first report
    expect(await chicago.locator('.foot').innerText()).toContain('Times in UTC−5 and UTC−6')
    await chicago.context().close()
  })

  it('switches to the offered clock, even if the stored one is only for reports', async () => {
    const other = await (await index.browser.open()).newPage()
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
    const other = await (await index.browser.open()).newPage()
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
    await page.goto(urlOf(join(directory, 'index.html')))
    await page.locator('.notice').waitFor()
    expect(await page.locator('main').innerText()).toMatch(
      /could not be loaded from runs\.json: browsers do not let a page that was opened from disk.*python3 -m http\.server/s,
    )
  })

  it('works if the browser forbids changing the history', async () => {
    const own = await (await index.browser.open()).newPage()
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
        'did not fail in 19 reports before',
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
        'did not fail in 2 reports before · passes on main',
        'in at least 3 reports in a row · fails on main too',
      ])
    })
  })

  it('opens the report of a tapped bar', async () => {
    const phone = await (
      await index.browser.open({ hasTouch: true, viewport: { width: 390, height: 844 } })
    ).newPage()
    await open('#/job/unit', '.job-plot', phone)
    // 41 reports, the oldest at the left
    await phone
      .locator('.job-plot')
      .first()
      .tap({ position: { x: 2, y: 20 } })
    await expect.poll(() => phone.url()).toBe(`${index.url}${runsOf('unit')[0].path}/`)
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

    it('is led to by Back and Forward, and each entry keeps its own position', async () => {
      const top = () => page.evaluate('history.state.top')
      const isFocused = () => page.evaluate('document.activeElement.matches(".chosen")')
      await choose()
      const list = await scrolled()
      await expect.poll(top).toBe(list)
      await section('Tests').locator('li a').nth(100).click()
      await chosen().waitFor()
      await expect.poll(scrolled).toBeLessThan(list as number)
      const test = await scrolled()
      await expect.poll(top).toBe(test)
      await page.keyboard.press('Escape')
      await expect.poll(() => chosen().count()).toBe(0)
      await expect.poll(top).toBe(list)
      const come = async (how: 'goBack' | 'goForward', to: unknown): Promise<void> => {
        await page[how]()
        await expect.poll(() => chosen().count()).toBe(to === test ? 1 : 0)
        await expect.poll(scrolled).toBe(to)
        await expect.poll(isFocused).toBe(to === test)
        expect(await top()).toBe(to)
      }
      await come('goBack', test)
      await come('goBack', list)
      await come('goForward', test)
      await come('goForward', list)
      await come('goBack', test)
    })
  })

  it('restores position and focus after Back to a job, although a test is chosen', async () => {
    await open(`#/job/unit?test=${FLAKY[0]}`, '.chosen:focus')
    const link = page.locator('.reports a[href^="#/compare/"]').last()
    await link.scrollIntoViewIfNeeded()
    const scrolled = () => page.evaluate('scrollY')
    const before = await scrolled()
    const href = await link.getAttribute('href')
    await link.press('Enter')
    await page.locator('.end-rule').waitFor()
    await page.goBack()
    await page.locator('.chosen').waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.getAttribute("href")')).toBe(href)
    expect(await scrolled()).toBe(before)
    // a branch that was chosen since does not matter
    await page.locator('.choice-row select').selectOption('all')
    await page.locator('.chosen').waitFor()
    await page.evaluate('scrollTo(0, 0)')
    await expect.poll(() => page.evaluate('history.state.top')).toBe(0)
    await page.keyboard.press('h')
    await page.locator('.jobs').waitFor()
    await page.goBack()
    await page.locator('.chosen').waitFor()
    expect(await scrolled()).toBe(0)
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
      await open(compare(), '.end-rule')
      expect(await page.locator('.tally').innerText()).toBe(
        [
          '1 new failure',
          '1 fixed',
          '1 still failing',
          '0 skipped now',
          '0 no longer skipped',
          '1 new test',
          '1 removed test',
          '2 slower',
          '1 faster',
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
        'by more than 20 %, more than 0.5 s, and more than six times as much as it usually does in the last 20 reports of the default branch',
      )
      expect(others()).toEqual([])
    })

    it('of old reports measures noise by the last twenty reports, not by these two', async () => {
      const [before, after] = runsOf('unit').map(({ path }) => path.slice(5))
      await open(`#/compare/${before}/${after}`, '.end-rule')
      expect(await page.locator('.end-rule').innerText()).toMatch(
        / Besides these two, 20 could be read here\.$/,
      )
      expect(sent.filter(([path]) => path.startsWith('runs/'))).toHaveLength(22)
    })

    it('offers the report before, if it is with an older one', async () => {
      const [oldest, before, after] = runsOf('unit').map(({ path }) => path.slice(5))
      await open(`#/compare/${oldest}/${after}`, '.side')
      const offer = page.locator('.side').first().getByRole('link', { name: 'the one before' })
      expect(await offer.getAttribute('href')).toBe(`#/compare/${before}/${after}`)
    })

    it('links a removed test to the report that has it', async () => {
      await open(compare(), '.end-rule')
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
    await writeFile(file, gzipSync('{"version":2}\n'))
    await open('#/job/functional', '.history')
    expect(await page.locator('.notice').innerText()).toMatch(
      /\/columns-0\.bin\.gz has version 2, and this page reads up to version 1\.\s+A newer stackviz-action/,
    )
  })

  it('reports three unreadable files, and counts the others', async () => {
    const missing: Manner = ({ path, response }) => {
      if (!path.includes('columns-')) return false
      response.writeHead(503).end()
      return true
    }
    const broken = await serve(directory, missing)
    await page.goto(`${broken.url}#/job/unit`)
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

  it.each([
    ['the list of reports', '', '.jobs'],
    ['a pull request', '#/pull/819', '.reports'],
    ['a job and a test of it', `#/job/unit?test=${FLAKY[0]}`, '.chosen'],
    ['a comparison', '', '.end-rule'],
    ['an unknown page', '#/nowhere', '.notice'],
  ])('passes axe in both themes: %s', async (what, hash, whole) => {
    const context = await index.browser.open({ bypassCSP: true })
    const own = await context.newPage()
    const [before, after] = runsOf('unit')
      .slice(-2)
      .map(({ path }) => path.slice(5))
    await open(what === 'a comparison' ? `#/compare/${before}/${after}` : hash, whole, own)
    expect(await findingsInBothThemes(own)).toEqual([[], []])
    await context.close()
  })
})
