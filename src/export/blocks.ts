/** The data elements of a page: `<script type="application/gzip" id="…">base64</script>`. */

import { open, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { GZIP_HEADER, type GzipEnd, gzipEnd } from './gzip-blocks.ts'
import type { OutputFile } from './output-file.ts'
import { readWhole } from './read-whole.ts'

const compress = promisify(gzip)

/** Bytes read at a time: a multiple of three, so that the base64 of the pieces can be concatenated. */
const PIECE = 768 << 10

/** Writes a block with a value as JSON, compressed. */
export async function writeBlock(out: OutputFile, id: string, value: unknown): Promise<void> {
  const bytes = await compress(JSON.stringify(value))
  out.text(begin(id))
  for (let at = 0; at < bytes.length; at += PIECE) out.text(bytes.toString('base64', at, at + PIECE))
  out.text(END)
}

/** Writes a block with the bytes from `from` to `to` of a file that is compressed already. */
export async function writeBlockOfFile(
  out: OutputFile,
  id: string,
  path: string,
  from: number,
  to: number,
): Promise<void> {
  out.text(begin(id))
  for await (const piece of piecesOf(path, from, to)) out.text(piece.toString('base64'))
  out.text(END)
}

/** Writes a block with a range of deflate blocks of a file, made a gzip member by a header and `end`. */
export async function writeBlockOfPart(
  out: OutputFile,
  id: string,
  path: string,
  { from, to }: { readonly from: number; readonly to: number },
  end: GzipEnd,
): Promise<void> {
  out.text(begin(id))
  // base64 encodes groups of three bytes: the remainder of a piece goes in front of the next one
  let left = Buffer.from(GZIP_HEADER)
  for await (const piece of piecesOf(path, from, to)) {
    const bytes = Buffer.concat([left, piece])
    const whole = bytes.length - (bytes.length % 3)
    out.text(bytes.toString('base64', 0, whole))
    left = bytes.subarray(whole)
  }
  out.text(Buffer.concat([left, gzipEnd(end)]).toString('base64'))
  out.text(END)
}

/** Copies a whole file. */
export async function copyFile(out: OutputFile, path: string): Promise<void> {
  await copyPart(out, path, 0, await sizeOf(path))
}

/** Copies the file's bytes from offset `from` to offset `to`. */
export async function copyPart(out: OutputFile, path: string, from: number, to: number): Promise<void> {
  for await (const piece of piecesOf(path, from, to)) {
    out.write(piece)
    await out.drain()
  }
}

export async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size
}

/** Bytes that a block takes in the page for `bytes` bytes of data. */
export const blockSize = (id: string, bytes: number): number =>
  begin(id).length + Math.ceil(bytes / 3) * 4 + END.length

const begin = (id: string): string => `<script type="application/gzip" id="${id}">`
const END = '</script>\n'

/** The file's bytes in pieces of equal size, the last one shorter; each is valid until the next is read. */
async function* piecesOf(path: string, from: number, to: number): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const buffer = Buffer.allocUnsafeSlow(Math.min(PIECE, to - from))
    for (let at = from; at < to; at += PIECE) {
      const piece = buffer.subarray(0, Math.min(PIECE, to - at))
      await readWhole(file, piece, at)
      yield piece
    }
  } finally {
    await file.close()
  }
}
