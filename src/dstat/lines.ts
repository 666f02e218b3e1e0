/** Splits bytes, in chunks of any size, into lines of text. */

/**
 * The widest known header, 512 CPUs with five columns each, takes 50 KB. Longer lines are truncated to this,
 * so that a file that is no log does not fill memory.
 */
export const MAX_LINE_CHARACTERS = 1 << 20

export interface LineBatch {
  /** Number of the first line, from 1. */
  readonly first: number
  /** Lines without their ends, LF or CR LF. */
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

class LineSplitter {
  private open = ''
  /** Whether the rest of a truncated line is being skipped. */
  private skipping = false
  private next = 1

  push(text: string): LineBatch | null {
    const lines: string[] = []
    let from = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      if (this.skipping) this.skipping = false
      else this.close(lines, text.slice(from, end))
      from = end + 1
    }
    if (!this.skipping) this.open += text.slice(from)
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
    const line = (this.open + end).slice(0, MAX_LINE_CHARACTERS)
    lines.push(line.endsWith('\r') ? line.slice(0, -1) : line)
    this.open = ''
  }

  private batch(lines: string[], ended: boolean): LineBatch {
    const first = this.next
    this.next += lines.length
    return { first, lines, ended }
  }
}
