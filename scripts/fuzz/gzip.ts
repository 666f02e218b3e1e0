/** Gzip members put together by hand, so that the position of each part is known. */

import { constants, crc32, deflateRawSync } from 'node:zlib'
import type { Random } from './random.ts'

const [FHCRC, FEXTRA, FNAME, FCOMMENT] = [2, 4, 8, 16]
/** Compressed bytes are read in chunks of 16 KiB: a longer header puts the next bytes into another chunk. */
const A_CHUNK = 16 << 10

export interface Member {
  readonly bytes: Buffer
  /** Where each part ends: the header's fields, each block, the checksum, the length. */
  readonly places: readonly number[]
}

/** A member whose header is so long that the bytes come in a chunk of their own. */
export function memberBehind(content: Buffer, random: Random): Buffer {
  const extra = Buffer.alloc(A_CHUNK + random.below(A_CHUNK))
  const body = deflateRawSync(content, { level: random.pick([0, 6]) })
  return Buffer.concat([header({ extra }), body, trailer(content)])
}

/** A member with random header fields, and blocks of random sizes, each flushed. */
export function member(content: Buffer, random: Random): Member {
  const head = header({
    ...(random.chance(0.3) && { extra: random.bytes(random.few(50)) }),
    ...(random.chance(0.3) && { name: 'run.subunit' }),
    ...(random.chance(0.2) && { comment: 'a comment' }),
    checked: random.chance(0.2),
  })
  const level = random.pick([0, 1, 6, 9])
  const cuts = [0, ...random.positions(random.below(5), content.length), content.length]
  const flush = random.pick([constants.Z_FULL_FLUSH, constants.Z_SYNC_FLUSH])
  const blocks = cuts
    .slice(1)
    .map((cut, n) => deflateRawSync(content.subarray(cuts[n], cut), { level, finishFlush: flush }))
  const last = Buffer.of(3, 0)
  const end = trailer(content)
  const parts = [
    head.subarray(0, 10),
    head.subarray(10),
    ...blocks,
    last,
    end.subarray(0, 4),
    end.subarray(4),
  ]
  let at = 0
  return { bytes: Buffer.concat(parts), places: parts.map((part) => (at += part.length)) }
}

interface HeaderFields {
  readonly extra?: Buffer | false
  readonly name?: string | false
  readonly comment?: string | false
  readonly checked?: boolean
}

function header({ extra, name, comment, checked }: HeaderFields): Buffer {
  const flags = (extra ? FEXTRA : 0) | (name ? FNAME : 0) | (comment ? FCOMMENT : 0) | (checked ? FHCRC : 0)
  const parts: Buffer[] = [Buffer.of(0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3)]
  if (extra) parts.push(Buffer.of(extra.length & 255, extra.length >> 8), extra)
  for (const text of [name, comment]) if (text) parts.push(Buffer.from(`${text}\0`))
  if (!checked) return Buffer.concat(parts)
  const sum = Buffer.alloc(2)
  sum.writeUInt16LE(crc32(Buffer.concat(parts)) & 0xffff)
  return Buffer.concat([...parts, sum])
}

function trailer(content: Buffer): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(crc32(content))
  bytes.writeUInt32LE(content.length, 4)
  return bytes
}
