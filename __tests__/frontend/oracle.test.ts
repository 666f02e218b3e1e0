/** Compares the numbers of the home page and the hierarchy with those of the reference libraries. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Config, RawTest, Stats } from '../../src/format/exported.ts'
import { FAILURE_STATUSES, STATUSES, UNENDED_STATUSES } from '../../src/format/exported.ts'
import { buildClassTree } from '../../src/frontend/data/class-tree.ts'
import { openDrawn, openNamed } from '../../src/frontend/data/columns.ts'
import { readNames } from '../../src/frontend/data/names.ts'
import { countCodes, spanOf } from '../../src/frontend/data/run-facts.ts'
import { joinRuns, Tests } from '../../src/frontend/data/tests.ts'
import { sumTree } from '../../src/frontend/hierarchy/sums.ts'
import { growTree, type TreeNode } from '../../src/frontend/hierarchy/tree.ts'
import { balanceOf } from '../../src/frontend/home/balance.ts'
import { laneTimes } from '../../src/frontend/timeline/lane-times.ts'
import { buildModel } from '../../src/frontend/timeline/model.ts'
import { summarize } from '../../src/frontend/timeline/summary.ts'
import { convertFiles, readJson } from '../helpers/convert-files.ts'
import { conformanceCases } from '../helpers/fixtures.ts'
import { finish } from './timeline/runs.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/nova.subunit.gz')

/** The tests of an export as the page reads them. */
function readExport(directory: string): { tests: Tests; stats: Stats } {
  const [{ columns, stats }] = readJson<Config>(directory, 'config.json').tempest
  const bytes = readFileSync(join(directory, columns))
  const end = bytes.indexOf(10) + 1
  const { sections } = JSON.parse(bytes.subarray(0, end).toString()) as {
    sections: { name: string; bytes: number }[]
  }
  const cut = sections.slice(0, 3).reduce((sum, section) => sum + section.bytes, end)
  const drawn = openDrawn(bytes.subarray(0, cut))
  const names = readNames(drawn.header, openNamed(drawn.header, bytes.subarray(cut)))
  const fail = (run: number, error: unknown): never => {
    throw new Error(`run ${run}`, { cause: error })
  }
  return { tests: new Tests(joinRuns([drawn], fail), [names]), stats }
}

const micros = (time: string): number => {
  const [, seconds, fraction = ''] = /^(.{19})(?:\.(\d+))?\+00:00$/.exec(time) ?? []
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0'))
}

const isEnded = ({ status }: RawTest): boolean => !UNENDED_STATUSES.has(status)

/** Microseconds; 0 of a test that never ended. */
function took(test: RawTest): number {
  const [start, end] = test.timestamps
  return start === null || end === null || !isEnded(test) ? 0 : Math.max(0, micros(end) - micros(start))
}

const workerOf = ({ tags }: RawTest): number => {
  // the page takes the first such tag in sorted order
  const tag = [...tags].sort().find((one) => /^worker-\d{1,6}$/.test(one))
  return tag === undefined ? -1 : Number(tag.slice(7))
}

/** Microseconds in which at least one of a worker's tests ran. */
function busyIn(tests: readonly RawTest[]): number {
  let [busy, reach] = [0, 0]
  for (const [start, end] of tests
    .map((test) => [micros(test.timestamps[0] ?? ''), micros(test.timestamps[0] ?? '') + took(test)])
    .sort(([a], [b]) => a - b)) {
    busy += Math.max(0, end - Math.max(start, reach))
    reach = Math.max(reach, end)
  }
  return busy
}

/** Computed from the raw tests alone. */
function expectedBalance(raw: readonly RawTest[]) {
  const timed = raw.filter(({ timestamps }) => timestamps[0] !== null && timestamps[1] !== null)
  const numbers = [...new Set(timed.map(workerOf))].filter((n) => n >= 0).sort((a, b) => a - b)
  const ofWorker = (n: number): RawTest[] => timed.filter((test) => workerOf(test) === n)
  // a test that never ended reaches as far as is known of it
  const ends = (tests: readonly RawTest[]): number[] =>
    tests.map(({ timestamps: [start, end] }) => Math.max(micros(start ?? ''), micros(end ?? '')))
  const endOf = (n: number): number => Math.max(...ends(ofWorker(n)))
  const known = timed.filter((test) => workerOf(test) >= 0)
  const time = known.reduce((sum, test) => sum + took(test), 0)
  const busy = numbers.reduce((sum, n) => sum + busyIn(ofWorker(n)), 0)
  const longest = Math.max(0, ...known.map(took))
  const last = Math.max(...numbers.map(endOf))
  const isOpen = known.some((test) => !isEnded(test) && ends([test])[0] === last)
  return {
    workers: numbers.map((n) => ({
      worker: n,
      tests: ofWorker(n).length,
      time: ofWorker(n).reduce((sum, test) => sum + took(test), 0),
      idle: Math.max(...ends(timed)) - endOf(n),
    })),
    time,
    longest,
    ideal: Math.max(busy / numbers.length, longest),
    last: isOpen ? null : numbers.find((n) => endOf(n) === last),
  }
}

/** What the timeline says of the workers; not of those whose tests overlap. */
function idleInTimeline(tests: Tests): { worker: number; idle: number }[] {
  const model = buildModel(tests, [0])
  if (model === null) return []
  const asked = { model, span: model.whole, matches: null, shortest: 0, most: 0 }
  const times = finish(laneTimes(model, tests, model.whole, finish(summarize(asked))))
  return times.flatMap(({ lane, end: idle }) => {
    const { worker } = tests.lanes[lane]
    return worker === null || Number.isNaN(idle) ? [] : [{ worker, idle }]
  })
}

const nodesBelow = ({ children }: TreeNode): TreeNode[] =>
  children.flatMap((child) => [child, ...nodesBelow(child)])

describe('the numbers of the home page and the hierarchy', () => {
  let directory: string
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'stackviz-home-'))
  })
  afterAll(() => rmSync(directory, { recursive: true }))

  function check(tests: Tests, stats: Stats, raw: readonly RawTest[]): void {
    const counts = Object.fromEntries(STATUSES.map((s, i) => [s, countCodes(tests, [0])[i]]))
    for (const [status, count] of Object.entries(counts)) {
      expect([status, count]).toEqual([status, raw.filter((test) => test.status === status).length])
    }
    const balance = balanceOf(tests, 0, spanOf(stats))
    for (const { worker, idle } of idleInTimeline(tests))
      expect(balance?.workers.find((one) => one.worker === worker)).toMatchObject({ idle })
    if (raw.some((test) => workerOf(test) >= 0 && test.duration !== null)) {
      expect(balance).toMatchObject(expectedBalance(raw))
    } else expect(balance).toBeNull()
    const tree = buildClassTree(tests.names.map((names) => names?.classes ?? []))
    const root = growTree(tests, tree, sumTree(tests, [0], tree), 'time')
    expect(root).toMatchObject({
      count: raw.length,
      failed: raw.filter(({ status }) => FAILURE_STATUSES.has(status)).length,
      time: raw.reduce((sum, test) => sum + took(test), 0),
    })
    for (const node of nodesBelow(root)) {
      const below = raw.filter(({ name }) => name.startsWith(node.path))
      expect(node).toMatchObject({
        path: node.path,
        count: below.length,
        failed: below.filter(({ status }) => FAILURE_STATUSES.has(status)).length,
        time: below.reduce((sum, test) => sum + took(test), 0),
      })
    }
  }

  it('match the reference libraries’ answers to random streams', async () => {
    for (const [i, { stream, answer, name }] of conformanceCases('random').slice(0, 60).entries()) {
      if (answer.raw.length === 0) continue
      const path = join(directory, `${i}.subunit`)
      writeFileSync(path, stream)
      const destination = join(directory, `out-${i}`)
      await convertFiles([path], { destination })
      const { tests } = readExport(destination)
      expect([name, tests.count]).toEqual([name, answer.raw.length])
      check(tests, answer.stats, answer.raw)
    }
  })

  it('match the raw file of a real run', async () => {
    const destination = join(directory, 'real')
    await convertFiles([EXAMPLE], { destination })
    const { tests, stats } = readExport(destination)
    const raw = readJson<RawTest[]>(destination, readJson<Config>(destination, 'config.json').tempest[0].raw)
    check(tests, stats, raw)
    const balance = balanceOf(tests, 0, spanOf(stats))
    const wall =
      Math.max(...raw.map(({ timestamps }) => micros(timestamps[1] ?? ''))) -
      Math.min(...raw.map(({ timestamps }) => micros(timestamps[0] ?? '')))
    expect(balance?.wall).toBe(wall)
    expect(balance?.busy).toBeCloseTo((raw.reduce((sum, test) => sum + took(test), 0) / (wall * 4)) * 100, 9)
  })
})
