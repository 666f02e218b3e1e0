/** There is a limit on what a compressed input may decompress to. */

import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/convert/budget.ts'
import { readChunks } from '../../src/convert/input.ts'
import { withinBudget } from '../../src/convert/machines.ts'
import { parseSize, sizeText } from '../../src/convert/size.ts'
import { convertFiles, idsOf } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const TESTS = ['a', 'b', 'c'].map((id) => wholeTest(id))
const STREAM = Buffer.concat(TESTS)

it.each([0x50, 0x5f])(
  'zstd’s frames to skip, such as pzstd writes, are no part of a stream: %i',
  async (first) => {
    const skipped = Buffer.concat([Buffer.of(first, 0x2a, 0x4d, 0x18, 4, 0, 0, 0), Buffer.from('size')])
    const packed = Buffer.concat(TESTS.flatMap((test) => [skipped, zstdCompressSync(test)]))
    const from = directoryWith({ packed })
    const destination = directoryWith()
    const { conclusion } = await convertFiles([join(from, 'packed')], { destination })
    expect([idsOf(destination), conclusion]).toEqual([[['a', 'b', 'c']], 'success'])
  },
)

it('a window that zstd does not read is not called damage', async () => {
  // one empty block, with a window of 2^28 bytes
  const wide = Buffer.from('28b52ffd0090010000', 'hex')
  const from = directoryWith({ wide, behind: Buffer.concat([zstdCompressSync(STREAM), wide]) })
  const { runs, problems } = await convertFiles([join(from, 'wide'), join(from, 'behind')], {
    destination: directoryWith(),
  })
  const words =
    'the zstd data has a window of more than 128 MiB (zstd --long, above 27), which is not read: compress it anew'
  expect(problems.map(({ message }) => message)).toEqual([`${words}; nothing of it could be read`])
  expect(runs[0].entry.warnings?.map(({ message }) => message)).toEqual([
    `${words}; what could be read before is exported`,
  ])
})

it('what is compressed twice is named, not taken for noise', async () => {
  const from = directoryWith({
    good: STREAM,
    twice: gzipSync(gzipSync(STREAM)),
    mixed: gzipSync(zstdCompressSync(STREAM)),
  })
  const { runs, problems } = await convertFiles(
    ['good', 'twice', 'mixed'].map((name) => join(from, name)),
    { destination: directoryWith() },
  )
  expect(runs).toHaveLength(1)
  expect(problems.map(({ message }) => message)).toEqual(
    ['gzip', 'zstd'].map(
      (inner) => `it is compressed twice, and contains ${inner} data: decompress it once, and export again`,
    ),
  )
})

describe('reading can be stopped', () => {
  /** Reads the file until it was told of more than `limit` bytes, and stops it then; returns the bytes and the error. */
  async function stopped(content: Buffer, limit: number): Promise<[number, unknown]> {
    const stop = new AbortController()
    let read = 0
    const onRead = (bytes: number): void => {
      read += bytes
      if (read > limit) stop.abort('stopped')
    }
    const chunks = readChunks(join(directoryWith({ content }), 'content'), onRead, { signal: stop.signal })
    const error = await drained(chunks).catch((reason: unknown) => reason)
    return [read, error]
  }
  async function drained(chunks: AsyncIterable<Buffer>): Promise<void> {
    for await (const _ of chunks);
  }

  it('while frames to skip give no output', async () => {
    const frames = Buffer.from('502a4d1800000000'.repeat(10_000), 'hex')
    expect(await stopped(frames, 20_000)).toEqual([32_768, 'stopped'])
  })

  it('while what comes before damage is read again', async () => {
    const packed = gzipSync(randomBytes(100_000))
    packed.writeUInt32LE(0, packed.length - 8)
    expect(await stopped(packed, packed.length)).toEqual([packed.length + 16_384, 'stopped'])
  })
})

describe.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
] as const)('an input compressed with %s', (_, pack) => {
  it.each([
    [1, ['a', 'b', 'c'], undefined],
    [0, ['a', 'b', 'c'], undefined],
    // the last packet lacks its last byte, so its test never ended
    [-1, ['a', 'b', 'c'], ['truncated', 'truncated', 'unfinished']],
    [-TESTS[2].length, ['a', 'b'], ['truncated']],
  ])('is exported up to a limit of its decompressed size plus %i bytes', async (off, ids, kinds) => {
    const from = directoryWith({ packed: pack(STREAM) })
    const destination = directoryWith()
    const { runs, problems, conclusion } = await convertFiles([join(from, 'packed')], {
      destination,
      maxDecompressed: STREAM.length + off,
    })
    expect(idsOf(destination)).toEqual([ids])
    expect(runs[0].entry.warnings?.map(({ kind }) => kind)).toEqual(kinds)
    expect([problems, conclusion]).toEqual([[], kinds === undefined ? 'success' : 'failure'])
  })

  it('has no test that never ran if results are beyond the limit', async () => {
    const exists = ['a', 'b', 'c'].map((id) => packet({ id, status: 'exists' }))
    const from = directoryWith({ packed: pack(Buffer.concat([...exists, STREAM])) })
    const { runs, counts } = await convertFiles([join(from, 'packed')], {
      destination: directoryWith(),
      maxDecompressed: Buffer.concat([...exists, TESTS[0]]).length,
    })
    expect(runs[0].entry.warnings?.map(({ kind, count }) => [kind, count])).toEqual([
      ['truncated', undefined],
      ['not_run', 2],
    ])
    expect(counts.missing).toBeUndefined()
  })

  it('may have several parts, each longer than what is read at once, and zeros at its end', async () => {
    const parts = ['a', 'b', 'c'].map((id) =>
      pack(
        Buffer.concat([
          packet({ id, mime: 'application/x', file: ['f', randomBytes(40_001)] }),
          wholeTest(id),
        ]),
      ),
    )
    const from = directoryWith({ packed: Buffer.concat([...parts, Buffer.alloc(20_000)]) })
    const destination = directoryWith()
    const { conclusion } = await convertFiles([join(from, 'packed')], { destination })
    expect([idsOf(destination), conclusion]).toEqual([[['a', 'b', 'c']], 'success'])
  })

  it('gets a warning that names the option to raise the limit', async () => {
    const from = directoryWith({ packed: pack(Buffer.concat([STREAM, Buffer.alloc(1 << 20)])) })
    const { runs } = await convertFiles([join(from, 'packed')], {
      destination: directoryWith(),
      maxDecompressed: 65536,
    })
    expect(runs[0].entry.warnings?.[0]).toEqual({
      kind: 'truncated',
      offset: 65536,
      message:
        'it decompresses to more than 64 KiB, the limit; what could be read before is exported: if you trust the file, raise the limit with --max-decompressed (input max-decompressed)',
    })
  })

  it('is not blamed if the limit leaves too little of it, or if it is cut off before a test', async () => {
    const from = directoryWith({
      packed: pack(STREAM),
      cut: pack(Buffer.from('test'.repeat(9000))).subarray(0, -9),
    })
    const exported = (name: string, maxDecompressed: number) =>
      convertFiles([join(from, name)], { destination: directoryWith(), maxDecompressed })
    await expect(exported('packed', 10)).rejects.toThrow(
      'not a subunit stream of version 1 or 2, as far as it could be read (it decompresses to more than 10 bytes, the limit: if you trust the file, raise the limit with --max-decompressed (input max-decompressed)); it looks like',
    )
    await expect(exported('cut', 1e9)).rejects.toThrow(
      /could be read \(the gzip data is [^;]*\); it looks|the zstd data is cut off; nothing of it/,
    )
  })

  it('has a limit that does not apply to uncompressed input', async () => {
    const from = directoryWith({ plain: STREAM })
    const { conclusion } = await convertFiles([join(from, 'plain')], {
      destination: directoryWith(),
      maxDecompressed: 1,
    })
    expect(conclusion).toBe('success')
  })

  it('has the same limit if it is a log', async () => {
    const from = directoryWith({
      run: STREAM,
      log: pack(`"dool 1.3.4 CSV output"\n"epoch"\n"epoch"\n${'1000000000\n'.repeat(1000)}`),
    })
    const destination = directoryWith()
    const { problems } = await convertFiles([join(from, 'run')], {
      destination,
      dstat: [join(from, 'log')],
      maxDecompressed: 1000,
    })
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^it decompresses to more than 1,000 bytes/),
    ])
    expect(statSync(join(destination, 'dstat_log.csv')).size).toBe(1000)
  })
})

it('a decompression bomb is read no further than the limit', async () => {
  // 16 KB that become 16 MiB, a thousand times
  const member = gzipSync(Buffer.alloc(16 << 20))
  const bomb = Buffer.concat(Array.from({ length: 1000 }, () => member))
  const from = directoryWith({ bomb: Buffer.concat([gzipSync(STREAM), bomb]) })
  let read = 0
  const { runs } = await convertFiles([join(from, 'bomb')], {
    destination: directoryWith(),
    maxDecompressed: 1 << 20,
    onProgress: ({ bytes }) => (read = bytes),
  })
  expect(runs[0].counts.tests).toBe(3)
  expect(read).toBeGreaterThan(0)
  expect(read).toBeLessThan(100_000)
})

it('a gzip file that states a false length is exported completely, with a warning', async () => {
  const lying = gzipSync(STREAM)
  lying.writeUInt32LE(1, lying.length - 4)
  const from = directoryWith({ lying })
  const destination = directoryWith()
  const { runs } = await convertFiles([join(from, 'lying')], { destination })
  expect(idsOf(destination)).toEqual([['a', 'b', 'c']])
  expect(runs[0].entry.warnings?.map(({ kind }) => kind)).toEqual(['truncated'])
})

it('the limit does not apply to the report of a compressed export', async () => {
  const from = directoryWith({ run: STREAM })
  const page = join(import.meta.dirname, '../../dist/frontend/index.html')
  const options = {
    destination: directoryWith(),
    gzip: true,
    maxDecompressed: 1,
    report: join(from, 'r.html'),
  }
  const { report, problems } = await convertFiles([join(from, 'run')], { ...options, page })
  expect([report, problems]).toEqual([join(from, 'r.html'), []])
})

it.each([
  ['4GiB', 4 * 2 ** 30],
  ['500 MB', 5e8],
  ['1.5kib', 1536],
  ['1', 1],
  ['77b', 77],
  [' 4 TiB\n', 4 * 2 ** 40],
])('the size %s is %i bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

it.each(['', '0', '-1', 'GiB', '4 Gb it', '1e9', '4G', 'Infinity', '9999999999TiB', '0.4', '4xib'])(
  '%j is not a size',
  (text) => {
    expect(() => parseSize(text)).toThrow('not a size such as 4GiB')
  },
)

it('a text that is no size is quoted in part', () => {
  expect(() => parseSize('x'.repeat(41))).toThrow(`"${'x'.repeat(40)}" is not a size`)
})

it.each([
  [4 * 2 ** 30, '4 GiB'],
  [1536, '1,536 bytes'],
  [1, '1 byte'],
])('%i bytes are written as %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})

it('logs are read up to what all of them may have together', async () => {
  async function* chunks() {
    for (const text of ['12', '345']) yield Buffer.from(text)
  }
  const budget = new Budget(8)
  const read: string[] = []
  const readAll = async () => {
    for await (const chunk of withinBudget(chunks(), budget)) read.push(chunk.toString())
  }
  await readAll()
  await expect(readAll()).rejects.toThrow(
    'all logs together have more than 8 bytes, the most that is read; what could be read before is exported',
  )
  expect(read).toEqual(['12', '345', '12'])
})
