/** Fails if a module imports what ARCHITECTURE.md does not allow its folder, or in a circle, or prints but may not. */

import { globSync, readFileSync } from 'node:fs'
import { dirname, extname, join, sep } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

/** Which other parts of src each part may import. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  format: [],
  words: ['format'],
  reason: [],
  attempts: [],
  measures: [],
  version: [],
  workflow: ['format'],
  page: [],
  files: [],
  stestr: [],
  engine: [],
  redact: [],
  dstat: ['format', 'measures', 'words'],
  export: ['files', 'format', 'redact', 'words'],
  convert: [
    'attempts',
    'stestr',
    'dstat',
    'redact',
    'export',
    'files',
    'format',
    'measures',
    'reason',
    'version',
    'words',
  ],
  cli: ['convert', 'format', 'page', 'version', 'words', 'workflow'],
  action: ['convert', 'files', 'format', 'page', 'version', 'words', 'workflow'],
  frontend: ['attempts', 'format', 'measures', 'reason', 'words'],
}

/** Folders of the page: each may import those before it. What is beside them may import all. */
const PAGE = [
  'styles',
  'text',
  'data',
  'route',
  'frame',
  'machine',
  'search',
  'timeline',
  'hierarchy',
  'tests',
  'test',
  'home',
  'compare',
  'published',
  'site',
]

/** Packages that only one part may import. */
const PACKAGES: readonly (readonly [RegExp, string])[] = [
  [/^@(?:actions|octokit)\//, 'action'],
  [/^yauzl$/, 'action'],
  [/^csv-parse$/, 'dstat'],
  [/^@?preact/, 'frontend'],
]

/** The runner executes commands in the output: only log.ts prints, and main.ts waits for the output. */
const PRINTS =
  /\bconsole\.|\bprocess\.std(?:out|err)\b|\bcore\.(?:info|debug|notice|warning|error|setFailed|group|startGroup)\b/
const MAY_PRINT = [join('src', 'action', 'log.ts'), join('src', 'action', 'main.ts')]

interface Import {
  readonly specifier: string
  readonly isType: boolean
}

const imports = new Map(globSync('src/**/*.{ts,tsx}', { cwd: ROOT }).map((file) => [file, importsOf(file)]))
const faults = [...imports].flatMap(([file, of]) =>
  of.flatMap(({ specifier }) => faultOf(file, specifier) ?? []),
)
faults.push(...circles())
for (const file of globSync('src/action/**/*.ts', { cwd: ROOT })) {
  if (!MAY_PRINT.includes(file) && PRINTS.test(readFileSync(join(ROOT, file), 'utf8')))
    faults.push(`${file}: only src/action/log.ts may print`)
}
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exit(1)

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b(\s+type\b)?[^'"`;]*?from\s+'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g,
  )
  return [...found].map(([, type, ...specifiers]) => ({
    specifier: specifiers.find((one) => one !== undefined) ?? '',
    isType: type !== undefined,
  }))
}

/** Modules that need each other's values: whichever of them runs first does so without the others. */
function circles(): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const path: string[] = []
  const follow = (file: string): void => {
    const at = path.indexOf(file)
    if (at >= 0) found.push(`${[...path.slice(at), file].join(' → ')}: imports in a circle`)
    if (at >= 0 || done.has(file)) return
    path.push(file)
    for (const { specifier, isType } of imports.get(file) ?? []) {
      if (specifier.startsWith('.') && !isType) follow(moduleAt(file, specifier))
    }
    path.pop()
    done.add(file)
  }
  for (const file of imports.keys()) follow(file)
  return found
}

/** The engine's imports have no extension. */
function moduleAt(file: string, specifier: string): string {
  return join(dirname(file), extname(specifier) === '' ? `${specifier}.ts` : specifier)
}

function faultOf(file: string, specifier: string): string | null {
  const from = partOf(file)
  if (!specifier.startsWith('.')) {
    const owner = PACKAGES.find(([pattern]) => pattern.test(specifier))
    return owner === undefined || owner[1] === from
      ? null
      : `${file}: only src/${owner[1]} may import ${specifier}`
  }
  const target = join(dirname(file), specifier)
  const to = partOf(target)
  if (to !== from && !MAY_IMPORT[from]?.includes(to))
    return `${file}: src/${from} may not import src/${to} (${specifier})`
  if (to === 'frontend' && !inOrder(folderOf(file), folderOf(target)))
    return `${file}: src/frontend/${folderOf(file)} may not import ${specifier}`
  return null
}

/** `''` is the page's root, which may import all folders, and no folder imports. */
function inOrder(from: string, to: string): boolean {
  if (from === to || from === '') return true
  const place = PAGE.indexOf(to)
  return place >= 0 && place < PAGE.indexOf(from)
}

/** The folder of a module below src/frontend; empty for one directly in it. */
function folderOf(file: string): string {
  const [, , folder, ...inside] = file.split(sep)
  return inside.length > 0 ? folder : ''
}

/** The first folder below src, or the name of a module directly in src. */
function partOf(file: string): string {
  const [, part] = file.split(sep)
  return part.replace(/\.tsx?$/, '')
}
