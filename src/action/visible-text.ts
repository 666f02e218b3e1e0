/** Makes text from inputs safe to show: invisible characters are spelled out, none has an effect. */

/** Control characters, line and paragraph separators, direction marks, and the byte order mark. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu

/** All line ends as LF, and everything that a terminal or a browser would act on as `\x1b`. */
export function showUnseen(text: string): string {
  return text
    .replace(/[\uD800-\uDFFF]/gu, '\uFFFD') // with the u flag, only unpaired surrogates
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, (char) => (char === '\n' || char === '\t' ? char : spell(char)))
}

/** The same on one line, with `⏎` for line breaks. */
export function showOnOneLine(text: string): string {
  return showUnseen(text).trim().replace(/\n+/g, ' ⏎ ')
}

function spell(char: string): string {
  const code = char.charCodeAt(0)
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}
