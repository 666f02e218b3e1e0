import { sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shownName, sourceNames } from '../../src/export/names.ts'

/** The system's own form of the path. */
const native = (path: string): string => path.replaceAll('/', sep)

describe('the names of sources', () => {
  it.each([
    [['/w/run'], ['run']],
    [['/w/run/'], ['run']],
    [['/'], ['_']],
    [
      ['/w/.hidden', '/w/ü n'],
      ['_hidden', '__n'],
    ],
    [
      ['/w/a/run', '/w/b/run'],
      ['a-run', 'b-run'],
    ],
    // a file system that ignores case would keep one of them
    [
      ['/w/a/Run', '/w/b/run'],
      ['a-Run', 'b-run'],
    ],
    [
      ['/w/Run', '/w/run'],
      ['Run', 'run-2'],
    ],
    [
      ['/home/jane/w/x y', '/home/jane/w/x_y', '/home/jane/w/x y'],
      ['x_y', 'x_y-2', 'x_y-3'],
    ],
    [
      ['/home/jane/a/run', '/home/jane/b/run', '/home/jane/a/run'],
      ['a-run', 'b-run', 'a-run-2'],
    ],
    [
      ['/run-2', '/run', '/run', '/run'],
      ['run-2', 'run', 'run-3', 'run-4'],
    ],
    [
      ['/run', '/run', '/run-2'],
      ['run', 'run-2', 'run-2-2'],
    ],
    [
      ['/w/A/x', '/w/a/x'],
      ['x', 'x-2'],
    ],
    // directories tell neither the first from the second of these nor the first from the third of those
    [
      ['/a-run', '/a/run', '/b/run'],
      ['a-run', 'a-run-2', 'b-run'],
    ],
    [
      ['/a/run', '/b/run', '/a/a-run'],
      ['a-run', 'b-run', 'a-run-2'],
    ],
    [[`/${'x'.repeat(181)}`], ['x'.repeat(180)]],
  ])('of %j are %j', (paths, names) => expect(sourceNames(paths.map(native))).toEqual(names))

  const part = fc.constantFrom('run', 'Run', 'run-2', 'run-3', '.run', 'r n', 'a', 'b', 'x'.repeat(200))
  const paths = fc.array(
    fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => native(`/${parts.join('/')}`)),
    { maxLength: 12 },
  )

  it('are safe in file names, short, and unique even where case is ignored', () => {
    fc.assert(
      fc.property(paths, (given) => {
        const names = sourceNames(given)
        expect(names).toHaveLength(given.length)
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(given.length)
        for (const name of names) expect(name).toMatch(/^(?!\.)[\w.-]{1,190}$/)
      }),
    )
  })

  it('are shown with the letters and spaces of their paths', () => {
    const given = ['/w/ü n', '/a/r n', '/b/r n', '/b/r n'].map(native)
    const names = sourceNames(given)
    expect(given.map((path, i) => shownName(path, names[i]))).toEqual(['ü n', 'a-r n', 'b-r n', 'b-r n-2'])
    expect(shownName(native('/b c/b c'), 'b_c-b_c')).toBe('b c-b c')
    // the 2 is no number that was appended
    expect(shownName(native('/a/2'), 'a-2')).toBe('a-2')
  })
})
