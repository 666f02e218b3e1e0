/** Reads the details file inside the page: base64 in blocks of LOG_BLOCK bytes. */

import { LOG_BLOCK, logsId } from '../../format/report.ts'
import { decodeBase64 } from './base64.ts'
import { blockText, damaged } from './blocks.ts'
import type { Range } from './details-index.ts'
import type { Bytes } from './inflate.ts'

/** Bytes decoded at once; a multiple of three. */
const STEP = 192 << 10

export async function* readInline(run: number, { from, to }: Range, what: string): AsyncGenerator<Bytes> {
  for (let block = Math.floor(from / LOG_BLOCK); block * LOG_BLOCK < to; block++) {
    const first = block * LOG_BLOCK
    const id = logsId(run, block)
    const text = await blockText(id, what)
    const end = Math.min(to - first, LOG_BLOCK)
    for (let at = Math.max(from - first, 0); at < end; at += STEP) {
      yield decodeRange(text, { from: at, to: Math.min(at + STEP, end) }, id, what)
    }
  }
}

function decodeRange(text: string, { from, to }: Range, id: string, what: string): Bytes {
  // four characters encode three bytes, and only the last four of the last block have padding
  const first = Math.floor(from / 3)
  const characters = text.slice(first * 4, Math.ceil(to / 3) * 4)
  let bytes: Bytes
  try {
    bytes = decodeBase64(characters).subarray(from - first * 3, to - first * 3)
  } catch (cause) {
    throw damaged(id, what, cause)
  }
  if (bytes.length < to - from) throw damaged(id, what)
  return bytes
}
