/**
 * The floor: what any exporter must do at least, and nothing else. Reads a file in pieces of 1 MiB,
 * takes the CRC-32 of all of it and writes the same bytes to another file.
 *
 *     node floor.mjs FROM TO
 */

import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

const [from, to] = process.argv.slice(2)
const input = openSync(from, 'r')
const output = openSync(to, 'w')
const buffer = Buffer.allocUnsafeSlow(1 << 20)
let crc = 0
for (;;) {
  const chunk = buffer.subarray(0, readSync(input, buffer))
  if (chunk.length === 0) break
  crc = crc32(chunk, crc)
  for (let written = 0; written < chunk.length; ) written += writeSync(output, chunk, written)
}
closeSync(output)
console.log(crc)
