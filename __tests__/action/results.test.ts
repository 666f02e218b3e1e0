import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Overview, readOverviews } from '../../src/action/overview.ts'
import { writeResults } from '../../src/action/results.ts'
import { renderSummary } from '../../src/action/summary/summary.ts'
import type { Lanes } from '../../src/convert/lanes.ts'
import type { Failure } from '../../src/convert/types.ts'
import { convert } from '../../src/convert.ts'
import { directoryWith } from '../helpers/directory.ts'
import { type RunFacts, resultOf, runOf } from '../helpers/result.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const ROOT = join(import.meta.dirname, '../..')
const MAKER = { name: 'unit', job: 77, step: 2, artifacts: [] }

it('the results of the example have its tests, workers and machine, in documented fields', async () => {
  const directory = directoryWith()
  const result = await convert({
    sources: [{ kind: 'file', path: join(ROOT, 'examples/nova.subunit.gz') }],
    dstat: [join(ROOT, 'examples/dool.csv')],
    destination: join(directory, 'out'),
    page: '',
  })
  const path = join(directory, 'results.json')
  writeResults(path, MAKER, result, await readOverviews(result))
  const results = JSON.parse(readFileSync(path, 'utf8'))
  expect(results).toMatchObject({
    version: 1,
    ...MAKER,
    conclusion: 'failure',
    counts: { tests: 948, passed: 938, failed: 10, skipped: 0 },
    problems: [],
  })
  const [run] = results.runs
  expect(run.failures).toHaveLength(10)
  expect(run.failures[1]).toMatchObject({ details: ["KeyError: 'HTTP_X_AUTH_USER'"] })
  expect(run.workers.each.map(({ worker }: { worker: number }) => worker)).toEqual([0, 1, 2, 3])
  expect(run.workers.each.reduce((sum: number, { tests }: { tests: number }) => sum + tests, 0)).toBe(948)
  expect(run.workers.busy).toBeGreaterThan(0.95)
  expect(run.machine.cpu.mean).toBeGreaterThan(95)
  expect(run.machine.memory.max).toBeGreaterThan(4e9)
  // docs/results.md describes every field
  const documented = readFileSync(join(ROOT, 'docs/results.md'), 'utf8')
  for (const key of [...Object.keys(results), ...Object.keys(run)]) expect(documented).toContain(`\`${key}\``)
})

it('a failure’s status says how it failed, whatever its details say', async () => {
  const directory = directoryWith({
    run: Buffer.concat([
      packet({ id: 'a', mime: 'text/plain', file: ['traceback', 'Did not finish'] }),
      packet({ id: 'a', status: 'fail' }),
      wholeTest('b', 'uxsuccess'),
      packet({ id: 'c', file: ['log', 'x'] }),
      wholeTest('d'),
      packet({ id: 'e', status: 'inprogress' }),
    ]),
  })
  const path = join(directory, 'results.json')
  const sources = [{ kind: 'file', path: join(directory, 'run') }] as const
  const result = await convert({ sources, dstat: [], destination: join(directory, 'out'), page: '' })
  writeResults(path, MAKER, result, [])
  const [{ failures }] = JSON.parse(readFileSync(path, 'utf8')).runs
  const told = failures.map(({ name, status, details }: Failure) => [name, status, details])
  expect(told).toEqual(
    expect.arrayContaining([
      ['a', 'fail', ['Did not finish']],
      ['b', 'uxsuccess', ['Unexpected success']],
      ['c', 'unknown', ['No status']],
      ['e', 'inprogress', ['Did not finish']],
    ]),
  )
  expect(told).toHaveLength(4)
})

it('the workers’ busy share is theirs alone, also in the summary', () => {
  const lane = (worker: number | null, busy: number, tests = 2) => ({
    worker,
    tests,
    failed: 0,
    busy,
    buckets: new Float64Array(1),
    worst: new Uint8Array(1),
  })
  const run = runOf({})
  const result = resultOf([run])
  const share = (lanes: ReturnType<typeof lane>[], end = 10e6) => {
    const overviews = [{ run, lanes: { start: 0, end, lanes }, machine: null }]
    const path = join(directoryWith(), 'results.json')
    writeResults(path, MAKER, result, overviews)
    const text = renderSummary(result, { name: 'unit', report: null, data: null, faults: [], overviews })
    const [told = null] = text.match(/\d+ workers? \d+ % busy/) ?? []
    return [JSON.parse(readFileSync(path, 'utf8')).runs[0].workers.busy, told]
  }
  expect(share([lane(0, 0.9), lane(1, 0.7), lane(null, 0.02)])).toEqual([0.8, '2 workers 80 % busy'])
  expect(share([lane(null, 0.5)])).toEqual([0.5, null])
  expect(share([lane(0, 0)], 0)).toEqual([null, null])
  expect(share([lane(0, 0)])).toEqual([null, null])
})

it('numbers have no more digits than mean something, and warnings are told as they are', () => {
  const machine = {
    cpu: { mean: 12.3456, max: 98.76 },
    memory: null,
  } as unknown as Overview['machine']
  const lanes = { start: 0, end: 1, lanes: [{ worker: 3, tests: 2, failed: 1, busy: 0.12345 }] }
  const warnings = [{ kind: 'noise', message: '1 place' }] as const
  const told = (overviews: Overview[], facts: RunFacts = {}) => {
    const path = join(directoryWith(), 'results.json')
    writeResults(path, MAKER, resultOf([runOf(facts)]), overviews)
    return JSON.parse(readFileSync(path, 'utf8')).runs[0]
  }
  const run = runOf()
  expect(told([{ run, lanes: lanes as unknown as Lanes, machine }], { warnings })).toMatchObject({
    workers: { busy: 0.123, each: [{ worker: 3, tests: 2, failed: 1, busy: 0.123 }] },
    machine: { cpu: { mean: 12.3, max: 98.8 }, memory: null },
    warnings,
  })
  const memory = { ...machine, cpu: null, memory: { mean: 1.6, max: 2.4 } } as unknown as Overview['machine']
  expect(told([{ run, lanes: null, machine: memory }])).toMatchObject({
    workers: { busy: null, each: [] },
    machine: { cpu: null, memory: { mean: 2, max: 2 } },
    warnings: [],
  })
  expect(told([]).machine).toBeNull()
})

it('results are not sent if they are not this step’s any more', () => {
  const path = join(directoryWith({ other: 'x' }), 'results.json')
  const check = writeResults(path, MAKER, resultOf([runOf()]), [])
  expect(check).not.toThrow()
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, `${text} `)
  expect(check).toThrow(
    `${path} is another step's now: steps that run at the same time need an \`output\` each`,
  )
  rmSync(path)
  writeFileSync(join(path, '../other'), text)
  symlinkSync('other', path)
  expect(check).toThrow(`${path} is not a file any more`)
})

it('of 100,000 failures all are counted and the first thousand listed', () => {
  const failures = Array.from({ length: 100_000 }, (_, i) => ({ name: `t${i}`, duration: 1, details: null }))
  const path = join(directoryWith(), 'results.json')
  const skips = Array.from({ length: 200 }, (_, i) => ({
    name: `s${i}`,
    duration: 0,
    details: `reason ${i}`,
  }))
  writeResults(path, MAKER, resultOf([runOf({ failures, skips })]), [])
  const { counts, runs } = JSON.parse(readFileSync(path, 'utf8'))
  expect([counts.failed, runs[0].failures.length, runs[0].failures[999].name]).toEqual([
    100_000,
    1000,
    't999',
  ])
  expect([runs[0].skips.length, runs[0].skips[99]]).toEqual([100, { reason: 'reason 99', tests: 1 }])
})
