/** Tokens that are recognized by their first characters. */

import type { Shape } from './shape.ts'
import { exceptFor, type Kind, kindOf, type View } from './view.ts'

const WORD = kindOf('A-Za-z0-9_')
const DOTTED = kindOf('A-Za-z0-9._-')
const ALPHANUMERIC = kindOf('A-Za-z0-9')
const NO_DIGIT = kindOf('A-Za-z._-')
const UPPER = kindOf('A-Z0-9')
const BASE64URL = kindOf('A-Za-z0-9_-')
const BASE64 = kindOf('A-Za-z0-9/+')
const DIGITLESS = exceptFor(kindOf('0-9'))
const DOTS = kindOf('.-')
/** Six zero bits, in base64. */
const ZERO = kindOf('A')
const PADDING = kindOf('=')

/** A token has 98 characters with an empty message, but a line's end may cut it off. */
const SHORTEST_FERNET = 60

/** 36 characters so far, 82 in fine-grained tokens; GitHub reserves 255. */
export const github: Shape = (view, from, to) => atLeast(36, view, from, to, view.runEnd(WORD, to))

/** 36 characters, or since 2026 `<app>_<JWT>` of some 520. */
export const installation: Shape = (view, from, to) =>
  atLeast(36, view, from, to, withoutDots(view, to, view.runEnd(DOTTED, to)))

/** Google's OAuth tokens; their length is not specified. */
export const googleToken: Shape = (view, from, to) =>
  atLeast(20, view, from, to, withoutDots(view, to, view.runEnd(DOTTED, to)))

/** At least 20 characters; since 2025 with dots near its end. */
export const gitlab: Shape = (view, from, to) =>
  withDigit(20, view, from, to, withoutDots(view, to, view.runEnd(DOTTED, to)))

/** 30 random characters and six of a checksum. */
export const npm: Shape = (view, from, to) => {
  const token = exactly(36, ALPHANUMERIC, WORD, view, from, to)
  return token && withDigit(36, view, from, to, token.to)
}

/** A macaroon in base64, of 150 characters or more; `AgE` are its first bytes. */
export const pypi: Shape = (view, from, to) => withDigit(60, view, from, to, view.runEnd(BASE64URL, to))

/** 27 characters. */
export const docker: Shape = (view, from, to) => withDigit(20, view, from, to, view.runEnd(BASE64URL, to))

/** Numbers and letters, joined by dashes. */
export const slack: Shape = (view, from, to) => withDigit(20, view, from, to, view.runEnd(BASE64URL, to))

/** 24 characters for the root's, otherwise some 90. */
export const vault: Shape = (view, from, to) => withDigit(24, view, from, to, view.runEnd(BASE64URL, to))

/** 34 characters, most often without a digit; a name of that length has a `_`. */
export const huggingFace: Shape = (view, from, to) => exactly(34, ALPHANUMERIC, WORD, view, from, to)

export const openai: Shape = (view, from, to) => withDigit(40, view, from, to, view.runEnd(BASE64URL, to))

/** 64 bytes in base64. */
export const azure: Shape = (view, _, to) => {
  const end = view.skip(BASE64, to, 86)
  return end - to === 86 && view.startsWith('==', end) ? { from: to, to: end + 2 } : null
}

export const awsKeyId: Shape = (view, from, to) => exactly(16, UPPER, UPPER, view, from, to)

/** `-` may be part of the key, but may as well follow it. */
export const googleKey: Shape = (view, from, to) => exactly(35, BASE64URL, WORD, view, from, to)

/**
 * 0x80, a time of eight bytes, then random bytes. `gAAAA` is also in the base64 of anything that has zeros,
 * but then more zeros follow.
 */
export const fernet: Shape = (view, from, to) => {
  const end = view.runEnd(BASE64URL, to)
  if (end - to < SHORTEST_FERNET || hasZeros(view, to, to + SHORTEST_FERNET)) return null
  return { from, to: view.skip(PADDING, end, 2) }
}

function hasZeros(view: View, from: number, to: number): boolean {
  let zeros = 0
  for (let at = from; at < to && zeros < 4; at++) zeros = view.is(ZERO, at) ? zeros + 1 : 0
  return zeros === 4
}

const atLeast = (length: number, view: View, from: number, start: number, to: number) =>
  to - start < length || isName(view, start, to) ? null : { from, to }

/** The same with a digit, which few random tokens and many names lack. */
const withDigit = (length: number, view: View, from: number, start: number, to: number) =>
  to - start < length || view.runEnd(DIGITLESS, start) >= to ? null : { from, to }

/** Words joined by `_` or dots, as in a test's name. One of 600 tokens has no digit either, but then it is one word. */
const isName = (view: View, from: number, to: number): boolean =>
  view.runEnd(NO_DIGIT, from) >= to && view.runEnd(ALPHANUMERIC, from) < to

/** Exactly `length` bytes of `kind`, not followed by one of `behind`. */
function exactly(length: number, kind: Kind, behind: Kind, view: View, from: number, start: number) {
  const to = view.skip(kind, start, length)
  return to - start < length || view.is(behind, to) ? null : { from, to }
}

/** The token's end, without trailing dots and dashes, which may be those of a sentence. */
const withoutDots = (view: View, from: number, to: number): number => Math.max(from, view.runStart(DOTS, to))
