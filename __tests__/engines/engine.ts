/**
 * Browsers other than Chromium, as installed on the system: Firefox, and the WebKit that Safari is based on.
 * The tests in browser/ cover the page in detail, those in engines/ only its main features.
 */

import { accessSync, constants, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** One page in a browser. */
export interface Engine {
  readonly open: (url: string) => Promise<void>
  /** Runs a function body in the page, and returns its value. */
  readonly run: <T>(body: string) => Promise<T>
  /** Presses a single letter key, or Tab, in the page. */
  readonly press: (key: string) => Promise<void>
  /** A screenshot of the viewport as PNG. */
  readonly picture: () => Promise<Buffer>
  readonly close: () => Promise<void>
}

/** Path of the first of these programs that exists; null if none does. Names are searched in PATH. */
export function findProgram(...wanted: readonly string[]): string | null {
  const directories = (process.env['PATH'] ?? '').split(delimiter)
  const paths = wanted.flatMap((one) =>
    one.startsWith('/') ? globSync(one) : directories.map((directory) => join(directory, one)),
  )
  return paths.find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Without the variables for libraries and fonts that the tests with npm's Chromium leave behind. */
export function environment(home: string): NodeJS.ProcessEnv {
  const { FONTCONFIG_PATH: _fonts, LD_LIBRARY_PATH: _libraries, ...env } = process.env
  return { ...env, HOME: home }
}

/** Repeats `ask` until it returns neither null nor an error, for 25 seconds: drivers share no way to wait. */
export async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + 25_000
  for (;;) {
    let fault: unknown = 'nothing came'
    const found = await ask().catch((error: unknown) => {
      fault = error
      return null
    })
    if (found !== null) return found
    if (Date.now() > end) throw new Error('waited for 25 seconds', { cause: fault })
    await sleep(100)
  }
}
