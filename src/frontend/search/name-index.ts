/**
 * Searches all names of a run at once: the methods are joined into one string, which `indexOf` scans at the
 * speed of memory, and the classes into another. Each method is stored once: many classes have methods of
 * the same name, and no suite has a million names; a run of that many tests repeats fewer ones. The case of
 * ASCII letters is ignored.
 */

import type { Indexes, Texts } from '../data/names.ts'

/** The names to index. They are copied to the search thread, which builds the index. */
export interface NameSource {
  readonly classOf: Indexes
  readonly classes: readonly string[]
  readonly methods: Texts
  /** Test → index into methods. */
  readonly methodOf: Uint32Array
  /** What ids contain beyond the names; null if nothing. */
  readonly ids: Texts | null
}

export interface Haystack {
  /** One character per byte, in lower case. */
  readonly text: string
  readonly start: Uint32Array
}

/** Consecutive tests of one class. Most of a class are adjacent: ten times fewer stretches than tests. */
interface Stretches {
  readonly classOf: Indexes
  /** Exclusive end of each. */
  readonly end: Uint32Array
}

export interface NameIndex {
  readonly stretches: Stretches
  readonly classes: Haystack
  /** Each distinct method once. */
  readonly methods: Haystack
  /** Test → index into `methods`. */
  readonly methodOf: Uint32Array
  readonly ids: Haystack | null
}

export function buildNameIndex({ classOf, classes, methods, methodOf, ids }: NameSource): NameIndex {
  const { once, placeOf } = onceEach(methods)
  return {
    stretches: stretchesOf(classOf),
    classes: join(classes.map(fold)),
    methods: once,
    methodOf: methodOf.map((method) => placeOf[method]),
    ids: ids === null ? null : haystack(ids),
  }
}

function stretchesOf(classOf: Indexes): Stretches {
  const ends: number[] = []
  for (let n = 1; n <= classOf.length; n++) if (classOf[n] !== classOf[n - 1]) ends.push(n)
  return { classOf: Uint32Array.from(ends, (end) => classOf[end - 1]), end: Uint32Array.from(ends) }
}

// one character per byte, whatever the bytes are, both in the names and in the words to find
const bytesAsText = new TextDecoder('latin1')
const encoder = new TextEncoder()

const fold = (text: string): string => bytesAsText.decode(lower(encoder.encode(text)))

const haystack = ({ bytes, start }: Texts): Haystack => ({
  text: bytesAsText.decode(lower(Uint8Array.from(bytes))),
  start,
})

/** Limits comparisons for names crafted to share a hash; beyond it, a name may be stored twice. */
const TRIES = 64

/** Appends each text to those before, unless it is one of them. `placeOf`: text → its index in `once`. */
function onceEach({ bytes, start }: Texts): { once: Haystack; placeOf: Uint32Array } {
  const count = start.length - 1
  const placeOf = new Uint32Array(count)
  const text = new Uint8Array(bytes.length)
  const starts = new Uint32Array(count + 1)
  /** Hash table with linear probing: 1 + a text's index; 0: a free slot. */
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * count + 1)))
  let places = 0
  for (let n = 0; n < count; n++) {
    const from = starts[places]
    let to = from
    let hash = 0
    for (let i = start[n]; i < start[n + 1]; i++) {
      const letter = SMALL[bytes[i]]
      text[to++] = letter
      hash = Math.imul(hash ^ letter, 0x01000193)
    }
    let slot = (hash ^ (hash >>> 15)) & (slots.length - 1)
    let left = TRIES
    while (slots[slot] !== 0 && !isAt(text, starts, slots[slot] - 1, from, to) && left-- > 0)
      slot = (slot + 1) & (slots.length - 1)
    if (slots[slot] === 0 || left < 0) {
      slots[slot] = ++places
      starts[places] = to
    }
    placeOf[n] = slots[slot] - 1
  }
  const end = starts[places]
  return {
    once: { text: bytesAsText.decode(text.subarray(0, end)), start: starts.slice(0, places + 1) },
    placeOf,
  }
}

/** Byte → byte of the lower-case letter. */
const SMALL = lower(Uint8Array.from({ length: 256 }, (_, byte) => byte))

/** Whether the n-th text equals the bytes from `from` to before `to`. */
function isAt(bytes: Uint8Array, start: Uint32Array, n: number, from: number, to: number): boolean {
  if (start[n + 1] - start[n] !== to - from) return false
  for (let i = from, at = start[n]; i < to; i++, at++) if (bytes[i] !== bytes[at]) return false
  return true
}

/** Joins texts that are folded already. */
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

/** Writes 1 into `found` for each test that has all words, else 0. There must be at least one word. */
export function findWords(index: NameIndex, words: readonly string[], found: Uint8Array): void {
  const folded = words.map(fold)
  markWord(index, folded[0], found)
  if (folded.length === 1) return
  const also = new Uint8Array(found.length)
  for (const word of folded.slice(1)) {
    markWord(index, word, also)
    for (let test = 0; test < found.length; test++) found[test] &= also[test]
  }
}

function markWord(index: NameIndex, word: string, found: Uint8Array): void {
  const { stretches, classes, methods, methodOf, ids } = index
  const [inClass, inMethod] = [new Uint8Array(countOf(classes)), new Uint8Array(countOf(methods))]
  markIn(classes, word, inClass)
  markIn(methods, word, inMethod)
  for (let n = 0, test = 0; n < stretches.end.length; n++) {
    const isIn = inClass[stretches.classOf[n]]
    for (; test < stretches.end[n]; test++) found[test] = isIn | inMethod[methodOf[test]]
  }
  if (ids !== null) markIn(ids, word, found)
  markAcross(index, word, found)
}

/** Writes 1 for each text that has the word. */
function markIn({ text, start }: Haystack, word: string, found: Uint8Array): void {
  for (let n = 0, from = 0; ; ) {
    // skip texts that have been found already, as all ids of a class may have been
    if (found[n] === 1) {
      while (found[n] === 1) n += 1
      from = start[n]
    }
    const at = n < found.length ? text.indexOf(word, from) : -1
    if (at < 0) return
    while (start[n + 1] <= at) n += 1
    // a match that runs into the next text does not count
    if (at + word.length <= start[n + 1]) found[n] = 1
    else from = at + 1
  }
}

/** Words with a separator in them may begin in the class and end in the method: `TestServer.test_boot`. */
function markAcross(
  { stretches, classes, methods, methodOf }: NameIndex,
  word: string,
  found: Uint8Array,
): void {
  for (const { index } of word.matchAll(/[./:]/g)) {
    const [head, tail] = [word.slice(0, index + 1), word.slice(index + 1)]
    if (tail === '') continue
    const { text, start } = classes
    const fits = new Uint8Array(countOf(classes))
    for (let n = 0; n < fits.length; n++) {
      const from = start[n + 1] - head.length
      if (from >= start[n] && text.startsWith(head, from)) fits[n] = 1
    }
    const begins = new Uint8Array(countOf(methods))
    for (let n = 0; n < begins.length; n++) {
      const from = methods.start[n]
      if (from + tail.length <= methods.start[n + 1] && methods.text.startsWith(tail, from)) begins[n] = 1
    }
    for (let n = 0, test = 0; n < stretches.end.length; n++) {
      const isEnded = fits[stretches.classOf[n]]
      for (; test < stretches.end[n]; test++) found[test] |= isEnded & begins[methodOf[test]]
    }
  }
}
