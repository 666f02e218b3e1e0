/**
 * Search over all names of a run at once: the methods as one string, which `indexOf` walks at the
 * memory's speed, and the classes, once each, as another. Upper and lower case of ASCII letters are one.
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

/** Tests of one class that stand together, as nearly all of a class do: ten times fewer than tests. */
interface Stretches {
  readonly classOf: Indexes
  /** Behind the last test of each. */
  readonly end: Uint32Array
}

export interface NameIndex {
  readonly stretches: Stretches
  readonly classes: Haystack
  readonly methods: Haystack
  readonly ids: Haystack | null
}

export function buildNameIndex({ classOf, classes, methods, ids }: NameSource): NameIndex {
  return {
    stretches: stretchesOf(classOf),
    classes: join(classes.map(fold)),
    methods: haystack(methods),
    ids: ids === null ? null : haystack(ids),
  }
}

function stretchesOf(classOf: Indexes): Stretches {
  const ends: number[] = []
  for (let n = 1; n <= classOf.length; n++) if (classOf[n] !== classOf[n - 1]) ends.push(n)
  return { classOf: Uint32Array.from(ends, (end) => classOf[end - 1]), end: Uint32Array.from(ends) }
}

// one character a byte, whatever the bytes are: the same for what is searched and what is looked for
const bytesAsText = new TextDecoder('latin1')
const encoder = new TextEncoder()

export const fold = (text: string): string => bytesAsText.decode(lower(encoder.encode(text)))

const haystack = ({ bytes, start }: Texts): Haystack => ({
  text: bytesAsText.decode(lower(Uint8Array.from(bytes))),
  start,
})

/** One text of several, already folded. */
function join(texts: readonly string[]): Haystack {
  const start = new Uint32Array(texts.length + 1)
  texts.forEach((text, n) => {
    start[n + 1] = start[n] + text.length
  })
  return { text: texts.join(''), start }
}

function lower(bytes: Uint8Array): Uint8Array {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] >= 65 && bytes[i] <= 90) bytes[i] |= 32
  return bytes
}

export const countOf = ({ start }: Haystack): number => start.length - 1

export const textOf = ({ text, start }: Haystack, n: number): string => text.slice(start[n], start[n + 1])

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
  const { stretches, classes, methods, ids } = index
  const inClass = new Uint8Array(countOf(classes))
  markIn(classes, word, inClass)
  eachStretch(stretches, inClass, (from, to) => found.fill(1, from, to))
  markIn(methods, word, found)
  if (ids !== null) markIn(ids, word, found)
  markAcross(index, word, found)
}

/** Of the classes that are wanted. */
function eachStretch(
  { classOf, end }: Stretches,
  wanted: Uint8Array,
  visit: (from: number, to: number) => void,
): void {
  for (let n = 0; n < end.length; n++) if (wanted[classOf[n]] === 1) visit(end[n - 1] ?? 0, end[n])
}

function markIn({ text, start }: Haystack, word: string, found: Uint8Array): void {
  for (let test = 0, from = 0; ; ) {
    // what is found already, as all of a class may be, is not looked through
    if (found[test] === 1) {
      while (found[test] === 1) test += 1
      from = start[test]
    }
    const at = test < found.length ? text.indexOf(word, from) : -1
    if (at < 0) return
    while (start[test + 1] <= at) test += 1
    // what runs into the next is none
    if (at + word.length <= start[test + 1]) found[test] = 1
    else from = at + 1
  }
}

/** Words with a separator in them may begin in the class and end in the method: `TestServer.test_boot`. */
function markAcross({ stretches, classes, methods }: NameIndex, word: string, found: Uint8Array): void {
  for (const { index } of word.matchAll(/[./:]/g)) {
    const [head, tail] = [word.slice(0, index + 1), word.slice(index + 1)]
    if (tail === '') continue
    const { text, start } = classes
    const fits = new Uint8Array(countOf(classes))
    for (let n = 0; n < fits.length; n++) {
      const from = start[n + 1] - head.length
      if (from >= start[n] && text.startsWith(head, from)) fits[n] = 1
    }
    eachStretch(stretches, fits, (first, end) => {
      for (let test = first; test < end; test++) {
        const [from, to] = [methods.start[test], methods.start[test + 1]]
        if (from + tail.length <= to && methods.text.startsWith(tail, from)) found[test] = 1
      }
    })
  }
}
