import { type RedactOptions, Redactor } from '../../src/redact/redactor.ts'
import { redactPieces } from './pieces.ts'

const redactors = new Map<string, Redactor>()

/** One for all: it remembers nothing that would make a difference. */
function redactorOf(options: RedactOptions): Redactor {
  const key = JSON.stringify(options)
  const redactor = redactors.get(key) ?? new Redactor(options)
  redactors.set(key, redactor)
  return redactor
}

/** What becomes of a text that comes in these pieces, and how many secrets were in it. */
export function redact(
  pieces: readonly (string | Buffer)[],
  options: RedactOptions = { shapes: true },
): { text: string; count: number } {
  const redactor = redactorOf(options)
  const before = redactor.count
  const given = pieces.map((piece) => Buffer.from(piece))
  // a piece is valid until the next one only
  const taken = Array.from(redactPieces(redactor, given), (piece) => Buffer.from(piece))
  return { text: Buffer.concat(taken).toString(), count: redactor.count - before }
}
