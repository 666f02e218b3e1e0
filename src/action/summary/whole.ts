/** Text of bounded size, cut between entries and never within one. */

import { formatCount } from '../../words/number.ts'

/** As many whole entries as fit. `first`: bytes that the first one may have. */
export function whole(
  entries: Iterable<string>,
  bytes: number,
  first = bytes,
): { text: string; shown: number } {
  const taken: string[] = []
  let used = 0
  for (const entry of entries) {
    used += size(entry) + 1
    if (used > (taken.length === 0 ? first : bytes)) break
    taken.push(entry)
  }
  return { text: taken.join('\n'), shown: taken.length }
}

/** Renders on demand: 100,000 entries are not rendered to show 1,000. */
export function* lazily<T>(items: readonly T[], render: (item: T) => string): Generator<string> {
  for (const item of items) yield render(item)
}

/** A collapsible section. `title`: HTML; text from inputs only by `codeInHtml`. */
export const folded = (title: string, text: string, open = false): string =>
  `<details${open ? ' open' : ''}>\n<summary>${title}</summary>\n\n${text}\n\n</details>`

/** `10`, or `10 of 1,000`. */
export const outOf = (shown: number, all: number): string =>
  shown < all ? `${formatCount(shown)} of ${formatCount(all)}` : formatCount(all)

export const size = (text: string): number => Buffer.byteLength(text)
