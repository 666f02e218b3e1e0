/** Generates runs, always the same, in the form in which stestr's runner writes streams. */

import { seeded } from './seeded.ts'

/** The size of a run. */
export interface Shape {
  readonly tests: number
  /** Mean size of the tests' logs in bytes; 0 if no test has one. */
  readonly log: number
  readonly workers: number
}

export interface MadeTest {
  readonly id: string
  readonly status: 'success' | 'skip' | 'fail' | 'xfail'
  readonly worker: string
  /** Microseconds since the epoch. */
  readonly start: number
  readonly end: number
  readonly files: readonly MadeFile[]
}

export interface MadeFile {
  readonly name: string
  readonly mime: string
  readonly text: string
}

const EPOCH = Date.UTC(2026, 2, 1, 12) * 1000
const LEVELS = ['DEBUG   ', 'DEBUG   ', 'DEBUG   ', 'INFO    ', 'WARNING ', 'ERROR   ']
const TRACEBACK = `Traceback (most recent call last):
  File "pkg/test_a.py", line 12, in test_b
    self.assertEqual(1, 2)
testtools.matchers._impl.MismatchError: 1 != 2
`

/** A run's tests, in the order in which they end. */
export function* makeTests({ tests, log, workers }: Shape): Generator<MadeTest> {
  const random = seeded(1)
  const clocks = new Array<number>(workers).fill(EPOCH)
  for (let i = 0; i < tests; i++) {
    const worker = Math.floor(random() * workers)
    const start = clocks[worker]
    const end = start + Math.round(exponential(random, 2e6)) + 1000
    clocks[worker] = end
    const status = statusBy(random())
    const size = log === 0 ? 0 : exponential(random, log)
    yield {
      id: idOf(i),
      status,
      worker: `worker-${worker}`,
      start,
      end,
      files: files(i, status, size, random),
    }
  }
}

/** Total bytes of all ids. */
export function bytesOfNames(tests: number): number {
  let bytes = 0
  for (let i = 0; i < tests; i++) bytes += idOf(i).length
  return bytes
}

const idOf = (i: number): string =>
  `tempest.api.mod${i % 17}.test_area${i % 131}.Class${i % 977}.test_case_${i}` +
  `[id-${i.toString(16).padStart(8, '0')}-0000-4000-8000-${i.toString(16).padStart(12, '0')}]`

function statusBy(chance: number): MadeTest['status'] {
  if (chance < 0.9) return 'success'
  if (chance < 0.97) return 'skip'
  return chance < 0.995 ? 'fail' : 'xfail'
}

function files(i: number, status: MadeTest['status'], size: number, random: () => number): MadeFile[] {
  const plain = 'text/plain;charset=utf8'
  if (status === 'skip') return [{ name: 'reason', mime: plain, text: 'Feature disabled' }]
  const made = size < 1 ? [] : [{ name: "pythonlogging:''", mime: plain, text: makeLog(i, size, random) }]
  return status === 'success'
    ? made
    : [...made, { name: 'traceback', mime: 'text/x-traceback;charset=utf8', text: TRACEBACK }]
}

/** Whole lines, at least `size` bytes. */
export function makeLog(test: number, size: number, random: () => number): string {
  let text = ''
  while (text.length < size) {
    const level = LEVELS[Math.floor(random() * LEVELS.length)]
    const number = Math.floor(random() * 2 ** 52)
    text +=
      `2026-03-01 12:00:00,${String(number % 1000).padStart(3, '0')} 26441 ${level} ` +
      `[tempest.lib.common.rest_client] Request (Class${test % 977}:test_${test}): ` +
      `200 GET https://10.0.0.1/compute/v2.1/servers/${number.toString(16).padStart(32, '0')} 0.213s\n`
  }
  return text
}

const exponential = (random: () => number, mean: number): number => -Math.log(1 - random()) * mean
