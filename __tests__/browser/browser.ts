/**
 * A browser from npm, for tests of the page. It needs no package of the system and runs on Linux
 * x64 alone; elsewhere these tests are skipped, and say so.
 */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

/** Why there is no browser here; null where there is one. */
export const NO_BROWSER: string | null =
  process.platform === 'linux' && process.arch === 'x64'
    ? null
    : `no Chromium from npm for ${process.platform} ${process.arch}: the page's tests are skipped`

if (NO_BROWSER !== null) console.warn(NO_BROWSER)

/** Our own: the package's arguments switch web security off, which is what is tested here. */
const ARGUMENTS = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']

export interface TestBrowser {
  readonly open: (options?: BrowserContextOptions) => Promise<BrowserContext>
  /** A directory that goes with the browser. */
  readonly directory: string
  readonly close: () => Promise<void>
}

/** Once per file of tests: a start takes a second. `more`: arguments beside ours. */
export async function launchBrowser(more: readonly string[] = []): Promise<TestBrowser> {
  const directory = await mkdtemp(join(tmpdir(), 'stackviz-browser-'))
  const browser = await launch(directory, more)
  return {
    directory,
    // LANG=C.UTF-8 would make the locale en-US@posix, which Intl refuses
    open: (options) => browser.newContext({ locale: 'en-US', timezoneId: 'Europe/Berlin', ...options }),
    close: async () => {
      await browser.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function launch(directory: string, more: readonly string[]): Promise<Browser> {
  const temporary = join(directory, 'tmp')
  await mkdir(temporary)
  // before the import: only so does the package unpack the libraries that a bare system lacks
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x'
  // it unpacks under a fixed name, over which two test files at once would stumble
  process.env['TMPDIR'] = temporary
  const { default: packed } = await import('@sparticuz/chromium')
  const executablePath = await packed.executablePath()
  const fonts = join(directory, 'fonts.conf')
  await writeFile(fonts, fontsConfig(join(temporary, 'fonts'), join(directory, 'fonts')))
  const env = { ...process.env, TMPDIR: temporary, FONTCONFIG_FILE: fonts }
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...more], env })
}

/** The package's own looks in /tmp/fonts alone, and without any font Chromium dies at an input field. */
function fontsConfig(packed: string, cache: string): string {
  return `<?xml version="1.0"?>
<fontconfig><dir>${packed}</dir><dir>/usr/share/fonts</dir><cachedir>${cache}</cachedir></fontconfig>
`
}
