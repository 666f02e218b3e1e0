/**
 * A browser from npm for tests of the page. It needs no system package and only runs on Linux x64; elsewhere
 * these tests are skipped, with a warning.
 */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

/** Why there is no browser here; null if there is one. */
export const NO_BROWSER: string | null =
  process.platform === 'linux' && process.arch === 'x64'
    ? null
    : `no Chromium from npm for ${process.platform} ${process.arch}: the page's tests are skipped`

if (NO_BROWSER !== null) console.warn(NO_BROWSER)

/** Environment variable with the directory into which setup.ts has unpacked the browser, and built the pages. */
export const UNPACKED = 'STACKVIZ_UNPACKED_BROWSER'

/**
 * Not the package's arguments: they switch off web security, which is tested here, and draw by SwiftShader, which
 * takes a third longer than software without OpenGL.
 */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu']

export interface TestBrowser {
  readonly open: (options?: BrowserContextOptions) => Promise<BrowserContext>
  readonly version: string
  /** A directory that is deleted when the browser closes. */
  readonly directory: string
  readonly close: () => Promise<void>
}

export interface LaunchOptions {
  /** Additional arguments. */
  readonly more?: readonly string[]
  /** For pictures, which must be the same on every machine. */
  readonly onlyPackedFonts?: boolean
}

/** To be called once per test file: a start takes a second. */
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

/** Unpacks the browser if it is not there yet, and sets the environment variables that it needs. */
export async function unpack(directory: string): Promise<string> {
  // set before the import: only then does the package unpack libraries that a bare system lacks
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x'
  // the package unpacks under a fixed name, so two processes at once would collide
  process.env['TMPDIR'] = directory
  const { default: packed } = await import('@sparticuz/chromium')
  return packed.executablePath()
}

/** The package's own configuration only uses /tmp/fonts; without any font, Chromium crashes at an input. */
function fontsConfig(directories: readonly string[], cache: string): string {
  return `<?xml version="1.0"?>
<fontconfig>${directories.map((one) => `<dir>${one}</dir>`).join('')}<cachedir>${cache}</cachedir></fontconfig>
`
}
