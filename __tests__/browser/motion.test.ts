import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { testHash } from '../../src/format/links.ts'
import { NO_BROWSER } from './browser.ts'
import { report, type StreamTest, stream, urlOf } from './page.ts'
import { frame } from './plot.ts'
import { useReport } from './use-report.ts'

const FAILING = 'a.T.test_250'
const RUN = Array.from(
  { length: 300 },
  (_, n): StreamTest => ({
    id: `a.T.test_${n}`,
    tags: [`worker-${n}`],
    status: n === 250 ? 'fail' : 'success',
    files: n === 250 ? [['log', 'line\n'.repeat(2000)]] : [],
  }),
)

describe.skipIf(NO_BROWSER !== null)('motion', () => {
  const shared = useReport((template) => report(template, [stream(RUN)]))

  async function open(hash: string, ready: string, reducedMotion: 'reduce' | 'no-preference'): Promise<Page> {
    const page = await shared.newPage({ reducedMotion })
    await page.addInitScript(`{
      window.moved = []
      for (const name of ['transitionrun', 'animationstart'])
        addEventListener(name, ({ target }) => window.moved.push(name + ' ' + target.className), true)
      window.places = new Map()
      const note = ({ target }) => {
        const element = target === document ? document.scrollingElement : target
        window.places.set(element, [...(window.places.get(element) ?? []), element.scrollTop])
      }
      addEventListener('scroll', note, true)
    }`)
    await page.goto(urlOf(shared.path, hash))
    await page.locator(ready).first().waitFor()
    return page
  }

  /** Points at and presses what reacts to that. */
  async function touchAll(page: Page): Promise<string[]> {
    for (const selector of ['.button', '.chip', '.tool']) {
      await page.locator(selector).first().hover()
      await frame(page)
    }
    await page.getByRole('button', { name: /^Switch to the/ }).click()
    await frame(page)
    return page.evaluate<string[]>('window.moved')
  }

  it('is a fade of what is pointed at, for readers who want no less', async () => {
    const page = await open('#/tests', '.table-body .row', 'no-preference')
    await expect
      .poll(() => touchAll(page))
      .toEqual(expect.arrayContaining([expect.stringMatching(/^transitionrun button/)]))
  })

  it('is none for readers who want less', async () => {
    const page = await open('#/tests', '.table-body .row', 'reduce')
    expect(await touchAll(page)).toEqual([])
  })

  it.each([
    ['home', '#/', '.failure'],
    ['the timeline', '#/timeline', '.lane-label'],
    ['the table', '#/tests', '.table-body .row'],
    ['the hierarchy', '#/hierarchy', '.tree'],
    ['a test', testHash(0, FAILING), '.text-line'],
  ])('is in no style of %s for readers who want less', async (_, hash, ready) => {
    const page = await open(hash, ready, 'reduce')
    const moving = await page.evaluate<string[]>(`
      [...document.querySelectorAll('*')].flatMap((element) =>
        [null, '::before', '::after'].flatMap((part) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element, part)
          return [transitionDuration, animationName, scrollBehavior].join() === '0s,none,auto'
            ? []
            : [element.tagName + ' ' + element.className + (part ?? '')]
        }),
      )`)
    expect(moving).toEqual([])
  })

  /** Positions of the element's scroll events, until there is one. */
  async function placesOf(page: Page, selector: string): Promise<number[]> {
    const places = () =>
      page.evaluate<number[]>(`window.places.get(document.querySelector('${selector}')) ?? []`)
    await expect.poll(async () => (await places()).length).toBeGreaterThan(0)
    for (let n = 0; n < 30; n++) await frame(page)
    return places()
  }

  it.each([
    ['the lanes to a failed test', '#/timeline', '.panel h3', '.plots', 'n'],
    ['the table to its last row', '#/tests', '.table-body .row', '.table-body', 'End'],
  ])('scrolls %s in one jump', async (_, hash, ready, scroller, key) => {
    const page = await open(hash, ready, 'reduce')
    await page.keyboard.press(key)
    const places = await placesOf(page, scroller)
    expect(new Set(places).size).toBe(1)
    expect(places[0]).toBeGreaterThan(0)
  })

  it('scrolls a log to a line in one jump', async () => {
    const page = await open(`${testHash(0, FAILING)}?line=1500`, '.text-line', 'reduce')
    const places = await placesOf(page, '.text')
    expect(new Set(places).size).toBe(1)
    expect(places[0]).toBeGreaterThan(10_000)
  })
})
