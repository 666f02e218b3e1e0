import type { Secret, Shape } from './shape.ts'
import { exceptFor, kindOf, type View } from './view.ts'

const LABEL = kindOf('A-Z0-9 ')
const LONGEST_LABEL = 40
const DASHES = '-----'
const NO_MARK = exceptFor(kindOf('*-'))
/** A key ends before these at the latest: another key, or a secret that has been replaced before. */
const MARKS = ['-----END ', '-----BEGIN ', '***']

const BASE64 = kindOf('A-Za-z0-9+/=')
const BREAK = kindOf(' \t\r\n"\'\\,|>+')
const LETTER = kindOf('nrt')
/** Shortest lines: a key's have 64, 70 or 76 characters, its last fewer; paths and names in logs less. */
const FIRST_LINE = 32
const LINE = 16
/** Room for headers before the first line, such as `Proc-Type: 4,ENCRYPTED`. */
const HEADERS = 512
/** Room for a line's end, also as `\\r\\n`, and indentation. */
const INDENTATION = 64

/**
 * A private key from BEGIN to END, whatever its lines begin with. Certificates and public keys stay. Of a key
 * without an END, the lines that look like a key's are replaced.
 */
export const pem: Shape = (view, from, to) => {
  const behind = view.skip(LABEL, to, LONGEST_LABEL)
  const label = view.text(to, behind)
  if (!/PRIVATE KEY( BLOCK)?$/.test(label) || !view.startsWith(DASHES, behind)) return null
  const body = behind + DASHES.length
  const mark = nextMark(view, body)
  const end = `-----END ${label}-----`
  if (!view.startsWith(end, mark)) return cutOff(view, from, body)
  return hasLine(view, body, mark) ? { from, to: mark + end.length } : null
}

/** The position of the next mark, or of the text's end. */
function nextMark(view: View, from: number): number {
  for (let at = from; ; at++) {
    at = view.runEnd(NO_MARK, at)
    if (view.at(at) < 0 || MARKS.some((mark) => view.startsWith(mark, at))) return at
  }
}

/** Whether a line of base64 comes before the END: code and prose only mention such a key. */
function hasLine(view: View, body: number, mark: number): boolean {
  for (let at = body; at < mark && at - body < HEADERS; ) {
    const line = view.runEnd(BASE64, at)
    if (line - at >= LINE) return true
    at = line + 1
  }
  return false
}

/** A key without its END: the consecutive lines of base64 after the BEGIN. */
function cutOff(view: View, from: number, body: number): Secret | null {
  const first = lineStart(view, body)
  let to = view.runEnd(BASE64, first)
  if (to - first < FIRST_LINE) return null
  for (;;) {
    const next = lineStart(view, to)
    const end = view.runEnd(BASE64, next)
    if (end - next < LINE) return { from, to }
    to = end
  }
}

/** The position after line ends, perhaps spelled out (`\n`), and indentation. */
function lineStart(view: View, from: number): number {
  let at = from
  while (at - from < INDENTATION && view.is(BREAK, at)) {
    at++
    if (view.startsWith('\\', at - 1) && view.is(LETTER, at)) at++
  }
  return at
}
