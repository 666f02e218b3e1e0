/** Large inputs are exported correctly; benchmarks show the bounds on memory and time. */

import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { sourceNames } from '../../src/export/names.ts'
import type { Config, RawTest, Stats, TestDetails, TreeNode } from '../../src/format/exported.ts'
import type { StatsLists } from '../../src/format/report.ts'
import { convertFiles, readJson } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const PAGE = join(import.meta.dirname, '../../dist/frontend/index.html')

/** Exports one stream, and reads its files when they are asked for. */
async function exported(stream: Uint8Array) {
  const destination = directoryWith()
  const result = await convertFiles([join(directoryWith({ run: stream }), 'run')], { destination })
  const read = <T>(what: string): T => readJson<T>(destination, `tempest_run_0_${what}.json`)
  return {
    result,
    raw: () => read<RawTest[]>('raw'),
    details: () => read<Record<string, TestDetails>>('details'),
    tree: () => read<TreeNode>('tree'),
    treeText: () => readFileSync(join(destination, 'tempest_run_0_tree.json'), 'utf8'),
    stats: () => read<Stats>('stats'),
    config: () => readJson<Config>(destination, 'config.json'),
  }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

it('200,000 tests in one stream are exported', async () => {
  const status = (i: number): string => (i % 1000 === 0 ? 'fail' : i % 100 === 1 ? 'skip' : 'success')
  const { result, raw, details, tree, stats } = await exported(
    Buffer.concat(
      numbers(200_000).map((i) =>
        packet({
          id: `pkg.mod${i % 50}.Class.test_${i}`,
          status: status(i),
          time: [1_772_366_400 + (i >> 4), 0],
        }),
      ),
    ),
  )
  expect(result.counts).toEqual({ tests: 200_000, passed: 197_800, failed: 200, skipped: 2000 })
  expect(result.duration).toBe(12_499)
  const tests = raw()
  expect(tests.length).toBe(200_000)
  expect(tests[123_456]).toMatchObject({ name: 'pkg.mod6.Class.test_123456', status: 'success' })
  expect(Object.keys(details()).length).toBe(200_000)
  const root = tree()
  expect([root.name, root.children?.length, root.children?.[49].children?.[0].children?.length]).toEqual([
    'pkg',
    50,
    4000,
  ])
  expect([stats().count, stats().failures.length, stats().skips.length]).toEqual([200_000, 200, 2000])
})

it('2,000 small streams are exported', async () => {
  const from = directoryWith(
    Object.fromEntries(numbers(2000).map((i) => [`${i % 70}/shard${i}.subunit`, wholeTest(`t${i}`)])),
  )
  const destination = directoryWith()
  const paths = numbers(2000).map((i) => join(from, `${i % 70}/shard${i}.subunit`))
  const { runs, counts, conclusion } = await convertFiles(paths, { destination })
  expect([runs.length, counts.tests, conclusion]).toEqual([2000, 2000, 'success'])
  expect(readdirSync(destination).length).toBe(12_001)
  const { tempest, datasets } = readJson<Config>(destination, 'config.json')
  expect([tempest.length, datasets[0].artifacts.length]).toEqual([2000, 10_000])
  expect(readJson<RawTest[]>(destination, tempest[1321].raw)[0].name).toBe('t1321')
})

it('sources of the same name get different ones: 100,000 in one directory, 1,000 nested', () => {
  const same = sourceNames(numbers(100_000).map(() => '/shards/run'))
  expect([same[0], same[1], same[99_999]]).toEqual(['run', 'run-2', 'run-100000'])
  const deep = sourceNames(numbers(1000).map((i) => `/${'a/'.repeat(i)}run`))
  expect(new Set(deep).size).toBe(1000)
})

it('an id of 1 MB and one of a million dots are exported', async () => {
  const long = 'é'.repeat(1 << 19)
  const dots = '.'.repeat(1_000_000)
  const {
    raw,
    details,
    treeText: tree,
    result,
  } = await exported(Buffer.concat([wholeTest(long, 'fail'), packet({ id: dots, status: 'success' })]))
  expect(raw().map(({ name }) => name === long || name === dots)).toEqual([true, true])
  expect(Object.keys(details()).map(({ length }) => length)).toEqual([long.length, dots.length])
  expect(result.counts).toMatchObject({ tests: 2, failed: 1 })
  // nested too deeply for JSON.parse
  const text = tree()
  expect(text.startsWith(`{"name":"all","children":[{"name":"${long}"`)).toBe(true)
  expect(text.split(',"children":[').length - 1).toBe(1_000_001)
  expect(text.endsWith(`}${']}'.repeat(1_000_001)}`)).toBe(true)
})

it('100,000 tags of a test are exported', async () => {
  // longer than any buffer, between other fields in raw and tree
  const tags = numbers(100_000).map((i) => `tag-number-${i}`)
  const time = [1_772_366_400, 0] as const
  const { raw, details, tree } = await exported(packet({ id: 'a', status: 'success', time, tags }))
  const at = '2026-03-01T12:00:00+00:00'
  const fields = { status: 'success', timestamps: [at, at] }
  expect(raw()).toEqual([{ name: 'a', ...fields, tags: tags.toSorted(), duration: 0, details: {} }])
  expect(details()).toEqual({ a: fields })
  expect(tree()).toMatchObject({ name: 'a', ...fields, tags: tags.toSorted() })
})

it('10,000 attachments of a test are exported, those of the same name joined', async () => {
  const files = numbers(10_000).map((i) =>
    packet({ id: 'a', status: 'inprogress', mime: 'text/plain', file: [`log_${i % 9000}`, `line ${i}\n`] }),
  )
  const { details } = await exported(Buffer.concat([...files, wholeTest('a')]))
  const { a } = details()
  expect(Object.keys(a).length).toBe(9002)
  expect([a.log_999, a.log_8999]).toEqual(['line 999\nline 9999\n', 'line 8999\n'])
})

it('10,000 attachments whose names make the same key get different keys', async () => {
  const files = numbers(10_000).map((i) =>
    packet({ id: 'a', status: 'inprogress', mime: 'text/plain', file: ['-'.repeat(i), `${i}`] }),
  )
  const { details } = await exported(Buffer.concat([...files, wholeTest('a')]))
  const { a } = details()
  expect(Object.keys(a).length).toBe(10_002)
  expect(['', '_2', '_10000'].map((key) => a[key])).toEqual(['0', '1', '9999'])
})

it('names that are in two runs, and twice in each, get keys of their own in each run', async () => {
  const run = Buffer.concat(numbers(20_000).map((i) => wholeTest(`pkg.test_${i % 10_000}`)))
  const from = directoryWith({ a: run, b: run })
  const destination = directoryWith()
  const { counts } = await convertFiles([join(from, 'a'), join(from, 'b')], { destination })
  expect(counts.tests).toBe(40_000)
  for (const name of ['a', 'b']) {
    const keys = Object.keys(readJson<object>(destination, `tempest_${name}_0_details.json`))
    expect([keys[9999], keys[10_000], keys.length]).toEqual(['pkg.test_9999', 'pkg.test_0#2', 20_000])
  }
})

it('1,200 skip reasons of 1 MB, longer together than a string can be, are cut to 4096 bytes', async () => {
  const reason = 'because '.repeat(1 << 17)
  const path = join(directoryWith(), 'run')
  const mime = 'text/plain; charset=utf8'
  for (const i of numbers(1200)) {
    appendFileSync(path, packet({ id: `t${i}`, status: 'skip', mime, file: ['reason', reason] }))
  }
  const destination = directoryWith()
  await convertFiles([path], { destination })
  const { skips } = readJson<Stats>(destination, 'tempest_run_0_stats.json')
  const cut = `${reason.slice(0, 4096)}…`
  expect(skips.length).toBe(1200)
  expect(skips.every(({ name, details }, i) => name === `t${i}` && details === cut)).toBe(true)
  const [{ stats }] = readJson<Config>(destination, 'config.json').tempest
  expect(isDeepStrictEqual(stats.skips, skips)).toBe(true)
})

it('1,200 tracebacks whose last line is 390 kB are cut to 4096 bytes, and the result has only the first MB', async () => {
  const line = `é${'<x>'.repeat(1 << 17)}`
  const mime = 'text/plain; charset=utf8'
  const from = directoryWith({
    run: Buffer.concat(
      numbers(1200).map((i) =>
        packet({ id: `t${i}`, status: 'fail', mime, file: ['traceback', `Traceback\n${line}`] }),
      ),
    ),
  })
  const destination = join(from, 'out')
  const { runs } = await convertFiles([join(from, 'run')], { destination, site: true, page: PAGE })
  const { stats } = readJson<Config>(join(destination, 'data'), 'config.json').tempest[0]
  // é takes two bytes of UTF-8
  const cut = `${line.slice(0, 4095)}…`
  expect(stats.failures.length).toBe(1200)
  expect(stats.failures.every(({ details }) => details?.join('\n') === cut)).toBe(true)
  const page = readFileSync(join(destination, 'index.html'), 'utf8')
  const block = /id="stackviz-told-0">([^<]*)</.exec(page)?.[1] ?? ''
  const lists = JSON.parse(gunzipSync(Buffer.from(block, 'base64')).toString()) as StatsLists
  // the output of the first hundred was read, and its end is the middle of that line
  const found = { failures: numbers(100).map((i) => [i, null]), skips: [] }
  expect(isDeepStrictEqual(lists, { version: 1, failures: stats.failures, skips: [], found })).toBe(true)
  // the result has only the first megabyte of the list
  expect([runs[0].failures.length, runs[0].counts.failed]).toEqual([252, 1200])
  const told = stats.failures.slice(0, 252).map((failure) => ({ ...failure, status: 'fail' }))
  expect(isDeepStrictEqual(runs[0].failures, told)).toBe(true)
})
