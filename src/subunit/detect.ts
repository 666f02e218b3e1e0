/** Tells by a stream's bytes which protocol it is written in. */

import type { StreamDecoder, StreamSink } from './packet.ts'
import { V1Decoder } from './v1.ts'
import { V2Decoder } from './v2.ts'

export type Protocol = 'v1' | 'v2'

const IGNORE: StreamSink = {
  packet: () => undefined,
  lost: () => undefined,
  noise: () => undefined,
  damage: () => undefined,
}

/**
 * Looks at a stream's bytes until the protocol is certain. One good version 2 packet anywhere makes
 * it version 2, so only the end of the stream makes it version 1; searching for packets in text
 * costs next to nothing.
 */
export class ProtocolProbe {
  private readonly v2 = new V2Decoder(IGNORE)
  private readonly v1 = new V1Decoder(IGNORE)

  /** Whether more bytes could change the answer. */
  write(chunk: Uint8Array): boolean {
    this.v2.write(chunk)
    if (this.v2.packets > 0) return false
    if (!this.v1.sawTest) this.v1.write(chunk)
    return true
  }

  /** The answer; null where the bytes are neither. */
  end(): Protocol | null {
    this.v2.end()
    if (this.v2.packets > 0) return 'v2'
    if (!this.v1.sawTest) this.v1.end()
    return this.v1.isStream ? 'v1' : null
  }
}

export function createDecoder(protocol: Protocol, sink: StreamSink): StreamDecoder {
  return protocol === 'v2' ? new V2Decoder(sink) : new V1Decoder(sink)
}

const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/^\s*<\?xml|^\s*<testsuite/, 'XML, perhaps JUnit’s'],
  [/^\s*<(?:!doctype|html)/i, 'HTML'],
  [/^PK\x03\x04/, 'a zip archive'],
  [/^\x89PNG/, 'a picture'],
  [/^BZh/, 'bzip2 data'],
  [/^\xfd7zXZ/, 'xz data'],
  [/^\x7fELF/, 'a program'],
  [/^(?:TAP version|ok \d|not ok \d|\d+\.\.\d+)/, 'TAP'],
  [/^"?(?:dstat|dool|pcp-dstat)\b/i, 'a dstat log'],
  [/^\s*[[{]/, 'JSON'],
]

/** What bytes that are no subunit stream look like, for an error. */
export function describeBytes(head: Buffer): string {
  const text = head.toString('latin1')
  const look = LOOKS.find(([pattern]) => pattern.test(text))
  if (look !== undefined) return look[1]
  const printable = [...head.subarray(0, 512)].filter(
    (byte) => byte >= 32 || (byte >= 9 && byte <= 13),
  ).length
  return printable >= Math.min(head.length, 512) * 0.95 ? 'plain text' : 'binary data'
}
