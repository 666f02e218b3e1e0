/** Secrets that are recognized by the name before them. */

import type { Secret, Shape } from './shape.ts'
import { kindOf, type View } from './view.ts'

/** What stands between a name and its value: in headers, JSON, Python, XML, tables, shell, source, not ASCII. */
const SIGN = String.raw`[ \t"'\`:=([\]>|\x80-\xff]|->|[bu](?=["'\\])`
/** Those signs escaped in JSON, a URL or HTML, and terminals' colours; a line's end would begin another header. */
const COLOUR = String.raw`(?:\x1b|\\(?:e|033|x1b|u001b))\[[0-9;]*m`
const ESCAPE = String.raw`\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|t|(?![nr]))|%[0-9a-f]{2}|&#?[a-z0-9]{2,5};`
const SEPARATOR = `(?:${COLOUR}|${ESCAPE}|${SIGN})`
/** A comma only follows a name in quotes: otherwise it ends a sentence's part, or separates names. */
const QUOTES = String.raw`(?:["'\`]|${ESCAPE})+[ \t]*,`
/** The key that JSON, YAML or Go's source has between name and value. */
const KEY = String.raw`(?:${SEPARATOR}|[,\r\n]|\\[nr])+(?:values?|string\{)`
const TO_VALUE = `^(?:${KEY}${SEPARATOR}+|${QUOTES}${SEPARATOR}*|${SEPARATOR}+)`

const BEFORE_VALUE = new RegExp(TO_VALUE, 'i')
/** A `+` is a blank in a URL's query. */
const BEFORE_CREDENTIALS = new RegExp(`${TO_VALUE}(basic|bearer|token)(?:\\+|${SEPARATOR}+)`, 'i')
/** Aligned dumps and indented JSON have many blanks. Each name costs so many bytes, found or not. */
const MOST_BEFORE = 160

const TOKEN = kindOf('A-Za-z0-9._~+/=-')
const ESCAPED_TOKEN = kindOf('A-Za-z0-9._~+/=%-')
const DIGIT = kindOf('0-9')
const AWS_SECRET = kindOf('A-Za-z0-9/+')
const BASE64 = kindOf('A-Za-z0-9+/=_-')

/** `Authorization: Basic …`, `Bearer …`, or GitHub's `token …` (old ones: 40 hexadecimal digits). */
export const authorization: Shape = (view, _, to) => {
  const found = BEFORE_CREDENTIALS.exec(view.ahead(to, MOST_BEFORE))
  if (found === null) return null
  const from = to + found[0].length
  return found[1].toLowerCase() === 'basic' ? basic(view, from) : token(view, from)
}

/** A Keystone token: Fernet, JWS, 32 hexadecimal digits, or PKI; not `{SHA256}…`, which clients log. */
export const openstack: Shape = (view, _, to) => {
  const start = valueStart(view, to)
  return start === null ? null : token(view, start)
}

export const awsSecret: Shape = (view, _, to) => {
  const from = valueStart(view, to)
  if (from === null) return null
  const end = view.skip(AWS_SECRET, from, 41)
  return end - from === 40 ? { from, to: end } : null
}

/** Some 300 characters or more, in a URL with escapes. */
export const awsSession: Shape = (view, _, to) => {
  const from = valueStart(view, to)
  if (from === null) return null
  const end = view.runEnd(ESCAPED_TOKEN, from)
  return end - from >= 64 ? { from, to: end } : null
}

/** Name and password in base64. */
export const dockerAuth: Shape = (view, _, to) => {
  const from = valueStart(view, to)
  return from === null ? null : basic(view, from)
}

/** Where the value after a name begins; null if no separator follows the name. */
function valueStart(view: View, name: number): number | null {
  const found = BEFORE_VALUE.exec(view.ahead(name, MOST_BEFORE))
  return found === null ? null : name + found[0].length
}

/**
 * Only with a colon in the decoded text, as in `user:password`: words are valid base64, too. A line's end is
 * there if a shell's `echo` printed the text. Less than eight characters hold hardly more than the colon, which
 * alone is shorter than `***`.
 */
function basic(view: View, from: number): Secret | null {
  const to = view.runEnd(BASE64, from)
  if (to - from < 8) return null
  const decoded = Buffer.from(view.text(from, to), 'base64').toString('latin1')
  return /^[^\0-\x1f\x7f:]*:[^\0-\x1f\x7f]*[\r\n]*$/.test(decoded) ? { from, to } : null
}

/** A token shorter than 64 needs a digit, which words and the next header's name in a list do not have. */
function token(view: View, from: number): Secret | null {
  const to = view.runEnd(TOKEN, from)
  const length = to - from
  if (length < 16) return null
  if (length >= 64) return { from, to }
  for (let i = from; i < to; i++) if (view.is(DIGIT, i)) return { from, to }
  return null
}
