/**
 * Severity levels of log lines, detected from their first bytes:
 *
 *     2026-03-01 12:00:00,123 INFO [nova.compute] msg          logging, as nova's tests have it
 *     2026-03-01 12:00:00.123 26441 DEBUG nova.x [req-…] msg   OpenStack
 *     Mar  1 12:00:00.123456 host nova-api[123]: ERROR nova.x  OpenStack, from the journal
 *     2026-03-01 12:00:00,123 - name - ERROR - msg             logging, as its manual has it
 *     INFO:root:msg                                            logging's own
 *     WARNING  root:file.py:12 msg                             pytest
 *     [DEBUG] msg
 *     I0301 12:00:00.123456   12345 server.go:42] msg          klog: Kubernetes and its neighbours
 *     time="…" level=info msg=…   level=info msg=…             other loggers of Go
 *     {"level":"info","ts":…}
 *     2026/03/01 12:00:00 ERROR msg                            Go's own
 *     {"asctime": "…", "levelname": "ERROR"}                   Python's loggers of JSON
 *
 * A line that begins like none of these continues the entry above. Lines are read as bytes, since a million
 * lines should not become a million strings.
 */

import { BlockText } from '../../data/block-text.ts'
import { linesOf, type Part, startOfLine } from '../../data/entry.ts'
import { LEVELS } from '../../route/route.ts'

/** Index into LEVELS + 1; 0: an entry without a level; −1: not the beginning of an entry. */
type Found = number

const WORDS = [
  ['TRACE', 'DEBUG'],
  ['INFO', 'NOTICE', 'AUDIT'],
  ['WARNING', 'WARN'],
  ['ERROR', 'CRITICAL', 'FATAL', 'PANIC'],
]

/** Keyed by the word as a number, to avoid a string per line. */
const CODES = new Map<number, number>(
  WORDS.flatMap((words, level) =>
    words.map((word) => {
      const bytes = new BlockText()
      bytes.push(new TextEncoder().encode(word))
      return [wordNumber(bytes, 0, bytes.length), level + 1] as const
    }),
  ),
)

/**
 * Words up to and including the level: after the date time, process, dash, name, dash, level; in the journal
 * month, day, time, host, process, level.
 */
const MOST_WORDS = 6
/** Bytes of a line that are examined. */
const MOST_BYTES = 200
const LONGEST_WORD = 8

/** Position of the level's word, as an offset from the line's first byte; `length` is 0 if there is none. */
export interface LevelWord {
  readonly level: Found
  readonly at: number
  readonly length: number
}

export function levelOf(bytes: BlockText, from: number, to: number): LevelWord {
  const end = Math.min(to, from + MOST_BYTES)
  const go = levelOfGo(bytes, from, end)
  if (go !== null) return go
  let at = skipMarks(bytes, from, end)
  const timed = isTime(bytes, at, end)
  if (timed) while (at < end && isTimeByte(bytes.at(at))) at += 1
  for (let words = 0; words < (timed ? MOST_WORDS : 1); words++) {
    at = skipMarks(bytes, at, end)
    const behind = wordEnd(bytes, at, end)
    const level = codeOf(bytes, at, behind, end)
    if (level > 0 && (timed || separated(bytes, behind, to)))
      return { level, at: at - from, length: behind - at }
    while (at < end && !isSpace(bytes.at(at))) at += 1
  }
  return { level: timed ? 0 : -1, at: 0, length: 0 }
}

/** First bytes of the lines of Go's loggers and of JSON: only such lines are decoded to a string. */
const GO_BEGINS = new TextEncoder().encode('IWEF{tl')
const GO =
  /^(?:([IWEF])\d{4} \d\d:\d\d:\d\d|(?:(?:\{ ?"|time=|ts=).*?\b)?level(?:=|(?:name)?": ?)"?([a-z]+))/i
const latin1 = new TextDecoder('latin1')

function levelOfGo(bytes: BlockText, from: number, end: number): LevelWord | null {
  if (from === end || !GO_BEGINS.includes(bytes.at(from))) return null
  const found = GO.exec(latin1.decode(bytes.subarray(from, end)))
  if (found === null) return null
  const [begin, letter, word] = found
  if (letter !== undefined) return { level: Math.min(2 + 'IWEF'.indexOf(letter), 4), at: 0, length: 1 }
  const level = 1 + WORDS.findIndex((words) => words.includes(word.toUpperCase()))
  return { level, at: begin.length - word.length, length: word.length }
}

/** `2026-03-01`, `2026/03/01`, `12:00:00` or `Mar  1 12:00:00`. */
function isTime(bytes: BlockText, at: number, end: number): boolean {
  if (at + 15 <= end && isSpace(bytes.at(at + 3)) && isDigit(bytes.at(at + 5)) && isSpace(bytes.at(at + 6)))
    return isTime(bytes, at + 7, end)
  if (at + 8 > end || !isDigit(bytes.at(at))) return false
  const mark = bytes.at(at + 4)
  if (mark === 0x2d || mark === 0x2f)
    return isDigit(bytes.at(at + 3)) && isDigit(bytes.at(at + 5)) && bytes.at(at + 7) === mark
  return bytes.at(at + 2) === 0x3a && bytes.at(at + 5) === 0x3a && isDigit(bytes.at(at + 6))
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
/** Digits and `+,-./:TZ`; the space between date and time separates them. */
const isTimeByte = (byte: number): boolean => (byte >= 0x2b && byte <= 0x3a) || byte === 0x54 || byte === 0x5a

/** Skips spaces, brackets, `<`, `|` and escapes that colour the word. */
function skipMarks(bytes: BlockText, from: number, end: number): number {
  let at = from
  while (at < end) {
    const byte = bytes.at(at)
    if (byte === 0x1b) at = behindColour(bytes, at, end)
    else if (isSpace(byte) || byte === 0x5b || byte === 0x5d || byte === 0x3c || byte === 0x7c) at += 1
    else break
  }
  return at
}

function behindColour(bytes: BlockText, from: number, end: number): number {
  let at = from + 1
  while (at < end && bytes.at(at) !== 0x6d && bytes.at(at) !== 0x20) at += 1
  return at + 1
}

function wordEnd(bytes: BlockText, from: number, end: number): number {
  let at = from
  while (at < end && at - from <= LONGEST_WORD && bytes.at(at) >= 0x41 && bytes.at(at) <= 0x5a) at += 1
  return at
}

/** The level's code; 0 if the bytes are another word, or part of one. */
function codeOf(bytes: BlockText, from: number, to: number, end: number): number {
  if (to < end && isWordByte(bytes.at(to))) return 0
  return CODES.get(wordNumber(bytes, from, to)) ?? 0
}

/** A unique number for each word of up to ten letters; no more than nine are read. */
function wordNumber(bytes: BlockText, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at++) number = number * 32 + (bytes.at(at) & 31)
  return number
}

/** A letter of either case, a digit, `_` or `.`. */
function isWordByte(byte: number): boolean {
  const lower = byte | 0x20
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x7a) || byte === 0x5f || byte === 0x2e
}

/** Without a time, only `INFO:name:`, `INFO  name`, `[INFO]` count: a lone “ERROR” may be any heading. */
function separated(bytes: BlockText, at: number, to: number): boolean {
  const byte = at < to ? bytes.at(at) : 0
  return byte === 0x3a || byte === 0x20 || byte === 0x5d || byte === 0x3e || byte === 0x1b || byte === 0x7c
}

/** The levels of a text's lines, as far as they have been read. */
export class LevelIndex {
  /** Line → index into LEVELS + 1, or 0. */
  levels = new Uint8Array(1024)
  lines = 0
  /** Number of entries per level. */
  readonly counts: number[] = LEVELS.map(() => 0)
  private readonly part: Part

  constructor(part: Part) {
    this.part = part
  }

  /** Works until the deadline; returns whether all complete lines have been read. */
  advance(deadline: number): boolean {
    const { part } = this
    const count = wholeLines(part)
    if (count > this.levels.length) this.levels = grown(this.levels, count)
    while (this.lines < count) {
      const { level } = levelOf(part.bytes, startOfLine(part, this.lines), startOfLine(part, this.lines + 1))
      this.levels[this.lines] = level >= 0 ? level : (this.levels[this.lines - 1] ?? 0)
      if (level > 0) this.counts[level - 1] += 1
      this.lines += 1
      if ((this.lines & 255) === 0 && performance.now() > deadline) return false
    }
    return true
  }
}

/** Number of lines that are complete. */
export const wholeLines = (part: Part): number => linesOf(part) - (part.whole ? 0 : 1)

function grown(array: Uint8Array<ArrayBuffer>, least: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(least, array.length * 2))
  larger.set(array)
  return larger
}
