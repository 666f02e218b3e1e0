/** Text within a number of bytes, cut between entries and never in one. */

import { integer } from '../../convert/words.ts'

/** As many entries as fit, each whole. */
export function whole(entries: Iterable<string>, bytes: number): { text: string; shown: number } {
  const taken: string[] = []
  let left = bytes
  for (const entry of entries) {
    left -= size(entry) + 1
    if (left < 0) break
    taken.push(entry)
  }
  return { text: taken.join('\n'), shown: taken.length }
}

/** 100,000 entries are not rendered to show 1,000. */
export function* lazily<T>(items: readonly T[], render: (item: T) => string): Generator<string> {
  for (const item of items) yield render(item)
}

/** Folded: a click opens it. `title` is HTML of our own making. */
export const folded = (title: string, text: string, open = false): string =>
  `<details${open ? ' open' : ''}>\n<summary>${title}</summary>\n\n${text}\n\n</details>`

/** `10`, or `10 of 1,000`. */
export const outOf = (shown: number, all: number): string =>
  shown < all ? `${integer(shown)} of ${integer(all)}` : integer(all)

export const size = (text: string): number => Buffer.byteLength(text)
