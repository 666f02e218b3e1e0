import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { GZIP_BLOCK, GzipBlocks } from '../../src/export/gzip-blocks.ts'

it('drain() resolves even if the writing thread overtakes the compressing ones meanwhile', async () => {
  const parts: Uint8Array[] = []
  const gzip = new GzipBlocks((bytes) => parts.push(Buffer.from(bytes)))
  const input = randomBytes(20 * GZIP_BLOCK)
  gzip.write(input.subarray(0, 4 * GZIP_BLOCK))
  const drained = gzip.drain()
  gzip.write(input.subarray(4 * GZIP_BLOCK))
  await drained
  await gzip.end()
  expect(gunzipSync(Buffer.concat(parts)).equals(input)).toBe(true)
})
