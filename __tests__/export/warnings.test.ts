import { expect, it } from 'vitest'
import { type Tally, toWarning } from '../../src/export/warnings.ts'
import type { Warning } from '../../src/format/exported.ts'

it.each<[Tally, string, Partial<Warning>?]>([
  [
    { kind: 'damaged', count: 1, offset: 1234, bytes: 5000 },
    '1 place (5,000 bytes) damaged: bytes that begin like a packet and whose checksum fails; results may be missing; the first at byte 1,234',
    { offset: 1234, bytes: 5000 },
  ],
  [
    { kind: 'truncated', count: 1, offset: 0, bytes: 0, reason: 'the stream is cut off' },
    'the stream is cut off: results after it are missing; the first at byte 0',
    { offset: 0, bytes: 0 },
  ],
  [
    { kind: 'unreadable', count: 2, reason: 'no id' },
    '2 packets with a good checksum and contents that break the protocol (no id): left out',
  ],
  [
    { kind: 'unreadable', count: 1, reason: 'no length', isInDetails: true },
    '1 line of details that break the protocol (no length): left out',
  ],
  [{ kind: 'unfinished', count: 1, names: ['a'] }, '1 test did not finish', { names: ['a'] }],
  [{ kind: 'not_run', count: 1000, names: [] }, '1,000 tests enumerated and never run'],
  [
    { kind: 'not_run', count: 2, missing: 2 },
    '2 tests enumerated and never run for no reason that the stream tells: their process may have died',
    { missing: 2 },
  ],
  [
    { kind: 'not_run', count: 1200, missing: 1100, hasFailure: true },
    '1,200 tests enumerated and never run, 1,100 of them for no reason that the stream tells: their process may have died, or the run stopped at a failure',
    { missing: 1100 },
  ],
  [
    { kind: 'not_run', count: 2, missing: 1, isPart: true },
    '2 tests enumerated and never run, as far as the stream could be read',
    { missing: 1 },
  ],
  [
    { kind: 'suite_failed', count: 2 },
    "2 suites failed as a whole, as the run's output says; results may be missing",
  ],
  [{ kind: 'unordered', count: 1 }, "1 test with an end before the start, by the stream's clock"],
  [
    { kind: 'noise', count: 3, offset: 7, bytes: 1 },
    "3 places (1 bytes) of output between packets, kept as the run's output; the first at byte 7",
    { offset: 7, bytes: 1 },
  ],
  [
    { kind: 'noise', count: 1, offset: 0, bytes: 0 },
    "1 place of output between packets, kept as the run's output; the first at byte 0",
    { offset: 0, bytes: 0 },
  ],
  [{ kind: 'redacted', count: 4 }, '4 secrets replaced by ***'],
])('a warning of %j says what happened, how often and where', (tally, message, rest) =>
  expect(toWarning(tally)).toStrictEqual({ kind: tally.kind, message, count: tally.count, ...rest }),
)
