import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { convert } from '../../src/convert.ts'
import { DEFLATE_END, type DetailsIndex } from '../../src/format/details-index.ts'
import type { Config, RawTest, TestDetails } from '../../src/format/exported.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const EXAMPLE = readFileSync(join(import.meta.dirname, '../../examples/nova.subunit.gz'))
const text = 'text/plain;charset=utf8'

/** Tests of the same name and of odd ones, logs of all sizes, and output that belongs to no test. */
const ODD = Buffer.concat([
  packet({ file: ['stdout', 'é of no test\n'], mime: text }),
  ...[0, 1, 100, 200_000, 262_144, 1_500_000].flatMap((size, n) => [
    packet({ id: `log ${n}`, file: ['log', randomBytes(size).toString('latin1')], mime: text }),
    wholeTest(`log ${n}`),
  ]),
  ...['a', 'a', 'a#2', '"é\\\n', '__proto__', '1', '\u{1F600}'].map((id) => wholeTest(id)),
  packet({ id: 'never ended', status: 'inprogress' }),
])

const INPUTS: readonly (readonly [string, Uint8Array])[] = [
  ['a real run', EXAMPLE],
  ['odd tests', ODD],
  ['one test', wholeTest('a')],
  ['a run without tests', new Uint8Array()],
  ['nothing but output that belongs to no test', packet({ file: ['stdout', 'x'], mime: text })],
]

interface Exported {
  readonly index: DetailsIndex
  readonly raw: readonly RawTest[]
  /** The bytes on disk, and what `gzip` decompresses them to. */
  readonly stored: Buffer
  readonly plain: Buffer
}

async function exported(stream: Uint8Array, gzip: boolean): Promise<Exported> {
  const destination = directoryWith()
  const sources = [{ kind: 'file', path: join(directoryWith({ run: stream }), 'run') } as const]
  await convert({ sources, dstat: [], destination, gzip, page: '' })
  const path = (name: string): string => join(destination, name)
  const plain = (name: string): Buffer =>
    gzip ? execFileSync('gzip', ['-dc', path(name)], { maxBuffer: 1 << 30 }) : readFileSync(path(name))
  const config = JSON.parse(readFileSync(path('config.json'), 'utf8')) as Config
  const { raw, details, index } = config.tempest[0]
  return {
    index: JSON.parse(plain(index).toString()) as DetailsIndex,
    raw: JSON.parse(plain(raw).toString()) as RawTest[],
    stored: readFileSync(path(details)),
    plain: plain(details),
  }
}

/** Where each test's details start and end, by what docs/format.md says of `gap` and `length`. */
function spansOf({ gap, length }: DetailsIndex): [number, number][] {
  let at = 0
  return gap.map((before, n) => {
    const start = at + before
    at = start + length[n]
    return [start, at]
  })
}

/** Bytes of details, found by the index alone, from only those blocks of the file that have them. */
function readRange({ index, stored }: Exported, start: number, end: number): Buffer {
  if (index.points === undefined) return stored.subarray(start, end)
  const { compressed, uncompressed } = index.points
  const first = uncompressed.findLastIndex((offset) => offset <= start)
  const behind = uncompressed.findIndex((offset) => offset >= end)
  const blocks = stored.subarray(compressed[first], compressed[behind])
  const inflated = inflateRawSync(Buffer.concat([blocks, Uint8Array.from(DEFLATE_END)]))
  return inflated.subarray(start - uncompressed[first], end - uncompressed[first])
}

describe.each([false, true])('the index of details (gzip: %s)', (gzip) => {
  it.each(INPUTS)('locates the details of each test in %s', async (_, stream) => {
    const run = await exported(stream, gzip)
    const details = new Map(Object.entries(JSON.parse(run.plain.toString()) as Record<string, TestDetails>))
    const spans = spansOf(run.index)
    expect(spans).toHaveLength(run.raw.length)
    const seen = new Map<string, number>()
    for (const [n, [start, end]] of spans.entries()) {
      // the key is in the gap before the value
      const [, key] = /^[{,]\n(".*"):$/s.exec(run.plain.toString('utf8', spans[n - 1]?.[1] ?? 0, start)) ?? []
      const name = JSON.parse(key) as string
      expect(name === run.raw[n].name || name.startsWith(`${run.raw[n].name}#`)).toBe(true)
      expect(seen.has(name)).toBe(false)
      seen.set(name, n)
      const value = JSON.parse(readRange(run, start, end).toString()) as TestDetails
      expect(value).toEqual(details.get(name))
      expect([value.status, value.timestamps]).toEqual([run.raw[n].status, run.raw[n].timestamps])
    }
    expect(run.index).toMatchObject({ version: 1, size: run.stored.length })
    expect(run.index.points === undefined).toBe(!gzip)
    if (run.index.whole !== null) {
      const [start, length] = run.index.whole
      expect(JSON.parse(readRange(run, start, start + length).toString())).toEqual(details.get(''))
    }
    expect(run.index.whole === null).toBe(!details.has(''))
    expect(seen.size + (run.index.whole === null ? 0 : 1)).toBe(details.size)
  })
})

it('the index of compressed details has a point every 256 KiB', async () => {
  const { index, plain } = await exported(ODD, true)
  const blocks = Math.ceil(plain.length / (256 << 10))
  expect(blocks).toBeGreaterThan(7)
  expect(index.points?.uncompressed).toEqual([
    ...Array.from({ length: blocks }, (_, k) => k * (256 << 10)),
    plain.length,
  ])
  expect(index.points?.compressed.at(-1)).toBe(index.size - 10)
})
