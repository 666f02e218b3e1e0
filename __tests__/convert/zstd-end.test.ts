import { randomBytes } from 'node:crypto'
import { constants, createZstdDecompress, type Gunzip, zstdCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { formatOf, inflate } from '../../src/convert/inflate.ts'
import { ZstdEnd } from '../../src/convert/zstd-end.ts'

const { ZSTD_c_checksumFlag, ZSTD_c_contentSizeFlag, ZSTD_c_compressionLevel } = constants
const pack = (bytes: Buffer, params: Record<number, number> = {}): Buffer =>
  zstdCompressSync(bytes, { params })

const TEXT = Buffer.from(Array.from({ length: 5000 }, (_, n) => `line ${n * n}\n`).join(''))
const SKIPPED = Buffer.from('5f2a4d180300000001020300', 'hex').subarray(0, 11)

const FILES: readonly (readonly [string, readonly Buffer[]])[] = [
  ['an empty frame', [pack(Buffer.alloc(0))]],
  ['a block as it is', [pack(randomBytes(300))]],
  ['a repeated byte', [pack(Buffer.alloc(200_000, 7))]],
  [
    'several blocks',
    [pack(Buffer.concat([TEXT, randomBytes(150_000), TEXT]), { [ZSTD_c_compressionLevel]: 1 })],
  ],
  ['a checksum', [pack(TEXT.subarray(0, 1000), { [ZSTD_c_checksumFlag]: 1 })]],
  ['no size, but a window', [pack(TEXT.subarray(0, 1000), { [ZSTD_c_contentSizeFlag]: 0 })]],
  ['frames, one of them to skip', [pack(randomBytes(40)), SKIPPED, pack(TEXT.subarray(0, 99))]],
]

it.each(FILES)('zstd data is cut off wherever no frame ends: %s', (_name, parts) => {
  const file = Buffer.concat(parts)
  const ends = parts.map((_, n) => Buffer.concat(parts.slice(0, n + 1)).length)
  const cuts = Array.from({ length: Math.min(file.length, 300) }, (_, n) => file.length - n)
  const whole = cuts.filter((cut) => {
    const end = new ZstdEnd()
    const first = Math.max(0, cut - 300)
    end.push(file.subarray(0, first))
    for (let at = first; at < cut; at += 7) end.push(file.subarray(at, Math.min(cut, at + 7)))
    return !end.isCut
  })
  expect(whole.sort((a, b) => a - b)).toEqual(ends.filter((end) => end > file.length - cuts.length))
})

it('zeros behind the last frame are no cut, but a part of a frame’s first bytes is', () => {
  const isCut = (...parts: readonly Buffer[]): boolean => {
    const end = new ZstdEnd()
    for (const part of parts) end.push(part)
    return end.isCut
  }
  const frame = pack(TEXT)
  expect(isCut()).toBe(false)
  expect(isCut(frame, Buffer.alloc(9))).toBe(false)
  for (const bytes of [1, 2, 3]) expect(isCut(frame, frame.subarray(0, bytes))).toBe(true)
})

it('is told of data whose decoder ends without an error, as those of Node 22 do', async () => {
  const create = (): Gunzip => createZstdDecompress({ finishFlush: constants.ZSTD_e_flush })
  const format = { ...(formatOf(pack(TEXT)) as NonNullable<ReturnType<typeof formatOf>>), create }
  async function read(file: Buffer): Promise<[number, string | null]> {
    let given = 0
    try {
      for await (const chunk of inflate(() => [file][Symbol.iterator]() as never, format, undefined))
        given += chunk.length
    } catch (error) {
      return [given, (error as Error).message]
    }
    return [given, null]
  }
  const file = Buffer.concat([pack(TEXT), pack(TEXT)])
  expect(await read(file)).toEqual([2 * TEXT.length, null])
  expect(await read(file.subarray(0, -1))).toEqual([
    TEXT.length,
    'the zstd data is cut off; what could be read before is exported',
  ])
  expect(await read(file.subarray(0, 9))).toEqual([
    0,
    'the zstd data is cut off; nothing of it could be read',
  ])
})
