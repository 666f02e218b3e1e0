/** Streams of version 2, real and random, damaged; half of them get correct checksums. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, gunzipSync } from 'node:zlib'
import { conformanceCases } from '../../__tests__/helpers/fixtures.ts'
import { anyByte, damage, longerThanAChunk } from './bytes.ts'
import type { Random } from './random.ts'
import { randomPiece } from './v2-random.ts'

const SIGNATURE = 0xb3
const CRC_BYTES = 4
const MAX_STREAM = 60_000

const REAL = packetsOf(gunzipSync(readFileSync(join(import.meta.dirname, '../../examples/nova.subunit.gz'))))
const CASES = [...conformanceCases('fixed'), ...conformanceCases('random')]
  .filter(({ name, stream }) => !name.startsWith('v1_') && stream.length < MAX_STREAM)
  .map(({ stream }) => stream)

/** A stream, damaged or not. */
export function makeV2(random: Random): Buffer {
  let stream = soundV2(random)
  if (stream.length > 10_000 && random.chance(0.01)) stream = longerThanAChunk(stream)
  const other = random.pick(CASES)
  for (let n = random.few(6); n > 0; n--) {
    stream = random.chance(0.5) ? sealedChange(stream, random) : damage(stream, other, random)
  }
  return stream
}

export function soundV2(random: Random): Buffer {
  const choice = random.next()
  if (choice < 0.3) return random.pick(CASES)
  if (choice < 0.6) return realPart(random)
  return Buffer.concat(Array.from({ length: 1 + random.below(40) }, () => randomPiece(random)))
}

function realPart(random: Random): Buffer {
  const from = random.below(REAL.length)
  let to = from
  for (let size = 0; to < REAL.length && to < from + 60 && size < MAX_STREAM; to++) size += REAL[to].length
  return Buffer.concat(REAL.slice(from, to))
}

/** The good packets, and the bytes between them, in order. */
function packetsOf(stream: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let from = 0
  for (let at = stream.indexOf(SIGNATURE); at >= 0; ) {
    const length = lengthAt(stream, at)
    const end = at + length
    const good =
      length >= 8 &&
      end <= stream.length &&
      crc32(stream.subarray(at, end - CRC_BYTES)) === stream.readUInt32BE(end - CRC_BYTES)
    if (good) {
      if (at > from) parts.push(stream.subarray(from, at))
      parts.push(stream.subarray(at, end))
      from = end
    }
    at = stream.indexOf(SIGNATURE, good ? end : at + 1)
  }
  if (from < stream.length) parts.push(stream.subarray(from))
  return parts
}

/** The packet's length, from the number after the flags; 0 if that is invalid. */
function lengthAt(stream: Buffer, at: number): number {
  const size = 1 + (stream[at + 3] >> 6)
  if (at + 3 + size > stream.length || size === 4) return 0
  return stream.readUIntBE(at + 3, size) & (2 ** (8 * size - 2) - 1)
}

/** Drops, doubles, inserts, moves or changes packets; every checksum is correct. */
function sealedChange(stream: Buffer, random: Random): Buffer {
  const parts = packetsOf(stream)
  if (parts.length === 0) return stream
  const at = random.below(parts.length)
  const part = parts[at]
  const isPacket = part[0] === SIGNATURE && part.length >= 8
  random.pick([
    () => parts.splice(at, 1),
    () => parts.splice(at, 0, part),
    () => parts.splice(at, 0, randomPiece(random)),
    () => parts.splice(random.below(parts.length), 0, ...parts.splice(at, 1)),
    () => isPacket && parts.splice(at, 1, changedInside(part, random)),
    () => isPacket && parts.splice(at, 1, changedInside(part, random)),
    () => isPacket && parts.splice(at, 1, changedInPlace(part, random)),
  ])()
  return Buffer.concat(parts)
}

/** Changes flags or fields, also the number of bytes; length and checksum match the result. */
function changedInside(part: Buffer, random: Random): Buffer {
  const flags = Buffer.from(part.subarray(1, 3))
  if (random.chance(0.3)) flags[random.below(2)] ^= 1 << random.below(8)
  flags[0] = 0x20 | (flags[0] & 0x0f)
  const header = 4 + (part[3] >> 6)
  const body = part.subarray(header, part.length - CRC_BYTES)
  return sealed(flags, random.chance(0.8) ? damage(body, part, random) : body, random)
}

/** Changes any bytes but the signature, also the length; the checksum is put where that says. */
function changedInPlace(part: Buffer, random: Random): Buffer {
  const copy = Buffer.from(part)
  for (let n = 1 + random.below(3); n > 0; n--) copy[1 + random.few(copy.length - 5)] = anyByte(random)
  const length = lengthAt(copy, 0)
  const end = length >= 5 && length <= copy.length ? length : copy.length
  copy.writeUInt32BE(crc32(copy.subarray(0, end - CRC_BYTES)), end - CRC_BYTES)
  return copy
}

/** A packet of these bytes, with a length of one to three bytes, sometimes more than it needs. */
function sealed(flags: Buffer, body: Buffer, random: Random): Buffer {
  const needed = [1, 2, 3].find((n) => body.length + 3 + n + CRC_BYTES < 2 ** (8 * n - 2)) ?? 3
  const size = Math.min(3, needed + random.few(3))
  const length = Buffer.alloc(size)
  length.writeUIntBE(Math.min(body.length + 3 + size + CRC_BYTES, 2 ** 22 - 1), 0, size)
  length[0] |= (size - 1) << 6
  const bytes = Buffer.concat([Buffer.of(SIGNATURE), flags, length, body, Buffer.alloc(CRC_BYTES)])
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -CRC_BYTES)), bytes.length - CRC_BYTES)
  return bytes
}
