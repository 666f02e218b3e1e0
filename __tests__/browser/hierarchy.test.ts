import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { plural } from '../../src/words/number.ts'
import { NO_BROWSER } from './browser.ts'
import { columnsOnly, report, type StreamTest, stream, urlOf } from './page.ts'
import { useReport } from './use-report.ts'

/** Seconds: api 60 of 100, 50 of them in one class; one short failure in db. */
const TESTS: readonly StreamTest[] = [
  { id: 'nova.api.TestA.test_one', seconds: 30 },
  { id: 'nova.api.TestA.test_two', start: 30, seconds: 20 },
  { id: 'nova.api.TestB.test_three', start: 50, seconds: 10 },
  { id: 'nova.db.TestDb.test_four', start: 60, seconds: 39 },
  { id: 'nova.db.TestFail.test_five', status: 'fail', start: 99, seconds: 0.01 },
  { id: 'nova.db.TestMarkup.<img src=x onerror=alert(1)>', start: 99.5, seconds: 0.5 },
]

describe.skipIf(NO_BROWSER !== null)('the hierarchy', () => {
  const shared = useReport((template) => report(template, [stream(TESTS)]))
  const { newPage, openAt, seen } = shared

  async function open(hash: string, options = {}): Promise<Page> {
    const page = await openAt(urlOf(shared.path, hash), options)
    await page.locator('.tree').waitFor()
    return page
  }
  const rows = async (page: Page): Promise<string[]> =>
    (await page.locator('.tree tbody tr').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())
  const facts = async (page: Page): Promise<string> =>
    (await page.locator('.facts-line').innerText()).replace(/\s+/g, ' ')
  const hash = (page: Page): string => new URL(page.url()).hash

  it('sums tests, failures and time of each module', async () => {
    const page = await open('#/hierarchy')
    expect((await rows(page)).slice(0, 6)).toEqual([
      'All tests 6 1 1 m 40 s 100 %',
      'nova 6 1 1 m 40 s 100 %',
      'api 3 0 1 m 00 s 60 %',
      'db 3 1 39.5 s 40 %',
    ])
    expect(await facts(page)).toBe('All tests 6 tests 1 failed 1 m 40 s 100 %')
    expect(await page.title()).toBe('Hierarchy · nova unit')
  })

  it('names the parts of names that are empty by their separators', async () => {
    const odd = await report(shared.template, [stream([{ id: '.leading' }, { id: 'a..b', start: 1 }])])
    const page = await openAt(urlOf(odd, '#/hierarchy'))
    await page.locator('.tree').waitFor()
    expect(await rows(page)).toEqual(['All tests 2 0 2.00 s 100 %', '. 1 0 1.00 s 50 %', 'a 1 0 1.00 s 50 %'])
    await page.locator('.tree a', { hasText: /^\.$/ }).click()
    await expect.poll(() => facts(page)).toBe('. 1 test 1.00 s 50 %')
  })

  it.each([
    // beside the label, and before the next box
    ['#/hierarchy', '.icicle', 9],
    ['#/timeline', '.plot', 8],
  ])(
    'cuts names to the width that they have, and not to that of usual letters: %s',
    async (address, place, beside) => {
      const long = await report(shared.template, [stream([{ id: 'x'.repeat(400) }])])
      const page = await newPage()
      await page.addInitScript(`{
      window.texts = []
      const pen = CanvasRenderingContext2D.prototype
      pen.measureText = (text) => ({ width: text.length * 14 })
      pen.fillText = (text) => texts.push(text)
    }`)
      await page.goto(urlOf(long, address))
      const { width = 0 } = (await page.locator(place).boundingBox()) ?? {}
      // in the middle, so that names that begin alike differ
      const cut = 'texts.filter((text) => /x…x/.test(text)).map((text) => text.length)'
      await expect
        .poll(() => page.evaluate<number[]>(`Math.max(...${cut})`))
        .toBe(Math.floor((width - beside) / 14))
    },
  )

  it('zooms into a clicked box, and keeps that in the address', async () => {
    const page = await open('#/hierarchy')
    const icicle = page.locator('.icicle')
    const width = (await icicle.boundingBox())?.width ?? 0
    // row 2: api takes 60 of 100
    await icicle.hover({ position: { x: width * 0.3, y: 60 } })
    expect(await facts(page)).toBe('nova. api 3 tests 1 m 00 s 60 %')
    await page.mouse.move(0, 0)
    await expect.poll(() => facts(page)).toMatch(/^All tests/)
    await icicle.click({ position: { x: width * 0.3, y: 60 } })
    await expect.poll(() => hash(page)).toBe('#/hierarchy?root=nova.api.')
    expect(await page.locator('.crumbs').innerText()).toMatch(/All tests\s*nova\s*api/)
    expect((await rows(page))[0]).toBe('api 3 0 1 m 00 s 60 %')
    await page.locator('.crumbs a').first().click()
    await expect.poll(() => hash(page)).toBe('#/hierarchy')
    await page.goBack()
    await expect.poll(() => hash(page)).toBe('#/hierarchy?root=nova.api.')
    // a test is opened: the longest one of the largest class, below these two
    await icicle.click({ position: { x: width * 0.1, y: 60 } })
    await expect.poll(() => hash(page)).toBe('#/test/0/nova.api.TestA.test_one')
  })

  it('draws a failure two pixels wide, even if it took a ten-thousandth of the time', async () => {
    const page = await open('#/hierarchy', { colorScheme: 'light' })
    // row 4 has the tests; failures are #d93a15 in the light theme
    const red = (y: number) =>
      page.locator('.icicle canvas').evaluate((canvas, at) => {
        const { data } = canvas.getContext('2d').getImageData(0, at, canvas.width, 1)
        let count = 0
        for (let i = 0; i < data.length; i += 4)
          if (data[i] === 0xd9 && data[i + 1] === 0x3a && data[i + 2] === 0x15) count += 1
        return count
      }, y)
    await expect.poll(() => red(4 * 24 + 10)).toBe(2)
    // the box of its module has a strip at the bottom for the share of failures
    expect(await red(2 * 24 + 21)).toBeGreaterThanOrEqual(2)
    seen.length = 0 // Chromium warns that the test reads from the canvas
  })

  it('can be moved through, zoomed into and out of by keyboard', async () => {
    const page = await open('#/hierarchy')
    await page.getByRole('application', { name: 'Modules, classes and tests by size' }).focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
    await expect.poll(() => facts(page)).toContain('api')
    // the line is replaced, so that screen readers announce all of it, not only changed words
    await page.evaluate('window.before = document.querySelector(".facts-line")')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => facts(page)).toBe('nova. db 3 tests 1 failed 39.5 s 40 %')
    expect(await page.evaluate('before.isConnected')).toBe(false)
    await page.keyboard.press('Enter')
    await expect.poll(() => hash(page)).toBe('#/hierarchy?root=nova.db.')
    await page.locator('.crumbs').getByRole('link', { name: 'nova', exact: true }).waitFor() // not “›nova”
    await page.keyboard.press('Backspace')
    await expect.poll(() => hash(page)).toBe('#/hierarchy?root=nova.')
    await page.keyboard.press('Escape')
    await expect.poll(() => hash(page)).toBe('#/hierarchy')
  })

  it('is left by Escape for what was before it, however deep one has been', async () => {
    const page = await openAt(urlOf(shared.path, '#/'))
    const first = await page.evaluate('history.state.entry')
    await page.keyboard.press('y')
    for (const name of ['nova', 'db']) {
      await page.locator('.tree').getByRole('link', { name, exact: true }).click()
      await expect.poll(() => page.locator('.crumbs b').innerText()).toBe(name)
    }
    for (const end of ['#/hierarchy?root=nova.', '#/hierarchy', '#/']) {
      await page.keyboard.press('Escape')
      await expect.poll(() => hash(page)).toBe(end)
    }
    expect(await page.evaluate('history.state.entry')).toBe(first)
  })

  it.each([
    ['a module above', '#/hierarchy?root=nova.db.', 'All tests'],
    ['all tests', '#/hierarchy?root=gone.', 'Show all tests'],
  ])('moves the focus to the heading when the link to %s is gone', async (_, address, link) => {
    const page = await openAt(urlOf(shared.path, address))
    await page.getByRole('link', { name: link }).press('Enter')
    await expect.poll(() => hash(page)).toBe('#/hierarchy')
    await expect.poll(() => page.evaluate('document.activeElement.innerText')).toBe('Hierarchy')
  })

  it('keeps the focus in the list when the row that has it is gone', async () => {
    const page = await open('#/hierarchy')
    for (const name of ['api', 'TestA']) {
      await page.locator('.tree').getByRole('link', { name, exact: true }).click()
      await expect.poll(async () => (await rows(page))[0]).toMatch(new RegExp(`^${name} `))
    }
    for (const name of ['api', 'nova']) {
      await page.keyboard.press('Escape')
      await expect.poll(async () => (await rows(page))[0]).toMatch(new RegExp(`^${name} `))
    }
    const focused = () => page.evaluate('document.activeElement.querySelector("th")?.innerText.trim()')
    await expect.poll(focused).toBe('nova')
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused).toBe('api')
  })

  it('has a list that the keys of a tree open, down to the tests', async () => {
    const page = await open('#/hierarchy')
    const focused = () => page.evaluate('document.activeElement.querySelector("th").innerText.trim()')
    await page.locator('.tree tbody tr').first().focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
    await expect.poll(focused).toBe('TestA')
    // announced with its numbers
    expect(await page.evaluate('document.activeElement.id')).toBe('tree-3')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-level")')).toBe('4')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-labelledby")')).toBe('tree-3')
    expect(await page.locator('.tree tr', { hasText: 'api' }).getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused).toBe('test_one')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(focused).toBe('TestA')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.locator('.tree tr', { hasText: 'test_one' }).count()).toBe(0)
    await page.keyboard.press('Home')
    await expect.poll(focused).toBe('All tests')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expect.poll(() => hash(page)).toBe('#/hierarchy?root=nova.db.&open=nova.api.')
  })

  it('keeps opened and closed rows in the address, and says if that has no such run', async () => {
    const page = await open('#/hierarchy')
    const names = async () => (await rows(page)).map((row) => row.split(' ')[0])
    const twist = (name: string) => page.locator(`.tree tr:has(a:text-is("${name}")) .twist`).click()
    await twist('db')
    await expect.poll(names).toEqual(['All', 'nova', 'api', 'db', 'TestDb', 'TestMarkup', 'TestFail'])
    await expect.poll(() => hash(page)).toBe('#/hierarchy?open=nova.db.')
    await page.reload()
    await expect.poll(async () => (await rows(page)).length).toBe(7)
    await twist('nova')
    await expect.poll(names).toEqual(['All', 'nova'])
    await expect.poll(() => hash(page)).toBe('#/hierarchy?open=nova.db.&shut=nova.')
    await page.reload()
    await page.locator('.tree').waitFor()
    expect(await names()).toEqual(['All', 'nova'])
    await twist('nova')
    await expect.poll(() => hash(page)).toBe('#/hierarchy?open=nova.db.')
    await twist('db')
    await expect.poll(() => hash(page)).toBe('#/hierarchy')
    await page.goto(urlOf(shared.path, '#/hierarchy?run=4'))
    await expect.poll(() => page.locator('.notice').innerText()).toContain('This report has no run 4.')
  })

  it('can be sized by count, and links to the tests of a module', async () => {
    const page = await open('#/hierarchy?root=nova.db.&by=count')
    expect((await rows(page))[0]).toBe('db 3 1 39.5 s 50 %')
    await page.getByRole('button', { name: 'By count', pressed: true }).waitFor()
    await page.getByRole('button', { name: 'By time', pressed: false }).click()
    await expect.poll(() => hash(page)).toBe('#/hierarchy?root=nova.db.')
    await page.locator('.facts-line a').click()
    await expect.poll(() => page.locator('.shown').innerText()).toBe('3 of 6')
    expect(hash(page)).toBe('#/tests?q=class%3A%22nova.db.%22')
  })

  it('tells several results of a test apart', async () => {
    const twice = [
      { id: 'a.A.test_flaky', status: 'fail' as const, tags: ['worker-0'] },
      { id: 'a.A.test_flaky', start: 1, tags: ['worker-0'] },
    ]
    const page = await openAt(urlOf(await report(shared.template, [stream(twice)]), '#/hierarchy?root=a.A.'))
    await page.locator('.tree').waitFor()
    expect((await rows(page)).slice(1)).toEqual([
      'test_flaky 1 1 1.00 s 50 %',
      'test_flaky another result 1 0 1.00 s 50 %',
    ])
    const { x, y, width } = (await page.locator('.icicle').boundingBox()) ?? { x: 0, y: 0, width: 0 }
    await page.mouse.move(x + 0.75 * width, y + 36)
    await expect.poll(() => facts(page)).toMatch(/test_flaky 1.00 s another result$/)
  })

  it('is sized by count, and says so, if the tests have no times', async () => {
    const untimed = await report(shared.template, [
      Buffer.from('test: a.A.x\nsuccess: a.A.x\ntest: a.A.y\nsuccess: a.A.y\ntest: b.B.z\nsuccess: b.B.z\n'),
    ])
    const page = await openAt(urlOf(untimed, '#/hierarchy'))
    await page.locator('.tree').waitFor()
    expect(await rows(page)).toEqual(['All tests 3 0 – 100 %', 'a 2 0 – 67 %', 'b 1 0 – 33 %'])
    expect(await page.locator('.toolbar').innerText()).toContain('Sized by count')
    expect(await page.getByRole('button', { name: /^By / }).count()).toBe(0)
  })

  it('links to as many tests as it counts, even if other names share parts with theirs', async () => {
    const page = await newPage()
    const ids = [
      'api.T.one',
      'nova.api.T.two',
      't/my\u00a0"q"/a.py::TestC::three',
      't/my\u00a0/a.py::TestC::four',
    ]
    const odd = await report(shared.template, [stream(ids.map((id) => ({ id })))])
    for (const [root, found] of [
      ['api.', '1 of 4'],
      ['t/', '2 of 4'],
      ['t/my\u00a0"q"/', '1 of 4'],
      ['t/my\u00a0"q"/a.py::TestC::', '1 of 4'],
    ]) {
      await page.goto(urlOf(odd, `#/hierarchy?root=${encodeURIComponent(root)}`))
      const link = page.locator('.facts-line a')
      expect(await link.innerText()).toBe(plural(Number(found[0]), 'test'))
      await link.click()
      await expect.poll(() => page.locator('.shown').innerText()).toBe(found)
    }
  })

  it('links to the table if there are more tests without a module than it lists', async () => {
    const page = await newPage()
    const tests = Array.from({ length: 201 }, (_, n) => ({ id: `test${n}` }))
    await page.goto(urlOf(await report(shared.template, [stream(tests)]), '#/hierarchy'))
    await page.getByRole('link', { name: 'More of them in the table' }).click()
    await expect.poll(() => page.locator('.shown').innerText()).toBe('201 tests')
  })

  it('shows hostile names as text', async () => {
    const page = await open('#/hierarchy?root=nova.db.TestMarkup.')
    expect(await page.locator('.tree').innerText()).toContain('<img src=x onerror=alert(1)>')
    expect(await page.locator('main img').count()).toBe(0)
  })

  it('says if no module has that name, or if there are no tests', async () => {
    const page = await openAt(urlOf(shared.path, '#/hierarchy?root=gone.'))
    expect(await page.locator('.notice').innerText()).toContain('There is no module or class “gone.”.')
    await page.getByRole('link', { name: 'Show all tests' }).click()
    await page.locator('.tree').waitFor()
    // as it is typed
    await page.goto(urlOf(shared.path, '#/hierarchy?root=nova.db'))
    await expect.poll(() => page.locator('.crumbs b').innerText()).toBe('db')
    await page.goto(urlOf(await report(shared.template, [stream([])]), '#/hierarchy'))
    expect(await page.locator('.notice').innerText()).toContain('There are no tests here.')
  })

  it('opens with the key y, and fits a phone', async () => {
    const page = await openAt(urlOf(shared.path), { viewport: { width: 390, height: 844 } })
    await page.locator('h1').waitFor()
    await page.keyboard.press('y')
    await page.locator('.tree').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  })

  it('wraps long names on a phone between their words, not within one', async () => {
    const name = 'test_simple_tenant_usage_of_each_and_every_server_of_every_project'
    const own = await report(shared.template, [stream([{ id: `api.${name}.TestA.test_b` }])])
    const page = await openAt(urlOf(own, '#/hierarchy?root=api.'), { viewport: { width: 390, height: 844 } })
    const link = page.locator('.tree').getByRole('link', { name })
    const lines = await link.evaluate((whole) =>
      [whole, ...whole.childNodes].map((node) => {
        const range = whole.ownerDocument.createRange()
        range.selectNodeContents(node)
        return new Set(Array.from(range.getClientRects(), ({ top }) => top)).size
      }),
    )
    expect(lines[0]).toBeGreaterThan(1)
    expect(Math.max(...lines.slice(1))).toBe(1)
  })

  it('shows a name of 5,000 parts, down to its test', async () => {
    const page = await newPage()
    const deep = 'm.'.repeat(5000)
    const odd = await report(shared.template, [stream([{ id: `${deep}test_x` }])])
    await page.goto(urlOf(odd, '#/hierarchy'))
    await page.locator('.tree').waitFor()
    await page.locator('.icicle').click({ position: { x: 50, y: 24 * 100 + 10 } })
    await expect.poll(() => hash(page)).toBe(`#/hierarchy?root=${'m.'.repeat(100)}`)
    await page.goto(urlOf(odd, `#/hierarchy?root=${deep}`))
    await expect.poll(() => rows(page)).toEqual(['m 1 0 1.00 s 100 %', 'test_x 1 0 1.00 s 100 %'])
  })

  it('shows 200,000 tests of 3,125 classes in fewer than 300 rows', async () => {
    const page = await openAt(urlOf(await columnsOnly(shared.template, 200_000), '#/hierarchy'))
    await page.locator('.tree').waitFor()
    expect((await rows(page))[0]).toMatch(/^All tests 200,000 200 /)
    expect((await rows(page)).length).toBeLessThan(300)
  })

  it('leaves room for names at any depth in a window of 320 pixels', async () => {
    const deep = 'nova.tests.unit.api.openstack.compute.test_volumes.VolumeApiTestV21.'
    const own = await report(shared.template, [
      stream([{ id: `${deep}test_volume_show_no_volume`, seconds: 10 }]),
    ])
    const page = await openAt(urlOf(own, '#/hierarchy'), { viewport: { width: 320, height: 568 } })
    await page.locator('.tree tr').last().waitFor()
    const names = page.locator('.tree tbody a')
    expect(await names.count()).toBe(10)
    for (const name of await names.all()) {
      const lines = await name.evaluate((link) => link.getClientRects().length)
      expect([await name.innerText(), lines <= 2]).toEqual([await name.innerText(), true])
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
    expect(await page.locator('.tree').evaluate((tree) => tree.scrollWidth - tree.clientWidth)).toBe(0)
  })
})
