/** Builds the page: one HTML file with its script, styles and policy inside, and a place for the data. */

import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { DATA_PLACEHOLDER, NO_CONNECTION, START_SCRIPT } from '../src/format/report.ts'

const SOURCE = resolve(import.meta.dirname, '../src/frontend')

/** light-dark() is the newest thing the page needs. */
const BROWSERS = ['chrome123', 'firefox120', 'safari17.5']

/** Writes `index.html` into the directory. The same sources give the same bytes, wherever they are. */
export async function buildFrontend(outDir: string): Promise<void> {
  const { script, style } = await bundle()
  const template = await readFile(join(SOURCE, 'index.html'), 'utf8')
  await mkdir(outDir, { recursive: true })
  await writeFile(join(outDir, 'index.html'), assemble(template.replaceAll('\r\n', '\n'), script, style))
}

/** What JSX becomes. `map: null`: there are no source maps. */
const IMPORT_H = {
  name: 'import-h',
  enforce: 'pre' as const,
  transform: (code: string, id: string) =>
    id.endsWith('.tsx') ? { code: `import { h, Fragment } from 'preact';${code}`, map: null } : null,
}

async function bundle(): Promise<{ script: string; style: string }> {
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
        input: join(SOURCE, 'main.tsx'),
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
  return { script: scripts[0].code.trim(), style: String(styles[0].source).trim() }
}

function assemble(template: string, code: string, style: string): string {
  // what would end the element; in a string or a pattern `\/` is the same
  const script = code.replace(/<\/(?=script)/gi, '<\\/')
  if (script.includes('<!--')) throw new Error('The script holds a <!--, which hides its end from the parser')
  if (/<\/style/i.test(style)) throw new Error('The styles hold a </style')
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)} ${hash(START_SCRIPT)}`,
    `style-src ${hash(style)}`,
    'img-src data: blob:',
    // the search thread, which is the script once more
    'worker-src blob:',
    NO_CONNECTION,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const page = insert(
    insert(
      insert(template, 'content=""', `content="${policy}"`),
      '<style></style>',
      `<style>${style}</style>`,
    ),
    '<script></script>',
    `<script>${script}</script>`,
  )
  const end = page.slice(page.indexOf(DATA_PLACEHOLDER))
  if (!/^<!--stackviz-data-->\s*<\/body>\s*<\/html>\s*$/.test(end)) {
    throw new Error(`${DATA_PLACEHOLDER} must stand once, at the end of the body`)
  }
  return page
}

/** At the one place that the template has for it. */
function insert(page: string, place: string, text: string): string {
  const parts = page.split(place)
  if (parts.length !== 2) throw new Error(`src/frontend/index.html must hold ${place} once`)
  return parts[0] + text + parts[1]
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

if (import.meta.main) await buildFrontend(resolve(import.meta.dirname, '../dist/frontend'))
