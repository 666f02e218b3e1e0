import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { docs } from '../../src/words/docs.ts'

const ROOT = join(import.meta.dirname, '../..')

/** As GitHub makes it from a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-')

it('messages refer to pages of the documentation by their address, and to headings that exist', () => {
  const uses: string[] = []
  for (const file of globSync('src/{action,cli,convert}/**/*.ts', { cwd: ROOT })) {
    const source = readFileSync(join(ROOT, file), 'utf8')
    // in comments, paths are for those who read the sources
    const code = source.replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
    expect(code).not.toMatch(/(?<!\/)docs\/\w+\.md/)
    for (const [, page, heading] of code.matchAll(/\bdocs\('(\w+)'(?:, '([\w-]+)')?\)/g)) {
      const text = readFileSync(join(ROOT, 'docs', `${page}.md`), 'utf8')
      if (heading !== undefined)
        expect(Array.from(text.matchAll(/^#+ (.*)$/gm), ([, words]) => anchor(words))).toContain(heading)
      uses.push(page)
    }
  }
  expect(new Set(uses)).toEqual(new Set(['forks', 'jobs', 'pages']))
  expect(docs('pages', 'a-heading')).toBe(`${docs('pages')}#a-heading`)
  expect(readFileSync(join(ROOT, 'action.yml'), 'utf8')).toContain(` ${docs('pages')}`)
})
