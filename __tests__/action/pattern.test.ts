import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { byCodeUnit, isBelow } from '../../src/action/find/paths.ts'
import { anchor, idleExclusions, isHomeless, rootOf, withoutUps } from '../../src/action/find/pattern.ts'
import { repositoryAt } from '../../src/action/find/repository-at.ts'
import { directoryWith } from '../helpers/directory.ts'

afterEach(() => void vi.unstubAllEnvs())

it('a path is below a root, or it, but not below one whose name begins the same', () => {
  const root = `${sep}work`
  expect([root, `${root}${sep}a`, `${root}-secret`, sep].map((path) => isBelow(path, root))).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(isBelow(root, sep)).toBe(true)
})

it('paths are sorted by code units', () => {
  expect([byCodeUnit('B', 'a'), byCodeUnit('a', 'B'), byCodeUnit('a', 'a')]).toEqual([-1, 1, 0])
})

it('a repository is in a directory, or is it; one that is not is taken for it only if it is meant', () => {
  const files = { 'a/.stestr/format': '', 'b/format': '', 'c/x': '', '.stestr/x': '', file: '' }
  const at = directoryWith(files)
  const found = (name: string, isNamed: boolean): string | undefined =>
    repositoryAt(join(at, name), isNamed)?.slice(at.length + 1)
  const names = ['a', 'b', 'c', '.stestr', 'file', 'none']
  const stestr = join('a', '.stestr')
  expect(names.map((name) => found(name, false))).toEqual([
    stestr,
    'b',
    undefined,
    '.stestr',
    undefined,
    undefined,
  ])
  expect(names.map((name) => found(name, true))).toEqual([stestr, 'b', 'c', '.stestr', undefined, undefined])
})

it('an exclusion excludes nothing unless a pattern is above it', () => {
  expect(idleExclusions(['!a', '!b', 'c!', '!d', 'e'])).toEqual(['!a', '!b'])
})

it('a pattern needs a home only if it begins with one', () => {
  expect(['~/x', '!~/x', '~', '~x', 'a/~/x'].filter(isHomeless)).toEqual([])
  vi.stubEnv('HOME', '')
  vi.stubEnv('USERPROFILE', '')
  expect(['~/x', '! ~/x', '~', '~x', 'a/~/x'].filter(isHomeless)).toEqual(['~/x', '! ~/x', '~'])
})

describe.skipIf(process.platform === 'win32')('a pattern', () => {
  it.each([
    ['*.subunit', '/work/*.subunit'],
    ['! a', '! /work/a'],
    ['a! b', '/work/a! b'],
    ['!/abs/a', '!/abs/a'],
    ['~/a', '~/a'],
    ['~', '~'],
    ['~a', '/work/~a'],
    ['a/~/b', '/work/a/~/b'],
    ['././/a/./b/.', '/work/a/b/'],
    ['.a/b./c.d', '/work/.a/b./c.d'],
    ['a\\.b', '/work/a\\.b'],
    ['a\\./b', '/work/a\\./b'],
  ])('%s is %s in the workspace /work', (pattern, absolute) =>
    expect(anchor(pattern, '/work')).toBe(absolute),
  )

  it('is not changed by a workspace whose name looks like one', () => {
    expect(anchor('*', '/a[12][3]/[b/c]/??**/d\\e\\f')).toBe('/a[[]12][[]3]/[b/c]/[?][?][*][*]/d\\\\e\\\\f/*')
  })

  it.each([
    [['a', '..b', 'c..', 'd/..e'], null],
    [['a', '!b/../c', 'd/../e'], 'write b/../c as c'],
    [['a/..'], 'write a/.. as .'],
    [['!! ./..//a'], '..//a leads out of the workspace: write it as /a'],
    [['~/../a'], `~/../a leads out of the workspace: write it as ${join(dirname(homedir()), 'a')}`],
  ])('of %j with .. is told how to write it: %s', (patterns, words) =>
    expect(withoutUps(patterns, '/work')).toBe(words),
  )

  it('may follow links within the workspace, or else within the place that it names', () => {
    const workspace = realpathSync(directoryWith({ 'sub/x': '' }))
    // no glob leads into the directories that are named like globs
    const other = realpathSync(directoryWith({ 'sub/x': '', '*/x': '', '?.x/x': '', '[ab]/x': '' }))
    vi.stubEnv('HOME', other)
    const rootsOf = (...patterns: string[]) => patterns.map((pattern) => rootOf(pattern, workspace))
    expect(rootsOf('*', '~sub/*', `${workspace}/sub/*`, `${workspace}/none/x`)).toEqual(
      Array.from({ length: 4 }, () => workspace),
    )
    const inOther = ['*', '?.x', '[ab]', '*/sub\n*', 'sub*/x', '', 'none'].map((each) => `${other}/${each}`)
    expect(new Set(rootsOf('~/*', ...inOther))).toEqual(new Set([other]))
    expect(rootsOf(`${other}/sub`, `${other}/sub/x`, `${other}/sub/*`, '~/sub/y')).toEqual(
      Array.from({ length: 4 }, () => `${other}/sub`),
    )
  })
})
