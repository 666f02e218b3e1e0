/** Why a test failed or was skipped, found in the text that it left: a traceback, or whatever its framework writes. */

/** What a failed test with neither text nor duration left: so stestr records a test whose process died. */
export const DIED = 'No traceback, no time: its process may have died'

/** What the statistics say of an unexpected success. */
export const UNEXPECTED = 'Unexpected success'

/**
 * An escape: a control sequence of a terminal (CSI), a string for it (OSC and the like), a character set, a
 * single character, or a lone escape character. Each part ends at the next escape character at the latest, so
 * that matching takes linear time.
 */
export const ESCAPE =
  /\x1b(?:\[([0-?]*)[ -/]*([@-~])|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-Z\\^-~])?/g

/** The text without the colours that a framework wrote for a terminal. */
export const withoutEscapes = (text: string): string => text.replace(ESCAPE, '')

/** What `go test` writes of a test's progress around the test's own output, which gojson2subunit attaches. */
const GO = /^=== (?:RUN|PAUSE|CONT|NAME) .*|^ *--- (?:FAIL|PASS|SKIP): .*s\)$/gm

/**
 * What a text says of its test itself: reporters of pytest put a rule with a title above that, such as `--- summary
 * (fail) ---`, and below it what the test wrote, each under a rule such as `--- Captured stdout call ---`. All of the
 * text if it has nothing else.
 */
export function ownWords(text: string): string {
  if (text.startsWith('=== RUN ')) return text.replace(GO, '').trim() || text
  const captured = text.search(/^-{3,} *captured [^\r\n]*-{3}$/im)
  const own = captured < 0 ? text : text.slice(0, captured)
  const words = own.replace(/^\s*-{3,} *[^-\s][^\r\n]*-{3}(?=[\r\n]|$)/, '')
  return words.trim() === '' ? text : words
}

/** The message of an exception. */
export interface Message {
  /** Its first line, which has the exception's type; null if the last line is all of it. */
  readonly first: string | null
  /** Its last line; its last two if the last only announces details. Empty if the text is blank. */
  readonly last: string
  /** Whether there are lines between them. */
  readonly isCut: boolean
}

/**
 * The message of the exception that was raised last. `isWhole`: whether the text's beginning is there; a text
 * without frames is a message as a whole.
 */
export function exceptionMessage(text: string, isWhole: boolean): Message {
  const lines = ownWords(withoutEscapes(text))
    .trim()
    .split(/\r\n|\n|\r/)
  const group = groupLine(lines)
  if (group !== undefined) return { first: null, last: group, isCut: false }
  const hasDetails = lines.length > 1 && lines[lines.length - 1].includes('Details')
  const end = hasDetails ? lines.length - 2 : endOfWords(lines)
  const last = (hasDetails ? lines.slice(end).join('\n') : lines[end]).replace(PYTEST, '').trim()
  const start = startOf(lines, isWhole)
  const before = start < 0 ? [] : lines.slice(start, end).filter((line) => /[^E\s]/.test(line))
  const [head, ...more] = before
  if (head === undefined || head.trimEnd() === last) return { first: null, last, isCut: false }
  // the example of a doctest is on the next line
  const example = head.endsWith(' example:') ? more.shift() : undefined
  if (example === undefined) return { first: head.replace(PYTEST, ''), last, isCut: more.length > 0 }
  const first = `${head} ${example.trim()}`
  const results = resultsOf(lines.slice(start))
  return results === null ? { first, last, isCut: more.length > 0 } : { first, last: results, isCut: false }
}

/** What a doctest says below its example: `Expected 4, got 3`; null if it says something else. */
function resultsOf(lines: readonly string[]): string | null {
  const expected = lines.findIndex((line) => /^Expected(?::| nothing)$/.test(line))
  const got = lines.findIndex((line, i) => i > expected && /^Got(?::| nothing)$/.test(line))
  if (expected < 0 || got < 0) return null
  return `Expected ${resultOf(lines.slice(expected, got))}, got ${resultOf(lines.slice(got))}`
}

function resultOf([head, ...lines]: readonly string[]): string {
  if (head.endsWith(' nothing')) return 'nothing'
  const [first = '', ...more] = lines.map((line) => line.trim()).filter((line) => line !== '')
  return more.length === 0 ? first : `${first} …`
}

/** Why an unexpected success fails: pytest's, of a test that is marked as `xfail(strict=True)`, names the mark's reason. */
export function unexpectedSuccess(text: string | null): string {
  const reason = /^\[XPASS\(strict\)\] *(\S.*)$/.exec(ownWords(withoutEscapes(text ?? '')).trim())?.[1]
  return reason === undefined ? UNEXPECTED : `${UNEXPECTED}: ${reason}`
}

/** In pytest's tracebacks the message precedes the error's location; each of its lines begins with `E`. */
const PYTEST = /^E(?: {2,}|\s*$)/

/** First line of the message; −1 for none. */
function startOf(lines: readonly string[], isWhole: boolean): number {
  const frame = lines.findLastIndex((line) => /^ *File "/.test(line))
  if (frame >= 0) return lines.findIndex((line, i) => i > frame && /^\S/.test(line))
  const last = lines.findLastIndex((line) => PYTEST.test(line))
  if (last >= 0) return lines.findLastIndex((line, i) => i < last && !PYTEST.test(line)) + 1
  return !isWhole || lines[0].includes('Traceback') ? -1 : 0
}

/** The last line with a letter or a digit: unittest's diffs end with lines of marks. */
function endOfWords(lines: readonly string[]): number {
  const end = lines.findLastIndex((line) => /[\p{L}\p{N}]/u.test(line))
  return end < 0 ? lines.length - 1 : end
}

/** The message of an exception group. Its traceback ends with a rule, as a table in a message does. */
function groupLine(lines: readonly string[]): string | undefined {
  const head = lines.findLastIndex((line) => /^ *\+ Exception Group Traceback /.test(line))
  if (head < 0 || !/^[ |+-]+$/.test(lines[lines.length - 1])) return undefined
  return lines
    .slice(head)
    .map((line) => /^ *\| (\S.*)$/.exec(line)?.[1])
    .find((line) => line !== undefined)
}

/** Whether the line names an exception, such as `KeyError: 1` or `nova.exception.NotFound: x`. */
export const namesException = (line: string): boolean =>
  /^(?:\w+\.)+\w+(?::|$)|^\w*(?:Error|Exception)\b/.test(line) && !isForced(line)

/**
 * Whether a traceback only says that testtools' `expectThat` was not met; each expectation has an attachment of
 * its own, the first `Failedexpectation`.
 */
export const isForced = (traceback: string): boolean => traceback.trimEnd().endsWith('Forced Test Failure')

/**
 * Whether an attachment of this name is a traceback; testtools and the exporter number further ones, and testtools adds
 * the parameters of a subTest, without their signs: `tracebacki1`.
 */
export const isTraceback = (name: string): boolean => name.startsWith('traceback')

/** The reason of a skip: pytest's is in `('tests/a.py', 18, 'Skipped: no net')`, on the text's last line. */
export const skipReason = (text: string): string =>
  ownWords(withoutEscapes(text))
    .trim()
    .replace(/^(?:[^]*\n)?\('[^']*', \d+, ['"]Skipped: (.*)['"]\)$/, '$1')
