import { expect, it, vi } from 'vitest'
import { listArtifacts } from '../../src/action/download/choose.ts'
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
