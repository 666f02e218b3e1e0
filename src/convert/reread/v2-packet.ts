/** Writes packets of subunit version 2. */

import { crc32 } from 'node:zlib'

const STATUS = ['', 'exists', 'inprogress', 'success', 'uxsuccess', 'skip', 'fail', 'xfail'] as const

export interface PacketFields {
  readonly id?: string | undefined
  readonly status?: (typeof STATUS)[number] | undefined
  /** Microseconds since the epoch; omitted if outside what a packet can hold (1970 to 2106). */
  readonly time?: number | null | undefined
  readonly tags?: readonly string[]
  readonly route?: string | undefined
  /** Type, name and content of a part of a file; at most MOST_CONTENT bytes of content. */
  readonly file?: { readonly mime: string; readonly name: string; readonly content: Uint8Array }
}

/** Maximum bytes of file content per packet; a packet may have 4 MiB in all. */
export const MOST_CONTENT = 1 << 20

export function packet({ id, status = '', time, tags = [], route, file }: PacketFields): Buffer {
  const parts: Uint8Array[] = []
  let flags = 0x2000 | STATUS.indexOf(status)
  const add = (flag: number, ...bytes: readonly Uint8Array[]): void => {
    flags |= flag
    parts.push(...bytes)
  }
  if (typeof time === 'number' && time >= 0 && time < 2 ** 32 * 1e6) {
    const seconds = Math.floor(time / 1e6)
    const head = Buffer.alloc(4)
    head.writeUInt32BE(seconds)
    add(0x0200, head, number((time - seconds * 1e6) * 1000))
  }
  if (id !== undefined) add(0x0800, text(id))
  if (tags.length > 0) add(0x0080, number(tags.length), ...tags.map(text))
  if (file !== undefined) {
    add(0x0020, text(file.mime))
    add(0x0040, text(file.name), number(file.content.length), file.content)
  }
  if (route !== undefined) add(0x0400, text(route))
  return framed(flags, Buffer.concat(parts))
}

function framed(flags: number, body: Buffer): Buffer {
  const size = [1, 2].find((bytes) => body.length + 3 + bytes + 4 < 2 ** (8 * bytes - 2)) ?? 3
  const head = Buffer.from([0xb3, flags >> 8, flags & 255])
  const all = Buffer.concat([head, number(body.length + 3 + size + 4, size), body, Buffer.alloc(4)])
  all.writeUInt32BE(crc32(all.subarray(0, -4)), all.length - 4)
  return all
}

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value)
  return Buffer.concat([number(bytes.length), bytes])
}

/** A number in one to four bytes; the upper two bits of the first byte hold that count minus one. */
function number(value: number, bytes = [1, 2, 3].find((n) => value < 2 ** (8 * n - 2)) ?? 4): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  buffer[0] |= (bytes - 1) << 6
  return buffer
}
