/** Firefox by WebDriver BiDi, which it speaks itself. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from 'puppeteer-core'
import { type Engine, environment, findProgram } from './engine.ts'

const FIREFOX = findProgram('firefox-esr', 'firefox')

export const NO_FIREFOX = FIREFOX === null ? 'there is no Firefox' : null

export async function openFirefox(): Promise<Engine> {
  // a home of its own: Firefox refuses one that is another user's
  const home = await mkdtemp(join(tmpdir(), 'stackviz-firefox-'))
  const browser = await launch({
    browser: 'firefox',
    executablePath: FIREFOX ?? '',
    defaultViewport: null,
    args: ['--width=1280', '--height=885'],
    env: environment(home),
  })
  const page = await browser.newPage()
  return {
    open: async (url) => {
      // another hash alone would be a step in the page that is open
      await page.goto('about:blank')
      await page.goto(url, { waitUntil: 'domcontentloaded' })
    },
    // a function, for text would be evaluated, which the report's policy forbids
    run: (body) => page.evaluate(`(() => {${body}})()`) as Promise<never>,
    press: (key) => page.keyboard.press(key as 'n'),
    picture: async () => Buffer.from(await page.screenshot()),
    close: async () => {
      await browser.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
