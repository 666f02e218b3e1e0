/** Parses JSON that may come from anybody: what it becomes in memory is bounded, not only its length. */

import { formatCount } from '../../words/number.ts'

/**
 * Maximum brackets and commas outside of strings. Each can become an object of some hundred bytes; V8 aborts the
 * whole process once its heap is full, and no `catch` helps. Our own files have six for each failed test.
 */
const MOST_PARTS = 2_000_000

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = [34, 92, 44, 91, 123]

/** Throws if the text is not JSON, or has more than `most` parts. */
export function parseJson(text: string, most: number = MOST_PARTS): unknown {
  if (hasMoreParts(text, most))
    throw new Error(`it has more than ${formatCount(most)} values, the most that is read`)
  return JSON.parse(text)
}

function hasMoreParts(text: string, most: number): boolean {
  // most texts are too short to have so many
  if (text.length <= most) return false
  let parts = 0
  for (let at = 0; at < text.length && parts <= most; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === COMMA || code === BRACKET || code === BRACE) parts++
  }
  return parts > most
}

/** The place of the quote that closes the string. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at
    while (text.charCodeAt(before - 1) === BACKSLASH) before--
    if ((at - before) % 2 === 0) return at
  }
  return text.length
}
