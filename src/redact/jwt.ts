import type { Shape } from './shape.ts'
import { kindOf } from './view.ts'

// a Kind for each, since a View remembers one run per Kind, read from left to right
const HEADER = kindOf('A-Za-z0-9_-')
const CLAIMS = kindOf('A-Za-z0-9_-')
const SIGNATURE = kindOf('A-Za-z0-9_=-')

/** In base64, `{"alg":"…"}` is longer. */
const SHORTEST_HEADER = 12

/** Two JSON objects in base64url and a signature, which a line's end may have cut off. */
export const jwt: Shape = (view, from, to) => {
  const header = view.runEnd(HEADER, to)
  if (header - from < SHORTEST_HEADER || !view.startsWith('.ey', header)) return null
  const claims = view.runEnd(CLAIMS, header + 3)
  if (!view.startsWith('.', claims)) return null
  return { from, to: view.runEnd(SIGNATURE, claims + 1) }
}
