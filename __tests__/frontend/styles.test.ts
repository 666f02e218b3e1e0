import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const folder = new URL('../../src/frontend/styles/', import.meta.url)
const css = readFileSync(new URL('tokens.css', folder), 'utf8')

/** What the scripts of the report, of a published one and of a site's index import. */
const ENTRIES = ['index.css', 'published.css', 'site.css']

it('every style sheet is part of a page', () => {
  const imported = ENTRIES.flatMap((entry) => {
    const sheet = readFileSync(new URL(entry, folder), 'utf8')
    return [...sheet.matchAll(/"\.\/([\w-]+\.css)"/g)].map(([, name]) => name)
  })
  expect([...new Set([...imported, ...ENTRIES])].toSorted()).toEqual(readdirSync(folder).toSorted())
})

it('every class that the pages give to an element has a style', () => {
  const frontend = fileURLToPath(new URL('..', folder))
  const textOf = (pattern: string): string =>
    globSync(pattern, { cwd: frontend })
      .map((name) => readFileSync(join(frontend, name), 'utf8'))
      .join('\n')
  const styled = new Set([...textOf('**/*.css').matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name))
  const pages = textOf('**/*.tsx')
  const fixed = [...pages.matchAll(/\bclass="([^"]+)"/g)].flatMap(([, names]) => names.split(' '))
  const chosen = [...pages.matchAll(/'(is-[a-z-]*[a-z])'/g)].map(([, name]) => name)
  expect(fixed).toContain('verdict')
  expect(chosen).toContain('is-chosen')
  expect([...fixed, ...chosen].filter((name) => !styled.has(name))).toEqual([])
})

it('no short form of a font has a part that is inherited, for which browsers drop all of it', () => {
  const sheets = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
  const fonts = sheets.flatMap((sheet) => [...sheet.matchAll(/\bfont: ([^;]+)/g)].map(([, font]) => font))
  expect(fonts).toContain('inherit')
  expect(fonts.filter((font) => /.inherit|inherit./.test(font))).toEqual([])
})

it('the hints of all fields have the colour of quiet text, which browsers make paler unless told so', () => {
  const base = readFileSync(new URL('base.css', folder), 'utf8')
  expect(/\n::placeholder \{\n([^}]*)\}/.exec(base)?.[1]).toBe('  color: var(--text-quiet);\n  opacity: 1;\n')
})

/** Each role's colour in the light and the dark theme. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, role, light, dark]) => [
    role,
    { light, dark },
  ]),
)

/** WCAG 2.2: relative luminance and contrast. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const GROUNDS = ['page', 'raised', 'hover', 'accent-ground']
const ANSI = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan'].map((colour) => `ansi-${colour}`)
const pairs = (roles: string[], grounds: string[], least: number): [string, string, number][] =>
  roles.flatMap((role) => grounds.map((ground): [string, string, number] => [role, ground, least]))

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  // it is the only column without a title, and its mark is faded if nothing is sorted by it
  it('gives the faded sort mark of the status column a contrast of at least 3', () => {
    const table = readFileSync(new URL('table.css', folder), 'utf8')
    const share = Number(/\.cell-status \.sort \{[^}]*opacity: ([\d.]+)/.exec(table)?.[1])
    const [mark, page] = ['text-quiet', 'page'].map((role) => tokens.get(role)?.[theme] ?? '')
    const part = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
    const mixed = [1, 3, 5].map((at) => Math.round(share * part(mark, at) + (1 - share) * part(page, at)))
    const seen = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
    expect(contrast(seen, page)).toBeGreaterThanOrEqual(3)
  })

  it.each([
    // text: 4.5
    ...pairs(['text', 'text-quiet', 'accent', 'fail', 'amber'], GROUNDS, 4.5),
    ...pairs(['text'], ['fail-ground', 'hit'], 4.5),
    ...pairs(['on-hit'], ['hit-current'], 4.5),
    ...pairs(['page'], ['accent'], 4.5),
    ...pairs(ANSI, [...GROUNDS, 'hit'], 4.5),
    ...pairs(['text-quiet', 'fail', 'amber'], ['hit'], 4.5),
    ...pairs(['slice-text'], ['fill-success', 'fill-skip'], 4.5),
    ...pairs(['slice-text-fail'], ['fill-fail'], 4.5),
    ...pairs(['slice-text-amber'], ['fill-amber'], 4.5),
    ...pairs(['text-quiet'], ['fill-dimmed', 'lane-ground'], 4.5),
    // glyphs, borders of fields, marks: 3
    ...pairs(['glyph-success', 'glyph-skip'], GROUNDS, 3),
    ...pairs(['lane-gap', 'fill-skip-hatch'], ['lane-ground'], 3),
    ...pairs(['lane-gap'], ['lane-between'], 3),
    ...pairs(['chart-steal'], ['chart-ground'], 3),
    ...pairs(['line-strong', 'fill-fail', 'chart-main'], ['page', 'raised'], 3),
  ])('gives %s on %s a contrast of at least %d', (role, ground, least) => {
    const [front, back] = [tokens.get(role)?.[theme], tokens.get(ground)?.[theme]]
    expect(front).toBeDefined()
    expect(contrast(front ?? '', back ?? '')).toBeGreaterThanOrEqual(least)
  })
})
