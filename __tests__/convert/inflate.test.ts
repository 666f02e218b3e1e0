import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { formatOf, inflate } from '../../src/convert/inflate.ts'

const GZIP = formatOf(gzipSync('')) as NonNullable<ReturnType<typeof formatOf>>

type Read = Parameters<typeof inflate>[0]

const piecesOf = (file: Buffer): Read =>
  async function* read(size) {
    for (let at = 0; at < file.length; at += size) yield Promise.resolve(file.subarray(at, at + size))
  }

/** What comes of the file, in chunks, and the error at its end. */
async function inflated(read: Read): Promise<{ chunks: Buffer[]; error: unknown }> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of inflate(read, GZIP, undefined)) chunks.push(Buffer.from(chunk))
  } catch (error) {
    return { chunks, error }
  }
  return { chunks, error: null }
}

it.each([
  ['in its first piece', 100, 100],
  ['behind several pieces', 70_000, 100],
  ['behind several pieces of one frame and some of the next', 40_000, 40_000],
])('a file that is damaged %s gives all that is before that, once', async (_, first, second) => {
  const parts = [first, second].map((bytes) => Buffer.from(randomBytes(bytes).toString('hex')))
  const whole = Buffer.concat(parts)
  const file = Buffer.concat(parts.map((part) => gzipSync(part)))
  expect(await inflated(piecesOf(file))).toMatchObject({ error: null })
  const { chunks, error } = await inflated(piecesOf(Buffer.concat([file, Buffer.from('damage')])))
  expect(Buffer.concat(chunks).equals(whole)).toBe(true)
  expect(chunks.filter(({ length }) => length === 0)).toEqual([])
  expect(error).toMatchObject({
    message: 'the gzip data is damaged (incorrect header check); what could be read before is exported',
  })
})

it('a file of which nothing can be inflated says so', async () => {
  expect(await inflated(piecesOf(Buffer.from([0x1f, 0x8b, 0, 0])))).toMatchObject({
    chunks: [],
    error: {
      message: 'the gzip data is damaged (unknown compression method); nothing of it could be read',
    },
  })
})

it('a fault of reading is no damage', async () => {
  const fault = new Error('the disk')
  async function* read(): AsyncGenerator<Buffer> {
    yield Promise.resolve(gzipSync('x').subarray(0, 12))
    throw fault
  }
  expect((await inflated(read)).error).toBe(fault)
})
