/**
 * Builds the pages.
 *
 *     index.html          a report: script, styles and policy, and a placeholder for the data
 *     published.html      a published report: the same, but script and styles are in site/app
 *     site/index.html     a published site's index (format/site.ts), with its script and styles
 *     site/app/           the published reports' script and styles; `version` names their directory in a site
 */

import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { DATA_PLACEHOLDER, NO_CONNECTION, OWN_CONNECTION, START_SCRIPT } from '../src/format/report.ts'
import { ASK_SCRIPT } from '../src/format/site.ts'

const SOURCE = resolve(import.meta.dirname, '../src/frontend')

/** light-dark() is the newest feature that the page needs. */
const BROWSERS = ['chrome123', 'firefox120', 'safari17.5']

/** Writes all pages into the directory. The same sources give the same bytes, whatever their path. */
export async function buildFrontend(outDir: string): Promise<void> {
  await buildReport(outDir)
  await buildSite(outDir)
}

/** Builds the report that is a single file. */
export async function buildReport(outDir: string): Promise<void> {
  const { script, style } = await bundle('main.tsx')
  const page = assemble(await readTemplate('index.html'), script, style)
  await mkdir(outDir, { recursive: true })
  await writeFile(join(outDir, 'index.html'), page)
}

/** Builds what a published site's reports share, and the index. */
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

/** Imports what JSX is compiled to. `map: null`: there are no source maps. */
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
    // h() has no `children` key: half a kilobyte less, compressed, than the calls of the jsx runtime; tests, which set
    // NODE_ENV, get what users get
    oxc: { jsx: { runtime: 'classic', development: false, pragma: 'h', pragmaFrag: 'Fragment' } },
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
        // an IIFE, since a module only runs when the whole file is parsed, logs and all
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
 * The styles are written in pixels, for a font of 16. The page has rem instead, in media queries of the
 * window's width too, so that it scales as a whole with the reader's font size. Hairlines stay.
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
    // the search thread, which runs the same script
    worker: 'blob:',
    connect: NO_CONNECTION,
  })
  return checkEnd(fill(template, policy, `<style>${style}</style>`, `<script>${script}</script>`))
}

/** Makes the script safe to be put inside a page. Throws if it or the styles cannot be. */
function inside(code: string, style: string): string {
  // `</script` would end the element; in a string or a pattern, `\/` is the same as `/`
  const script = code.replace(/<\/(?=script)/gi, '<\\/')
  if (script.includes('<!--')) throw new Error('The script holds a <!--, which hides its end from the parser')
  if (/<\/style/i.test(style)) throw new Error('The styles hold a </style')
  return script
}

/** `app`: URL of script and styles, without their extensions. */
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
 * The index has its app inside: it exists only once, so nothing is fetched twice, and the browser need not
 * wait for two more files before it shows anything.
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

/** If the app was not loaded, says what is missing: nothing else in the page could. */
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

/** Inserts the text at its placeholder, which the page must have exactly once. */
function insert(page: string, place: string, text: string): string {
  const parts = page.split(place)
  if (parts.length !== 2) throw new Error(`the page in src/frontend must hold ${place} once`)
  return parts[0] + text + parts[1]
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

if (import.meta.main) await buildFrontend(resolve(import.meta.dirname, '../dist/frontend'))
