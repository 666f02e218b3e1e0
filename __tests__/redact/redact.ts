import { type RedactOptions, Redactor } from '../../src/redact/redactor.ts'
import { redactPieces } from './pieces.ts'

const redactors = new Map<string, Redactor>()

/** A redactor shared by all tests: it keeps no state that could matter. */
function redactorOf(options: RedactOptions): Redactor {
  const key = JSON.stringify(options)
  const redactor = redactors.get(key) ?? new Redactor(options)
  redactors.set(key, redactor)
  return redactor
}

/** The redacted text of these pieces, and the number of secrets in it. */
export function redact(
  pieces: readonly (string | Buffer)[],
  options: RedactOptions = { shapes: true },
): { text: string; count: number } {
  const redactor = redactorOf(options)
  const before = redactor.count
  const given = pieces.map((piece) => Buffer.from(piece))
  // a piece is only valid until the next one
  const taken = Array.from(redactPieces(redactor, given), (piece) => Buffer.from(piece))
  return { text: Buffer.concat(taken).toString(), count: redactor.count - before }
}
