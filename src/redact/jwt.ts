import type { Secret, Shape } from './shape.ts'
import { kindOf, type View } from './view.ts'

// a Kind for each, since a View remembers one run per Kind, read from left to right
const HEADER = kindOf('A-Za-z0-9_-')
const CLAIMS = kindOf('A-Za-z0-9_-')
const SIGNATURE = kindOf('A-Za-z0-9_=-')
const VECTOR = kindOf('A-Za-z0-9_-')
const CIPHERTEXT = kindOf('A-Za-z0-9_-')
const TAG = kindOf('A-Za-z0-9_-')

/** In base64, `{"alg":"…"}` is longer. */
const SHORTEST_HEADER = 12
/** The initialization vector's lengths in base64: AES-GCM's 96 bits and AES-CBC's 128. */
const VECTORS = [16, 22]

/** Two JSON objects in base64url and a signature, or an encrypted token. */
export const jwt: Shape = (view, from, to) => {
  const header = view.runEnd(HEADER, to)
  if (header - from < SHORTEST_HEADER || !view.startsWith('.', header)) return null
  const claims = view.runEnd(CLAIMS, header + 1)
  if (!view.startsWith('.', claims)) return null
  return isObject(view, header + 1)
    ? { from, to: view.runEnd(SIGNATURE, claims + 1) }
    : encrypted(view, from, claims + 1)
}

/** Whether base64 of `{` and `"` or white space begins here. */
const isObject = (view: View, at: number): boolean => view.startsWith('ey', at) || view.startsWith('ew', at)

/** The token's last three parts; a line's end may have cut off the last one, as it may a signature. */
function encrypted(view: View, from: number, start: number): Secret | null {
  const vector = view.runEnd(VECTOR, start)
  if (!VECTORS.includes(vector - start) || !view.startsWith('.', vector)) return null
  const ciphertext = view.runEnd(CIPHERTEXT, vector + 1)
  return view.startsWith('.', ciphertext) ? { from, to: view.runEnd(TAG, ciphertext + 1) } : null
}
