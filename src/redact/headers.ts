/** Secrets that are recognized by the name before them. */

import type { Secret, Shape } from './shape.ts'
import { kindOf, type View } from './view.ts'

/** What stands between a name and its value: in headers, JSON, Python, XML, shell, also escaped. */
const SEPARATOR = kindOf(' \t"\'\\:=,([>')
const MOST_SEPARATORS = 12
const PYTHON_PREFIX = kindOf('bBuU')
const QUOTE = kindOf('"\'\\')
const LETTER = kindOf('A-Za-z')
const SPACE = kindOf(' ')
const TOKEN = kindOf('A-Za-z0-9._~+/=-')
const DIGIT = kindOf('0-9')
const AWS_SECRET = kindOf('A-Za-z0-9/+')
const BASE64 = kindOf('A-Za-z0-9+/=_-')

/** `Authorization: Basic …`, `Bearer …`, or GitHub's `token …` (old ones: 40 hexadecimal digits). */
export const authorization: Shape = (view, _, to) => {
  const start = valueStart(view, to)
  if (start === null) return null
  const behind = view.skip(LETTER, start, 7)
  const from = view.skip(SPACE, behind, 4)
  if (from === behind) return null
  const scheme = view.text(start, behind).toLowerCase()
  if (scheme === 'basic') return basic(view, from)
  return scheme === 'bearer' || scheme === 'token' ? token(view, from) : null
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

/** Where the value after a name begins; null if no separator follows the name. */
function valueStart(view: View, name: number): number | null {
  const start = view.skip(SEPARATOR, name, MOST_SEPARATORS)
  if (start === name) return null
  const quoted = view.is(PYTHON_PREFIX, start) && view.is(QUOTE, start + 1)
  return quoted ? view.skip(QUOTE, start + 1, 4) : start
}

/** Only with a colon in the decoded text, as in `user:password`: words are valid base64, too. */
function basic(view: View, from: number): Secret | null {
  const to = view.runEnd(BASE64, from)
  const decoded = Buffer.from(view.text(from, to), 'base64')
  return decoded.includes(':') && decoded.every((byte) => byte >= 32 && byte !== 127) ? { from, to } : null
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
