/**
 * Finds tests by name, and what several results of one name in a run are to each other, in the order of raw. A
 * result is a new attempt if the test ran again: it started well after the others had ended, and took time. Others
 * belong to the attempt before them: unittest reports a cleanup that fails after its test once more, pytest's
 * reporters a success when the teardown has ended, and each worker the class fixture that failed on it.
 */

import { isNewAttempt } from '../../attempts.ts'
import type { TestAddress } from '../../format/links.ts'
import { CODE } from '../text/status.ts'
import type { RunNames } from './names.ts'
import { once } from './once.ts'
import { runOf, type Tests } from './tests.ts'

/** Index of the test; −1 if the run has no such test. */
export function findTest(tests: Tests, address: TestAddress): number {
  return tests.find(address.run, address.name)[address.attempt - 1] ?? -1
}

export function addressOf(tests: Tests, test: number): TestAddress {
  const attempt = repeats(tests).get(test)?.place ?? 1
  return { run: runOf(tests, test), name: tests.name(test), attempt }
}

/** Number, from 1, of the attempt that this result belongs to. */
export const attemptOf = (tests: Tests, test: number): number => repeats(tests).get(test)?.attempt ?? 1

/** Number of the attempt, after this one's, in which the test passed at last; 0 if it did not. */
export function passedLater(tests: Tests, test: number): number {
  const { attempt = 1, passedIn = 0 } = repeats(tests).get(test) ?? {}
  return passedIn > attempt ? passedIn : 0
}

/** `attempt 2`, `another result`, `also on worker 1`; empty for the first result of a name. */
export function whichOf(tests: Tests, test: number): string {
  const repeat = repeats(tests).get(test)
  if (repeat === undefined) return ''
  const attempt = repeat.attempt > 1 ? [`attempt ${repeat.attempt}`] : []
  if (repeat.first === test) return attempt.join()
  const worker = tests.worker(test)
  const isElsewhere = worker >= 0 && worker !== tests.worker(repeat.first)
  return [...attempt, isElsewhere ? `also on worker ${worker}` : 'another result'].join(', ')
}

/** A result whose name occurs several times in its run. */
interface Repeat {
  /** Its number, from 1, among the results of its name. */
  readonly place: number
  readonly attempt: number
  /** The first result of that attempt. */
  readonly first: number
  /** Number of the last attempt if that passed, else 0. */
  readonly passedIn: number
}

const known = new WeakMap<Tests, ReadonlyMap<number, Repeat>>()

const repeats = (tests: Tests): ReadonlyMap<number, Repeat> => once(known, tests, () => findRepeats(tests))

function findRepeats(tests: Tests): ReadonlyMap<number, Repeat> {
  const found = new Map<number, Repeat>()
  tests.names.forEach((names, run) => {
    if (names === null) return
    for (const same of repeatedNames(names)) {
      same.sort((a, b) => names.raw[a] - names.raw[b])
      const results = inAttempts(
        tests,
        same.map((n) => tests.runStart[run] + n),
      )
      const { attempt: last } = results[results.length - 1]
      const isPassed = results.every(
        ({ test, attempt }) => attempt < last || tests.status[test] === CODE.success,
      )
      const passedIn = isPassed ? last : 0
      for (const [i, { test, attempt, first }] of results.entries())
        found.set(test, { place: i + 1, attempt, first, passedIn })
    }
  })
  return found
}

/** `same`: the results of one name, in the order of raw. */
function inAttempts({ start, duration }: Tests, same: readonly number[]) {
  let [attempt, first, end] = [0, 0, Number.NEGATIVE_INFINITY]
  return same.map((test) => {
    if (attempt === 0 || isNewAttempt(end, start[test], duration[test])) {
      attempt += 1
      first = test
    }
    end = Math.max(end, start[test] + duration[test])
    return { test, attempt, first }
  })
}

/** The groups of tests that have the same name. */
function repeatedNames(names: RunNames): Iterable<number[]> {
  const count = names.raw.length
  // a hash table of numbers, at most half full: a Map of a million names would need a million strings
  const mask = (1 << (32 - Math.clz32(count * 2))) - 1
  const first = new Uint32Array(mask + 1) // 1 + test; 0: a free slot
  const same = new Map<number, number[]>()
  for (let n = 0; n < count; n++) {
    let slot = hashOf(names, n) & mask
    while (first[slot] !== 0 && !isOneName(names, first[slot] - 1, n)) slot = (slot + 1) & mask
    if (first[slot] === 0) first[slot] = n + 1
    else push(same, first[slot] - 1, n)
  }
  return same.values()
}

function push(same: Map<number, number[]>, first: number, n: number): void {
  const others = same.get(first)
  if (others === undefined) same.set(first, [first, n])
  else others.push(n)
}

/** FNV-1a over the method's bytes, seeded with the class. */
function hashOf({ classOf, methodOf, methods: { bytes, start } }: RunNames, n: number): number {
  let hash = (0x811c9dc5 ^ classOf[n]) >>> 0
  const [from, end] = [start[methodOf[n]], start[methodOf[n] + 1]]
  for (let at = from; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193)
  return hash ^ (hash >>> 15)
}

function isOneName(
  { classOf, methodOf, methods: { bytes, start } }: RunNames,
  a: number,
  b: number,
): boolean {
  if (classOf[a] !== classOf[b]) return false
  const [one, other] = [start[methodOf[a]], start[methodOf[b]]]
  const length = start[methodOf[a] + 1] - one
  if (start[methodOf[b] + 1] - other !== length) return false
  for (let i = 0; i < length; i++) if (bytes[one + i] !== bytes[other + i]) return false
  return true
}
