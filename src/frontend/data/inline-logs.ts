/** The details file in the page itself: in blocks of LOG_BLOCK bytes, as base64. */

import { LOG_BLOCK, logsId } from '../../format/report.ts'
import { blockText, damaged } from './blocks.ts'
import type { Range } from './details-index.ts'
import { concat, decodeBase64 } from './inflate.ts'

export async function readInline(
  run: number,
  { from, to }: Range,
  what: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  for (let block = Math.floor(from / LOG_BLOCK); block * LOG_BLOCK < to; block++) {
    const first = block * LOG_BLOCK
    const within = { from: Math.max(from - first, 0), to: Math.min(to - first, LOG_BLOCK) }
    parts.push(await readBlockRange(logsId(run, block), within, what))
  }
  return concat(parts)
}

async function readBlockRange(id: string, { from, to }: Range, what: string): Promise<Uint8Array> {
  const text = await blockText(id, what)
  // four characters are three bytes, and only the last four of all have padding
  const first = Math.floor(from / 3)
  const characters = text.slice(first * 4, Math.ceil(to / 3) * 4)
  let bytes: Uint8Array
  try {
    bytes = decodeBase64(characters).subarray(from - first * 3, to - first * 3)
  } catch (cause) {
    throw damaged(id, what, cause)
  }
  if (bytes.length < to - from) throw damaged(id, what)
  return bytes
}
