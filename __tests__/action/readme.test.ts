import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { directoryWith } from '../helpers/directory.ts'

const ROOT = join(import.meta.dirname, '../..')

const run = (root: string, ...args: string[]): Buffer =>
  execFileSync(process.execPath, [join(root, 'scripts/update-readme.ts'), ...args], { stdio: 'pipe' })

it('README.md lists the inputs and outputs of action.yml', () => {
  expect(() => run(ROOT, '--check')).not.toThrow()
})

it('update-readme detects an outdated README.md and fixes it', () => {
  const root = directoryWith({ 'package.json': '{"type":"module"}' })
  mkdirSync(join(root, 'scripts'))
  // the copied script imports it
  cpSync(join(ROOT, 'node_modules/yaml'), join(root, 'node_modules/yaml'), { recursive: true })
  for (const file of ['action.yml', 'README.md', 'scripts/update-readme.ts'])
    cpSync(join(ROOT, file), join(root, file))
  const readme = join(root, 'README.md')
  const good = readFileSync(readme, 'utf8')
  writeFileSync(readme, good.replace('| `gzip` |', '| `zip` |'))
  expect(() => run(root, '--check')).toThrow(/npm run update-readme/)
  run(root)
  expect(readFileSync(readme, 'utf8')).toBe(good)
})
