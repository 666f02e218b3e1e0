/** Ways to damage bytes. */

import type { Random } from './random.ts'

/** Bytes at which numbers, lengths and signatures change their meaning. */
const TURNING_POINTS = [0, 1, 0x0a, 0x0d, 0x20, 0x3f, 0x40, 0x5d, 0x7f, 0x80, 0xb3, 0xc0, 0xff]

export const anyByte = (random: Random): number =>
  random.chance(0.5) ? random.pick(TURNING_POINTS) : random.below(256)

/** `other`: bytes from which a part may be inserted. */
export function damage(bytes: Buffer, other: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1)
  const end = Math.min(bytes.length, at + 1 + random.few(200))
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)]
  const foreign = other.subarray(random.below(other.length + 1)).subarray(0, 1 + random.few(2000))
  return random.pick([
    () => Buffer.concat([before, flipped(part, random), after]),
    () => Buffer.concat([before, flipped(part, random), after]),
    () => before,
    () => Buffer.concat([before, after]),
    () => Buffer.concat([before, random.bytes(1 + random.few(40)), part, after]),
    () => Buffer.concat([before, part, part, after]),
    () => Buffer.concat([after, part, before]),
    () => Buffer.concat([before, foreign, part, after]),
    () => Buffer.concat([before, foreign, after]),
  ])()
}

/** Changes one byte at most; the length stays. */
export function flipped(part: Buffer, random: Random): Buffer {
  const copy = Buffer.from(part)
  if (copy.length > 0) copy[random.few(copy.length)] = anyByte(random)
  return copy
}

/** Repeats a stream beyond a chunk: plain and inflated data comes in 256 KiB. */
export const longerThanAChunk = (stream: Buffer): Buffer =>
  Buffer.concat(Array<Buffer>(1 + Math.ceil(2 ** 18 / stream.length)).fill(stream))
