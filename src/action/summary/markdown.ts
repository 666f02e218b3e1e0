/**
 * Text from inputs in GitHub's Markdown, always as code, in spans or blocks: nothing is markup there, and
 * GitHub adds no mentions, references, emoji, links or formulas. Escaping would not do: `\@name` is still a
 * mention.
 */

import { cut } from '../../words/text.ts'
import { showOnOneLine, showUnseen } from '../visible-text.ts'

/** A code span on one line; text longer than `length` ends in an ellipsis. */
export function code(text: string, length = 300): string {
  const line = onOneLine(text, length)
  const fence = '`'.repeat(longestRun(line) + 1)
  // Markdown strips one space from both sides
  const padded = /^`|`$/.test(line) ? ` ${line} ` : line
  return `${fence}${padded}${fence}`
}

/**
 * The same in a table, whose cells are split at `|` before anything else is parsed. Renderers disagree about
 * a backslash before an escaped `|`, so a space is put between them.
 */
export function cellCode(text: string): string {
  return code(text.replace(/\\(?=\|)/g, '\\ '), 120).replaceAll('|', '\\|')
}

/** The same within HTML, such as a fold's title. */
export const codeInHtml = (text: string, length = 300): string =>
  `<code>${onOneLine(text, length).replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)}</code>`

const onOneLine = (text: string, length: number): string => cut(showOnOneLine(text), length) || '(empty)'

/** A code block in a list item; long lines are cut. */
export function blockInItem(lines: readonly string[]): string {
  const shown = lines.flatMap((line) => showUnseen(line).split('\n')).map((line) => cut(line, 400))
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1))
  return [`${fence}text`, ...shown, fence].map((line) => `  ${line}`).join('\n')
}

/** A link. `url`: one that we have made. */
export function link(words: string, url: string): string {
  const safe = new URL(url).href.replace(/[()<>[\]\\|]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
  return `[${words}](${safe})`
}

function longestRun(text: string): number {
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  return longest
}
