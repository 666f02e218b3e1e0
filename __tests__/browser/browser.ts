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

/** Names the directory into which setup.ts has unpacked the browser. */
export const UNPACKED = 'STACKVIZ_UNPACKED_BROWSER'

/** Our own: the package's arguments switch web security off, which is what is tested here. */
const ARGUMENTS = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']

export interface TestBrowser {
  readonly open: (options?: BrowserContextOptions) => Promise<BrowserContext>
  readonly version: string
  /** A directory that goes with the browser. */
  readonly directory: string
  readonly close: () => Promise<void>
}

interface LaunchOptions {
  /** Arguments beside ours. */
  readonly more?: readonly string[]
  /** For pictures, which are to be the same on every machine. */
  readonly onlyPackedFonts?: boolean
}

/** Once per file of tests: a start takes a second. */
export async function launchBrowser(launchOptions: LaunchOptions = {}): Promise<TestBrowser> {
  const directory = await mkdtemp(join(tmpdir(), 'stackviz-browser-'))
  const browser = await launch(directory, launchOptions)
  return {
    directory,
    version: browser.version(),
    // LANG=C.UTF-8 would make the locale en-US@posix, which Intl refuses
    open: (options) => browser.newContext({ locale: 'en-US', timezoneId: 'Europe/Berlin', ...options }),
    close: async () => {
      await browser.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function launch(directory: string, { more = [], onlyPackedFonts }: LaunchOptions): Promise<Browser> {
  const temporary = join(directory, 'tmp')
  await mkdir(temporary)
  const unpacked = process.env[UNPACKED] ?? temporary
  const executablePath = await unpack(unpacked)
  const fonts = join(directory, 'fonts.conf')
  const found = [join(unpacked, 'fonts'), ...(onlyPackedFonts ? [] : ['/usr/share/fonts'])]
  await writeFile(fonts, fontsConfig(found, join(directory, 'fonts')))
  const env = { ...process.env, TMPDIR: temporary, FONTCONFIG_FILE: fonts }
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...more], env })
}

/** The browser's files into the directory, where they are not there yet; the environment gets what they need. */
export async function unpack(directory: string): Promise<string> {
  // before the import: only so does the package unpack the libraries that a bare system lacks
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x'
  // it unpacks under a fixed name, over which two who do so at once would stumble
  process.env['TMPDIR'] = directory
  const { default: packed } = await import('@sparticuz/chromium')
  return packed.executablePath()
}

/** The package's own looks in /tmp/fonts alone, and without any font Chromium dies at an input field. */
function fontsConfig(directories: readonly string[], cache: string): string {
  return `<?xml version="1.0"?>
<fontconfig>${directories.map((one) => `<dir>${one}</dir>`).join('')}<cachedir>${cache}</cachedir></fontconfig>
`
}
