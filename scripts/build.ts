/**
 * Builds `dist/`: the engine by AssemblyScript, the action and the command by ncc from what tsc emits,
 * the page by vite. The same sources give the same bytes, whatever was in `dist/` or `lib/` before.
 *
 *     node scripts/build.ts [OUT]     OUT: where to, instead of dist
 */

import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { minifySync } from 'vite'
import { buildFrontend } from './build-frontend.ts'

const ROOT = join(import.meta.dirname, '..')
const out = resolve(process.argv[2] ?? join(ROOT, 'dist'))
rmSync(out, { recursive: true, force: true })
rmSync(join(ROOT, 'lib'), { recursive: true, force: true })

buildEngine(join(out, 'engine/engine.wasm'))
runTool('typescript/bin/tsc', '-p', 'tsconfig.build.json')
bundle('action')
bundle('cli')
await buildFrontend(join(out, 'frontend'))

function buildEngine(file: string): void {
  // nothing is collected: the engine has memory of its own, in src/engine/memory
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd']
  runTool('assemblyscript/bin/asc.js', 'src/engine/index.ts', '--outFile', file, ...options)
}

function bundle(part: string): void {
  const directory = join(out, part)
  // the cache is the machine's, shared by all checkouts: the bytes are to come from the sources alone
  const options = ['--no-cache', '--minify', '--license', 'licenses.txt', '--target', 'es2022', '--quiet']
  runTool('@vercel/ncc/dist/ncc/cli.js', 'build', `lib/${part}/main.js`, '-o', directory, ...options)
  mkdirSync(directory, { recursive: true })
  minifyChunks(directory)
  // ncc writes ES modules as .js; Node takes them for such by this
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}\n')
}

/** What is imported late is in files of its own, `<number>.index.js`, and ncc leaves those as they are. */
function minifyChunks(directory: string): void {
  for (const name of globSync('*.index.js', { cwd: directory })) {
    const chunk = join(directory, name)
    // as ncc does it: shorter, not rearranged, and functions keep their names for stack traces
    const options = { module: true, compress: false, mangle: { keepNames: true } }
    const { code, errors } = minifySync(chunk, readFileSync(chunk, 'utf8'), options)
    if (errors.length > 0) throw new Error(`${chunk}: ${errors[0].message}`)
    writeFileSync(chunk, code)
  }
}

/** Runs a package's program with this Node. */
function runTool(program: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [join(ROOT, 'node_modules', program), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  })
}
