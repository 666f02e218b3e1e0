import { crc32 } from 'node:zlib'

const STATUS = ['', 'exists', 'inprogress', 'success', 'uxsuccess', 'skip', 'fail', 'xfail']

/** Fields of a packet, as few as a test needs. */
export interface PacketFields {
  readonly id?: string
  readonly status?: string
  /** Seconds and nanoseconds since the epoch. */
  readonly time?: readonly [number, number]
  readonly tags?: readonly string[]
  readonly mime?: string
  readonly file?: readonly [name: string, content: string | Uint8Array]
  readonly route?: string
}

/** A version 2 packet, according to the protocol's description. */
export function packet({ id, status = '', time, tags, mime, file, route }: PacketFields): Buffer {
  const parts: Buffer[] = []
  let flags = 0x2000 | STATUS.indexOf(status)
  const add = (flag: number, ...bytes: Buffer[]): void => {
    flags |= flag
    for (const part of bytes) parts.push(part)
  }
  if (time !== undefined) {
    const seconds = Buffer.alloc(4)
    seconds.writeUInt32BE(time[0])
    add(0x0200, seconds, number(time[1]))
  }
  if (id !== undefined) add(0x0800, text(id))
  if (tags !== undefined) add(0x0080, number(tags.length), Buffer.concat(tags.map(text)))
  if (mime !== undefined) add(0x0020, text(mime))
  if (file !== undefined) add(0x0040, text(file[0]), text(file[1]))
  if (route !== undefined) add(0x0400, text(route))
  const body = Buffer.concat(parts)
  const size = [1, 2, 3].find((n) => body.length + 3 + n + 4 < 2 ** (8 * n - 2)) ?? 3
  const length = number(body.length + 3 + size + 4, size)
  const head = Buffer.concat([Buffer.from([0xb3, flags >> 8, flags & 255]), length, body])
  const crc = Buffer.alloc(4)
  crc.writeUInt32BE(crc32(head))
  return Buffer.concat([head, crc])
}

/** The packets of a test that started, and ended a second later. */
export function wholeTest(id: string, status = 'success', second = 1_772_366_400): Buffer {
  return Buffer.concat([
    packet({ id, status: 'inprogress', time: [second, 0] }),
    packet({ id, status, time: [second + 1, 0] }),
  ])
}

function text(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([number(bytes.length), bytes])
}

function number(value: number, bytes?: number): Buffer {
  const size = bytes ?? [1, 2, 3, 4].find((n) => value < 2 ** (8 * n - 2)) ?? 4
  const buffer = Buffer.alloc(size)
  buffer.writeUIntBE(value, 0, size)
  buffer[0] |= (size - 1) << 6
  return buffer
}
