/** Makes text of an input fit where it is shown. */

/**
 * Makes the text safe for one line of a terminal or a job's log: control characters are shown, not obeyed, and
 * `##[` cannot begin one of the runner's commands. Tabs stay, and what joins letters and emoji or keeps them apart.
 */
export function oneLine(text: string): string {
  return text
    .replace(
      /(?![\t\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replaceAll('##[', '# #[')
}

/** Cuts text to at most `length` UTF-16 units, including the ellipsis, without splitting a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 2)
  const half = last >= 0xd800 && last <= 0xdbff
  return `${text.slice(0, length - (half ? 2 : 1))}…`
}
