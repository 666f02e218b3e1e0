/** Inputs that change while they are read, or are not regular files. */

import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { PageFault } from '../../src/convert/pages.ts'
import { readRun } from '../../src/convert/read-run.ts'
import type { ConvertResult } from '../../src/convert/types.ts'
import { Staging } from '../../src/export/staging.ts'
import type { RawTest } from '../../src/format/exported.ts'
import { runFiles } from '../../src/format/file-names.ts'
import { convertFiles, hiddenNames, idsOf } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

/** There, open files are neither replaced nor removed. */
const isWindows = process.platform === 'win32'

const LOG = Buffer.alloc(10_000, 'log ')
/** A test with a log of 10,000 bytes that compress to almost nothing. */
const bigTest = (id: string): Buffer =>
  Buffer.concat([packet({ id, status: 'inprogress', mime: 'text/plain', file: ['log', LOG] }), wholeTest(id)])

const IDS = Array.from({ length: 400 }, (_, i) => `pkg.test_${i}`)
/** 4 MB: several chunks. */
const STREAM = Buffer.concat(IDS.map(bigTest))

/** Exports a file and then a small one; calls `change` with the first once part of it is read. */
async function exportWhile(content: Uint8Array, change: (path: string) => void) {
  const from = directoryWith({ moving: content, still: wholeTest('still') })
  const destination = directoryWith()
  let changed = false
  const result = await convertFiles(
    ['moving', 'still'].map((name) => join(from, name)),
    {
      destination,
      onProgress: () => {
        if (!changed) change(join(from, 'moving'))
        changed = true
      },
    },
  )
  expect(changed).toBe(true)
  expect(hiddenNames(destination)).toEqual([])
  const [moving, still] = idsOf(destination)
  expect(still).toEqual(['still'])
  return { ids: moving, kinds: warningsOf(result).map(({ kind }) => kind), result }
}

const warningsOf = ({ runs: [{ entry }] }: ConvertResult) => entry.warnings ?? []

describe('a stream file', () => {
  it('that shrinks while it is read is exported as far as it was read, with a warning', async () => {
    const { ids, kinds, result } = await exportWhile(STREAM, (path) => truncateSync(path, 2_500_000))
    expect(ids).toEqual(IDS.slice(0, ids.length))
    expect(ids.length).toBeGreaterThan(200)
    expect(ids.length).toBeLessThan(260)
    expect(kinds).toContain('truncated')
    expect(warningsOf(result)[0].message).toBe(
      `the file shrank from ${STREAM.length.toLocaleString('en-US')} to 2,500,000 bytes while it was read; what could be read before is exported: export again when nothing writes to it`,
    )
    expect(result.conclusion).toBe('failure')
  })

  it('that is emptied while it is read is exported as far as it was read, with a warning', async () => {
    const { ids, kinds } = await exportWhile(STREAM, (path) => truncateSync(path, 0))
    expect(ids).toEqual(IDS.slice(0, ids.length))
    expect(ids.length).toBeGreaterThan(10)
    expect(kinds).toContain('truncated')
  })

  it('that shrinks gets a warning even if the cut is between two packets', async () => {
    const half = Buffer.concat(IDS.slice(0, 200).map(bigTest)).length
    const { ids, kinds } = await exportWhile(STREAM, (path) => truncateSync(path, half))
    expect(ids).toEqual(IDS.slice(0, 200))
    expect(kinds).toEqual(['truncated'])
  })

  it('in gzip that shrinks while it is read is exported as far as it was read, with a warning', async () => {
    const noise = Array.from({ length: 60_000 }, (_, i) => wholeTest(`t${Math.sin(i)}`))
    const { ids, kinds } = await exportWhile(gzipSync(Buffer.concat(noise)), (path) =>
      truncateSync(path, statSync(path).size >> 1),
    )
    expect(ids.length).toBeGreaterThan(20_000)
    expect(ids.length).toBeLessThan(40_000)
    expect(kinds).toContain('truncated')
  })

  it('that is removed while it is read is exported whole', async () => {
    const { ids, kinds, result } = await exportWhile(STREAM, (path) => rmSync(path))
    expect([ids, kinds, result.problems]).toEqual([IDS, [], []])
  })

  it.skipIf(isWindows)('that is replaced while it is read is exported as it was', async () => {
    const other = join(directoryWith({ other: wholeTest('other') }), 'other')
    const { ids, kinds } = await exportWhile(STREAM, (path) => {
      copyFileSync(other, `${path}.new`)
      renameSync(`${path}.new`, path)
    })
    expect([ids, kinds]).toEqual([IDS, []])
  })

  it.skipIf(isWindows)('that is replaced by one of the other version is exported as it was', async () => {
    const from = directoryWith({ run: wholeTest('a'), other: 'test: b\nsuccess: b\n' })
    const destination = directoryWith()
    // the first output file is named when the version is known, but before anything is decoded
    class Replacing extends Staging {
      override path(name: string): string {
        if (existsSync(join(from, 'other'))) renameSync(join(from, 'other'), join(from, 'run'))
        return super.path(name)
      }
    }
    const staging = new Replacing(destination)
    const files = runFiles('run', 0, false)
    const path = join(from, 'run')
    const onProgress = (): void => undefined
    const { warnings } = await readRun({
      path,
      isOfRepository: false,
      files,
      staging,
      gzip: false,
      redactor: null,
      hider: null,
      onProgress,
    })
    const raw = JSON.parse(readFileSync(staging.finished(files.raw), 'utf8')) as RawTest[]
    staging.discard()
    expect(readFileSync(path, 'utf8')).toBe('test: b\nsuccess: b\n')
    expect([raw.map(({ name, status }) => [name, status]), warnings]).toEqual([[['a', 'success']], []])
  })

  it('that grows while it is read is exported with what was added, and a warning if that is cut off', async () => {
    const { ids, kinds } = await exportWhile(STREAM, (path) =>
      appendFileSync(path, Buffer.concat([wholeTest('late'), bigTest('cut').subarray(0, 5000)])),
    )
    expect(ids).toEqual([...IDS, 'late'])
    expect(kinds).toEqual(['truncated'])
  })

  it('that is removed before it is opened is reported, and the others are exported', async () => {
    const from = directoryWith({ a: STREAM, b: wholeTest('b'), c: wholeTest('c') })
    const destination = directoryWith()
    const { problems, conclusion } = await convertFiles(
      ['a', 'b', 'c'].map((name) => join(from, name)),
      { destination, onProgress: () => rmSync(join(from, 'b'), { force: true }) },
    )
    expect(idsOf(destination)).toEqual([IDS, ['c']])
    expect(problems).toEqual([
      { kind: 'tests', input: join(from, 'b'), message: 'no such file or directory; check the path' },
    ])
    expect(conclusion).toBe('failure')
  })
})

it.skipIf(isWindows)(
  'a destination that is removed while it is written to is reported, instead of an input that cannot be read',
  async () => {
    const from = directoryWith({ a: wholeTest('a'), b: wholeTest('b') })
    const destination = join(directoryWith(), 'out')
    const exported = convertFiles([join(from, 'a'), join(from, 'b')], {
      destination,
      onProgress: () => rmSync(destination, { recursive: true }),
    })
    await expect(exported).rejects.toThrow(
      `${destination}: no such file or directory; check that nothing removes it`,
    )
  },
)

describe('a dstat log', () => {
  const log = (rows: number): string =>
    ['"dool 1.3.4 CSV output"', '"epoch"', '"epoch"', ...Array.from({ length: rows }, (_, i) => 1e9 + i)]
      .join('\n')
      .concat('\n')

  it('in truncated gzip is read as far as it goes, and reported', async () => {
    const from = directoryWith({ run: wholeTest('a'), 'log.gz': gzipSync(log(50_000)).subarray(0, 40_000) })
    const destination = directoryWith()
    const { problems, notices } = await convertFiles([join(from, 'run')], {
      destination,
      dstat: [join(from, 'log.gz')],
    })
    expect(problems).toEqual([
      {
        kind: 'machine',
        input: join(from, 'log.gz'),
        message: 'the gzip data is cut off; what could be read before is exported',
      },
    ])
    expect(statSync(join(destination, 'dstat_log.csv')).size).toBeGreaterThan(100_000)
    expect(notices.join()).toContain('cut off in the middle')
  })

  it('that is missing or a directory is reported in plain words', async () => {
    const from = directoryWith({ run: wholeTest('a'), 'dir/x': '' })
    const { problems } = await convertFiles([join(from, 'run')], {
      destination: directoryWith(),
      dstat: ['missing', 'dir'].map((name) => join(from, name)),
    })
    expect(problems.map(({ message }) => message)).toEqual([
      'no such file or directory; check the path',
      expect.stringMatching(/^is a directory, not a file/),
    ])
  })

  it.skipIf(isWindows)('can be read from a named pipe', async () => {
    const from = directoryWith({ run: wholeTest('a'), log: log(5) })
    spawnSync('sh', ['-c', 'mkfifo "$0/pipe" && cat "$0/log" > "$0/pipe" &', from], { stdio: 'ignore' })
    while (!existsSync(join(from, 'pipe'))) await setTimeout(1)
    const destination = directoryWith()
    const { problems } = await convertFiles([join(from, 'run')], { destination, dstat: [join(from, 'pipe')] })
    expect(problems).toEqual([])
    expect(statSync(join(destination, 'dstat_log.csv')).size).toBe(log(5).length)
    expect(hiddenNames(destination)).toEqual([])
  })
})

describe('a report whose path becomes a directory while the data is written', () => {
  const page = join(import.meta.dirname, '../../dist/frontend/index.html')

  it('is an error that says where the data is, which is complete', async () => {
    const from = directoryWith({ run: wholeTest('a') })
    const destination = directoryWith()
    const report = join(directoryWith(), 'report.html')
    const exported = convertFiles([join(from, 'run')], {
      destination,
      report,
      page,
      onProgress: () => mkdirSync(report, { recursive: true }),
    })
    const why = isWindows
      ? 'permission denied, or another program has it open; make it writable for this user, close the program'
      : 'is a directory, not a file; remove it'
    await expect(exported).rejects.toThrow(
      `${why}, or choose another place; the data is in its place, ${destination}`,
    )
    await expect(exported).rejects.toBeInstanceOf(PageFault)
    expect(idsOf(destination)).toEqual([['a']])
    expect(hiddenNames(destination)).toEqual([])
    expect(readdirSync(dirname(report))).toEqual(['report.html'])
  })
})
