import type { Shape } from './shape.ts'
import { exceptFor, kindOf } from './view.ts'

/** All bytes but those that end name and password: controls, space, quotes, and what a URL must escape. */
const AUTHORITY = exceptFor(kindOf('\x00- "\'/?#<>[]\\^`{|}\x7f'))

/** No user name is this long, but a token used as a name may be: then the name is replaced, too. */
const TOKEN_AS_NAME = 20

/**
 * Redacted already, by us or by the writer; a format of Python; or a server's port and a text behind it, such as
 * `host:80,contact=root@host`.
 */
const NO_PASSWORD = /^(?:\*+|%\(\w+\)s|[0-9]{1,5}[,;][a-z]+=[^:]*)$/
/** An image of a registry that has a port: `registry:5000@sha256:…`. */
const DIGEST = /^[^@]*@sha(?:256|512):/

/** The password of `scheme://name:password@host`. */
export const url: Shape = (view, _, to) => {
  const authority = view.text(to, view.runEnd(AUTHORITY, to))
  const at = authority.lastIndexOf('@')
  const colon = authority.indexOf(':')
  if (colon < 0 || at - colon - 1 < 3) return null
  if (NO_PASSWORD.test(authority.slice(colon + 1, at)) || DIGEST.test(authority)) return null
  return { from: colon < TOKEN_AS_NAME ? to + colon + 1 : to, to: to + at }
}
