/** Streams of version 1, real and random, damaged by bytes and by lines. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { conformanceCases } from '../../__tests__/helpers/fixtures.ts'
import { damage, longerThanAChunk } from './bytes.ts'
import type { Random } from './random.ts'
import { randomLines } from './v1-random.ts'

const MAX_STREAM = 60_000

const REAL = linesOf(
  gunzipSync(readFileSync(join(import.meta.dirname, '../../__tests__/fixtures/nova-slice.v1.gz'))),
)
const STARTS = REAL.flatMap((line, n) => (line.subarray(0, 5).toString() === 'test:' ? [n] : []))
const CASES = [...conformanceCases('fixed'), ...conformanceCases('random-v1')]
  .filter(({ name, stream }) => name.startsWith('v1_') && stream.length > 0)
  .map(({ stream }) => stream)

/** A stream, damaged or not. */
export function makeV1(random: Random): Buffer {
  let stream = soundV1(random)
  if (stream.length > 10_000 && random.chance(0.01)) stream = longerThanAChunk(stream)
  for (let n = random.few(6); n > 0; n--) {
    stream = random.chance(0.5) ? changedLines(stream, random) : damage(stream, random.pick(CASES), random)
  }
  if (random.chance(0.05)) stream = Buffer.from(stream.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
  return stream
}

export function soundV1(random: Random): Buffer {
  const choice = random.next()
  if (choice < 0.3) return random.pick(CASES)
  if (choice < 0.5) return realPart(random)
  return Buffer.from(Array.from({ length: 1 + random.below(30) }, () => randomLines(random)).join(''))
}

function realPart(random: Random): Buffer {
  const from = random.pick(STARTS)
  let to = from
  for (let size = 0; to < REAL.length && to < from + 300 && size < MAX_STREAM; to++) size += REAL[to].length
  return Buffer.concat(REAL.slice(from, to))
}

function linesOf(stream: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let at = 0; at < stream.length; ) {
    const feed = stream.indexOf(10, at)
    const end = feed < 0 ? stream.length : feed + 1
    lines.push(stream.subarray(at, end))
    at = end
  }
  return lines
}

/** Drops, doubles, moves or inserts lines. */
function changedLines(stream: Buffer, random: Random): Buffer {
  const lines = linesOf(stream)
  if (lines.length === 0) return stream
  const at = random.below(lines.length)
  random.pick([
    () => lines.splice(at, 1 + random.few(5)),
    () => lines.splice(at, 0, ...lines.slice(at, at + 1 + random.few(20))),
    () => lines.splice(random.below(lines.length), 0, ...lines.splice(at, 1 + random.few(5))),
    () => lines.splice(at, 0, Buffer.from(randomLines(random))),
  ])()
  return Buffer.concat(lines)
}
