/**
 * Text of an input in GitHub's Markdown. It only ever stands in code, spans or blocks: nothing is
 * markup there, and GitHub's mentions, references, emoji, addresses and formulas leave it alone.
 * Escaping would not do: `\@name` is still a mention.
 */

import { cut } from '../../convert/words.ts'
import { showOnOneLine, showUnseen } from '../plain.ts'

/** On one line; what is longer than `length` ends in an ellipsis. */
export function code(text: string, length = 300): string {
  const line = cut(showOnOneLine(text), length) || '(empty)'
  const fence = '`'.repeat(longestRun(line) + 1)
  // one space on both sides is not part of the text
  const padded = /^`|`$/.test(line) ? ` ${line} ` : line
  return `${fence}${padded}${fence}`
}

/**
 * The same in a table, whose cells are cut at `|` before anything else is read. Renderers disagree
 * about a backslash before an escaped one, so none is left there.
 */
export function cellCode(text: string, length = 120): string {
  return code(text.replace(/\\(?=\|)/g, '\\ '), length).replaceAll('|', '\\|')
}

/** A block of lines, each cut at `length`, in an item of a list. */
export function blockInItem(lines: readonly string[], length = 400): string {
  const shown = lines.flatMap((line) => showUnseen(line).split('\n')).map((line) => cut(line, length))
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1))
  return [`${fence}text`, ...shown, fence].map((line) => `  ${line}`).join('\n')
}

/** An address of our own making. */
export function link(words: string, url: string): string {
  const safe = new URL(url).href.replace(/[()<>[\]\\|]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
  return `[${words}](${safe})`
}

function longestRun(text: string): number {
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  return longest
}
