/** Bytes of any cut → lines of text. */

/**
 * The widest header known, 512 CPUs with five columns each, takes 50 KB. A longer line is cut here,
 * so that a file that is no log does not fill the memory.
 */
export const MAX_LINE_CHARACTERS = 1 << 20

export interface LineBatch {
  /** Number of the first of them, from 1. */
  readonly first: number
  /** Without their ends, LF or CR LF. */
  readonly lines: readonly string[]
  /** False for the very last line, where nothing ends it. */
  readonly ended: boolean
}

/**
 * UTF-8, a BOM taken off, U+FFFD for bytes that are none. Whatever the chunks, the lines are the same
 * (how they are batched is not). Throws what `chunks` throws.
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
  /** The rest of a line that was cut at the limit, up to its end, is skipped. */
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
