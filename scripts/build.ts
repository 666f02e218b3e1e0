/**
 * Builds `dist/`: the engine by AssemblyScript, the action and the command by ncc from what tsc emits,
 * the page by vite. The same sources give the same bytes, whatever was in `dist/` or `lib/` before.
 *
 *     node scripts/build.ts [OUT]     OUT: the directory to write, instead of dist
 */

import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { minifySync } from 'vite'
import { buildFrontend } from './build-frontend.ts'
import { writeBuiltFrom } from './built-from.ts'

const ROOT = join(import.meta.dirname, '..')
const out = resolve(process.argv[2] ?? join(ROOT, 'dist'))
rmSync(out, { recursive: true, force: true })
rmSync(join(ROOT, 'lib'), { recursive: true, force: true })

buildEngine(join(out, 'engine/engine.wasm'))
runTool('typescript/bin/tsc', '-p', 'tsconfig.build.json')
bundle('action')
bundle('cli')
await buildFrontend(join(out, 'frontend'))
writeBuiltFrom(out)

function buildEngine(file: string): void {
  // no garbage collection: the engine manages its own memory, in src/engine/memory
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd']
  runTool('assemblyscript/bin/asc.js', 'src/engine/index.ts', '--outFile', file, ...options)
}

function bundle(part: string): void {
  const directory = join(out, part)
  // no cache, which all checkouts of a machine share: the bytes must come from the sources alone
  const options = ['--no-cache', '--minify', '--license', 'licenses.txt', '--target', 'es2022', '--quiet']
  runTool('@vercel/ncc/dist/ncc/cli.js', 'build', `lib/${part}/main.js`, '-o', directory, ...options)
  mkdirSync(directory, { recursive: true })
  minifyChunks(directory)
  // ncc writes ES modules as .js; this makes Node load them as such
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}\n')
}

/** Dynamic imports are in files of their own, `<number>.index.js`, which ncc does not minify. */
function minifyChunks(directory: string): void {
  for (const name of globSync('*.index.js', { cwd: directory })) {
    const chunk = join(directory, name)
    // as ncc does: shorter, but not rearranged, and functions keep their names for stack traces
    const options = { module: true, compress: false, mangle: { keepNames: true } }
    const { code, errors } = minifySync(chunk, readFileSync(chunk, 'utf8'), options)
    if (errors.length > 0) throw new Error(`${chunk}: ${errors[0].message}`)
    writeFileSync(chunk, code)
  }
}

/** Runs a package's program with the current Node. */
function runTool(program: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, [join(ROOT, 'node_modules', program), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  })
}
