import { once } from 'node:events'
import { existsSync, readdirSync, statSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, it, vi } from 'vitest'
import { clearLeftovers } from '../../src/export/leftovers.ts'
import { makeDirectory, Staging } from '../../src/export/staging.ts'
import { directoryWith } from '../helpers/directory.ts'

const UUID = '0b8c9f1e-1111-4222-8333-444455556666'
const HOUR = 3_600_000
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * HOUR)

afterEach(() => vi.useRealTimers())

it('clearLeftovers removes hidden files of exports after a day without a sign of life, and nothing else', () => {
  const directory = directoryWith({
    [`.export-${UUID}/tempest_x_0_raw.json`]: '',
    [`.report-${UUID}`]: '',
    [`.export-${UUID.replace('0', '1')}/x`]: '',
    '.export-mine/notes': '',
    [`export-${UUID}`]: '',
    elsewhere: '',
  })
  symlinkSync('elsewhere', join(directory, `.report-${UUID.replace('0', '2')}`))
  for (const name of readdirSync(directory)) {
    const isLiving = name.startsWith('.export-1')
    if (!name.startsWith('.report-2'))
      utimesSync(join(directory, name), hoursAgo(0), hoursAgo(isLiving ? 23 : 25))
  }
  clearLeftovers(directory)
  expect(readdirSync(directory).sort()).toEqual(
    [
      `.export-${UUID.replace('0', '1')}`,
      `.report-${UUID.replace('0', '2')}`,
      '.export-mine',
      `export-${UUID}`,
      'elsewhere',
    ].sort(),
  )
})

it('an export refreshes its hidden directory every minute, so that others do not remove it', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const directory = directoryWith()
  const staging = new Staging(directory)
  const [hidden] = readdirSync(directory).map((name) => join(directory, name))
  utimesSync(hidden, hoursAgo(25), hoursAgo(25))
  vi.advanceTimersByTime(60_000)
  expect(statSync(hidden).mtimeMs).toBeGreaterThan(hoursAgo(1).getTime())
  const other = new Staging(directory)
  expect(existsSync(hidden)).toBe(true)
  staging.discard()
  other.discard()
  expect([readdirSync(directory), vi.getTimerCount()]).toEqual([[], 0])
})

it.skipIf(process.platform === 'win32')(
  'only the user may enter the hidden directory, where secrets are not redacted yet',
  () => {
    const before = process.umask(0)
    try {
      const directory = directoryWith()
      const staging = new Staging(directory)
      const [hidden] = readdirSync(directory)
      expect(statSync(join(directory, hidden)).mode & 0o777).toBe(0o700)
      staging.discard()
    } finally {
      process.umask(before)
    }
  },
)

it('an export removes what a killed one left in its directory', () => {
  const directory = directoryWith({ [`.export-${UUID}/tempest_x_0_raw.json`]: '' })
  utimesSync(join(directory, `.export-${UUID}`), hoursAgo(25), hoursAgo(25))
  new Staging(directory).discard()
  expect(readdirSync(directory)).toEqual([])
})

it('makeDirectory makes missing parents too, and throws if a file is in the way', () => {
  const directory = directoryWith({ file: '' })
  makeDirectory(join(directory, 'a/b/c'))
  makeDirectory(join(directory, 'a/b/c'))
  expect(statSync(join(directory, 'a/b/c')).isDirectory()).toBe(true)
  expect(() => makeDirectory(join(directory, 'file'))).toThrow('EEXIST')
  const below = process.platform === 'win32' ? 'ENOENT' : 'ENOTDIR'
  expect(() => makeDirectory(join(directory, 'file/below'))).toThrow(below)
})

it('makeDirectory succeeds when other threads make the same parent at the same time', async () => {
  const directory = directoryWith()
  const staging = new URL('../../src/export/staging.ts', import.meta.url).href
  const [threads, rounds] = [4, 60]
  // how often threads have arrived in all; the round that has begun
  const turns = new Int32Array(new SharedArrayBuffer(8))
  const body = `
    const { makeDirectory } = await import(${JSON.stringify(staging)})
    const { turns, n } = (await import('node:worker_threads')).workerData
    for (let round = 1; round <= ${rounds}; round++) {
      if (Atomics.add(turns, 0, 1) + 1 === round * ${threads}) {
        Atomics.store(turns, 1, round)
        Atomics.notify(turns, 1)
      } else Atomics.wait(turns, 1, round - 1)
      makeDirectory(${JSON.stringify(directory)} + '/' + round + '/x/' + n)
    }`
  const url = new URL(`data:text/javascript,${encodeURIComponent(body)}`)
  const workers = Array.from({ length: threads }, (_, n) => new Worker(url, { workerData: { turns, n } }))
  try {
    await Promise.all(workers.map((worker) => once(worker, 'exit')))
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  for (let round = 1; round <= rounds; round++) {
    expect(readdirSync(join(directory, `${round}/x`))).toEqual(['0', '1', '2', '3'])
  }
})
