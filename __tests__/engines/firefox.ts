/** Firefox, controlled by its own WebDriver BiDi. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from 'puppeteer-core'
import { type Engine, environment, findProgram } from './engine.ts'

const FIREFOX = findProgram('firefox-esr', 'firefox')

export const NO_FIREFOX = FIREFOX === null ? 'there is no Firefox' : null

export async function openFirefox(): Promise<Engine> {
  // a separate home: Firefox refuses one that belongs to another user
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
      // going to the same page with another hash would not load it again
      await page.goto('about:blank')
      await page.goto(url, { waitUntil: 'domcontentloaded' })
    },
    // a function: text would be evaluated, which the report's policy forbids
    run: (body) => page.evaluate(`(() => {${body}})()`) as Promise<never>,
    press: (key) => page.keyboard.press(key as 'Tab'),
    picture: async () => Buffer.from(await page.screenshot()),
    close: async () => {
      await browser.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
