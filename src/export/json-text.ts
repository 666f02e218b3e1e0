import type { OutputFile } from './output-file.ts'

const QUOTE = 34
const BACKSLASH = 92
/** A byte's escape: the letter behind the backslash, 1 for \u00XX, 0 for none. */
const ESCAPES = buildEscapes()
const HEX = Buffer.from('0123456789abcdef')
const LONGEST_ESCAPE = 6
const SLICE = 16 << 10

function buildEscapes(): Uint8Array {
  const escapes = new Uint8Array(256).fill(1, 0, 32)
  escapes[QUOTE] = QUOTE
  escapes[BACKSLASH] = BACKSLASH
  for (const [letter, char] of Object.entries({ b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' })) {
    escapes[char.charCodeAt(0)] = letter.charCodeAt(0)
  }
  return escapes
}

/** Writes UTF-8 bytes as the inside of a JSON string, without making them a string in between. */
export function writeJsonText(out: OutputFile, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; from += SLICE) {
    const to = Math.min(bytes.length, from + SLICE)
    out.reserve((to - from) * LONGEST_ESCAPE)
    const { buffer } = out
    let at = out.at
    for (let i = from; i < to; i++) {
      const byte = bytes[i]
      const escape = ESCAPES[byte]
      if (escape === 0) {
        buffer[at++] = byte
      } else if (escape === 1) {
        at += buffer.write('\\u00', at, 'latin1')
        buffer[at++] = HEX[byte >> 4]
        buffer[at++] = HEX[byte & 15]
      } else {
        buffer[at++] = BACKSLASH
        buffer[at++] = escape
      }
    }
    out.at = at
  }
}
