import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { NO_BROWSER } from './browser.ts'
import { columnsOnly, drag, report, type StreamTest, stream, urlOf } from './page.ts'
import { useReport } from './use-report.ts'

const TESTS: readonly StreamTest[] = [
  { id: 'a.TestOne.test_x', status: 'fail', tags: ['worker-0', 'slow'], seconds: 3 },
  { id: 'a.TestOne.test_y[id-1]', tags: ['worker-1'], start: 1 },
  { id: 'a.TestTwo.test_z', tags: ['worker-0', 'so "slow'], start: 2 },
  { id: '=cmd|x', tags: ['worker-0'], start: 3 },
]

describe.skipIf(NO_BROWSER !== null)('the table', () => {
  const shared = useReport((template) => report(template, [stream(TESTS)]))
  const { download, newPage, openAt } = shared

  async function open(hash: string, options = {}): Promise<Page> {
    const page = await openAt(urlOf(shared.path, hash), options)
    await page.locator('.table-body .row').first().waitFor()
    return page
  }
  const heads = (page: Page) => page.getByRole('columnheader').allInnerTexts()
  const names = (page: Page) => page.locator('.table-body .name').allTextContents()
  const hash = (page: Page): string => new URL(page.url()).hash

  it('shows the chosen columns and keeps the choice in the URL', async () => {
    const page = await open('#/tests?sort=start')
    expect(await heads(page)).toEqual(['Status', 'Name', 'Duration', 'Start', 'Worker'])
    await page.locator('.menu summary').click()
    await page.getByLabel('Tags').check()
    await page.getByLabel('Start').uncheck()
    await expect.poll(() => hash(page)).toBe('#/tests?sort=start&columns=duration,worker,tags')
    expect(await heads(page)).toEqual(['Status', 'Name', 'Duration', 'Worker', 'Tags'])
    await page.reload()
    await page.locator('.table-body .row').first().waitFor()
    expect(await page.locator('.cell-tags').nth(1).innerText()).toMatch(/slow\s*worker-0/)
    // the way to all tests keeps the columns, though not the order
    const all = '#/tests?columns=duration,worker,tags'
    await page.keyboard.press('h')
    await page.locator('.counts').waitFor()
    expect(await page.getByRole('link', { name: 'Tests', exact: true }).getAttribute('href')).toBe(all)
    await page.keyboard.press('t')
    await expect.poll(() => hash(page)).toBe(all)
  })

  it('is filtered by a clicked tag, added before half-typed words, and by a class', async () => {
    const page = await open('#/tests?columns=tags')
    await page.getByRole('button', { name: 'slow', exact: true }).click()
    await expect.poll(() => names(page)).toEqual(['a.TestOne.test_x'])
    const field = page.getByRole('combobox', { name: 'Search tests' })
    expect(await field.inputValue()).toBe('tag:slow')
    await field.fill('"test')
    await page.getByRole('button', { name: 'so "slow' }).click()
    await expect.poll(() => names(page)).toEqual(['a.TestTwo.test_z'])
    expect(await field.inputValue()).toBe('tag:"so ""slow" "test')
    await page.locator('input[type=search]').fill('class:a.TestOne.')
    await expect.poll(async () => (await names(page)).length).toBe(2)
  })

  it('is filtered by a tag of a test’s page', async () => {
    const page = await openAt(urlOf(shared.path, '#/test/0/a.TestTwo.test_z'))
    await page.getByRole('link', { name: 'so "slow', exact: true }).click()
    await expect.poll(() => names(page)).toEqual(['a.TestTwo.test_z'])
    expect(hash(page)).toBe('#/tests?q=tag%3A%22so+%22%22slow%22')
  })

  it('suggests the tags and classes that match what is typed', async () => {
    const page = await open('#/tests')
    const offers = () => page.locator('#offers option').evaluateAll((all) => all.map((one) => one.value))
    await page.locator('input[type=search]').fill('test tag:s')
    expect(await offers()).toEqual(['test tag:slow ', 'test tag:"so ""slow" '])
    await page.locator('input[type=search]').fill('class:Two')
    expect(await offers()).toEqual(['class:a.TestTwo. '])
  })

  it('leaves to an input method, and to the list of suggestions, the keys that are theirs', async () => {
    const page = await open('#/tests')
    const field = page.locator('input[type=search]')
    const press = (key: string, more = {}): Promise<void> => field.dispatchEvent('keydown', { key, ...more })
    const text = (): Promise<string> => field.inputValue()
    await field.fill('tag:s')
    await press('Escape', { isComposing: true })
    await press('Escape', { keyCode: 229 })
    await press('Enter', { isComposing: true })
    await expect.poll(text).toBe('tag:s')
    expect(await page.evaluate('document.activeElement.type')).toBe('search')
    await press('ArrowDown')
    await press('Escape')
    expect(await text()).toBe('tag:s')
    await press('Escape')
    await expect.poll(text).toBe('')
  })

  it.each([
    ['Tags', ['a.TestOne.test_x', 'a.TestTwo.test_z', '=cmd|x']],
    ['Attempt', ['a.TestOne.test_x']],
  ])('is sorted by %s when that header is clicked', async (column, first) => {
    const page = await open('#/tests?sort=-start&columns=tags,attempt')
    await page.getByRole('columnheader', { name: column }).getByRole('button').click()
    await expect.poll(async () => (await names(page)).slice(0, first.length)).toEqual(first)
  })

  it('copies the ids of the filtered rows in their sorted order', async () => {
    const page = await open('#/tests?q=TestOne&sort=-start', {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.getByRole('button', { name: 'Copy ids' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      'a.TestOne.test_y[id-1]\na.TestOne.test_x\n',
    )
    // a screen reader is told so once, and not that the label is back
    const told = page.locator('button + [role=status]')
    expect(await told.textContent()).toBe('Copied')
    const button = page.getByRole('button', { name: 'Copy ids' })
    await button.waitFor()
    expect(await told.textContent()).toBe('')
    expect(await button.locator('[aria-live]').count()).toBe(0)
  })

  it('has headers that are clicked anywhere, and an arrow only for the order that it has', async () => {
    const page = await open('#/tests?sort=-duration&columns=duration,tags')
    const head = (name: string) => page.getByRole('columnheader', { name })
    for (const name of ['Status', 'Name', 'Duration', 'Tags']) {
      const [cell, button] = await Promise.all(
        [head(name), head(name).getByRole('button')].map((one) => one.boundingBox()),
      )
      expect(button?.width).toBeGreaterThanOrEqual(Math.max(24, (cell?.width ?? 0) - 8))
      expect(button?.height).toBeGreaterThanOrEqual(24)
    }
    // nor does a cell cut the ring around its button
    const overflow = 'getComputedStyle(document.querySelector(".table-head .cell-tags")).overflow'
    expect(await page.evaluate(overflow)).toBe('visible')
    const arrows = (name: string) => head(name).locator('path').count()
    expect([await arrows('Duration'), await arrows('Status')]).toEqual([1, 2])
    await head('Name').click()
    await expect.poll(() => hash(page)).toBe('#/tests?sort=name&columns=duration,tags')
    await head('Status').click()
    await expect.poll(() => arrows('Status')).toBe(1)
  })

  it('lets text of a row be selected, and opens the test where a row is clicked', async () => {
    const page = await open('#/tests?sort=start&columns=start')
    const row = page.locator('.table-body .row').first()
    for (const [cell, text] of [
      ['.name', 'a.TestOne.test_x'],
      ['.cell-start span', '19:14:20.000'],
    ] as const) {
      expect(await drag(page, row.locator(cell))).toBe(text)
      expect(hash(page)).toBe('#/tests?sort=start&columns=start')
    }
    // the keys of a click are the link's too: with Ctrl, the browser opens a tab
    const clicked = row.locator('a').evaluate(
      (link) =>
        new Promise((resolve) => {
          const listen = (event: { ctrlKey: boolean; preventDefault: () => void }): void => {
            event.preventDefault()
            resolve(event.ctrlKey)
          }
          link.addEventListener('click', listen, { once: true })
        }),
    )
    await row.locator('.cell-start').click({ modifiers: ['Control'] })
    expect(await clicked).toBe(true)
    expect(hash(page)).toBe('#/tests?sort=start&columns=start')
    await row.locator('.cell-start').click()
    await expect.poll(() => hash(page)).toBe('#/test/0/a.TestOne.test_x')
  })

  it('copies a name that is shown in parts as one word, and a drag that selects nothing opens nothing', async () => {
    const id = `nova.tests.unit.volume.test_cinder.CinderClientTestCase.test_${'long_'.repeat(30)}end`
    const run = await report(shared.template, [stream([{ id }, { id: 'a.B.test_c' }])])
    const page = await openAt(urlOf(run, '#/tests?sort=name'), {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const row = page.locator('.table-body .row', { hasText: 'cinder' })
    await row.locator('.name').evaluate((name) => {
      const range = name.ownerDocument.createRange()
      range.selectNodeContents(name)
      name.ownerDocument.getSelection().removeAllRanges()
      name.ownerDocument.getSelection().addRange(range)
    })
    await page.keyboard.press('Control+c')
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(id)
    const box = await row.boundingBox()
    if (box === null) throw new Error('no row')
    await page.mouse.move(box.x + 300, box.y + 1)
    await page.mouse.down()
    await page.mouse.move(box.x + 400, box.y + 1, { steps: 4 })
    await page.mouse.up()
    expect(hash(page)).toBe('#/tests?sort=name')
  })

  it('has as much room for tags as they need, but leaves the most for names', async () => {
    const tags = ['slow', 'network', 'compute', 'smoke', 'worker-0', 'multinode']
    const width = async (tagged: readonly string[], columns: number): Promise<number> => {
      const run = await report(shared.template, [stream([{ id: 'a.T.test_x', tags: tagged }])])
      const page = await openAt(urlOf(run, '#/tests?columns=tags'), {
        viewport: { width: columns, height: 600 },
      })
      const cell = page.locator('.table-body .cell-tags')
      await cell.waitFor()
      const { seen, all } = await cell.evaluate((one) => ({ seen: one.clientWidth, all: one.scrollWidth }))
      expect(seen === all).toBe(columns > 1000 || tagged.length === 1)
      return seen
    }
    expect(await width(['worker-0'], 1280)).toBeLessThan(90)
    expect(await width(tags, 1280)).toBeGreaterThan(250)
    expect(await width(tags, 500)).toBe(200)
  })

  it('keeps its count and its tools together where the line is too short for them', async () => {
    const page = await open('#/tests', { viewport: { width: 768, height: 600 } })
    const tops = await page
      .locator('.tools > :is(.menu, .button)')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
    const [chip, count] = await Promise.all(
      [page.locator('.chip').first(), page.locator('.shown')].map((one) => one.boundingBox()),
    )
    expect(tops).toEqual(tops.map(() => tops[0]))
    expect(tops[0]).toBeGreaterThan((chip?.y ?? 0) + 20)
    expect(count?.y).toBeGreaterThan((chip?.y ?? 0) + 20)
  })

  it('saves the chosen columns as CSV and escapes a cell that looks like a formula', async () => {
    const page = await open('#/tests?sort=start&columns=duration,worker')
    const [name, content] = await download(page, 'CSV')
    expect(name).toBe('tests.csv')
    expect(content.toString()).toBe(
      [
        'status,name,duration,worker',
        'fail,a.TestOne.test_x,3.000000,0',
        'success,a.TestOne.test_y[id-1],1.000000,1',
        'success,a.TestTwo.test_z,1.000000,0',
        "success,'=cmd|x,1.000000,0",
        '',
      ].join('\r\n'),
    )
  })

  it('keeps the ends of methods on a phone, where names that begin alike would look the same', async () => {
    const methods = ['in_open', 'in_write'].map((end) => `test_supports_direct_io_with_exception_${end}`)
    const run = await report(shared.template, [
      stream(methods.map((method) => ({ id: `a.SupportTestCase.${method}` }))),
    ])
    const page = await openAt(urlOf(run, '#/tests'), { viewport: { width: 390, height: 844 } })
    await expect.poll(() => names(page)).toEqual(methods.map((method) => `a.SupportTestCase.${method}`))
    const cells = await page.locator('.table-body .cell-name').all()
    const [one, other] = await Promise.all(cells.map((cell) => cell.screenshot()))
    expect(one.equals(other)).toBe(false)
  })

  it('has three columns by default on a phone, and scrolls sideways if more are chosen', async () => {
    const page = await open('#/tests', { viewport: { width: 390, height: 844 } })
    expect(await heads(page)).toEqual(['Status', 'Name', 'Duration'])
    // turned, it has room for more
    await page.setViewportSize({ width: 844, height: 390 })
    await expect.poll(() => heads(page)).toEqual(['Status', 'Name', 'Duration', 'Start', 'Worker'])
    await page.setViewportSize({ width: 390, height: 844 })
    await expect.poll(() => heads(page)).toEqual(['Status', 'Name', 'Duration'])
    await page.goto(urlOf(shared.path, '#/tests?columns=duration,start,worker,tags'))
    await expect.poll(() => heads(page)).toHaveLength(6)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(await page.locator('.table').evaluate((table) => table.scrollWidth > table.clientWidth)).toBe(true)
  })

  it('does not search all rows for the active one again on scrolling or moving on', async () => {
    const page = await newPage()
    await page.addInitScript({
      content: `{
        const { indexOf } = Uint32Array.prototype
        window.walks = 0
        Uint32Array.prototype.indexOf = function (...all) { if (this.length > 1e5) window.walks++; return indexOf.apply(this, all) }
      }`,
    })
    await page.goto(urlOf(await columnsOnly(shared.template, 200_000), '#/tests?sort=start'))
    await page.locator('.table-body .row').first().waitFor()
    await page.keyboard.press('j')
    await page.evaluate('window.walks = 0')
    for (let n = 1; n <= 5; n++) {
      await page.locator('.table-body').evaluate((body, to) => {
        body.scrollTop = to
      }, n * 10_000)
      await page.locator('.table-body .row').first().waitFor()
    }
    await page.keyboard.press('j')
    await expect.poll(() => page.locator('.row.is-active').count()).toBe(1)
    expect(await page.evaluate('window.walks')).toBe(0)
  })

  it('tells tests of different modules and runs apart on a phone', async () => {
    const ids = ['one', 'two'].map(
      (module) => `tests.unit.compute.api.openstack.module_${module}.TestA.test_b`,
    )
    const long = await report(shared.template, [stream(ids.map((id) => ({ id })))])
    const page = await openAt(urlOf(long, '#/tests'), { viewport: { width: 390, height: 844 } })
    await expect.poll(() => names(page)).toEqual(ids)
    const cells = await page.locator('.table-body .cell-name').all()
    const [one, other] = await Promise.all(cells.map((cell) => cell.screenshot()))
    expect(one.equals(other)).toBe(false)
    const runs = await report(shared.template, [stream(TESTS), stream(TESTS)])
    await page.setViewportSize({ width: 320, height: 568 })
    await page.goto(urlOf(runs, '#/tests'))
    await expect.poll(() => heads(page)).toEqual(['Status', 'Name', 'Duration', 'Run'])
    expect(await page.locator('.table').evaluate((table) => table.scrollWidth - table.clientWidth)).toBe(0)
  })

  it('shows names that are sentences whole on a phone, with their spaces', async () => {
    const ids = ['test 1 - adds foo.txt to the index', 'test 2 - rejects invalid values.']
    const page = await openAt(
      urlOf(await report(shared.template, [stream(ids.map((id) => ({ id })))]), '#/tests'),
      { viewport: { width: 390, height: 844 } },
    )
    await expect.poll(() => names(page)).toEqual(ids)
    const widths = await page.locator('.name-method').evaluateAll((methods) =>
      methods.map((method) => {
        const range = method.ownerDocument.createRange()
        range.selectNodeContents(method)
        return [range.getBoundingClientRect().width, method.textContent.length]
      }),
    )
    // the longer one is in two parts, which begin and end with spaces; it is as wide as it has letters
    const [[first, letters], [second, fewer]] = widths
    expect(first / second).toBeGreaterThan((letters / fewer) * 0.9)
    await page.locator('.cell-name a').first().click()
    await expect.poll(() => page.title()).toContain(ids[0])
  })
})
