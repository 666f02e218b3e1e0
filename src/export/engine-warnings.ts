import { isLoss, STATUSES, WARNING_KINDS, type Warning, type WarningKind } from '../format/exported.ts'
import type { Redactor } from '../redact/redactor.ts'
import { cut } from '../words/text.ts'
import type { Engine } from './engine.ts'
import { type Tally, toWarning } from './warnings.ts'

/** The kinds of the engine's tallies, in the order of its memory. */
const KINDS: readonly WarningKind[] = ['noise', 'damaged', 'truncated', 'unreadable', 'suite_failed']
/** Bytes of a tally, five doubles: offset, bytes, end, count, reason. */
const TALLY_SIZE = 40
/** Bytes of a failed suite, five numbers: name, reason, next, and the lengths of the first two. */
const SUITE_SIZE = 20

/** Names in a warning: how many are listed, and characters of each. */
const MOST_NAMES = 100
const LONGEST_NAME = 500

/** Reason codes of `src/engine/subunit`; for strings ten times a key of STRINGS, plus the fault, 0 or 1. */
const STRINGS: Readonly<Record<number, string>> = {
  1: 'test id',
  2: 'tag',
  3: 'mime type',
  4: 'file name',
  5: 'route code',
}
const REASONS: Readonly<Record<number, string>> = {
  0: 'the stream ends inside a packet',
  1: 'the length leaves no room for the checksum',
  2: 'a number reaches past the end of the packet',
  3: 'the timestamp reaches past the end of the packet',
  4: 'the test id is empty',
  5: 'the file content reaches past the end of the packet',
  60: 'neither a content type nor the closing bracket',
  61: 'no length of a chunk',
  62: 'the stream ends inside of details',
  63: 'a test begins before their end',
}

/** The first of the reasons that version 1's details have. */
const FIRST_OF_DETAILS = 60

/**
 * The warnings about the engine's stream, behind those that are known of its input already. `redacted`: number of
 * secrets that were replaced.
 */
export function engineWarnings(
  engine: Engine,
  redacted: number,
  redactor: Redactor | null = null,
  known: readonly Warning[] = [],
): Warning[] {
  const damage: Tally[] = KINDS.map((kind, i) => ({
    ...readTally(engine, kind, i),
    ...(kind === 'suite_failed' && { names: failedSuites(engine, redactor) }),
  })).filter(({ count }) => count > 0)
  // what was lost may be the results of tests that seem not to have run
  const isPart = known.some(isLoss) || damage.some(isLoss)
  const tallies: Tally[] = [
    ...damage,
    { kind: 'unfinished', count: engine.number('unfinished') },
    { kind: 'not_run', count: engine.number('notRun'), ...(isPart ? { isPart } : missingTests(engine)) },
    { kind: 'unordered', count: engine.number('unordered') },
    { kind: 'redacted', count: redacted },
  ]
  const found = tallies
    .filter(({ count }) => count > 0)
    .sort((a, b) => WARNING_KINDS.indexOf(a.kind) - WARNING_KINDS.indexOf(b.kind))
  return [...known, ...found.map(toWarning)]
}

/** The tests of which nothing explains why they never ran. */
function missingTests(engine: Engine): Pick<Tally, 'missing' | 'hasFailure' | 'names'> {
  const missing = engine.number('missing')
  if (missing === 0) return {}
  const names: string[] = []
  let at = engine.exports.firstMissing()
  for (; at !== 0 && names.length < MOST_NAMES; at = engine.exports.nextMissing()) {
    const length = Math.min(engine.number('missingNameLength'), LONGEST_NAME * 4)
    names.push(cut(engine.text(at >>> 0, length), LONGEST_NAME))
  }
  return { missing, hasFailure: hasFailure(engine), names }
}

/** Whether a test ended as a failure: `--failfast` stops at such a one. */
function hasFailure(engine: Engine): boolean {
  const counts = engine.bytes(engine.number('counts'), STATUSES.length * 4)
  return STATUSES.some(
    (status, i) => (status === 'fail' || status === 'uxsuccess') && counts.readUInt32LE(i * 4) > 0,
  )
}

/** The failed suites, each with its reason. */
function failedSuites(engine: Engine, redactor: Redactor | null): string[] {
  const names: string[] = []
  for (let at = engine.exports.firstSuite() >>> 0; at !== 0; ) {
    const suite = engine.bytes(at, SUITE_SIZE)
    const [name, reason, next, nameLength, reasonLength] = [0, 4, 8, 12, 16].map((to) =>
      suite.readUInt32LE(to),
    )
    const texts = [engine.bytes(name, nameLength), engine.bytes(reason, reasonLength)]
    const words = texts.map((bytes) => textOf(bytes, redactor).trim()).filter((text) => text !== '')
    names.push(cut(words.join(': '), LONGEST_NAME))
    at = next
  }
  return names
}

/** The bytes as text; they are output, in which secrets are replaced elsewhere too. */
const textOf = (bytes: Buffer, redactor: Redactor | null): string =>
  (redactor?.redacted(bytes) ?? bytes).toString()

function readTally(engine: Engine, kind: WarningKind, index: number): Tally {
  const tally = engine.bytes(engine.number('tallies') + index * TALLY_SIZE, TALLY_SIZE)
  const [offset, bytes, , count, reason] = [0, 8, 16, 24, 32].map((at) => tally.readDoubleLE(at))
  const isInDetails = kind === 'unreadable' && reason >= FIRST_OF_DETAILS
  return { kind, count, offset, bytes, reason: reasonOf(reason), isInDetails }
}

function reasonOf(number: number): string {
  const known = REASONS[number]
  if (known !== undefined) return known
  const what = STRINGS[Math.floor(number / 10)]
  return number % 10 === 0
    ? `the ${what} reaches past the end of the packet`
    : `the ${what} holds a NUL or is no UTF-8`
}
