import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { GZIP_HEADER, gzipEnd } from '../../src/export/gzip-blocks.ts'
import { OutputFile, writeOutput } from '../../src/export/output-file.ts'
import { DEFLATE_END } from '../../src/format/details-index.ts'
import { directoryWith } from '../helpers/directory.ts'

const BLOCK = 256 << 10
const path = (): string => join(directoryWith(), 'file')

/** Sizes of pieces around those at which the file changes how it writes. */
const SIZES = [1, 1000, 65_535, 65_536, 65_537, 1 << 20, BLOCK - 1, BLOCK, 3, (3 << 20) + 1, 0, 70_000]

describe.each([false, true])('an output file (gzip: %s)', (gzip) => {
  const read = (file: string): Buffer => (gzip ? gunzipSync(readFileSync(file)) : readFileSync(file))

  it('holds all bytes in order, and knows its position and its size on disk', async () => {
    const [file, parts] = [path(), SIZES.map((size) => randomBytes(size))]
    const out = new OutputFile(file, gzip)
    for (const part of parts) {
      const before = out.position
      out.write(part)
      expect(out.position).toBe(before + part.length)
      out.text('é\u{1F600}')
      out.reserve(300_000)
      out.at += out.buffer.write('x'.repeat(300_000), out.at)
    }
    await out.close()
    const between = Buffer.from(`é\u{1F600}${'x'.repeat(300_000)}`)
    expect(read(file).equals(Buffer.concat(parts.flatMap((part) => [part, between])))).toBe(true)
    expect(out.stored.size).toBe(statSync(file).size)
  })

  it('holds all of many texts whose letters take three bytes, wherever its buffer ends', async () => {
    const [file, text] = [path(), '€'.repeat(1009)]
    await writeOutput(file, gzip, (out) => {
      for (let i = 0; i < 1000; i++) out.text(text)
    })
    expect(read(file).equals(Buffer.from(text.repeat(1000)))).toBe(true)
  })

  it('can be read in two parts, however many blocks each has', async () => {
    const [file, content] = [path(), Buffer.from('a line of a log\n'.repeat(70_000))]
    const cut = 700_001
    const { parts } = await writeOutput(file, gzip, (out) => {
      out.write(content.subarray(0, cut))
      out.cut()
      for (let at = cut; at < content.length; at += 10_007) out.write(content.subarray(at, at + 10_007))
    })
    expect(read(file).equals(content)).toBe(true)
    const both = parts?.map(({ from, to, end }) => {
      const part = readFileSync(file).subarray(from, to)
      return end === null ? part : gunzipSync(Buffer.concat([GZIP_HEADER, part, gzipEnd(end)]))
    })
    expect(both?.map(({ length }) => length)).toEqual([cut, content.length - cut])
    expect(Buffer.concat(both ?? []).equals(content)).toBe(true)
  })

  it('keeps what it was given even if that memory is reused at once', async () => {
    const [file, memory] = [path(), Buffer.alloc(1 << 20)]
    const out = new OutputFile(file, gzip)
    for (let i = 0; i < 20; i++) out.write(memory.fill(i))
    memory.fill(255)
    await out.close()
    const content = read(file)
    expect(Array.from({ length: 20 }, (_, i) => content[i << 20])).toEqual([...Array(20).keys()])
    expect(content.length).toBe(20 << 20)
  })

  it('has written most of its data even if drain() is not called', async () => {
    const [file, piece] = [path(), randomBytes(BLOCK)] // incompressible
    const out = new OutputFile(file, gzip)
    for (let i = 0; i < 100; i++) out.write(piece)
    expect(statSync(file).size).toBeGreaterThan(60 * BLOCK)
    await out.drain()
    for (let i = 0; i < 100; i++) {
      out.write(piece)
      await out.drain()
    }
    await out.close()
    const content = read(file)
    expect(content.length).toBe(200 * BLOCK)
    for (let i = 0; i < 200; i++)
      expect(content.subarray(i * BLOCK, (i + 1) * BLOCK).equals(piece)).toBe(true)
  })

  it('rejects with its writer’s error, and may be abandoned after it is closed', async () => {
    const file = path()
    const failing = writeOutput(file, gzip, async (out) => {
      out.write(randomBytes(BLOCK))
      throw new Error('the reason')
    })
    await expect(failing).rejects.toThrow('the reason')
    const out = new OutputFile(`${file}-2`, gzip)
    await out.close()
    out.abandon()
  })
})

it('a gzip file can be inflated from each of its points, which are 256 KiB apart', async () => {
  const [file, content] = [path(), Buffer.from('a line of a log\n'.repeat(70_000))]
  const { size, points } = await writeOutput(file, true, (out) => {
    for (let at = 0; at < content.length; at += 10_007) out.write(content.subarray(at, at + 10_007))
  })
  const stored = readFileSync(file)
  expect(points?.uncompressed).toEqual([0, 1, 2, 3, 4].map((k) => k * BLOCK).concat(content.length))
  expect(size).toBe(stored.length)
  points?.compressed.slice(1).forEach((to, k) => {
    const block = stored.subarray(points.compressed[k], to)
    const plain = inflateRawSync(Buffer.concat([block, Uint8Array.from(DEFLATE_END)]))
    expect(plain.equals(content.subarray(k * BLOCK, (k + 1) * BLOCK))).toBe(true)
  })
})

it('a gzip file without content is valid', async () => {
  const file = path()
  const { points } = await writeOutput(file, true, () => undefined)
  expect(gunzipSync(readFileSync(file))).toHaveLength(0)
  expect(points).toEqual({ compressed: [10], uncompressed: [0] })
})
