/** Formats numbers and text for the command's output and the job's summary. */

import { integer } from '../integer.ts'

export { integer }

/** `1 test`, `16,226 tests`. */
export const counted = (value: number, noun: string): string =>
  `${integer(value)} ${noun}${value === 1 ? '' : 's'}`

/** Seconds to three digits, or minutes: `45.0 ms`, `0.266 s`, `12.3 s`, `38 m 12 s`, `2 h 03 m`. */
export function duration(seconds: number): string {
  if (seconds < 0) return `−${duration(-seconds)}`
  if (seconds === 0) return '0 s'
  if (seconds < 0.00009995) return `${(seconds * 1e6).toPrecision(3)} µs`
  if (seconds < 0.09995) return `${(seconds * 1e3).toPrecision(3)} ms`
  if (seconds < 59.95) return `${seconds.toPrecision(3)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${String(whole % 60).padStart(2, '0')} s`
  const minutes = Math.round(whole / 60)
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} m`
}

/** Formats bytes as `5.9 GB`. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  // rounded first: 999,500 is 1 MB, not 1000 kB
  const rounded = Number(count.toPrecision(3))
  const power = rounded < 1000 ? 0 : Math.min(Math.floor(Math.log10(rounded) / 3), units.length - 1)
  return `${Number((rounded / 1000 ** power).toPrecision(3))} ${units[power]}`
}

/**
 * Makes text of an input safe for one line of a terminal or a job's log: control characters are shown, not
 * obeyed, and `##[` cannot begin one of the runner's commands.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll('##[', '# #[')
}

/** Cuts text to at most `length` UTF-16 units, including the ellipsis, without splitting a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 2)
  const half = last >= 0xd800 && last <= 0xdbff
  return `${text.slice(0, length - (half ? 2 : 1))}…`
}
