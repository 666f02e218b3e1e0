import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { packet } from '../helpers/v2-writer.ts'
import { NO_BROWSER } from './browser.ts'
import { report, shownText, stream, urlOf } from './page.ts'
import { boxOf, frame } from './plot.ts'
import { useReport } from './use-report.ts'

/** A red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
const BINARY = Buffer.from([0, 1, 2, 250, 255])
/** No UTF-8: a lone byte of a sequence, one that is cut off, half a surrogate pair, and `/` in two bytes. */
const ODD = Buffer.from('61ff62 0a c3bce282 63 0a eda080 0a c0af 0a f09f9882'.replaceAll(' ', ''), 'hex')
const LINES = 400_000
const BIG = Array.from({ length: LINES }, (_, n) => `2026-11-23 18:14:27 INFO line ${n + 1} of many`).join(
  '\n',
)
/** Not drawn as a whole either. */
const LONG = BIG.split('\n').slice(0, 20_000).join('\n')
const LIBRARY = '  File "/usr/lib/python3/dist-packages/eventlet/hub.py", line 7, in run\n    switch()\n'
const TRACE = `Traceback (most recent call last):
${LIBRARY.repeat(5)}  File "/usr/lib/python3/dist-packages/app/tests/test_store.py", line 40, in test_get
    self.store.get()
KeyError: 'flavor'
`
/** A hundred entries of two lines each. */
const LEVELS = Array.from({ length: 100 }, (_, n) => {
  const head = `2026-11-23 18:14:20.${String(n).padStart(3, '0')} 26441 ${n % 4 === 3 ? 'ERROR' : 'DEBUG'}`
  return `${head} nova.x [req-${n}] entry ${n} \u001b[32mgreen\u001b[0m\n  goes on ${n}\n`
}).join('')

/** Thirty times as long, with lines that take several rows when wrapped. */
const TALL = LEVELS.repeat(30).replaceAll('green', 'green '.repeat(60))

const FAR = `first\n${'word '.repeat(380)}needle\nneedle\n`

/** The part of a DOM element that these tests use. */
interface Shown {
  getBoundingClientRect(): { readonly top: number; readonly bottom: number }
  closest(selector: string): Shown
  readonly ownerDocument: { readonly defaultView: { readonly innerHeight: number } }
}

/** Whether the element is in view, both in its scroll box and in the window. Runs in the page. */
function isSeen(element: Shown): boolean {
  const [own, box] = [element.getBoundingClientRect(), element.closest('.text').getBoundingClientRect()]
  const { innerHeight } = element.ownerDocument.defaultView
  return own.top >= Math.max(0, box.top) - 1 && own.bottom <= Math.min(box.bottom, innerHeight) + 1
}

describe.skipIf(NO_BROWSER !== null)('the output page', () => {
  const shared = useReport((template) => {
    const tests = stream([
      {
        id: 'big',
        files: [
          ['log', BIG],
          ['stderr', 'short\n'],
        ],
      },
      {
        id: 'copied',
        files: [
          ['log', LONG],
          ['stderr', 'short\n'],
        ],
      },
      { id: 'long', files: [['line', `start ${'x'.repeat(20_000_000)} end`]] },
      {
        id: 'app.tests.test_store',
        status: 'fail',
        files: [
          ['log', 'below'],
          ['traceback', TRACE],
        ],
      },
      {
        id: 'two',
        status: 'fail',
        files: [
          ['log', LEVELS],
          ['stderr', 'short\n'],
          ['traceback', TRACE],
          ['traceback-1', TRACE.replace('flavor', 'image')],
        ],
      },
      {
        id: 'wide-trace',
        status: 'fail',
        files: [['traceback', TRACE.replace('flavor', 'word '.repeat(400))]],
      },
      { id: 'levels', files: [['log', LEVELS]] },
      { id: 'tall', files: [['log', TALL]] },
      {
        id: 'files',
        files: [
          ['screenshot', PNG, 'image/png'],
          ['core', BINARY, 'application/x-core'],
          ['page', '<b>bold</b>', 'text/html'],
          ['drawing', SVG, 'image/svg+xml'],
          ['broken', BINARY, 'image/png'],
        ],
      },
      {
        id: 'odd',
        files: [
          ['log', ODD],
          ['answer', Buffer.concat([Buffer.from('{"a":"'), ODD, Buffer.from('"}')]), 'application/json'],
        ],
      },
      { id: 'many', files: Array.from({ length: 10_000 }, (_, n) => [`file${n}`, `content ${n}`] as const) },
      { id: 'none' },
      { id: 'far', files: [['log', FAR]] },
      { id: 'farther', files: [['log', FAR + 'line\n'.repeat(3000)]] },
      { id: 'wide', files: [['log', `${'word '.repeat(400)}\nlast`]] },
    ])
    const loose = packet({ file: ['console', 'before any test\n'], mime: 'text/plain;charset=utf8' })
    return report(template, [Buffer.concat([loose, tests])])
  })
  const { download, newPage, openAt } = shared

  async function open(hash: string): Promise<Page> {
    const page = await openAt(urlOf(shared.path, hash), { acceptDownloads: true })
    await page.locator('.page').waitFor()
    return page
  }

  it('shows the first and the last of 400,000 lines, with fewer than 100 rows in the DOM', async () => {
    const page = await open(testHash(0, 'big'))
    const log = page.getByRole('region', { name: 'log' })
    await expect
      .poll(() => page.locator('.attachment-size').innerText())
      .toMatch(/^400,000 lines · 17\.\d MB$/)
    const rows = log.locator('.text-row')
    expect(await rows.first().locator('.text-line').textContent()).toBe(
      '2026-11-23 18:14:27 INFO line 1 of many',
    )
    expect(await rows.count()).toBeLessThan(100)
    await log.evaluate((element) => {
      element.scrollTop = element.scrollHeight
    })
    await expect.poll(() => rows.last().locator('.text-line').innerText()).toContain(`line ${LINES} of many`)
    expect(await rows.last().locator('.text-number').getAttribute('data-line')).toBe(String(LINES))
    expect(await rows.count()).toBeLessThan(100)
    // keys begin where the reader looks, and a line is one of this attachment
    await log.press('ArrowDown')
    await expect.poll(() => new URL(page.url()).hash).toMatch(/\?line=3999\d\d$/)
    await page.getByRole('tab', { name: 'stderr' }).click()
    await expect.poll(() => new URL(page.url()).hash).toBe(`${testHash(0, 'big')}?tab=stderr`)
  })

  it('shows the first lines while the rest is still being read', async () => {
    const page = await openAt(urlOf(shared.path, '#/'))
    // records each size displayed once there are lines
    await page.evaluate(`new MutationObserver(() => {
      const size = document.querySelector('.text-row') && document.querySelector('.attachment-size')
      if (size && sizes.at(-1) !== size.textContent) sizes.push(size.textContent)
    }).observe(document, { subtree: true, childList: true, characterData: true }), globalThis.sizes = []`)
    await page.evaluate(`location.hash = ${JSON.stringify(testHash(0, 'big'))}`)
    await expect
      .poll(() => page.locator('.attachment-size').innerText())
      .toMatch(/^400,000 lines · [\d.]+ MB$/)
    const sizes = (await page.evaluate('sizes')) as string[]
    expect(sizes[0]).toMatch(/MB …$|kB …$/)
    expect(Number.parseInt(sizes[0].replaceAll(',', ''), 10)).toBeLessThan(LINES / 2)
  })

  it('downloads a log in full', async () => {
    const page = await open(testHash(0, 'big'))
    await expect.poll(() => page.locator('.attachment-size').innerText()).toMatch(/MB$/)
    const [name, content] = await download(page, 'Download')
    expect(name).toBe('log.txt')
    expect(content.equals(Buffer.from(BIG))).toBe(true)
  })

  it('splits a line of 20 MB into rows, which fit the width when wrapped', async () => {
    const page = await open(testHash(0, 'long'))
    const rows = page.locator('.text-row')
    await rows.nth(2).waitFor()
    expect(await page.locator('.attachment-size').innerText()).toContain('1 line ·')
    expect((await rows.first().locator('.text-line').textContent())?.startsWith('start xxx')).toBe(true)
    expect(await rows.nth(1).locator('a').count()).toBe(0)
    await page.keyboard.press('w')
    await expect
      .poll(async () => (await rows.first().locator('.text-line').textContent())?.length)
      .toBeLessThan(250)
    const box = page.locator('.text')
    expect(await box.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
  })

  it('wraps lines on request and keeps that in the URL', async () => {
    const page = await open(testHash(0, 'wide'))
    const text = page.locator('.text')
    await text.waitFor()
    const overflows = () => text.evaluate((element) => element.scrollWidth > element.clientWidth)
    expect(await overflows()).toBe(true)
    await page.getByRole('button', { name: 'Wrap' }).click()
    await expect.poll(overflows).toBe(false)
    await expect.poll(() => new URL(page.url()).hash).toBe(`${testHash(0, 'wide')}?wrap`)
    await page.reload()
    await text.waitFor()
    expect(await overflows()).toBe(false)
    await page.getByRole('button', { name: 'Wrap', pressed: true }).waitFor()
    await page.keyboard.press('w')
    await expect.poll(overflows).toBe(true)
  })

  it('has a tab per attachment, chosen by arrow keys and kept in the URL', async () => {
    const page = await open(testHash(0, 'files'))
    const tabs = page.getByRole('tab')
    await tabs.first().waitFor()
    expect(await tabs.allInnerTexts()).toEqual(['screenshot', 'core', 'page', 'drawing', 'broken'])
    expect(await page.getByRole('img', { name: 'Attachment screenshot' }).count()).toBe(1)
    await tabs.first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const chosen = () => page.locator('[role=tab][aria-selected=true]')
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('page')
    expect(await chosen().innerText()).toBe('page')
    const panel = page.getByRole('tabpanel', { name: 'page' })
    expect(await chosen().getAttribute('aria-controls')).toBe(await panel.getAttribute('id'))
    await expect.poll(() => new URL(page.url()).hash).toBe(`${testHash(0, 'files')}?tab=page`)
    await page.keyboard.press('End')
    expect(await chosen().innerText()).toBe('broken')
    await page.keyboard.press('ArrowRight')
    expect(await chosen().innerText()).toBe('screenshot')
    await page.keyboard.press('ArrowLeft')
    expect(await chosen().innerText()).toBe('broken')
    await page.keyboard.press('Home')
    expect(await chosen().innerText()).toBe('screenshot')
    await page.goto(urlOf(shared.path, `${testHash(0, 'files')}?tab=core`))
    await expect.poll(() => chosen().innerText()).toBe('core')
    expect(await tabs.evaluateAll((all) => all.map((tab) => tab.tabIndex))).toEqual([-1, 0, -1, -1, -1])
  })

  it('keeps what was chosen and filtered in a log while a traceback is chosen, and the other way round', async () => {
    const page = await open(`${testHash(0, 'two')}?line=7&level=error&find=entry`)
    const chosen = page.locator('[role=tab][aria-selected=true]')
    await page.getByRole('tab', { name: 'traceback-1' }).click()
    await expect.poll(() => chosen.allInnerTexts()).toEqual(['traceback-1', 'log'])
    const wrap = page.getByRole('button', { name: 'Wrap' }).first()
    await wrap.click()
    const hash = (view: string): string => `${testHash(0, 'two')}?${view}`
    await expect
      .poll(() => new URL(page.url()).hash)
      .toBe(hash('also=traceback1&line=7&level=error&find=entry&wrap'))
    await wrap.click()
    await page.getByRole('tab', { name: 'stderr' }).click()
    await expect.poll(() => chosen.allInnerTexts()).toEqual(['traceback-1', 'stderr'])
    await page.goto(urlOf(shared.path, hash('tab=traceback1')))
    await expect.poll(() => chosen.allInnerTexts()).toEqual(['traceback-1', 'log'])
    await page.getByRole('button', { name: 'ERROR' }).click()
    await expect.poll(() => new URL(page.url()).hash).toBe(hash('tab=log&also=traceback1&level=error'))
    expect(await chosen.allInnerTexts()).toEqual(['traceback-1', 'log'])
  })

  it('has rows of tabs that begin at one edge, and room for each line number on a phone', async () => {
    const page = await newPage({ viewport: { width: 320, height: 844 } })
    await page.goto(urlOf(shared.path, testHash(0, 'files')))
    const tabs = page.getByRole('tab')
    await tabs.first().waitFor()
    const places = await tabs.evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect()))
    const wrapped = places.find(({ top }) => top > places[0].top)
    expect(wrapped?.left).toBe(places[0].left)
    await page.goto(urlOf(shared.path, `${testHash(0, 'big')}?line=399999`))
    const number = page.locator('[data-line="399999"]')
    await number.waitFor()
    // the text's width without the padding at its right, where it would begin to overflow to the left
    const [needed, room] = await number.evaluate((element) => {
      const style = element.ownerDocument.defaultView.getComputedStyle(element)
      const context = element.ownerDocument.createElement('canvas').getContext('2d')
      context.font = style.font
      return [
        context.measureText('399999').width,
        Number.parseFloat(style.width) - Number.parseFloat(style.paddingRight),
      ]
    })
    expect(room).toBeGreaterThanOrEqual(Math.floor(needed))
  })

  it('says if the test lacks the attachment of the link, whose line is not one of another', async () => {
    const page = await open(`${testHash(0, 'two')}?tab=gone&line=3`)
    const told = page.getByText('There is no attachment “gone” here.')
    await told.waitFor()
    await page.locator('.text-row').first().waitFor()
    expect(await page.locator('.is-marked').count()).toBe(0)
    await page.getByRole('tab', { name: 'stderr' }).click()
    await expect.poll(() => told.count()).toBe(0)
  })

  it('shows a PNG as an image, HTML and SVG as source, and offers binary files as downloads', async () => {
    const page = await open(testHash(0, 'files'))
    await page.locator('.picture').waitFor()
    await expect.poll(() => page.locator('.picture').evaluate((image) => image.naturalWidth)).toBe(1)
    expect(await download(page, 'Download')).toEqual(['screenshot.png', PNG])
    await page.getByRole('tab', { name: 'core' }).click()
    expect(await page.locator('.attachment-size').innerText()).toContain('application/x-core · 5 B')
    expect(await download(page, 'Download')).toEqual(['core.bin', BINARY])
    await page.getByRole('tab', { name: 'page' }).click()
    expect(await shownText(page)).toBe('<b>bold</b>')
    expect((await download(page, 'Download'))[0]).toBe('page.txt')
    await page.getByRole('tab', { name: 'drawing' }).click()
    expect(await shownText(page)).toBe(SVG)
    expect(await page.locator('main img').count()).toBe(0)
    expect(await download(page, 'Download')).toEqual(['drawing.txt', Buffer.from(SVG)])
    await page.getByRole('tab', { name: 'broken' }).click()
    await page.getByText('The browser cannot show this picture: it can be downloaded.').waitFor()
    expect(await download(page, 'Download')).toEqual(['broken.png', BINARY])
    await page.getByRole('tab', { name: 'screenshot' }).click()
    await page.locator('.picture').waitFor()
  })

  it('prints a log without the field and the buttons above it', async () => {
    const page = await open(testHash(0, 'levels'))
    await page.locator('.level').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    for (const selector of ['.find', '.level', '.button'])
      expect([selector, await page.locator(selector).first().isVisible()]).toEqual([selector, false])
    expect(await page.locator('.text').first().isVisible()).toBe(true)
  })

  it('says on paper of which levels the lines of a log are', async () => {
    const words = (name: string) => async (): Promise<string> => {
      const page = await open(`${testHash(0, name)}?level=warning,error`)
      await page.locator('.text-row').first().waitFor()
      await page.emulateMedia({ media: 'print' })
      return page.locator('.log .on-paper').innerText()
    }
    await expect.poll(words('levels')).toBe('50 of 200 lines · warning · error')
    await expect
      .poll(words('tall'))
      .toMatch(/^1,500 of 6,000 lines · warning · error · Lines 7 to \d+ of 6,000$/)
  })

  it('prints a traceback’s long lines in full', async () => {
    const page = await open(testHash(0, 'wide-trace'))
    await page.locator('.trace-line').first().waitFor()
    await page.setViewportSize({ width: 700, height: 900 })
    await page.emulateMedia({ media: 'print' })
    const trace = page.locator('.trace')
    expect(await trace.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    expect(await trace.evaluate((element) => element.clientHeight)).toBeGreaterThan(18 * 20)
  })

  it('prints long lines in full, and of a long log says which lines are there', async () => {
    const page = await open(testHash(0, 'tall'))
    await page.locator('.text-row').nth(9).waitFor()
    await page.emulateMedia({ media: 'print' })
    const isWithin = page.locator('.text-line').evaluateAll((lines) => {
      const width = lines[0].ownerDocument.defaultView.innerWidth
      return lines.every((line) => line.getBoundingClientRect().right <= width)
    })
    expect(await isWithin).toBe(true)
    const rows = await page
      .locator('.text-row')
      .evaluateAll((all) =>
        all.map((row) => [row.getBoundingClientRect().top, row.getBoundingClientRect().bottom]),
      )
    for (const [i, [top]] of rows.entries()) if (i > 0) expect(top).toBeCloseTo(rows[i - 1][1], 0)
    expect(await page.locator('.log .on-paper').innerText()).toMatch(/^Lines 1 to [1-9]\d of 6,000$/)
  })

  it('offers 10,000 attachments in a list that typing narrows', async () => {
    const page = await open(testHash(0, 'many'))
    const list = page.getByRole('combobox', { name: 'Attachment' })
    await list.waitFor()
    expect(await list.locator('option').count()).toBe(200)
    const found = page.locator('.picker [role=status]')
    expect(await found.innerText()).toBe('first 200 of 10,000')
    const filter = page.getByRole('searchbox', { name: 'Filter attachments' })
    await filter.fill('nothing')
    await expect.poll(() => found.innerText()).toBe('0 found')
    await page.keyboard.press('Enter')
    await filter.fill('file999')
    await expect.poll(() => found.innerText()).toBe('11 found')
    await list.selectOption('file9991')
    await expect.poll(() => shownText(page)).toBe('content 9991')
    await list.selectOption('file999')
    await expect.poll(() => shownText(page)).toBe('content 999')
    await filter.fill('file9999')
    await expect.poll(() => list.locator('option').allInnerTexts()).toEqual(['file999', 'file9999'])
    await page.keyboard.press('Enter')
    await expect.poll(() => shownText(page)).toBe('content 9999')
    await expect.poll(() => new URL(page.url()).hash).toBe(`${testHash(0, 'many')}?tab=file9999`)
    await page.reload()
    await expect.poll(() => shownText(page)).toBe('content 9999')
  })

  it('has fields on a phone into which it need not zoom to show what is typed', async () => {
    const page = await newPage({ viewport: { width: 390, height: 844 } })
    const sizes = async (hash: string): Promise<string[]> => {
      await page.goto(urlOf(shared.path, hash))
      await page.locator('.log-tools input').waitFor()
      return page.evaluate(
        '[...document.querySelectorAll("main input")].map((field) => getComputedStyle(field).fontSize)',
      )
    }
    expect(await sizes(testHash(0, 'levels'))).toEqual(['16px'])
    expect(await sizes(testHash(0, 'many'))).toEqual(['16px', '16px'])
  })

  it('searches without regard to case, steps through the hits and keeps the search in the URL', async () => {
    const page = await open(testHash(0, 'levels'))
    await page.locator('.text-row').first().waitFor()
    const count = page.locator('.find-count')
    const told = page.locator('.find [role=status]')
    expect(await told.textContent()).toBe('') // a live region must exist before it announces anything
    await page.keyboard.press('f')
    await page.keyboard.type('ENTRY 7')
    const current = page.locator('mark.is-current')
    const lineOfHit = () =>
      page.locator('.text-row:has(mark.is-current) .text-number').getAttribute('data-line')
    await expect.poll(() => count.innerText()).toBe('1 of 11')
    expect(await current.innerText()).toBe('entry 7')
    expect(await told.textContent()).toMatch(/^1 of 11.*entry 7/)
    expect(await lineOfHit()).toBe('15')
    await page.keyboard.press('Enter')
    await expect.poll(() => count.innerText()).toBe('2 of 11')
    expect(await lineOfHit()).toBe('141')
    expect(await current.evaluate(isSeen)).toBe(true)
    const step = (name: string) => page.getByRole('button', { name, exact: true }).click()
    await step('Next hit')
    await expect.poll(() => count.innerText()).toBe('3 of 11')
    await step('Previous hit')
    await expect.poll(() => count.innerText()).toBe('2 of 11')
    await page.locator('.find input').focus()
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.press('Shift+Enter')
    await expect.poll(() => count.innerText()).toBe('11 of 11')
    expect(await page.locator('mark').count()).toBe(11)
    await expect.poll(() => new URL(page.url()).hash).toBe(`${testHash(0, 'levels')}?find=ENTRY+7`)
    await page.keyboard.type('xyz')
    await expect.poll(() => count.innerText()).toBe('none')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('mark').count()).toBe(0)
    // once it is empty, Escape leaves the field for the log, whose keys work
    await page.keyboard.press('Escape')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => page.locator('.text-row.is-marked').count()).toBe(1)
  })

  it.each(['far', 'farther'])('scrolls sideways to a hit and back for the next one: %s', async (name) => {
    const page = await open(`${testHash(0, name)}?find=needle`)
    const current = page.locator('mark.is-current')
    const isBeside = () =>
      current.evaluate((mark) => {
        const [own, box] = [mark.getBoundingClientRect(), mark.closest('.text').getBoundingClientRect()]
        return own.left < box.left + 60 || own.right > box.right
      })
    await current.waitFor()
    await expect.poll(isBeside).toBe(false)
    await page.locator('.find input').press('Enter')
    await expect.poll(() => page.locator('.find-count').innerText()).toBe('2 of 2')
    await expect.poll(isBeside).toBe(false)
    expect(await page.locator('.text').evaluate((text) => text.scrollLeft)).toBe(0)
  })

  it('scrolls down to a hit near the end of a long log', async () => {
    const page = await open(`${testHash(0, 'big')}?tab=log&find=line+399999+of`)
    await expect.poll(() => page.locator('.find-count').innerText()).toBe('1 of 1')
    const row = page.locator('.text-row:has(mark.is-current)')
    await expect.poll(() => row.locator('.text-number').getAttribute('data-line')).toBe('399999')
    await expect.poll(() => row.evaluate(isSeen)).toBe(true)
  })

  it('keeps the focus on a level without lines that is switched off', async () => {
    const page = await open(`${testHash(0, 'levels')}?level=info`)
    const info = page.getByRole('button', { name: 'INFO', pressed: true })
    expect(await info.isEnabled()).toBe(true)
    await info.press('Enter')
    const focused = page.locator('.chip:focus')
    await expect.poll(() => focused.isDisabled()).toBe(true)
    expect(await focused.innerText()).toMatch(/^INFO\s+0$/)
    await page.keyboard.press('Enter')
    expect(await focused.getAttribute('aria-pressed')).toBe('false')
  })

  it('filters by level with continuation lines, and says if the log shown lacks a hit or a line', async () => {
    const page = await open(testHash(0, 'levels'))
    const level = (name: string) => page.getByRole('group', { name: 'Levels' }).getByRole('button', { name })
    await expect.poll(() => level('ERROR').innerText()).toContain('25')
    expect(await level('DEBUG').innerText()).toContain('75')
    expect(await level('INFO').isDisabled()).toBe(true)
    await level('ERROR').click()
    await expect.poll(() => page.locator('.text-row').count()).toBe(50)
    await expect
      .poll(() => page.getByRole('status').filter({ hasText: 'of 200 lines' }).innerText())
      .toBe('50 of 200 lines')
    expect((await shownText(page)).split('\n').slice(0, 2)).toEqual([
      '2026-11-23 18:14:20.003 26441 ERROR nova.x [req-3] entry 3 green',
      '  goes on 3',
    ])
    await expect.poll(() => new URL(page.url()).hash).toBe(`${testHash(0, 'levels')}?level=error`)
    await page.reload()
    await expect.poll(() => page.locator('.text-row').count()).toBe(50)
    expect(await level('ERROR').getAttribute('aria-pressed')).toBe('true')
    expect(await page.locator('.text-row.is-error').count()).toBe(50)
    await page.keyboard.press('f')
    await page.keyboard.type('entry')
    const told = () => page.locator('.find-count, .log-lines').allInnerTexts()
    await expect.poll(told).toEqual(['1 of 25', '50 of 200 lines'])
    for (const [view, words] of [
      ['level=error&find=no+such', ['none in these levels', '50 of 200 lines']],
      ['find=no+such', ['none', '']],
      ['level=error&line=2', ['Line 2 has none of these levels']],
      ['line=99999', [expect.stringMatching(/^There is no line 99,999: the last is \d+$/)]],
      ['line=2', ['']],
    ] as const) {
      await page.goto(urlOf(shared.path, `${testHash(0, 'levels')}?${view}`))
      await expect.poll(told).toEqual(words)
    }
    await page.locator('.text').press('ArrowUp')
    await expect.poll(() => page.url()).toMatch(/\?line=1$/)
  })

  it.each([
    ['levels', 168],
    ['tall', 3368],
  ])('keeps the marked line and hit as levels or wrapping change: %s', async (name, line) => {
    const page = await open(`${testHash(0, name)}?level=error&line=${line - 1}`)
    const marked = page.locator('.text-row.is-marked').first()
    const error = page.getByRole('group', { name: 'Levels' }).getByRole('button', { name: 'ERROR' })
    const wrap = page.getByRole('button', { name: 'Wrap' })
    const top = () =>
      marked.evaluate(
        (row) => row.getBoundingClientRect().top - row.closest('.text').getBoundingClientRect().top,
      )
    await expect.poll(() => marked.evaluate(isSeen)).toBe(true)
    for (const button of [error, wrap, wrap, error]) {
      const before = await top()
      await button.click()
      await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(3)
    }
    // without a marked line, the first one in view stays
    await error.click()
    await marked.locator('.text-number').click()
    await expect.poll(() => marked.count()).toBe(0)
    const place = page.locator(`.text-row:has([data-line="${line}"])`)
    await place.locator('.text-number').waitFor()
    await page.keyboard.press('f')
    await page.keyboard.type(`entry ${((line / 2) % 100) - 1} `)
    await expect.poll(() => page.locator('mark.is-current').count()).toBe(1)
    const hit = page.locator('.text-row:has(mark.is-current) .text-number')
    const found = await hit.getAttribute('data-line')
    await error.click()
    await expect.poll(() => page.locator('.text-row:not(.is-error)').count()).toBe(0)
    await expect.poll(() => hit.getAttribute('data-line')).toBe(found)
  })

  it.each([
    ['tall', ''],
    ['levels', '?line=9'],
    ['tall', '?find=entry'],
  ])('restores the scroll position on going back: %s%s', async (name, view) => {
    const page = await open(testHash(0, name) + view)
    const text = page.locator('.text')
    await page
      .locator(view === '?find=entry' ? 'mark.is-current' : '.text-row')
      .first()
      .waitFor()
    const left = () => page.evaluate('[window.scrollY, document.querySelector(".text").scrollTop]')
    await page.keyboard.press('Shift') // any key: the page no longer scrolls by itself
    await page.evaluate('window.scrollTo(0, 150)')
    await text.evaluate((log) => {
      log.scrollTop = 1500
    })
    await expect.poll(left).toEqual([150, 1500])
    await frame(page) // the page gets its scroll event
    await page.keyboard.press('t')
    await page.locator('.table-body .row').first().waitFor()
    await page.goBack()
    await text.waitFor()
    await expect.poll(left).toEqual([150, 1500])
    await page.waitForTimeout(300)
    expect(await left()).toEqual([150, 1500])
  })

  it('leaves page and log at their tops on going back, if they were left there, in spite of a linked line', async () => {
    const page = await open(`${testHash(0, 'levels')}?line=150`)
    const text = page.locator('.text')
    const marked = page.locator('.text-row.is-marked')
    await marked.waitFor()
    const at = () => page.evaluate('[window.scrollY, document.querySelector(".text").scrollTop]')
    await expect.poll(async () => Math.min(...((await at()) as number[]))).toBeGreaterThan(0)
    await page.keyboard.press('Shift') // any key: the page no longer scrolls by itself
    await frame(page) // both get their scroll events
    await page.evaluate('window.scrollTo(0, 0)')
    await text.evaluate((log) => {
      log.scrollTop = 0
    })
    await frame(page)
    await page.keyboard.press('t')
    await page.locator('.table-body .row').first().waitFor()
    await page.goBack()
    await text.waitFor()
    await frame(page)
    expect(await at()).toEqual([0, 0])
    await page.waitForTimeout(300)
    expect(await at()).toEqual([0, 0])
  })

  it('shows terminal colours to suit the theme, without the escape codes', async () => {
    const page = await open(testHash(0, 'levels'))
    const green = page.locator('.ansi-green').first()
    expect(await green.innerText()).toBe('green')
    expect(await page.locator('.text').innerText()).not.toMatch(/\u001b|\[32m/)
    const colour = () =>
      green.evaluate((element) => element.ownerDocument.defaultView.getComputedStyle(element).color)
    const light = await colour()
    await page.keyboard.press('d')
    expect(await colour()).not.toBe(light)
  })

  it.each([
    ['levels', 160],
    ['big', 123_456],
  ])('opens at the linked line, and moves the link by click and arrow key: %s', async (id, line) => {
    const page = await open(`${testHash(0, id)}?tab=log&line=${line}`)
    const marked = page.locator('.text-row.is-marked')
    await marked.waitFor()
    expect(await marked.locator('.text-number').getAttribute('data-line')).toBe(String(line))
    await expect.poll(() => marked.evaluate(isSeen)).toBe(true)
    const other = page.locator(`[data-line="${line + 2}"]`)
    expect(new URL((await other.getAttribute('href')) ?? '', page.url()).hash).toBe(
      `${testHash(0, id)}?tab=log&line=${line + 2}`,
    )
    await other.click()
    await expect.poll(() => marked.locator('.text-number').getAttribute('data-line')).toBe(String(line + 2))
    await expect.poll(() => page.url()).toContain(`&line=${line + 2}`)
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => page.url()).toContain(`&line=${line + 3}`)
    const number = page.getByRole('link', { name: `Line ${line + 3}`, exact: true })
    expect(await number.getAttribute('aria-current')).toBe('true')
    // a click that opens a tab is the browser's, and so is a key with Control
    await page.evaluate(`document.addEventListener('click', (event) => {
      window.isTaken = event.defaultPrevented
      event.preventDefault()
    }, { once: true })`)
    await number.click({ modifiers: ['Control'] })
    expect(await page.evaluate('window.isTaken')).toBe(false)
    await page.locator('.text').press('Control+ArrowDown')
    await page.locator('.text').press('ArrowDown')
    await expect.poll(() => page.url()).toContain(`&line=${line + 4}`)
  })

  it('marks in the timeline the time of the hovered line, or else of the linked one', async () => {
    const page = await open(`${testHash(0, 'levels')}?line=101`)
    const cursor = page.locator('.cursor-line')
    const left = () => cursor.evaluate((line) => line.getBoundingClientRect().left)
    await cursor.waitFor()
    const ofLink = await left()
    await page.locator('.text-row:has([data-line="111"])').hover()
    await expect.poll(left).toBeGreaterThan(ofLink)
    await page.locator('h1').hover()
    await expect.poll(left).toBe(ofLink)
    await page.locator('.text').press('ArrowDown') // a continuation line, without a time
    await cursor.waitFor({ state: 'detached' })
    await page.locator('.text').press('ArrowUp')
    await expect.poll(left).toBe(ofLink)
    await page.keyboard.press('t')
    await page.locator('.table-body').waitFor()
    await page.goto(urlOf(shared.path, `${testHash(0, 'levels')}?line=99999`))
    await expect.poll(() => page.locator('.log-lines').innerText()).toMatch(/^There is no line/)
    expect(await cursor.count()).toBe(0)
  })

  it('keeps the time of the linked line while lines scroll under a resting mouse, until it moves', async () => {
    const page = await open(`${testHash(0, 'levels')}?line=101`)
    const cursor = page.locator('.cursor-line')
    const left = () => cursor.evaluate((line) => line.getBoundingClientRect().left)
    const under = () => page.locator('.text-row:hover').getAttribute('data-row')
    await cursor.waitFor()
    const ofLink = await left()
    await page.locator('.text-row:has([data-line="111"])').hover()
    await expect.poll(left).toBeGreaterThan(ofLink)
    await page.locator('.text').press('ArrowDown')
    await page.locator('.text').press('ArrowUp')
    await expect.poll(left).toBe(ofLink)
    const before = await under()
    await page.locator('.text').evaluate((element) => (element.scrollTop += 36))
    await expect.poll(under).not.toBe(before)
    expect(await left()).toBe(ofLink)
    await page.locator('.text-row:has([data-line="111"])').hover()
    await expect.poll(left).toBeGreaterThan(ofLink)
  })

  it('keeps the linked line in view while content above it grows, until a key is pressed', async () => {
    const page = await open(testHash(0, 'levels'))
    await page.setViewportSize({ width: 1280, height: 6000 })
    await page.goto('about:blank')
    await page.goto(urlOf(shared.path, `${testHash(0, 'levels')}?tab=log&line=3`))
    const marked = page.locator('.text-row.is-marked')
    await expect.poll(() => marked.evaluate(isSeen)).toBe(true)
    const grow = () =>
      page.locator('main').evaluate((main) => {
        const block = main.ownerDocument.createElement('div')
        block.style.height = '9000px'
        main.prepend(block)
      })
    await grow()
    await expect.poll(() => marked.evaluate(isSeen)).toBe(true)
    await page.keyboard.press('Shift')
    await page.locator('html').evaluate((root) => root.scrollTo(0, 0))
    await grow()
    await page.waitForTimeout(300)
    expect(await marked.evaluate(isSeen)).toBe(false)
  })

  it('shows the traceback first, with library frames folded and the innermost project frame marked', async () => {
    const page = await open(testHash(0, 'app.tests.test_store'))
    const trace = page.getByRole('region', { name: 'traceback' })
    const fold = trace.getByRole('button', { name: '5 frames of libraries', exact: true })
    await fold.waitFor()
    expect(await page.locator('.reason').innerText()).toBe("KeyError: 'flavor'")
    expect(await trace.locator('.is-library').count()).toBe(0)
    expect(await trace.locator('.is-innermost .is-source').textContent()).toBe('    self.store.get()\n')
    await fold.click()
    expect(await trace.locator('.is-library').count()).toBe(5)
    await fold.click()
    expect(await trace.locator('.is-library').count()).toBe(0)
    await fold.click()
    expect(await shownText(page)).toBe(TRACE)
    // a selection holds the text alone, without the words for screen readers
    const selected = await page.locator('.trace').evaluate((element) => {
      const selection = element.ownerDocument.getSelection()
      selection.selectAllChildren(element)
      return String(selection)
    })
    expect(selected.replace(/\n+/g, '\n').trim()).toBe(TRACE.trim())
    // the log follows below, without a click
    expect(await page.locator('h2').allInnerTexts()).toEqual([
      'Tracebacks',
      'What ran beside it', // there is no log of the machine
      'Output',
    ])
    const strip = page.locator('.test-strip')
    // nor room for its numbers
    expect((await boxOf(page, '.test-strip .plots')).width).toBe((await boxOf(page, '.test-strip')).width)
    expect(await strip.ariaSnapshot()).not.toContain('worker') // its labels are part of a picture
    expect(await strip.ariaSnapshot()).toMatch(/1\d tests beside it/)
    const beside = await strip.getByRole('listitem').allInnerTexts()
    expect([beside.length, beside[0]]).toEqual([8, 'big: passed, 1.00 s'])
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['traceback', 'log'])
    expect(await shownText(page, 1)).toBe('below')
    // what was unfolded is so again after Back
    await page.keyboard.press('h')
    await page.locator('.failure').first().waitFor()
    await page.keyboard.press('Escape')
    await fold.waitFor()
    expect(await trace.locator('.is-library').count()).toBe(5)
  })

  it('fits the width of a phone', async () => {
    const page = await newPage({ viewport: { width: 390, height: 844 } })
    for (const id of ['app.tests.test_store', 'levels', 'files', 'many', 'big']) {
      await page.goto(urlOf(shared.path, testHash(0, id)))
      await page.locator('.attachment').first().waitFor()
      await expect.poll(() => page.locator('h1').innerText()).toBe(id)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      // a second line of the link would cover the label of the worker
      const link = page.getByRole('link', { name: 'In the timeline' })
      expect(await link.evaluate((element) => element.getClientRects().length)).toBe(1)
    }
  })

  it('shows the same log when it is opened again', async () => {
    const page = await open(testHash(0, 'levels'))
    await page.locator('.text-row').last().waitFor()
    const text = await shownText(page)
    expect(text.split('\n').length).toBe(200)
    await page.goto(urlOf(shared.path, testHash(0, 'none')))
    await page.getByText('This test left no output.').waitFor()
    await page.goto(urlOf(shared.path, testHash(0, 'levels')))
    await expect.poll(() => shownText(page)).toBe(text)
  })

  it('shows � for what is no UTF-8 in a text, and offers the bytes of JSON that is none', async () => {
    const page = await open(testHash(0, 'odd'))
    const lines = ['a\ufffdb', 'ü\ufffdc', '\ufffd'.repeat(3), '\ufffd'.repeat(2), '😂']
    await expect.poll(() => shownText(page)).toBe(lines.join('\n'))
    expect(await download(page, 'Download')).toEqual(['log.txt', Buffer.from(lines.join('\n'))])
    await page.getByRole('tab', { name: 'answer' }).click()
    await page.getByText('Too long to be shown, or not UTF-8: it can be downloaded.').waitFor()
    const [name, bytes] = await download(page, 'Download')
    expect([name, bytes.toString('latin1')]).toEqual(['answer.bin', `{"a":"${ODD.toString('latin1')}"}`])
  })

  it('says if a test left no output', async () => {
    const page = await open(testHash(0, 'none'))
    await expect.poll(() => page.locator('main').innerText()).toContain('This test left no output.')
  })

  it('shows the output outside the tests, linked from the home page', async () => {
    const page = await open('#/')
    await page.getByRole('link', { name: 'Output outside the tests' }).click()
    await expect.poll(() => shownText(page)).toBe('before any test')
  })

  it('copies the test’s name by button and by key, and the log by button', async () => {
    const page = await openAt(urlOf(shared.path, testHash(0, 'wide')), {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.getByRole('button', { name: 'Copy name' }).click()
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('wide')
    await page.evaluate('navigator.clipboard.writeText("")')
    await page.getByRole('button', { name: 'Copy name' }).waitFor() // no longer “Copied”
    await page.keyboard.press('Control+c') // the browser's own: nothing is selected
    await frame(page)
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('')
    await page.keyboard.press('c')
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor() // for the key, too
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('wide')
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toMatch(/word \nlast$/)
    await page.goto(urlOf(shared.path, testHash(0, 'levels')))
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    const copied = () => page.evaluate('navigator.clipboard.readText()')
    await expect.poll(copied).toBe(LEVELS.replace(/\u001b\[\d+m/g, ''))
  })

  describe('copies from a long log what was selected, though it scrolled away:', () => {
    const lines = (from: number, to: number): string => LONG.split('\n').slice(from, to).join('\n')

    /** The page, and what Ctrl and C copy there. */
    async function openLog(): Promise<[Page, () => Promise<string>]> {
      const page = await openAt(urlOf(shared.path, testHash(0, 'copied')), {
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      await expect.poll(() => page.locator('.attachment-size').innerText()).toMatch(/^20,000 lines/)
      return [
        page,
        async () => {
          await page.keyboard.press('Control+c')
          return ends(String(await page.evaluate('navigator.clipboard.readText()')))
        },
      ]
    }

    /** A text's size and its ends, which differ wherever lines are lost. */
    const ends = (text: string): string =>
      `${text.length} characters: ${text.slice(0, 60)} … ${text.slice(-60)}`

    /** Of the n-th row on the screen, the middle of its 12th character: `…23 18:14`. */
    async function pointIn(page: Page, row: number): Promise<{ x: number; y: number }> {
      const box = await page.locator('.text-row').nth(row).locator('.log-time').boundingBox()
      if (box === null) throw new Error('no such row')
      return { x: box.x + (box.width / 19) * 11, y: box.y + box.height / 2 }
    }

    it('dragged while the wheel turned', async () => {
      const [page, copied] = await openLog()
      const [from, to] = [await pointIn(page, 2), await pointIn(page, 6)]
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(to.x, to.y, { steps: 3 })
      await page.mouse.wheel(0, 18 * 500)
      await expect.poll(() => page.locator('[data-row="520"]').count()).toBe(1)
      const end = await page.locator('[data-row="510"] .log-time').boundingBox()
      await page.mouse.move(to.x, (end?.y ?? 0) + 9, { steps: 3 })
      await page.mouse.up()
      await page.mouse.wheel(0, 18 * 500)
      await expect.poll(() => page.locator('[data-row="1020"]').count()).toBe(1)
      const whole = lines(2, 511)
      const last = lines(510, 511)
      await expect.poll(copied).toBe(ends(whole.slice(11, whole.length - last.length + 11)))
    })

    it('clicked, and clicked with Shift further up', async () => {
      const [page, copied] = await openLog()
      const log = page.getByRole('region', { name: 'log' })
      await log.evaluate((element) => {
        element.scrollTop = 18 * 2000
      })
      const row = page.locator('[data-row="2003"] .log-time')
      await row.click({ position: { x: 1, y: 9 } })
      await log.evaluate((element) => {
        element.scrollTop = 18 * 1000
      })
      await page
        .locator('[data-row="1004"] .log-time')
        .click({ position: { x: 1, y: 9 }, modifiers: ['Shift'] })
      await expect.poll(copied).toBe(ends(`${lines(1004, 2003)}\n`))
    })

    it('all of it, by Ctrl and A', async () => {
      const [page, copied] = await openLog()
      await page.getByRole('region', { name: 'log' }).press('Control+a')
      await expect.poll(copied).toBe(ends(LONG))
    })

    it('all of it, by Ctrl and A of a Cyrillic layout', async () => {
      const [page, copied] = await openLog()
      const log = page.getByRole('region', { name: 'log' })
      await log.dispatchEvent('keydown', { key: 'ф', code: 'KeyA', ctrlKey: true })
      await expect.poll(copied).toBe(ends(LONG))
    })

    it('all of it, and what is around it, if all of the page is selected', async () => {
      const [page, copied] = await openLog()
      await page.evaluate('document.execCommand("selectAll")')
      const isSelected = 'getSelection().containsNode(document.querySelector("h1"))'
      expect(await page.evaluate(isSelected)).toBe(true)
      await copied()
      const around = (await page.evaluate<string>('navigator.clipboard.readText()')).split(LONG)
      expect(around.map((text) => /^copied/m.test(text))).toEqual([true, false])
      expect(around[0].endsWith('\n')).toBe(true)
      expect(await page.evaluate(isSelected)).toBe(true)
    })

    it('all of it, by Ctrl and A, if it is short', async () => {
      const [page, copied] = await openLog()
      await page.getByRole('tab', { name: 'stderr' }).click()
      await page.getByRole('region', { name: 'stderr' }).press('Control+a')
      await expect.poll(copied).toBe(ends('short'))
    })

    it('and nothing of it, after something else was selected', async () => {
      const [page, copied] = await openLog()
      await page.getByRole('region', { name: 'log' }).press('Control+a')
      await page.locator('h1').dblclick()
      await expect.poll(copied).toBe(ends('copied'))
    })
  })

  it('wraps a long log only once, so that the lines in view stay', async () => {
    const page = await open(testHash(0, 'tall'))
    const log = page.locator('.text.is-long')
    const first = () =>
      log.evaluate((element) => {
        const { top } = element.getBoundingClientRect()
        const numbers = [...element.querySelectorAll('[data-line]')]
        return numbers
          .find((number) => number.getBoundingClientRect().top > top - 2)
          ?.getAttribute('data-line')
      })
    await page.locator('.text-row').first().waitFor()
    await log.evaluate((element) => {
      element.scrollTop = 18 * 3000
    })
    await expect.poll(first).toBe('3001')
    await page.evaluate(`{
      window.widest = []
      const watcher = new MutationObserver(() => {
        const lines = [...document.querySelectorAll('.is-wrapped .text-line')]
        if (lines.length > 0) widest.push(Math.max(...lines.map(({ textContent }) => textContent.length)))
      })
      watcher.observe(document.querySelector('.text'), { attributes: true, childList: true, subtree: true })
    }`)
    await page.getByRole('button', { name: 'Wrap' }).click()
    await expect.poll(() => log.evaluate((element) => element.scrollTop > 18 * 4000)).toBe(true)
    await expect.poll(first).toBe('3001')
    expect(await page.evaluate('Math.min(...widest) - widest.at(-1)')).toBe(0)
  })

  it('says a test’s name as it is, without a space where its line may break', async () => {
    const page = await open(testHash(0, 'app.tests.test_store'))
    await page.locator('h1').waitFor()
    const session = await page.context().newCDPSession(page)
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    const headings = nodes.filter(({ role }) => role?.value === 'heading').map(({ name }) => name?.value)
    expect(headings).toContain('app.tests.test_store')
  })
})
