import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATUSES, type Status, UNENDED_STATUSES } from '../../src/format/exported.ts'
import { buildClassTree } from '../../src/frontend/data/class-tree.ts'
import type { Tests } from '../../src/frontend/data/tests.ts'
import {
  type Box,
  boxAt,
  type Hierarchy,
  isLoud,
  layoutIcicle,
  neighbour,
} from '../../src/frontend/hierarchy/layout.ts'
import { listRows, MORE, openAtFirst } from '../../src/frontend/hierarchy/list.ts'
import { sumClasses, sumTree, testsIn } from '../../src/frontend/hierarchy/sums.ts'
import { type By, findNode, growTree, pathTo, type TreeNode } from '../../src/frontend/hierarchy/tree.ts'
import { matchesOf } from '../../src/frontend/search/matches.ts'
import { inQuotes, parseQuery } from '../../src/frontend/search/query.ts'
import { readTests, type ShortTest } from './columns.ts'

function hierarchyOf(tests: Tests, by: By = 'time', runs = tests.names.map((_, run) => run)): Hierarchy {
  const tree = buildClassTree(tests.names.map((names) => names?.classes ?? []))
  const sums = sumTree(tests, runs, tree)
  return { tests, sums, root: growTree(tests, tree, sums, by), by }
}

const all = (node: TreeNode): TreeNode[] => [node, ...node.children.flatMap(all)]
const FAILING: readonly Status[] = ['fail', 'uxsuccess', 'inprogress', 'unknown']

/** A run of many classes, seeded. */
function manyTests(count: number): ShortTest[] {
  let seed = 7
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((seed / 2 ** 31) * below)
  }
  return Array.from({ length: count }, (_, n) => ({
    name: `m${random(3)}.p${random(5)}.q${random(9)}.Test${random(4)}.test_${n}`,
    status: random(40) === 0 ? STATUSES[random(STATUSES.length)] : 'success',
    duration: random(20) === 0 ? null : random(1_000_000) - 10,
    tags: [`worker-${random(4)}`],
  }))
}

describe('the sums of the hierarchy', () => {
  const list = manyTests(3000)
  const tests = readTests([list, list.slice(0, 100), null])

  const isEnded = (t: number): boolean => !UNENDED_STATUSES.has(STATUSES[tests.status[t]])

  it('equal those of a walk over all tests, for every module and class', () => {
    for (const runs of [[0], [1], [0, 1, 2]]) {
      const { root } = hierarchyOf(tests, 'time', runs)
      const among = [...tests.status.keys()].filter((t) => runs.includes(t < 3000 ? 0 : 1))
      for (const node of all(root)) {
        const below = among.filter((test) => tests.name(test).startsWith(node.path))
        expect(node).toMatchObject({
          path: node.path,
          count: below.length,
          time: below.filter(isEnded).reduce((sum, t) => sum + Math.max(0, tests.duration[t] || 0), 0),
          failed: below.filter((t) => FAILING.includes(STATUSES[tests.status[t]])).length,
        })
      }
      expect(root.count).toBe(among.length)
    }
  })

  it('have no time where no test has a duration, which is not the same as none', () => {
    const { root } = hierarchyOf(
      readTests([
        [
          { name: 'a.B.x', duration: null },
          { name: 'a.C.x', duration: 0 },
          { name: 'b.B.x', duration: null },
        ],
      ]),
    )
    const known = ['', 'a.', 'a.B.', 'a.C.', 'b.'].map((path) => findNode(root, path)?.knownTime)
    expect(known).toEqual([0, 0, null, 0, null])
  })

  it('count as many tests as the search finds by the name of the module or class', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', '.', ':', '/', '"', '\t', '>', '1'), maxLength: 9 })
    fc.assert(
      fc.property(fc.array(piece.map((start) => ({ name: `${start}t` }))), (names) => {
        const odd = readTests([names, list.slice(0, 9)])
        for (const { path, count } of all(hierarchyOf(odd).root).slice(1)) {
          const matches = matchesOf(odd, parseQuery(`class:${inQuotes(path)}`), null)
          expect([path, matches?.reduce((sum, one) => sum + one, 0)]).toEqual([path, count])
        }
      }),
      { numRuns: 500 },
    )
  })

  it('are found by a path without its last separator too, unless that is another path', () => {
    const { root } = hierarchyOf(
      readTests([['a.b.C.x', 'a/d.py::x', 'a.py::y', 'a.py.z'].map((name) => ({ name }))]),
    )
    const found = ['', 'a', 'a.b', 'a.b.C', 'a/d.py', 'a.py', 'a.py::', 'a.', 'b', 'a.b.'].map(
      (path) => findNode(root, path)?.path,
    )
    expect(found).toEqual([
      '',
      'a.',
      'a.b.',
      'a.b.C.',
      'a/d.py::',
      'a.py.',
      'a.py::',
      'a.',
      undefined,
      'a.b.',
    ])
  })

  it('know the tests of each class, in order', () => {
    const { sums, root } = hierarchyOf(tests)
    const classOf = (test: number): string => /^.*\./.exec(tests.name(test))?.[0] ?? ''
    for (const node of all(root)) {
      const own = [...tests.status.keys()].filter(
        (test) => tests.isNamed(test) && classOf(test) === node.path,
      )
      expect(testsIn(sums, node.n)).toEqual(own)
    }
  })

  it('are the same for the classes of a run and the nodes of the tree', () => {
    const { root } = hierarchyOf(tests, 'time', [0])
    const { time, count, failed, worst } = sumClasses(tests, 0)
    const classes = tests.names[0]?.classes ?? []
    expect(classes.length).toBeGreaterThan(100)
    classes.forEach((name, n) => {
      expect(findNode(root, name)).toMatchObject({
        time: time[n],
        count: count[n],
        failed: failed[n],
        worst: worst[n],
      })
    })
  })
})

describe('the tree', () => {
  const named = (...names: string[]): TreeNode =>
    hierarchyOf(readTests([names.map((name) => ({ name }))])).root
  const paths = (root: TreeNode): string[] => all(root).map(({ path }) => path)

  it('splits names at dots, slashes and double colons, but not within a file name', () => {
    expect(paths(named('a.b.TestC.test'))).toEqual(['', 'a.', 'a.b.', 'a.b.TestC.'])
    expect(paths(named('tests/unit/a.py::TestC::test'))).toEqual([
      '',
      'tests/',
      'tests/unit/',
      'tests/unit/a.py::',
      'tests/unit/a.py::TestC::',
    ])
  })

  it('keeps all parts of a name, however odd', () => {
    for (const name of ['..a.', '::x', '/a//b.', 'a::::b', '__proto__.x', 'no class']) {
      const root = named(`${name}.t`)
      const deepest = all(root).at(-1)
      expect(
        pathTo(deepest ?? root)
          .map((node) => node.name)
          .join(''),
      ).toBe(deepest?.path)
      expect(`${name}.t`.startsWith(deepest?.path ?? '?')).toBe(true)
    }
  })

  it('has a class of several runs once, and for a single run only what has tests', () => {
    const list = (name: string): ShortTest[] => [{ name: `${name}.t` }]
    const tests = readTests([list('a.B'), null, list('a.C'), list('a.B'), list('a')])
    const told = (runs: number[]): [string, number][] =>
      all(hierarchyOf(tests, 'count', runs).root).map(({ path, count }) => [path, count])
    expect(told([0, 1, 2, 3, 4])).toEqual([
      ['', 4],
      ['a.', 4],
      ['a.B.', 2],
      ['a.C.', 1],
    ])
    expect(told([2])).toEqual([
      ['', 1],
      ['a.', 1],
      ['a.C.', 1],
    ])
  })

  it('has the largest first, by time or by count', () => {
    const tests = readTests([
      [
        { name: 'a.x', duration: 9 },
        { name: 'b.x', duration: 1 },
        { name: 'b.y', duration: 1 },
      ],
    ])
    const order = (by: By): string[] => hierarchyOf(tests, by).root.children.map(({ name }) => name)
    expect([order('time'), order('count')]).toEqual([
      ['a.', 'b.'],
      ['b.', 'a.'],
    ])
  })

  it('handles a name of 20,000 parts, of which it opens 200 and draws 100', () => {
    const deep = hierarchyOf(readTests([[{ name: `${'m.'.repeat(20_000)}test` }]]))
    const last = findNode(deep.root, 'm.'.repeat(20_000))
    expect(pathTo(last ?? deep.root).length).toBe(20_001)
    const open = new Set(Array.from({ length: 20_001 }, (_, n) => 'm.'.repeat(n)))
    expect(listRows(deep, deep.root, open).length).toBe(20_002)
    expect(openAtFirst(deep.root).size).toBe(200)
    // no browser draws a picture that high
    expect(layoutIcicle(deep, deep.root, 500).at(-1)?.row).toBe(100)
  })

  it('finds a module only by its exact path', () => {
    const root = named('a.b.C.t', 'a.bb.C.t')
    expect(findNode(root, 'a.bb.')?.path).toBe('a.bb.')
    expect(findNode(root, 'a.bbb.')).toBeNull()
    expect(findNode(root, '')).toBe(root)
  })

  it('finds a module whose path begins with another one’s, whichever is larger', () => {
    for (const more of ['t/a.u', 't/a.py::u']) {
      const root = named('t/a.B.t', 't/a.py::B::t', more)
      for (const path of ['t/a.', 't/a.B.', 't/a.py::', 't/a.py::B::']) {
        expect(findNode(root, path)?.path).toBe(path)
      }
    }
  })
})

describe('the icicle', () => {
  const tests = readTests([manyTests(3000)])

  it.each([
    ['time', 1200],
    ['time', 300],
    ['count', 800],
  ] as const)('by %s, %d pixels wide, has every box inside its parent’s', (by, width) => {
    const hierarchy = hierarchyOf(tests, by)
    const boxes = layoutIcicle(hierarchy, hierarchy.root, width)
    expect(boxes[0]).toMatchObject({ row: 0, left: 0, right: width })
    const ofNode = new Map(boxes.filter(({ test }) => test < 0).map((box) => [box.node, box]))
    for (const box of boxes.slice(1)) {
      const parent = ofNode.get(box.test >= 0 ? box.node : (box.node.parent ?? box.node))
      expect(parent?.row).toBe(box.row - 1)
      expect(box.left).toBeGreaterThanOrEqual(parent?.left ?? Number.NaN)
      expect(box.right).toBeLessThanOrEqual((parent?.right ?? Number.NaN) + 1e-9)
    }
  })

  it('has boxes as wide as their share of the time', () => {
    const short = readTests([
      [
        { name: 'a.A.t', duration: 300 },
        { name: 'b.B.t', duration: 100 },
      ],
    ])
    const hierarchy = hierarchyOf(short)
    const boxes = layoutIcicle(hierarchy, hierarchy.root, 400)
    expect(boxes.map(({ node, test, row, left, right }) => [node.path, test >= 0, row, left, right])).toEqual(
      [
        ['', false, 0, 0, 400],
        ['a.', false, 1, 0, 300],
        ['a.A.', false, 2, 0, 300],
        ['a.A.', true, 3, 0, 300],
        ['b.', false, 1, 300, 400],
        ['b.B.', false, 2, 300, 400],
        ['b.B.', true, 3, 300, 400],
      ],
    )
  })

  it('shows failures at least two pixels wide, however short they were', () => {
    const hidden = readTests([
      [
        { name: 'a.A.t', duration: 1e9 },
        { name: 'a.Z.t', duration: 1, status: 'fail' },
        { name: 'z.Z.t', duration: null, status: 'inprogress' },
      ],
    ])
    const hierarchy = hierarchyOf(hidden)
    const boxes = layoutIcicle(hierarchy, hierarchy.root, 500)
    const failing = boxes.filter((box) => isLoud(hidden, box) && box.row > 0)
    expect(failing.map(({ node, test }) => `${node.path}${test}`)).toEqual(
      expect.arrayContaining(['a.Z.1', 'z.Z.2', 'z.-1']),
    )
    for (const { left, right } of failing) {
      expect(right - left).toBeGreaterThanOrEqual(2)
      expect(right).toBeLessThanOrEqual(500)
    }
    const [box] = failing.filter(({ test }) => test === 1)
    expect(boxAt(hidden, boxes, box.left + 1, box.row)).toBe(box)
  })

  it('has true widths from the row on that least widths would make red all over', () => {
    // one of forty failed, in 20 modules of 50 classes each
    const many = Array.from({ length: 40_000 }, (_, n): ShortTest => {
      const place = `m.p${n % 20}.q.C${n % 1000}`
      return { name: `${place}.test_${n}`, status: n < 1000 ? 'fail' : 'success' }
    })
    const hierarchy = hierarchyOf(readTests([many]), 'count')
    const boxes = layoutIcicle(hierarchy, hierarchy.root, 1000)
    const rows = [0, 1, 2, 3, 4, 5].map((row) => boxes.filter((box) => box.row === row))
    // classes have a pixel each; their tests cannot be seen
    expect(rows.map((row) => row.length)).toEqual([1, 1, 20, 20, 1000, 0])
    expect(rows.map((row) => row[0]?.foot)).toEqual([2, 2, 2, 2, 0, undefined])
    expect(rows[4].every(({ left, right }) => right - left <= 1 + 1e-9)).toBe(true)
  })

  it('shows only the tests that are wide enough if a class has too many', () => {
    const names = Array.from({ length: 300 }, (_, n) => `a.A.t${n}`)
    const crowded = readTests([names.map((name, n) => ({ name, duration: n === 7 || n === 8 ? 100 : 1 }))])
    const hierarchy = hierarchyOf(crowded)
    const boxes = layoutIcicle(hierarchy, hierarchy.root, 498)
    expect(boxes.filter(({ test }) => test >= 0).map(({ test, left, right }) => [test, left, right])).toEqual(
      [
        [7, 7, 107],
        [8, 107, 207],
      ],
    )
  })

  it('gives tests without times equal widths', () => {
    const untimed = readTests([['a.A.t', 'b.B.t'].map((name) => ({ name, start: null, duration: null }))])
    const hierarchy = hierarchyOf(untimed)
    const boxes = layoutIcicle(hierarchy, hierarchy.root, 100)
    expect(boxes.filter(({ row }) => row === 1).map(({ left, right }) => [left, right])).toEqual([
      [0, 50],
      [50, 100],
    ])
  })

  it('is navigated by the arrow keys', () => {
    const hierarchy = hierarchyOf(readTests([['a.A.t', 'b.B.t', 'b.C.t'].map((name) => ({ name }))]))
    const boxes = layoutIcicle(hierarchy, hierarchy.root, 300)
    const walked = ['ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowUp', 'ArrowUp']
    let at: Box = boxes[0]
    const path = walked.map((key) => {
      at = neighbour(boxes, at, key)
      return at.node.path
    })
    // b. has two of the three tests, so it comes first
    expect(path).toEqual(['b.', 'a.', 'a.A.', 'a.A.', 'a.', '', ''])
  })
})

describe('the list', () => {
  const tests = readTests([
    [
      ...['a.b.C.x', 'a.b.C.y', 'a.b.D.x'].map((name) => ({ name })),
      ...Array.from({ length: 201 }, (_, n) => ({ name: `a.b.E.t${n}` })),
    ],
  ])
  const hierarchy = hierarchyOf(tests, 'count')
  const { root } = hierarchy
  const told = (open: ReadonlySet<string>) =>
    listRows(hierarchy, root, open).map(({ node, test, level, open: isOpen }) => [
      node.path,
      test,
      level,
      isOpen,
    ])

  it('is open at first down to where no child has nearly all tests', () => {
    expect([...openAtFirst(root)]).toEqual(['', 'a.', 'a.b.', 'a.b.E.'])
  })

  it('has the children of open rows, and the tests of open classes', () => {
    expect(told(new Set(['a.', 'a.b.', 'a.b.C.']))).toEqual([
      ['', -1, 1, true],
      ['a.', -1, 2, true],
      ['a.b.', -1, 3, true],
      ['a.b.E.', -1, 4, false],
      ['a.b.C.', -1, 4, true],
      ['a.b.C.', 0, 5, null],
      ['a.b.C.', 1, 5, null],
      ['a.b.D.', -1, 4, false],
    ])
  })

  it('has a row that says so if a class has more tests than it lists', () => {
    const rows = told(new Set(['a.', 'a.b.', 'a.b.E.']))
    expect(rows.filter(([path]) => path === 'a.b.E.').length).toBe(1 + 200 + 1)
    expect(rows.find(([, test]) => test === MORE)).toEqual(['a.b.E.', MORE, 5, null])
  })

  it('lists the failing and the longest tests of a class first, by count the failing ones', () => {
    const list = Array.from({ length: 400 }, (_, n): ShortTest => ({ name: `a.B.t${n}`, duration: 5 }))
    list[350] = { name: 'a.B.t350', status: 'fail', duration: 1 }
    list[360] = { name: 'a.B.t360', duration: 30e6 }
    list[370] = { name: 'a.B.t370', status: 'fail', duration: null }
    const many = readTests([list])
    const first = (by: By): string[] => {
      const of = hierarchyOf(many, by)
      const leaves = listRows(of, of.root, new Set(['a.', 'a.B.'])).filter(({ test }) => test >= 0)
      return leaves.slice(0, 4).map(({ test }) => many.name(test).slice(4))
    }
    expect(first('time')).toEqual(['t350', 't370', 't360', 't0'])
    expect(first('count')).toEqual(['t350', 't370', 't0', 't1'])
  })
})
