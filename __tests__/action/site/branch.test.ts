import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { RunsFile } from '../../../src/format/site.ts'
import { GitServer } from '../../helpers/git-server.ts'
import { publishOne, TOKEN } from '../../helpers/site.ts'

vi.setConfig({ testTimeout: 120_000 })

const BRANCH = 'stackviz-reports'
let server: GitServer

beforeEach(async () => {
  server = await GitServer.start(TOKEN)
  server.commit('main', { 'README.md': 'nova' })
})
afterEach(() => server.stop())

async function atOnce(width: number, works: readonly (() => Promise<unknown>)[]): Promise<void> {
  const queue = [...works]
  const worker = async (): Promise<void> => {
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) await work()
  }
  await Promise.all(Array.from({ length: width }, worker))
}

const listed = (branch = BRANCH, path = 'runs.json'): string[] =>
  (JSON.parse(server.read(branch, path)) as RunsFile).runs.map((run) => run.path)

it('fetches no more for the fiftieth report than for the second, but for its line and its name', async () => {
  const bytes: number[] = []
  const t: number[] = []
  for (let i = 0; i < 5; i++) {
    const before = server.requests.length
    const t0 = Date.now()
    await publishOne(server, {
      run: {
        run: 1000 + i,
        commit: (i * 7919).toString(16).padEnd(40, 'abc' + i),
        published: `2026-03-01T12:${String(i).padStart(2, '0')}:07Z`,
      },
    })
    t.push(Date.now() - t0)
    bytes.push(server.fetched(before))
  }
  console.log(bytes, t, server.git('ls-tree', BRANCH))
  expect(listed()).toHaveLength(5)
  expect(server.git('rev-list', '--count', BRANCH)).toBe('1')
})

it('of fifty jobs at once all are there', async () => {
  const t0 = Date.now()
  const n0 = server.requests.length
  await atOnce(
    10,
    Array.from({ length: 50 }, (_, i) => () => publishOne(server, { run: { run: 1000 + i } })),
  )
  console.log(Date.now() - t0, server.requests.length - n0)
  expect(listed()).toHaveLength(50)
})
