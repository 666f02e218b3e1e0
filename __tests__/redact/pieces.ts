import type { Redactor } from '../../src/redact/redactor.ts'

/** Redacts copies of an attachment's pieces. Each result is only valid until the next one. */
export function* redactPieces(redactor: Redactor, pieces: Iterable<Buffer>): Generator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  let wanted = 0
  for (const piece of pieces) {
    waiting.push(Buffer.from(piece))
    size += piece.length
    if (size < wanted) continue
    const window = waiting.length === 1 ? waiting[0] : Buffer.concat(waiting)
    const { read, written } = redactor.redact(window, false)
    if (written > 0) yield window.subarray(0, written)
    const rest = window.subarray(read)
    waiting = rest.length === 0 ? [] : [rest]
    size = rest.length
    // if it were read again with every piece, a long secret in short pieces would take quadratic time
    wanted = size * 2
  }
  const window = Buffer.concat(waiting)
  const { written } = redactor.redact(window, true)
  if (written > 0) yield window.subarray(0, written)
}
