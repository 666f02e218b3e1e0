/**
 * Browsers beside Chromium, as a system has them: Firefox, and the WebKit that Safari is made of. What the
 * browser tests show of the page in detail is shown of these in the large.
 */

import { accessSync, constants, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** One page in a browser. */
export interface Engine {
  readonly open: (url: string) => Promise<void>
  /** The value of the function's body, run in the page. */
  readonly run: <T>(body: string) => Promise<T>
  /** A single letter, in the page. */
  readonly press: (key: string) => Promise<void>
  /** PNG of what is in sight. */
  readonly picture: () => Promise<Buffer>
  readonly close: () => Promise<void>
}

/** Of the first of these programs that is there; null without any. Names are looked for in PATH. */
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

/** Without the libraries and fonts of the Chromium from npm, which the tests of that leave there. */
export function environment(home: string): NodeJS.ProcessEnv {
  const { FONTCONFIG_PATH: _fonts, LD_LIBRARY_PATH: _libraries, ...env } = process.env
  return { ...env, HOME: home }
}

/** Asks until the answer is neither null nor an error, for at most 25 seconds: drivers of two kinds wait in no common way. */
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
