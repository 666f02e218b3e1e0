/** Text of an input, made fit to be shown: what cannot be seen is spelled out, nothing is obeyed. */

/** Controls but tab and line feed, line and paragraph separators, and marks that turn text around. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu

/** Line ends of all three kinds as LF, and everything that a terminal or a browser obeys as `\x1b`. */
export function showUnseen(text: string): string {
  return text
    .replace(/[\uD800-\uDFFF]/gu, '\uFFFD') // with u: halves of a pair only
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, (char) => (char === '\n' || char === '\t' ? char : spell(char)))
}

/** The same on one line, `⏎` where one ended. */
export function showOnOneLine(text: string): string {
  return showUnseen(text).trim().replace(/\n+/g, ' ⏎ ')
}

function spell(char: string): string {
  const code = char.charCodeAt(0)
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}
