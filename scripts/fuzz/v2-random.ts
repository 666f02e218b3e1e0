/** Packets that no writer would write, with correct checksums. */

import { type PacketFields, packet } from '../../__tests__/helpers/v2-writer.ts'
import type { Random } from './random.ts'

const IDS = [
  'pkg.a',
  'pkg.b',
  'pkg.b.c',
  'a',
  'x#2',
  'x',
  '__proto__',
  'pkg.é☃𝄞',
  '..',
  '',
  'setUpClass (p.C)',
]
const TAGGED = [
  'p.t[id-1fc6bdc8-0b6d-4cc7-9f30-9b04fabe5b90,smoke]',
  'p.t[gate]',
  'p.py::t[gate]',
  'p.t[1,smoke,]',
]
const STATUSES = ['', 'exists', 'inprogress', 'success', 'uxsuccess', 'skip', 'fail', 'xfail']
const SECONDS = [0, 1, 1_772_366_400, 1_772_366_401, 2 ** 31, 2 ** 32 - 1]
const NANOS = [0, 1, 499, 500, 501, 1500, 2500, 123_456_789, 999_999_499, 999_999_500, 2 ** 30 - 1]
const TAGS = ['worker-0', 'worker-1', 'ü', '𝄞', '\uffff', '', ' ', 'slow']
const MIMES = [
  'text/plain',
  'text/plain;charset=utf8',
  'text/x-traceback; charset="utf8"; language="python"',
  'text/plain;charset=utf8,language=python',
  'TEXT/plain; Charset=UTF-16LE',
  'text/plain; charset=koi8-r',
  'text/plain; charset=ascii',
  'text/plain; charset=klingon',
  'text',
  'image/png',
  '',
]
const FILES = [
  'traceback',
  'reason',
  "pythonlogging:''",
  'pythonlogging',
  'status',
  'timestamps',
  '',
  '__proto__',
  'é-1',
]
const TEXTS = [
  'one line',
  'a\r\nb\rDetails: {}\n',
  '\ufeff é☃𝄞\u2028"\\\0\u001b',
  ' \n ',
  '',
  'T:\n  x\nE: no\n',
]

/** A packet with random fields, noise, or bytes that begin like a packet. */
export function randomPiece(random: Random): Buffer {
  const choice = random.next()
  if (choice < 0.08)
    return Buffer.from(random.pick(['noise\n', '³ ó', 'no newline', '\xb3', 'test: x\n', ']\n']))
  if (choice < 0.1) return Buffer.concat([Buffer.of(0xb3), random.bytes(random.below(12))])
  if (choice < 0.102) return packet({ ...randomFields(random), ...hugeField(random) })
  return packet(randomFields(random))
}

/** Fields as long as the exporter's output buffers, so that these are flushed within them. */
function hugeField(random: Random): Partial<PacketFields> {
  return random.pick<() => Partial<PacketFields>>([
    () => ({ id: `p.${'i'.repeat(random.below(600_000))}` }),
    () => ({
      id: 'p.tagged',
      tags: Array.from({ length: random.below(150) }, (_, n) => `${n}${'t'.repeat(random.below(16_000))}`),
    }),
    // not `reason`, of which the statistics keep 4 KB
    () => ({ file: ['pythonlogging', `${random.pick(TEXTS)}line\n`.repeat(random.below(60_000))] }),
  ])()
}

function randomFields(random: Random): PacketFields {
  const text = random.pick(TEXTS)
  const content = random.chance(0.2) ? random.bytes(random.few(300)) : text.repeat(1 + random.few(50))
  return {
    ...(random.chance(0.85) && { id: random.pick(random.chance(0.8) ? IDS : TAGGED) }),
    status: random.pick(STATUSES),
    ...(random.chance(0.8) && { time: [random.pick(SECONDS), random.pick(NANOS)] }),
    ...(random.chance(0.4) && { tags: Array.from({ length: random.few(5) }, () => random.pick(TAGS)) }),
    ...(random.chance(0.3) && { mime: random.pick(MIMES) }),
    ...(random.chance(0.4) && { file: [random.pick(FILES), content] }),
    ...(random.chance(0.2) && { route: random.pick(['0', '1/2', '']) }),
  }
}
