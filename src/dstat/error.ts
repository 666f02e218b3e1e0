/** A file is no dstat log, or cannot be read any further. */
export class DstatError extends Error {}

/** A file is no dstat log from its very beginning, so no data of a log is lost. */
export class NoLogError extends DstatError {}

export const EXPECTED = 'the CSV that dstat, dool or pcp dstat write with --output'

/** Why a log may be empty, or have no samples, although its tool was started. */
export const UNWRITTEN = 'the tool had not written any yet, or ended early: its error output may say why'

/** What to do about a log that is too large. */
export const SIZE_REMEDY = 'record fewer columns, or one sample in several seconds'

/** The first characters of UTF-16 that is decoded as UTF-8, with a byte order mark or without one. */
const UTF16 = /^(?:\ufffd\ufffd)?(?:[^\0]\0[^\0]\0|\0[^\0]\0[^\0])/

/** Replaces secrets in a text, before it is cut for a message. */
export type Redact = (text: string) => string

/** What was found instead of a log, and what was expected or how to mend it. */
export function foundInstead(text: string, expected: string): string {
  return UTF16.test(text)
    ? 'found UTF-16, into which PowerShell’s > changes what a program prints; convert it to UTF-8'
    : `found ${quoteFound(text)}, expected ${expected}`
}

/** Quotes at most 60 characters of a file's contents, safe for one line of a message. */
export function quoteFound(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return JSON.stringify(short)
}
