/**
 * Copies a file: reads it in pieces of 1 MiB, computes the CRC-32 of all of it, and writes the same bytes to
 * another file. What an export costs is compared with this.
 *
 *     node copy.mjs FROM TO [BYTES]
 *
 * BYTES: minimum size of the output, which is filled up with the bytes of the last read.
 */

import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

const [from, to, bytes = '0'] = process.argv.slice(2)
const input = openSync(from, 'r')
const output = openSync(to, 'w')
const buffer = Buffer.allocUnsafeSlow(1 << 20)
let crc = 0
let size = 0
for (;;) {
  const chunk = buffer.subarray(0, readSync(input, buffer))
  if (chunk.length === 0) break
  crc = crc32(chunk, crc)
  for (let written = 0; written < chunk.length; ) written += writeSync(output, chunk, written)
  size += chunk.length
}
while (size < Number(bytes))
  size += writeSync(output, buffer, 0, Math.min(buffer.length, Number(bytes) - size))
closeSync(output)
console.log(crc)
