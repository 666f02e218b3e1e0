import type { Shape } from './shape.ts'
import { exceptFor, kindOf, type View } from './view.ts'

const LABEL = kindOf('A-Z0-9 ')
const LONGEST_LABEL = 40
const DASHES = '-----'
const NO_DASH = exceptFor(kindOf('-'))

const BASE64 = kindOf('A-Za-z0-9+/=')
const BREAK = kindOf(' \t\r\n"\'\\,|>+')
const LETTER = kindOf('nrt')
/** A line of a key has 64, 70 or 76 characters, the last one less; a path or a name in a log fewer. */
const FIRST_LINE = 32
const LINE = 16
/** Room for what stands before the first line, `Proc-Type: 4,ENCRYPTED` and the like. */
const HEADERS = 512
/** Room for a line's end, also as `\\r\\n`, and indentation. */
const INDENTATION = 64

/**
 * A private key, from BEGIN to END, whatever stands at the start of its lines. Certificates and public
 * keys stay. Of a key without an END go the lines that look like its own.
 */
export const pem: Shape = (view, from, to) => {
  const behind = view.skip(LABEL, to, LONGEST_LABEL)
  const label = view.text(to, behind)
  if (!/PRIVATE KEY( BLOCK)?$/.test(label) || !view.startsWith(DASHES, behind)) return null
  const body = behind + DASHES.length
  const mark = nextMark(view, body)
  const end = `-----END ${label}-----`
  const isWhole = view.startsWith(end, mark)
  const line = firstLine(view, body, mark, isWhole ? LINE : FIRST_LINE)
  if (line === null) return null
  return { from, to: isWhole ? mark + end.length : lastLine(view, line) }
}

/** Where the next BEGIN or END stands, or the text ends. */
function nextMark(view: View, from: number): number {
  for (let at = from; ; at++) {
    at = view.runEnd(NO_DASH, at)
    if (view.at(at) < 0 || view.startsWith('-----END ', at) || view.startsWith('-----BEGIN ', at)) return at
  }
}

/** Behind the first line of base64; null where code or prose only names a key. */
function firstLine(view: View, body: number, mark: number, length: number): number | null {
  for (let at = body; at < mark && at - body < HEADERS; ) {
    const line = view.runEnd(BASE64, at)
    if (line - at >= length) return line
    at = line + 1
  }
  return null
}

/** Behind the last line of base64, from behind the first one. */
function lastLine(view: View, first: number): number {
  for (let line = first; ; ) {
    const next = lineStart(view, line)
    const end = view.runEnd(BASE64, next)
    if (end - next < LINE) return line
    line = end
  }
}

/** Behind line ends and indentation, the line ends perhaps spelled out. */
function lineStart(view: View, from: number): number {
  let at = from
  while (at - from < INDENTATION && view.is(BREAK, at)) {
    at++
    if (view.startsWith('\\', at - 1) && view.is(LETTER, at)) at++
  }
  return at
}
