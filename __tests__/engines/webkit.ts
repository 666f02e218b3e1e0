/** WebKitGTK's MiniBrowser, controlled by WebDriver on a virtual screen. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../helpers/free-port.ts'
import { type Engine, environment, findProgram, until } from './engine.ts'

const DRIVER = findProgram('WebKitWebDriver')
const SCREEN = findProgram('xvfb-run')
const BROWSER = findProgram(
  '/usr/lib/*/webkit2gtk-4.*/MiniBrowser',
  '/usr/libexec/webkit2gtk-4.*/MiniBrowser',
)

export const NO_WEBKIT =
  DRIVER === null || SCREEN === null || BROWSER === null
    ? 'there is no WebKitWebDriver, no MiniBrowser or no xvfb-run'
    : null

export async function openWebKit(): Promise<Engine> {
  const home = await mkdtemp(join(tmpdir(), 'stackviz-webkit-'))
  const port = await freePort()
  const driver = spawn(SCREEN ?? '', ['-a', '-s', '-screen 0 1280x900x24', DRIVER ?? '', `--port=${port}`], {
    env: { ...environment(home), GDK_BACKEND: 'x11' },
    stdio: 'ignore',
    // a process group, so that screen, driver and browser can be ended together
    detached: true,
  })
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await fetch(`http://127.0.0.1:${port}/session${path}`, init)
    const { value } = (await response.json()) as { value: T }
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value).slice(0, 500)}`)
    return value
  }
  async function close(): Promise<void> {
    if (driver.exitCode === null && driver.pid !== undefined) {
      process.kill(-driver.pid)
      await once(driver, 'exit')
    }
    await rm(home, { recursive: true, force: true })
  }
  try {
    const options = { binary: BROWSER, args: ['--automation'] }
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
    const { sessionId } = await until(() => call<{ sessionId: string }>('POST', '', { capabilities }))
    const ask = <T>(method: string, path: string, body?: unknown): Promise<T> =>
      call(method, `/${sessionId}${path}`, body)
    const run = <T>(script: string): Promise<T> => ask('POST', '/execute/sync', { script, args: [] })
    // on a busy machine the window may appear later than the driver says
    await until(async () => {
      await ask('POST', '/window/rect', { width: 1280, height: 880 })
      return (await run<number>('return innerWidth')) === 1280 ? true : null
    })
    return {
      open: async (url) => {
        await ask('POST', '/url', { url: 'about:blank' })
        await ask('POST', '/url', { url })
      },
      run,
      press: async (key) => {
        const value = key === 'Tab' ? '\uE004' : key
        const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value }))
        await ask('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions }] })
      },
      picture: async () => Buffer.from(await ask<string>('GET', '/screenshot'), 'base64'),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
