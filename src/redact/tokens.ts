/** Tokens that say by their first letters what they are. */

import type { Shape } from './shape.ts'
import { type Kind, kindOf, type View } from './view.ts'

const WORD = kindOf('A-Za-z0-9_')
const DOTTED = kindOf('A-Za-z0-9._-')
const UPPER = kindOf('A-Z0-9')
const BASE64URL = kindOf('A-Za-z0-9_-')
/** Six bits of them, in base64. */
const ZERO = kindOf('A')
const PADDING = kindOf('=')

/** 98 with an empty message; a line's end may cut it. */
const SHORTEST_FERNET = 60

/** 36 characters so far, 82 of a fine-grained one; GitHub reserves 255. */
export const github: Shape = (view, from, to) => atLeast(36, from, to, view.runEnd(WORD, to))

/** 36 characters, or since 2026 `<app>_<JWT>` of some 520. */
export const installation: Shape = (view, from, to) =>
  atLeast(36, from, to, withoutDots(view, to, view.runEnd(DOTTED, to)))

/** Used for OAuth since ever, and of no length that is promised. */
export const googleToken: Shape = (view, from, to) =>
  atLeast(20, from, to, withoutDots(view, to, view.runEnd(DOTTED, to)))

export const awsKeyId: Shape = (view, from, to) => exactly(16, UPPER, UPPER, view, from, to)

/** A `-` is one of its characters, and may as well stand behind it. */
export const googleKey: Shape = (view, from, to) => exactly(35, BASE64URL, WORD, view, from, to)

/**
 * 0x80, a time of eight bytes, and what is random from there on. `gAAAA` is in base64 of anything that
 * has zeros, which then has more of them.
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

const atLeast = (length: number, from: number, start: number, to: number) =>
  to - start < length ? null : { from, to }

/** So many of a kind, and then none of another. */
function exactly(length: number, kind: Kind, behind: Kind, view: View, from: number, start: number) {
  const to = view.skip(kind, start, length)
  return to - start < length || view.is(behind, to) ? null : { from, to }
}

/** Where a token ends that a sentence may end with. */
function withoutDots(view: View, from: number, to: number): number {
  let end = to
  while (end > from && (view.startsWith('.', end - 1) || view.startsWith('-', end - 1))) end--
  return end
}
