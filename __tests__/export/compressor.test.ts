import { randomBytes } from 'node:crypto'
import { constants, deflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { Compressor, compressHere } from '../../src/export/compressor.ts'

const BLOCK = 256 << 10

/** What zlib makes of a block on its own. */
const alone = (input: Buffer): Buffer => deflateRawSync(input, { finishFlush: constants.Z_FULL_FLUSH })

/** A block of `length` bytes, of which the fraction `noise` cannot be compressed. */
const block = (length: number, noise: number): Buffer => {
  const bytes = Buffer.alloc(length, 'tests.unit.test_volumes.VolumesTest.test_detach ')
  randomBytes(Math.floor(length * noise)).copy(bytes)
  return bytes
}

/** Of many lengths; blocks that do not shrink when compressed do not fit into the memory of their input. */
const BLOCKS = [0, 0.1, 0.49, 0.5, 0.51, 0.9, 1].flatMap((noise) =>
  [1, 1000, BLOCK - 1, BLOCK].map((length) => block(length, noise)),
)

it('the compressor compresses each block independently of those before it', async () => {
  for (let round = 0; round < 3; round++) {
    const outputs = BLOCKS.map(async (input) => {
      const memory = Buffer.alloc(BLOCK)
      input.copy(memory)
      return await compress(memory, input.length)
    })
    // many at once; later rounds reuse the compressors
    for (const [i, output] of (await Promise.all(outputs)).entries()) {
      expect(output.equals(alone(BLOCKS[i]))).toBe(true)
    }
  }
})

it('compressHere makes the same bytes on the calling thread', () => {
  for (const input of BLOCKS) {
    compressHere(input, (output) => expect(output.equals(alone(input))).toBe(true))
  }
})

const compress = (memory: Buffer, length: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    Compressor.take().compress(memory, length, (error, output) =>
      error === null ? resolve(Buffer.from(output)) : reject(error),
    )
  })
