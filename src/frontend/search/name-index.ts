/**
 * Search over all names of a run at once: the methods as one string, which `indexOf` walks at the
 * memory's speed, and the classes once each. Upper and lower case of ASCII letters are one.
 */

import type { Indexes, Texts } from '../data/names.ts'

/** What is searched; copies, for the index is made on another thread. */
export interface NameSource {
  readonly classOf: Indexes
  readonly classes: readonly string[]
  readonly methods: Texts
  /** What ids have beyond the names; null where they have nothing. */
  readonly ids: Texts | null
}

interface Haystack {
  /** A character a byte, in lower case. */
  readonly text: string
  readonly start: Uint32Array
}

export interface NameIndex {
  readonly classOf: Indexes
  readonly classes: readonly string[]
  readonly methods: Haystack
  readonly ids: Haystack | null
}

export function buildNameIndex({ classOf, classes, methods, ids }: NameSource): NameIndex {
  return {
    classOf,
    classes: classes.map(fold),
    methods: haystack(methods),
    ids: ids === null ? null : haystack(ids),
  }
}

// one character a byte, whatever the bytes are: the same for what is searched and what is looked for
const bytesAsText = new TextDecoder('latin1')
const encoder = new TextEncoder()

export const fold = (text: string): string => bytesAsText.decode(lower(encoder.encode(text)))

const haystack = ({ bytes, start }: Texts): Haystack => ({
  text: bytesAsText.decode(lower(Uint8Array.from(bytes))),
  start,
})

function lower(bytes: Uint8Array): Uint8Array {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] >= 65 && bytes[i] <= 90) bytes[i] |= 32
  return bytes
}

/** Writes 1 into `found`, which is zero, for each test that has all the words; there is at least one. */
export function findWords(index: NameIndex, words: readonly string[], found: Uint8Array): void {
  const folded = words.map(fold)
  markWord(index, folded[0], found)
  if (folded.length === 1) return
  const also = new Uint8Array(found.length)
  for (const word of folded.slice(1)) {
    also.fill(0)
    markWord(index, word, also)
    for (let test = 0; test < found.length; test++) found[test] &= also[test]
  }
}

function markWord(index: NameIndex, word: string, found: Uint8Array): void {
  const { classOf, classes, methods, ids } = index
  const inClass = Uint8Array.from(classes, (one) => (one.includes(word) ? 1 : 0))
  if (inClass.includes(1))
    for (let test = 0; test < found.length; test++) found[test] = inClass[classOf[test]]
  markIn(methods, word, found)
  if (ids !== null) markIn(ids, word, found)
  markAcross(index, word, found)
}

function markIn({ text, start }: Haystack, word: string, found: Uint8Array): void {
  let test = 0
  for (let at = text.indexOf(word); at >= 0; ) {
    while (start[test + 1] <= at) test += 1
    const isInside = at + word.length <= start[test + 1]
    if (isInside) found[test] = 1
    // behind a find the rest of the text is of no interest; one that runs into the next was none
    at = text.indexOf(word, isInside ? start[test + 1] : at + 1)
  }
}

/** Words with a separator in them may begin in the class and end in the method: `TestServer.test_boot`. */
function markAcross({ classOf, classes, methods }: NameIndex, word: string, found: Uint8Array): void {
  for (const { index } of word.matchAll(/[./:]/g)) {
    const [head, tail] = [word.slice(0, index + 1), word.slice(index + 1)]
    if (tail === '') continue
    const fits = Uint8Array.from(classes, (one) => (one.endsWith(head) ? 1 : 0))
    if (!fits.includes(1)) continue
    for (let test = 0; test < found.length; test++) {
      const [from, to] = [methods.start[test], methods.start[test + 1]]
      if (fits[classOf[test]] === 1 && from + tail.length <= to && methods.text.startsWith(tail, from))
        found[test] = 1
    }
  }
}
