/**
 * Builds the pages.
 *
 *     index.html          a report: its script, styles and policy inside, and a place for the data
 *     published.html      a published report, the same without script and styles: they are in site/app
 *     site/index.html     of a published site (format/site.ts) the index, its script and styles inside
 *     site/app/           what published reports refer to, and `version`, the name of its directory in a site
 */

import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { DATA_PLACEHOLDER, NO_CONNECTION, OWN_CONNECTION, START_SCRIPT } from '../src/format/report.ts'
import { ASK_SCRIPT } from '../src/format/site.ts'

const SOURCE = resolve(import.meta.dirname, '../src/frontend')

/** light-dark() is the newest thing the page needs. */
const BROWSERS = ['chrome123', 'firefox120', 'safari17.5']

/** Writes all pages into the directory. The same sources give the same bytes, wherever they are. */
export async function buildFrontend(outDir: string): Promise<void> {
  await buildReport(outDir)
  await buildSite(outDir)
}

/** The report that is one file. */
export async function buildReport(outDir: string): Promise<void> {
  const { script, style } = await bundle('main.tsx')
  const page = assemble(await readTemplate('index.html'), script, style)
  await mkdir(outDir, { recursive: true })
  await writeFile(join(outDir, 'index.html'), page)
}

/** Of a published site what all reports share, and the index. */
export async function buildSite(outDir: string): Promise<void> {
  const report = await bundle('published.tsx')
  const index = await bundle('site/main.tsx')
  const files = { 'report.js': report.script, 'report.css': report.style }
  const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex')
  const version = digest.slice(0, 12)
  const app = join(outDir, 'site/app')
  await mkdir(app, { recursive: true })
  for (const [name, text] of Object.entries({ ...files, version })) {
    await writeFile(join(app, name), `${text}\n`)
  }
  const published = assemblePublished(await readTemplate('index.html'), `../../app/${version}/report`)
  await writeFile(join(outDir, 'published.html'), published)
  const page = assembleIndex(await readTemplate('site/index.html'), index.script, index.style)
  await writeFile(join(outDir, 'site/index.html'), page)
}

async function readTemplate(name: string): Promise<string> {
  return (await readFile(join(SOURCE, name), 'utf8')).replaceAll('\r\n', '\n')
}

/** What JSX becomes. `map: null`: there are no source maps. */
const IMPORT_H = {
  name: 'import-h',
  enforce: 'pre' as const,
  transform: (code: string, id: string) =>
    id.endsWith('.tsx') ? { code: `import { h, Fragment } from 'preact';${code}`, map: null } : null,
}

async function bundle(entry: string): Promise<{ script: string; style: string }> {
  const result = await build({
    configFile: false,
    envDir: false,
    root: SOURCE,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    // h() names no children: half a kilobyte less, compressed, than the jsx runtime's calls
    oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } },
    plugins: [IMPORT_H],
    build: {
      write: false,
      target: BROWSERS,
      cssTarget: BROWSERS,
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(SOURCE, entry),
        // an IIFE, for a module waits until the whole file is parsed, logs and all
        output: { format: 'iife', entryFileNames: 'main.js', assetFileNames: '[name][extname]' },
      },
    },
  })
  const [first] = Array.isArray(result) ? result : [result]
  if (!('output' in first)) throw new Error('Vite watches instead of building')
  const { output } = first
  const scripts = output.filter((file) => file.type === 'chunk')
  const styles = output.filter((file) => file.type === 'asset')
  if (scripts.length !== 1 || styles.length !== 1) {
    throw new Error(
      `The page must be one script and one style: ${output.map((file) => file.fileName).join(', ')}`,
    )
  }
  return { script: scripts[0].code.trim(), style: inRem(String(styles[0].source).trim()) }
}

/**
 * The styles are written in pixels of a font of 16; in the page these are parts of the reader's own size, queries of
 * the window's width too, so that the whole page is larger, as if zoomed. Hairlines stay.
 */
function inRem(style: string): string {
  return style.replace(/(\d*\.?\d+)px/g, (all, pixels: string) =>
    Number(pixels) < 3 ? all : `${String(Number(pixels) / 16).replace(/^0/, '')}rem`,
  )
}

function assemble(template: string, code: string, style: string): string {
  const script = inside(code, style)
  const policy = policyOf({
    script: `${hash(script)} ${hash(START_SCRIPT)}`,
    style: hash(style),
    // the search thread, which is the script once more
    worker: 'blob:',
    connect: NO_CONNECTION,
  })
  return checkEnd(fill(template, policy, `<style>${style}</style>`, `<script>${script}</script>`))
}

/** The script as it may stand in a page; the styles may as they are, or this throws. */
function inside(code: string, style: string): string {
  // what would end the element; in a string or a pattern `\/` is the same
  const script = code.replace(/<\/(?=script)/gi, '<\\/')
  if (script.includes('<!--')) throw new Error('The script holds a <!--, which hides its end from the parser')
  if (/<\/style/i.test(style)) throw new Error('The styles hold a </style')
  return script
}

/** `app`: address of script and styles, without what tells them apart. */
function assemblePublished(template: string, app: string): string {
  const policy = policyOf({
    script: `'self' ${hash(START_SCRIPT)} ${hash(NO_APP)}`,
    style: "'self'",
    worker: "'self'",
    connect: NO_CONNECTION,
  })
  return checkEnd(fill(template, policy, linkTo(app), `${scriptOf(app)}<script>${NO_APP}</script>`))
}

/**
 * With its app inside: the page is there once, so nothing is fetched twice, and two files less are waited for
 * before anything is shown.
 */
function assembleIndex(template: string, code: string, style: string): string {
  const script = inside(code, style)
  const policy = policyOf({
    script: `${hash(ASK_SCRIPT)} ${hash(script)}`,
    style: hash(style),
    worker: "'none'",
    connect: OWN_CONNECTION,
  })
  const head = `<script>${ASK_SCRIPT}</script>\n<style>${style}</style>`
  return fill(template, policy, head, `<script>${script}</script>`)
}

const linkTo = (app: string): string => `<link rel="stylesheet" href="${app}.css">`
const scriptOf = (app: string): string => `<script src="${app}.js"></script>`

/** Says, where the app has not come, what is missing: nothing else in the page could. */
const NO_APP =
  `self.stackviz||(document.querySelector(".opening").textContent="This page cannot be shown: "+` +
  `document.querySelector("script[src]").src+" could not be loaded. Reload the page; if that does not help, publish again: the directory app/ belongs to the site.")`

interface Sources {
  readonly script: string
  readonly style: string
  readonly worker: string
  readonly connect: string
}

const policyOf = ({ script, style, worker, connect }: Sources): string =>
  [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src ${style}`,
    'img-src data: blob:',
    `worker-src ${worker}`,
    connect,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

function fill(template: string, policy: string, style: string, script: string): string {
  const styled = insert(insert(template, 'content=""', `content="${policy}"`), '<style></style>', style)
  return insert(styled, '<script></script>', script)
}

function checkEnd(page: string): string {
  const end = page.slice(page.indexOf(DATA_PLACEHOLDER))
  if (!/^<!--stackviz-data-->\s*<\/body>\s*<\/html>\s*$/.test(end)) {
    throw new Error(`${DATA_PLACEHOLDER} must stand once, at the end of the body`)
  }
  return page
}

/** At the one place that the template has for it. */
function insert(page: string, place: string, text: string): string {
  const parts = page.split(place)
  if (parts.length !== 2) throw new Error(`the page in src/frontend must hold ${place} once`)
  return parts[0] + text + parts[1]
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

if (import.meta.main) await buildFrontend(resolve(import.meta.dirname, '../dist/frontend'))
