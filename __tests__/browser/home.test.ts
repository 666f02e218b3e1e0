import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { packet } from '../helpers/v2-writer.ts'
import { NO_BROWSER } from './browser.ts'
import { drag, report, type StreamTest, stream, urlOf } from './page.ts'
import { DSTAT } from './run.ts'
import { useReport } from './use-report.ts'

/** Two workers: 0 runs 60 s of tests to second 60, 1 runs 30 s to second 40. */
const TESTS: readonly StreamTest[] = [
  { id: 'a.TestSlow.test_long', tags: ['worker-0'], seconds: 50 },
  { id: 'a.TestSlow.test_fails', status: 'fail', tags: ['worker-0'], start: 50, seconds: 10 },
  { id: 'a.TestQuick.test_x', tags: ['worker-1'], seconds: 20 },
  { id: 'b.TestOther.test_y', tags: ['worker-1'], start: 30, seconds: 10 },
]

describe.skipIf(NO_BROWSER !== null)('home', () => {
  const shared = useReport((template) => report(template, [stream(TESTS)], { logs: [DSTAT] }))
  const { openAt, seen } = shared

  async function open(url = urlOf(shared.path), options = {}): Promise<Page> {
    const page = await openAt(url, options)
    await page.locator('.counts').first().waitFor()
    return page
  }
  const textOf = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ')
  const section = (page: Page, title: string) => page.locator('.section', { hasText: title })

  it('says how well the workers were used', async () => {
    const page = await open()
    expect(await page.locator('h1').innerText()).toBe(
      '1 of 4 tests failed in 1 m 00 s on 2 workers, 75 % busy',
    )
    const time = section(page, 'Where the time went')
    expect((await time.locator('.facts').innerText()).replace(/\s+/g, ' ')).toBe(
      'Wall time 1 m 00 s first start to last end Tests’ time 1 m 30 s on 2 workers Busy 75 % of the workers’ time ' +
        'Ideal 50.0 s the longest test Finished last worker 0 others waited 20.0 s in all',
    )
    expect(await time.locator('p').innerText()).toBe(
      'Worker 0 was last because one of its tests took 50.0 s: a.TestSlow.test_long',
    )
    // the same words as in the timeline's panel
    expect(await time.locator('thead th').allInnerTexts()).toEqual([
      'Worker',
      'Tests',
      'Their time',
      'Busy',
      'Idle at the end',
    ])
    const rows = await time.locator('tbody tr').allInnerTexts()
    expect(rows.map((row) => row.replace(/\s+/g, ' ').trim())).toEqual([
      'worker 0 2 1 m 00 s 100 % the last one',
      'worker 1 2 30.0 s 50 % 20.0 s',
    ])
    await time.locator('p a').click()
    await expect.poll(() => page.locator('h1').innerText()).toContain('a.TestSlow.test_long')
  })

  it('has the worker that finished last in the table, however many there are', async () => {
    const run = Array.from(
      { length: 20 },
      (_, n): StreamTest => ({
        id: `a.T.test_${n}`,
        tags: [`worker-${n}`],
        seconds: n === 18 ? 3 : 5,
      }),
    )
    const more = [3, 6].map((start) => ({ ...run[18], id: `a.T.test_more_${start}`, start }))
    const page = await open(urlOf(await report(shared.template, [stream([...run, ...more])])))
    const time = section(page, 'Where the time went')
    const rows = await time.locator('tbody tr').allInnerTexts()
    expect(rows).toHaveLength(17)
    expect(rows[16].replace(/\s+/g, ' ').trim()).toBe('worker 18 3 9.00 s 100 % the last one')
    await time.getByRole('button', { name: 'Show 3 more of 20' }).click()
    expect(await time.locator('tbody tr th').allInnerTexts()).toEqual(run.map((_, n) => `worker ${n}`))
    expect(await time.getByRole('button').count()).toBe(0)
    expect(await time.locator('p').innerText()).toBe(
      'Worker 18 was last because its last class, 3 tests, took 9.00 s: a.T',
    )
    expect(await time.locator('p a').getAttribute('href')).toBe('#/hierarchy?root=a.T.')
  })

  it('has tests without a worker in a row of their own, and not in the workers’ time', async () => {
    const tests: readonly StreamTest[] = [...TESTS, { id: 'a.TestNone.test_z', start: 10, seconds: 65 }]
    const page = await open(urlOf(await report(shared.template, [stream(tests)])))
    const time = section(page, 'Where the time went')
    expect((await time.locator('.facts').innerText()).replace(/\s+/g, ' ')).toBe(
      'Wall time 1 m 15 s first start to last end Tests’ time 1 m 30 s on 2 workers Busy 60 % of the workers’ time ' +
        'Ideal 50.0 s the longest test Finished last worker 0 others waited 20.0 s in all',
    )
    expect((await time.locator('tbody tr').last().innerText()).replace(/\s+/g, ' ').trim()).toBe(
      'no worker 1 1 m 05 s 87 % –',
    )
    expect((await time.locator('tbody tr').first().innerText()).replace(/\s+/g, ' ').trim()).toBe(
      'worker 0 2 1 m 00 s 80 % 15.0 s',
    )
  })

  it('counts those that failed as expected apart from those that passed, as the other pages do', async () => {
    const page = await open(
      urlOf(
        await report(shared.template, [
          stream([{ id: 'a.T.x' }, { id: 'a.T.y' }, { id: 'a.T.z', status: 'xfail' }]),
        ]),
      ),
    )
    expect(await page.locator('h1 b').innerText()).toBe('All 3 tests passed')
    const counts = page.locator('.counts a')
    expect(await counts.allTextContents()).toEqual(['1 failed as expected', '2 passed'])
    expect(await counts.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual([
      '#/tests?status=xfail',
      '#/tests?status=success',
    ])
  })

  it('counts tests that never ran beside the others, so that the sum is the verdict’s', async () => {
    const ids = ['a.S.x', 'a.S.y', 'a.T.a', 'a.T.b', 'a.T.c']
    const listed = ids.map((id) => packet({ id, status: 'exists' }))
    const ran: StreamTest[] = [
      { id: 'a.S.x', status: 'skip', files: [['reason', 'no net']] },
      { id: 'a.S.y', status: 'skip' },
      { id: 'a.T.c' },
    ]
    const page = await open(urlOf(await report(shared.template, [Buffer.concat([...listed, stream(ran)])])))
    expect(await page.locator('h1 b').innerText()).toBe('2 of 5 tests never ran')
    expect(await page.locator('.counts li').allTextContents()).toEqual([
      '2 skipped',
      '1 passed',
      '2 never ran',
    ])
    // having none is not a reason
    expect(await section(page, 'skipped').locator('h3').textContent()).toBe('2 skipped, 1 reason')
  })

  it('wraps the verdict nowhere between a number and its unit', async () => {
    const page = await open()
    const lines = await page.locator('h1').evaluate((heading) =>
      Array.from({ length: 300 }, (_, i) => {
        heading.style.width = `${200 + i}px`
        return [...heading.querySelectorAll('.quantity')].map((one) => one.getClientRects().length)
      }),
    )
    expect(new Set(lines.map(String))).toEqual(new Set(['1,1,1']))
  })

  it('has nothing above the failures but the verdict, the overview and the counts', async () => {
    const page = await open()
    const order = await page
      .locator('main')
      .locator('h1, .what-ran, .strip, .counts, .failure, .section h3')
      .evaluateAll((all) => all.map((one) => one.className || one.tagName))
    expect(order.slice(0, 6)).toEqual(['verdict is-failed', 'what-ran', 'strip', 'counts', 'H3', 'failure'])
  })

  it('lets the name of a failure be selected, and opens the failure where it is clicked', async () => {
    const page = await open()
    const name = page.locator('.failure .name-whole').first()
    const whole = await name.innerText()
    expect(await drag(page, name)).toBe(whole)
    expect(new URL(page.url()).hash).toBe('')
    await name.click()
    await expect.poll(() => new URL(page.url()).hash).toBe(testHash(0, whole))
  })

  it('has headings without the links beside them', async () => {
    const page = await open()
    const heads = section(page, 'Slowest tests')
    expect(await heads.getByRole('heading').allInnerTexts()).toEqual(['Slowest tests'])
    expect(await heads.getByRole('link', { name: 'All by duration' }).count()).toBe(1)
  })

  it('shows some letters and an ellipsis of a name’s path and of its class, or nothing, at any width', async () => {
    const name = 'nova.tests.unit.TestMigration.test_finish_revert'
    const page = await open(urlOf(await report(shared.template, [stream([{ id: name, seconds: 1 }])])))
    const shown = await page
      .locator('.section-head + .tests .name')
      .first()
      .evaluate((whole) => {
        const part = (kind: string) => whole.querySelector(`.name-${kind}`)
        const boxOf = (kind: string) => part(kind).getBoundingClientRect()
        return Array.from({ length: 300 }, (_, i) => {
          whole.style.cssText = `flex: none; max-width: none; width: ${100 + i}px`
          const [start, owner, method] = [boxOf('path'), boxOf('owner'), boxOf('method')]
          // what has no room goes to a line that is not seen
          const parts = [start, owner, method].filter(({ top }) => top < method.bottom - 1)
          return {
            front: parts.includes(start) ? start.width : 0,
            owner: parts.includes(owner) ? owner.width : 0,
            isWhole: part('owner').scrollWidth <= part('owner').clientWidth,
            // no gap between the visible parts, nor before the first
            loose: parts.map(
              ({ left }, n) => left - (parts[n - 1]?.right ?? whole.getBoundingClientRect().left),
            ),
          }
        })
      })
    expect(shown.filter(({ front }) => front > 0 && front < 44)).toEqual([])
    expect(shown.filter(({ owner }) => owner > 0 && owner < 44)).toEqual([])
    expect(shown.filter(({ front, isWhole }) => front > 0 && !isWhole)).toEqual([]) // the path shrinks first
    expect(shown.filter(({ loose }) => loose.some((pixels) => Math.abs(pixels) > 0.5))).toEqual([])
    expect([shown[0].owner, shown[0].front, shown[299].front > 44]).toEqual([0, 0, true])
  })

  it('leads from a click in the overview to that place in the timeline', async () => {
    const page = await open()
    const strip = page.getByRole('link', { name: 'Open the timeline' })
    const width = (await strip.boundingBox())?.width ?? 0
    await strip.click({ position: { x: width / 2, y: 20 } })
    await expect
      .poll(() => new URL(page.url()).hash)
      .toMatch(/^#\/timeline\?view=(27|26\.9\d*)-(33|32\.9\d*|33\.0\d*)$/)
    await page.goBack()
    await strip.click({ position: { x: 1, y: 20 } })
    await expect.poll(() => new URL(page.url()).hash).toBe('#/timeline?view=0-6')
    await page.goBack()
    // after Back, the focus is where it was
    await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('strip')
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).hash).toBe('#/timeline')
  })

  it('draws in the overview the failure, and when each worker was busy', async () => {
    const page = await open(urlOf(shared.path), { colorScheme: 'light' })
    const red = (share: number, line: number) =>
      page.locator('.strip canvas').evaluate(
        (canvas, [x, y]) => {
          const at = [Math.round(canvas.width * x), Math.round(canvas.height * y)]
          return [...canvas.getContext('2d').getImageData(at[0], at[1], 1, 1).data].slice(0, 3).join()
        },
        [share, line],
      )
    // worker 0 failed from 50 to 60 s; worker 1 had nothing to do by then
    await expect.poll(() => red(0.9, 0.25)).toBe('217,58,21')
    expect(await red(0.4, 0.25)).toBe('159,176,195')
    expect(await red(0.9, 0.75)).toBe('243,244,245')
    seen.length = 0 // Chromium warns that the test reads from the canvas
  })

  it('lists the slowest tests and classes, with links', async () => {
    const page = await open()
    const names = (title: string) => section(page, title).locator('.name').allInnerTexts()
    expect((await names('Slowest tests')).map((name) => name.replace(/\s/g, ''))).toEqual([
      'a.TestSlow.test_long',
      'a.TestQuick.test_x',
      'a.TestSlow.test_fails',
      'b.TestOther.test_y',
    ])
    const more = section(page, 'Slowest tests').getByRole('link', { name: 'All by duration' })
    expect(await more.getAttribute('href')).toBe('#/tests?sort=-duration')
    const first = section(page, 'Slowest classes').locator('li').first()
    expect((await first.innerText()).replace(/\s+/g, '')).toBe('a.TestSlow2tests1m00s')
    await first.locator('a').click()
    await expect.poll(() => new URL(page.url()).hash).toBe('#/hierarchy?root=a.TestSlow.')
  })

  it('prints failures and chart values, without what only works on a screen', async () => {
    const page = await open()
    await page.emulateMedia({ media: 'print' })
    for (const selector of ['.bar', '.foot', '.strip', '.chart']) {
      expect([selector, await page.locator(selector).first().isVisible()]).toEqual([selector, false])
    }
    expect(await page.locator('.failure').isVisible()).toBe(true)
    expect(await textOf(page, '.chart-values')).toContain('user')
  })

  it('leaves no gap behind a short class, and cuts nothing that has room', async () => {
    const page = await open(urlOf(await report(shared.template, [stream([{ id: 'a.T.test_name' }])])))
    const widths = await page.locator('.section-head + .tests .name-leaf > *').evaluateAll((parts) =>
      parts.map((part) => {
        const range = part.ownerDocument.createRange()
        range.selectNodeContents(part)
        return [part, range].map((one) => Math.round(one.getBoundingClientRect().width))
      }),
    )
    expect(widths.map(([box, text]) => [box > 0, box - text])).toEqual([
      [true, 0],
      [true, 0],
    ])
  })

  it('cuts long names in a list in their middle, and leaves a class out that would be a letter', async () => {
    const names = ['migration_context', 'validate_source_compute'].map(
      (end) => `nova.tests.TestCompute.test_finish_revert_resize_${end}`,
    )
    const run = names.map((id, n): StreamTest => ({ id, start: n, seconds: 1 }))
    const page = await openAt(urlOf(await report(shared.template, [stream(run)]), '#/timeline'), {
      viewport: { width: 768, height: 800 },
    })
    const parts = page.locator('.panel-list .name > *')
    await expect.poll(() => parts.count()).toBe(4)
    const widths = await page.locator('.panel-list .name').evaluateAll((all) =>
      all.map((name) => {
        const box = name.getBoundingClientRect()
        return [...name.querySelectorAll('.name-path, .name-owner, .name-method > :last-child')].map(
          (part) => {
            const { top, right, width } = part.getBoundingClientRect()
            return top < box.bottom && right <= box.right + 1 ? Math.round(width) : 0
          },
        )
      }),
    )
    for (const [path, owner, end] of widths) {
      expect(end).toBeGreaterThan(40)
      for (const width of [path, owner]) expect(width === 0 || width >= 40, `${width}`).toBe(true)
    }
  })

  it('says on paper how many failures are not printed', async () => {
    const many = Array.from({ length: 201 }, (_, n): StreamTest => ({ id: `a.T.test_${n}`, status: 'fail' }))
    const page = await open(urlOf(await report(shared.template, [stream(many)])))
    const button = page.getByRole('button', { name: 'Show 1 more of 201' })
    await button.waitFor()
    const words = page.getByText('and 1 more', { exact: true })
    expect(await words.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect([await words.isVisible(), await button.isVisible()]).toEqual([true, false])
  })

  it('groups failures by their exception, even if the last line does not name it', async () => {
    const head = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\n'
    const of = (id: string, message: string): StreamTest => ({
      id,
      status: 'fail',
      files: [
        ['traceback', `${head}${message}\n`],
        ['log', 'long\n'.repeat(1000)],
      ],
    })
    const differing = "!=:\nreference = 'a'\nactual    = 'b'"
    const page = await open(
      urlOf(
        await report(shared.template, [
          stream([
            of('a.T.one', `MismatchError: ${differing}`),
            of('a.T.two', `ServerError: ${differing}`),
            of('a.T.three', `MismatchError: ${differing}`),
            of('a.T.four', 'KeyError: 1'),
            { id: 'a.T.five', status: 'fail', files: [['traceback1', `${head}ValueError: 2`]] },
            { id: 'a.T.six', status: 'fail' },
          ]),
        ]),
      ),
    )
    const reasons = () => page.locator('.failure-text').allInnerTexts()
    await expect
      .poll(reasons)
      .toEqual([
        "MismatchError: !=:\n…\nactual    = 'b'",
        "ServerError: !=:\n…\nactual    = 'b'",
        'KeyError: 1',
        'ValueError: 2',
        'No traceback',
      ])
    expect(await page.locator('.failure').first().locator('a').count()).toBe(2)
    expect(await page.locator('.failure-count').allInnerTexts()).toEqual(['2 tests'])
    expect(await section(page, 'failures').locator('h3').textContent()).toBe('6 failures, 5 reasons')
  })

  it('does not split a cause that it has read for some tests only', async () => {
    const of = (id: string, ...lines: string[]): StreamTest => ({
      id,
      status: 'fail',
      files: [
        ['traceback', `Traceback (most recent call last):\n  File "a.py", line 1\n${lines.join('\n')}\n`],
      ],
    })
    const many = (name: string, count: number, ...lines: string[]): StreamTest[] =>
      Array.from({ length: count }, (_, n) => of(`${name}_${n}`, ...lines))
    const tests = [
      // the exporter reads these, and home another fifty of those that follow
      ...many('a.T.test', 100, 'KeyError: 0'),
      of('a.T.x', 'TypeError: x', 'element 0', 'see both'),
      of('a.T.y', 'IndexError: y', 'element 0', 'see both'),
      ...many('b.T.test', 70, 'ValueError: differ', 'element 0', 'see the log'),
      // of these it reads none
      ...many('c.T.test', 20, 'KeyError: 0', 'element 0', 'see another log'),
      ...many('d.T.test', 2, 'OSError: 0', 'element 0', 'see both'),
    ]
    const page = await open(urlOf(await report(shared.template, [stream(tests)])))
    await expect
      .poll(() => page.locator('.failure-reason').allInnerTexts())
      .toEqual([
        'KeyError: 0\n100 tests',
        'ValueError: differ\n…\nsee the log\n70 tests',
        'see another log\n20 tests',
        'see both\n2 tests',
        'TypeError: x\n…\nsee both',
        'IndexError: y\n…\nsee both',
      ])
  })

  it('says of a failure which attempt it is, and in which later one the test passed', async () => {
    const tags = ['worker-1']
    const again = (id: string, ...statuses: ('fail' | 'success' | 'skip')[]): StreamTest[] =>
      statuses.map((status, i) => ({ id, status, start: 2 * i, tags }))
    const page = await open(
      urlOf(
        await report(shared.template, [
          stream([
            ...again('a.T.x', 'fail', 'fail', 'success'),
            ...again('a.T.y', 'success', 'fail', 'skip'),
            // as pytest-subunit reports a failed fixture: the second is no attempt
            { id: 'a.T.z', status: 'fail' },
            { id: 'a.T.z', seconds: 0 },
            // as unittest reports a cleanup that failed after its test
            { id: 'a.T.cleanup', status: 'fail' },
            { id: 'a.T.cleanup', status: 'fail', start: 1, seconds: 0 },
            { id: 'setUpClass (a.T)', status: 'fail', seconds: 0, tags },
            { id: 'setUpClass (a.T)', status: 'fail', start: 2, seconds: 0, tags: ['worker-0'] },
          ]),
        ]),
      ),
    )
    await page.locator('.failure .test-where').first().waitFor()
    const rows = await page.locator('.failure li').allInnerTexts()
    expect(rows.map((row) => row.replace(/\s+/g, ' '))).toEqual([
      // of no time and without a text: their process may have died
      'a.T.cleanup another result 0 s',
      'a.T.setUpClass worker 1 0 s',
      'a.T.setUpClass also on worker 0 0 s',
      'a.T.x passed in attempt 3 worker 1 1.00 s',
      'a.T.x attempt 2 passed in attempt 3 worker 1 1.00 s',
      'a.T.y attempt 2 worker 1 1.00 s',
      'a.T.z 1.00 s',
      'a.T.cleanup 1.00 s',
    ])
    // in a narrower window, attempts go below the name, so that times stay in their column
    await page.setViewportSize({ width: 640, height: 900 })
    const ends = page.locator('.failure .test-time')
    const right = await ends.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right))
    expect(new Set(right)).toEqual(new Set([628]))
    await page.locator('.failure a', { hasText: 'another result' }).click()
    const results = page.getByRole('navigation', { name: 'Results' })
    expect((await results.innerText()).replace(/\s+/g, ' ')).toBe(
      '2 results failed 1.00 s another result failed 0 s',
    )
  })

  it('says why pytest’s tests failed or were skipped, from a text named after the file', async () => {
    const said = (text: string) => [['tests/a.py', text] as const]
    const page = await open(
      urlOf(
        await report(shared.template, [
          stream([
            {
              id: 'tests/a.py::a',
              status: 'fail',
              files: said('E   KeyError: 1\n\ntests/a.py:2: KeyError\n'),
            },
            { id: 'tests/a.py::b', status: 'skip', files: said("('/a.py', 18, 'Skipped: no net')\n") },
            { id: 'tests/a.py::c', status: 'skip', files: said("('/a.py', 20, 'Skipped: no net')\n") },
            { id: 'tests/a.py::d', status: 'skip' },
            // as in version 1
            { id: 'zope.a', status: 'skip', files: [['reason', 'no net\n']] },
            { id: 'zope.b', status: 'skip', files: [['reason', '\n']] },
          ]),
        ]),
      ),
    )
    const text = (selector: string) => page.locator(selector).allInnerTexts()
    await expect.poll(() => text('.failure-text')).toEqual(['KeyError: 1\ntests/a.py:2: KeyError'])
    const skips = async () => (await text('.skips summary')).map((one) => one.replace(/\s+/g, ' ').trim())
    await expect.poll(skips).toEqual(['3 no net', '2 No reason given'])
  })

  it('says why the first hundred failures and thousand skips happened, and of others as much as it reads', async () => {
    const many = (count: number, status: 'fail' | 'skip', text: string): StreamTest[] =>
      Array.from({ length: count }, (_, n) => ({
        id: `tests/a.py::${status}_${n}`,
        status,
        files: [['tests/a.py', text]],
      }))
    const tests = [
      ...many(200, 'fail', 'E   KeyError: 1\nE   two\n\ntests/a.py:2: KeyError\n'),
      ...many(1100, 'skip', "('/a.py', 18, 'Skipped: no net')\n"),
    ]
    const page = await open(urlOf(await report(shared.template, [stream(tests)])))
    const groups = async (selector: string) =>
      (await page.locator(selector).allInnerTexts()).map((one) => one.replace(/\s+/g, ' ').trim())
    await expect
      .poll(() => groups('.failure-reason'))
      .toEqual(['KeyError: 1 … tests/a.py:2: KeyError 150 tests', 'Reason not read: open the test 50 tests'])
    expect(await section(page, 'failures').locator('h3').textContent()).toBe('200 failures')
    await expect
      .poll(() => groups('.skips summary'))
      .toEqual(['1,050 no net', '50 Reason not read: open the test'])
    expect(await page.locator('h3', { hasText: 'skipped' }).textContent()).toBe('1,100 skipped, 1 reason')
  })

  it('links to all skipped tests if there are more reasons, or tests of one, than it lists', async () => {
    const skips = Array.from({ length: 71 }, (_, n): StreamTest => {
      const reason = n < 51 ? 'no net' : `reason ${n}`
      return { id: `a.T.test_${n}`, status: 'skip', files: [['reason', reason]] }
    })
    const page = await open(urlOf(await report(shared.template, [stream(skips)])))
    await page.getByText('no net').click()
    expect(await page.locator('.skips a').first().isVisible()).toBe(true)
    for (const name of ['All of them among the skipped tests', 'All 71 skipped tests'])
      expect(await page.getByRole('link', { name }).getAttribute('href')).toBe('#/tests?status=skip')
  })

  it('gives testtools’ failed expectation as the reason', async () => {
    const files = [
      ['Failed expectation', 'MismatchError: 1 != 2'],
      ['traceback', 'AssertionError: Forced Test Failure\n'],
    ] as const
    const page = await open(
      urlOf(await report(shared.template, [stream([{ id: 'a', status: 'fail', files }])])),
    )
    await expect.poll(() => page.locator('.failure-text').allInnerTexts()).toEqual(['MismatchError: 1 != 2'])
  })

  it('has a card for each of several runs, with its own overview and numbers', async () => {
    const untimed = Buffer.from('test: a.T.x\nsuccess: a.T.x\n')
    const runs = [stream(TESTS), stream(TESTS.slice(2)), untimed]
    const page = await open(urlOf(await report(shared.template, runs, { logs: [DSTAT] })))
    await expect.poll(() => page.locator('article .strip').count()).toBe(2)
    // nothing says that the log is of the third one's time
    const machines = page.locator('article:has(h3:text-is("The machine meanwhile"))')
    expect(await machines.evaluateAll((all) => all.map(({ id }) => id))).toEqual(['run-0', 'run-1'])
    const cards = await page.locator('article header').allInnerTexts()
    expect(cards[0]).toContain('1 of 4 tests failed in 1 m 00 s on 2 workers, 75 % busy')
    expect(cards[1]).toContain('All 2 tests passed in 40.0 s on 1 worker, 75 % busy')
    const time = await page.locator('#run-1 .facts').innerText()
    expect(time.replace(/\s+/g, ' ')).toContain(
      'Ideal 30.0 s shared evenly Finished last worker 1 the only one',
    )
    await page.locator('article .strip').nth(1).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).hash).toBe('#/timeline?run=1')
  })

  it('has the cards of runs that failed before the others, of each in their order', async () => {
    const passed = stream([{ id: 'm.T.test_a' }])
    const failed = stream([{ id: 'm.T.test_a', status: 'fail' }])
    const page = await open(urlOf(await report(shared.template, [passed, failed, passed, failed])))
    const shown = await page.locator('article.run').evaluateAll((all) => all.map(({ id }) => id))
    expect(shown).toEqual(['run-1', 'run-3', 'run-0', 'run-2'])
    const listed = await page.locator('.runs tbody a').allInnerTexts()
    expect(listed.map((text) => text.trim()[0])).toEqual(['0', '1', '2', '3'])
  })

  it('shows, of more than eight runs, those that failed or lost results', async () => {
    const streams = Array.from({ length: 10 }, (_, run) => stream([{ id: `m.T.test_${run}` }]))
    // its own test in full, and the beginning of another packet
    streams[3] = Buffer.concat([streams[3], streams[4].subarray(0, 10)])
    streams[6] = stream([{ id: 'm.T.test_6', status: 'fail' }])
    const page = await open(urlOf(await report(shared.template, streams)))
    const shown = await page.locator('article.run').evaluateAll((all) => all.map(({ id }) => id))
    expect(shown).toEqual(['run-3', 'run-6'])
    expect(await textOf(page, '#run-3 .notice')).toContain('The stream is cut off: results may be missing')
    const good = streams.with(3, streams[4]).with(6, streams[4])
    const other = await open(urlOf(await report(shared.template, good)))
    expect(await other.locator('article.run').evaluateAll((all) => all.map(({ id }) => id))).toEqual([
      'run-9',
    ])
    expect(await other.locator('main').innerText()).toContain('9 more runs: choose one in the table above.')
  })

  it('lists twenty of many runs at first, including the failed one, and all on request', async () => {
    const many = Array.from({ length: 30 }, (_, n) =>
      stream([{ id: 'a.B.test_c', start: 10 * n, status: n === 2 ? 'fail' : 'success' }]),
    )
    const page = await openAt(urlOf(await report(shared.template, many)))
    const rows = page.locator('.runs tbody tr')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(20)
    expect(await rows.first().innerText()).toContain('run-2.subunit')
    expect(await rows.nth(1).innerText()).toContain('run-11.subunit')
    await page.getByRole('button', { name: 'List all 30 runs' }).click()
    await expect.poll(() => rows.count()).toBe(30)
    await expect.poll(() => new URL(page.url()).hash).toBe('#/?all')
    // the list stays expanded when a run is chosen, and after a reload
    await rows.nth(1).getByRole('link').click()
    await expect.poll(() => new URL(page.url()).hash).toBe('#/?run=1&all')
    expect(await rows.count()).toBe(30)
    await page.reload()
    await expect.poll(() => rows.count()).toBe(30)
    // the button is still there, and has the focus
    await page.getByRole('button', { name: 'List 20 of them' }).click()
    await expect.poll(() => rows.count()).toBe(20)
    expect(await page.evaluate('document.activeElement.textContent')).toBe('List all 30 runs')
    // numbered as elsewhere
    expect(await rows.nth(2).innerText()).toMatch(/^12: run-12/)
  })

  it('gives the end date of a run that passes midnight on the reader’s clock', async () => {
    const night = [{ id: 'a.T.x' }, { id: 'a.T.y', start: 20_000, seconds: 10 }]
    const page = await open(urlOf(await report(shared.template, [stream(night)])), { timezoneId: 'UTC' })
    expect(await textOf(page, '.run-foot')).toMatch(/23 Nov 2026, 18:14:20 to 23:47:50$/)
    await expect.poll(() => textOf(page, '.ends')).toMatch(/^18:14:20\s*23:47:50$/)
    const later = await open(page.url(), { timezoneId: 'Europe/Moscow' })
    expect(await textOf(later, '.run-foot')).toContain('23 Nov 2026, 21:14:20 to 24 Nov 2026, 02:47:50')
    await expect.poll(() => textOf(later, '.ends')).toMatch(/^23 Nov 2026, 21:14:20\s*24 Nov 2026, 02:47:50$/)
    await page.getByRole('button', { name: 'Count from the first test' }).click()
    await expect.poll(() => textOf(page, '.run-foot')).toMatch(/ · \+0:00 to \+5:33:30$/)
  })

  it('tells the ends of a short run apart', async () => {
    const page = await open(
      urlOf(await report(shared.template, [stream([{ id: 'a.T.x', seconds: 0.42 }])])),
      {
        timezoneId: 'UTC',
      },
    )
    await expect.poll(() => textOf(page, '.ends')).toMatch(/^18:14:20\.000\s*18:14:20\.420$/)
  })

  it('says how many tests have no times, if others have some', async () => {
    const time = (second: number): string => `time: 2026-11-23 18:14:${second}.000000Z\n`
    const late = `test: a.T.x\nsuccess: a.T.x\n${time(20)}test: a.T.y\n${time(21)}success: a.T.y\n`
    const page = await open(urlOf(await report(shared.template, [Buffer.from(late)])))
    await section(page, 'About the stream').waitFor()
    expect((await textOf(page, '.notes')).trim()).toBe(
      '1 test without times: on no timeline, and counted for no worker.',
    )
  })

  it('has no overview and no balance for a run without times, and says why', async () => {
    const untimed = await report(
      shared.template,
      [Buffer.from('test: a.T.x\nsuccess: a.T.x\ntest: a.T.y\nfailure: a.T.y [\nboom\n]\n')],
      { logs: [DSTAT] },
    )
    const page = await open(urlOf(untimed))
    expect(await page.locator('h1').innerText()).toBe('1 of 2 tests failed')
    expect(await page.locator('.strip').count()).toBe(0)
    expect(await page.locator('main').innerText()).toContain('no times in the stream')
    // in the place of the overview, not in the last line alone
    expect(await textOf(page, '.no-strip')).toMatch(/^The stream has no times of the tests/)
    expect(await textOf(page, '.foot')).not.toMatch(/Times|Count/)
    expect(await page.locator('main').innerText()).not.toContain('Where the time went')
    expect(await page.locator('h3').filter({ hasText: 'machine' }).allInnerTexts()).toEqual(['The machine'])
    await page.locator('.failure a').click()
    await expect.poll(() => textOf(page, '.facts')).toContain('Started not in the stream')
  })
})
