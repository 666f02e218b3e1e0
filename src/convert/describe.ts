import { namesException } from '../reason.ts'
import { cut } from '../words/text.ts'

const TEXT = 'plain text'
/** Characters of an input that an error quotes. */
const LONGEST_QUOTE = 120

const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/^\s*<\?xml|^\s*<testsuite/, 'XML, perhaps JUnit’s'],
  [/^\s*<(?:!doctype|html)/i, 'HTML'],
  [/^\x89PNG/, 'a picture'],
  [/^(?:\xff\xfe|\xfe\xff)/, 'UTF-16, into which PowerShell’s > changes what a program prints'],
  [/^\x7fELF/, 'a program'],
  [/^(?:TAP version|ok \d|not ok \d|\d+\.\.\d)/, 'TAP, which tap2subunit turns into a stream'],
  [/^\{\d+\} /, 'what stestr prints without --subunit'],
  [/^"?(?:dstat|dool|pcp-dstat)\b/i, 'a dstat log'],
  [/^\s*[[{]/, 'JSON'],
]

/** Describes in words, for an error, what bytes that are no subunit stream look like. */
export function describeBytes(head: Buffer): string {
  const text = head.toString('latin1')
  const look = LOOKS.find(([pattern]) => pattern.test(text))
  if (look !== undefined) return look[1]
  const printable = [...head.subarray(0, 512)].filter(
    (byte) => byte >= 32 || (byte >= 9 && byte <= 13),
  ).length
  return printable >= Math.min(head.length, 512) * 0.95 ? TEXT : 'binary data'
}

/**
 * A runner that could not begin says why where its stream should be: ` that begins "Interrupted: …"`. stestr's first
 * line, "Failures during discovery", does not yet say which.
 */
function wordsOf(head: Buffer): string {
  // without the rules that pytest draws around it
  const lines = head
    .toString('utf8')
    .split(/[\r\n]/)
    .map((line) => line.replace(/^[^\p{L}\p{N}]+|[!=_\s-]+$/gu, ''))
  const first = lines.find((line) => line !== '')
  if (first === undefined) return ''
  const error = lines.find((line) => line !== first && namesException(line))
  return ` that begins ${quoted(first)}${error === undefined ? '' : `, with ${quoted(error)}`}`
}

const quoted = (line: string): string => JSON.stringify(cut(line, LONGEST_QUOTE))

/**
 * The error for an input that is no subunit stream. `part`: what was read of it, if not all; `quotable`: its beginning
 * without secrets, if it may be quoted.
 */
export function noStream(head: Buffer, part: string, quotable: Buffer | null = null): Error {
  const looks = describeBytes(head)
  const words = looks === TEXT && quotable !== null ? wordsOf(quotable) : ''
  return new Error(
    `not a subunit stream of version 1 or 2${part}; it looks like ${looks}${words}. ` +
      'Give a stream such as `stestr last --subunit` or `python -m subunit.run` print',
  )
}
