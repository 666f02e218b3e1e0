import { describe, expect, it, vi } from 'vitest'
import { choose, listArtifacts, matches } from '../../src/action/download/choose.ts'
import type { GitHub } from '../../src/action/github/client.ts'
import * as log from '../../src/action/log.ts'

/** An API whose workflow runs have this many artifacts. */
function withArtifacts(count: number): GitHub {
  const all = Array.from({ length: count }, (_, id) => ({ id, name: `a${id}`, size_in_bytes: 1 }))
  const call: GitHub['call'] = (_, parameters) => {
    const from = (Number(parameters?.page) - 1) * 100
    return Promise.resolve({ data: { artifacts: all.slice(from, from + 100) }, headers: {} })
  }
  return { call, web: fetch, signal: new AbortController().signal }
}

it.each([
  [0, 0, []],
  [2500, 2500, []],
  [10_050, 10_000, ['workflow run 7 has more artifacts than 10,000: the others are left out']],
])('of %i artifacts %i are listed, with a warning if some are left out', async (count, listed, said) => {
  const warnings: string[] = []
  vi.spyOn(log, 'warning').mockImplementation((text) => warnings.push(text))
  const found = await listArtifacts(withArtifacts(count), 7)
  expect([found.length, warnings]).toEqual([listed, said])
  expect(new Set(found.map(({ id }) => id)).size).toBe(listed)
})

it('artifacts that have expired, or are not described, are left out', async () => {
  const digest = 'a'.repeat(64)
  const artifacts = [
    { id: 1, name: 'a', size_in_bytes: 5, expired: false, digest: `sha256:${digest}` },
    { id: 2, name: 'b', size_in_bytes: null, digest: `sha256:${digest}0` },
    { id: 3, name: 'c', digest: `xsha256:${digest}` },
    { id: 4, name: 'd', size_in_bytes: 5, expired: true },
    { id: '5', name: 'e' },
    { id: 6, name: null },
  ]
  const github = (data: unknown): GitHub => ({
    ...withArtifacts(0),
    call: () => Promise.resolve({ data, headers: {} }),
  })
  expect(await listArtifacts(github({ artifacts }), 7)).toEqual([
    { id: 1, name: 'a', size: 5, digest },
    { id: 2, name: 'b', size: 0, digest: null },
    { id: 3, name: 'c', size: 0, digest: null },
  ])
  expect(await listArtifacts(github({}), 7)).toEqual([])
})

describe('patterns for artifacts', () => {
  const artifact = (id: number, name: string) => ({ id, name, size: 0, digest: null })
  const all = [
    artifact(1, 'unit-data'),
    artifact(2, 'unit.html'),
    artifact(3, 'unit-2-data'),
    artifact(4, 'x-data'),
  ]

  it('choose the newest of several artifacts with one name', () => {
    const same = [artifact(7, 'b'), artifact(9, 'b'), artifact(8, 'b'), artifact(5, 'a')]
    expect(choose(same, ['*']).map(({ id }) => id)).toEqual([5, 9])
  })

  it.each([
    [['*-data'], [3, 1, 4]],
    [['unit-data'], [1]],
    [['u*t*'], [3, 1]],
    [
      ['u*t*', 'unit.html'],
      [3, 1, 2],
    ],
    [['nothing'], []],
  ])('%j choose the artifacts %j', (patterns, ids) => {
    expect(choose(all, patterns).map(({ id }) => id)).toEqual(ids)
  })

  it.each([
    ['ab', 'a*b', true],
    ['a', 'a*a', false],
    ['abcb', 'a*b*b', true],
    ['abb', '*b*b*b', false],
    ['a.c', 'a?c', false],
    ['', '*', true],
    ['a', 'a', true],
    ['ab', 'a', false],
    ['axb', 'a*', true],
    ['xab', 'a*', false],
    ['abx', '*b', false],
    ['a-b-c', 'a*x*c', false],
    ['a-b-c', 'a*b*c', true],
    ['a-b', 'a*b*b', false],
  ])('%j against %j: %s', (name, pattern, expected) => expect(matches(name, pattern)).toBe(expected))
})
