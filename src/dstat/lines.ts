/** Splits bytes, in chunks of any size, into lines of text. */

/**
 * The widest known header, 512 CPUs with five columns each, takes 50 KB. Longer lines are truncated to this,
 * so that a file that is no log does not fill memory.
 */
export const MAX_LINE_CHARACTERS = 1 << 20

export interface LineBatch {
  /** Number of the first line, from 1. */
  readonly first: number
  /** Lines without their ends: LF, CR LF or CR. */
  readonly lines: readonly string[]
  /** False for the last line of the file, if it has no end. */
  readonly ended: boolean
}

/**
 * Decodes UTF-8, without a BOM, with U+FFFD for invalid bytes. The lines do not depend on how the input is
 * chunked, though their batches do. Throws what `chunks` throws.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBatch> {
  const decoder = new TextDecoder('utf-8')
  const splitter = new LineSplitter()
  for await (const chunk of chunks) {
    const batch = splitter.push(decoder.decode(chunk, { stream: true }))
    if (batch !== null) yield batch
  }
  const last = splitter.push(decoder.decode())
  if (last !== null) yield last
  const rest = splitter.rest()
  if (rest !== null) yield rest
}

const LINE_END = /\r\n?|\n/

class LineSplitter {
  private open = ''
  /** Whether the rest of a truncated line is being skipped. */
  private skipping = false
  /** Whether the latest character was a CR: an LF after it belongs to the same line end. */
  private afterCr = false
  private next = 1

  push(chunk: string): LineBatch | null {
    const text = this.afterCr && chunk.startsWith('\n') ? chunk.slice(1) : chunk
    if (chunk !== '') this.afterCr = chunk.endsWith('\r')
    const lines: string[] = []
    // a string as separator is five times as fast
    const pieces = text.split(text.includes('\r') ? LINE_END : '\n')
    const rest = pieces.pop() ?? ''
    for (const piece of pieces) {
      if (this.skipping) this.skipping = false
      else this.close(lines, piece)
    }
    if (!this.skipping) this.open += rest
    if (this.open.length > MAX_LINE_CHARACTERS) {
      this.close(lines, '')
      this.skipping = true
    }
    return lines.length === 0 ? null : this.batch(lines, true)
  }

  rest(): LineBatch | null {
    return this.open === '' ? null : this.batch([this.open], false)
  }

  private close(lines: string[], end: string): void {
    lines.push((this.open + end).slice(0, MAX_LINE_CHARACTERS))
    this.open = ''
  }

  private batch(lines: string[], ended: boolean): LineBatch {
    const first = this.next
    this.next += lines.length
    return { first, lines, ended }
  }
}
