import type { Shape } from './shape.ts'
import { exceptFor, kindOf } from './view.ts'

/** All up to what ends name and password: controls, space, quotes, and what a URL has to escape. */
const AUTHORITY = exceptFor(kindOf('\x00- "\'/?#<>[]\\^`{|}\x7f'))

/** No person's name is as long; a token used as one may be. */
const TOKEN_AS_NAME = 20

/** The password of `scheme://name:password@host`. */
export const url: Shape = (view, _, to) => {
  const authority = view.text(to, view.runEnd(AUTHORITY, to))
  const at = authority.lastIndexOf('@')
  const colon = authority.indexOf(':')
  if (colon < 0 || at - colon - 1 < 3) return null
  const password = authority.slice(colon + 1, at)
  // done before, or by who wrote it
  if (password.includes('***')) return null
  return { from: colon < TOKEN_AS_NAME ? to + colon + 1 : to, to: to + at }
}
