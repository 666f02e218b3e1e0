/** Search over all names at once: one joined string, which `indexOf` walks at memory speed. */

import type { Tests } from '../data/tests.ts'

export interface Haystack {
  readonly text: string
  /** First character of each test's part, and behind the last one the length. */
  readonly start: Uint32Array
}

/** In lower case; a test's id is searched as well, for Tempest's ids hold the UUIDs people look for. */
export function buildHaystack(tests: Tests): Haystack {
  const { count } = tests
  const start = new Uint32Array(count + 1)
  const parts: string[] = []
  let at = 0
  for (let test = 0; test < count; test++) {
    const name = tests.name(test)
    const id = tests.id(test)
    const part = `${(id === undefined ? name : `${name} ${id}`).toLowerCase()}\n`
    start[test] = at
    at += part.length
    parts.push(part)
  }
  start[count] = at
  return { text: parts.join(''), start }
}

/** 1 for each test that has all the words; null where there is no word: all of them. */
export function search({ text, start }: Haystack, query: string): Uint8Array | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return null
  words.sort((a, b) => b.length - a.length) // the longest is the rarest: the others are looked for in its finds
  const [rarest, ...others] = words
  const found = new Uint8Array(start.length - 1)
  let test = 0
  for (let at = text.indexOf(rarest); at >= 0; at = text.indexOf(rarest, start[test])) {
    while (start[test + 1] <= at) test += 1
    const part = others.length > 0 ? text.slice(start[test], start[test + 1]) : ''
    if (others.every((word) => part.includes(word))) found[test] = 1
    test += 1
  }
  return found
}
