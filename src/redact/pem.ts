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
const FULL_LINE = 64
/** A checksum is as long as a key's line. */
const HEX = /^[0-9a-f]+$/i
/** Room for headers before the first line, such as `Proc-Type: 4,ENCRYPTED`. */
const HEADERS = 512
/** Room for a line's end, also as `\\r\\n`, and indentation or another prefix. */
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
  if (!view.startsWith(end, mark)) return cutOff(view, from, body, mark)
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

/** A key without its END: the consecutive lines of base64 after the BEGIN and its headers. */
function cutOff(view: View, from: number, body: number, mark: number): Secret | null {
  let to: number | null = null
  let line = lineOf(view, body, FIRST_LINE, Math.min(mark, body + HEADERS))
  while (line !== null) {
    to = view.runEnd(BASE64, line)
    line = lineOf(view, to, LINE, Math.min(mark, to + INDENTATION))
  }
  return to === null ? null : { from, to }
}

/** Where the next line begins: of this length, or before `to` one of full length, whatever precedes it. */
function lineOf(view: View, from: number, shortest: number, to: number): number | null {
  const start = lineStart(view, from)
  if (view.runEnd(BASE64, start) - start >= shortest) return start
  for (let at = from; at < to; ) {
    const end = view.runEnd(BASE64, at)
    if (end - at >= FULL_LINE && !HEX.test(view.text(at, end))) return at
    at = end + 1
  }
  return null
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
