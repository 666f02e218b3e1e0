import { describe, expect, it } from 'vitest'
import type { TreeNode } from '../../src/format/exported.ts'
import { decode } from '../helpers/decoded.ts'
import { numbers } from '../helpers/random.ts'
import { packet } from '../helpers/v2-writer.ts'

/** A tree as text: one line a node, indented, with the full name of its test. */
function outline({ name, name_full, children = [] }: TreeNode, indent = ''): string[] {
  const line = `${indent}${name}${name_full === undefined ? '' : ` = ${name_full}`}`
  return [line, ...children.flatMap((child) => outline(child, `${indent} `))]
}

/** The same of a tree that is built part by part. */
function outlineOf(names: readonly string[]): string[] {
  interface Place {
    test?: string
    readonly below: Map<string, Place>
  }
  const root: Place = { below: new Map() }
  for (const name of names) {
    let place = root
    for (const part of name.split('.')) {
      const next = place.below.get(part) ?? { below: new Map() }
      place.below.set(part, next)
      place = next
    }
    place.test = name
  }
  const lines = (part: string, { test, below }: Place, indent: string): string[] => [
    `${indent}${part}${test === undefined ? '' : ` = ${test}`}`,
    ...[...below].flatMap(([next, place]) => lines(next, place, `${indent} `)),
  ]
  const [only, ...others] = root.below
  return only !== undefined && others.length === 0 ? lines(...only, '') : lines('all', root, '')
}

/** The outline that the engine's tree has for tests of these names. */
function exported(names: readonly string[], tags: (n: number) => string[] = worker): string[] {
  const stream = names.map((id, n) => packet({ id, status: 'success', tags: tags(n) }))
  return outline(decode('v2', [Buffer.concat(stream)]).tree)
}

const random = numbers(5)
const below = (end: number): number => Math.floor(random() * end)
const worker = (): string[] => [`worker-${below(4)}`]

describe('the tree has each name once, in the order in which parts came first', () => {
  it('of modules whose digits count upwards together, with a class for each test', () => {
    const names = Array.from(
      { length: 20_000 },
      (_, n) => `t.mod${n % 17}.area${n % 131}.Class${n % 977}.test_${n}`,
    )
    expect(exported(names)).toEqual(outlineOf(names))
  })

  it('of paths of every length up to 40, which differ in one character', () => {
    const names = Array.from({ length: 20_000 }, () => {
      const length = 1 + below(40)
      const path = 'abcdefgh.'.repeat(5).slice(0, length)
      const at = below(length)
      return `${path.slice(0, at)}${'xyz.'[below(4)]}${path.slice(at + 1)}.test_${below(3)}`.replace(
        /\.{2,}/g,
        '.',
      )
    }).filter((name) => !/^\.|\.$/.test(name))
    expect(exported(names)).toEqual(outlineOf(names))
  })

  it('of classes in turns on one worker, and of one class on many', () => {
    const turns = Array.from({ length: 600 }, (_, n) => `p.m.C${n % 3}.t${n}`)
    expect(exported(turns, () => ['worker-0'])).toEqual(outlineOf(turns))
    const one = Array.from({ length: 600 }, (_, n) => `p.m.C.t${n}`)
    expect(exported(one, (n) => [`worker-${n % 50}`])).toEqual(outlineOf(one))
  })

  it('of names that are the beginning of others, before and after them', () => {
    const names = Array.from({ length: 5000 }, () =>
      Array.from({ length: 1 + below(4) }, () => below(12)).join('.'),
    )
    expect(exported(names)).toEqual(outlineOf(names))
  })

  it.each([1, 3, 4, 5, 6, 11, 12, 13, 20, 21, 100])(
    'of %d siblings, each with tests and a class',
    (count) => {
      const names = Array.from({ length: count }, (_, n) => [`p.n${n}`, `p.n${n}.C.test`, `p.m.t${n}`]).flat()
      expect(exported(names)).toEqual(outlineOf(names))
    },
  )
})
