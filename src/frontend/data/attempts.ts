/** Finds tests by name. Several executions of one test id in a run are its attempts, in the order of raw. */

import type { TestAddress } from '../../format/links.ts'
import type { RunNames } from './names.ts'
import { runOf, type Tests } from './tests.ts'

/** Index of the test; −1 if the run has no such test. */
export function findTest(tests: Tests, address: TestAddress): number {
  return tests.find(address.run, address.name)[address.attempt - 1] ?? -1
}

export function addressOf(tests: Tests, test: number): TestAddress {
  const attempt = repeats(tests).attempts.get(test) ?? 1
  return { run: runOf(tests, test), name: tests.name(test), attempt }
}

/** The last execution of this test in its run; usually the test itself. */
export const lastAttempt = (tests: Tests, test: number): number => (repeats(tests).last[test] || test + 1) - 1

interface Repeats {
  /** Test → number of its attempt. First attempts, which nearly all tests are, are left out. */
  readonly attempts: ReadonlyMap<number, number>
  /** Test → 1 + its last execution; 0 if it was executed once. */
  readonly last: Uint32Array
}

const known = new WeakMap<Tests, Repeats>()

function repeats(tests: Tests): Repeats {
  let found = known.get(tests)
  if (found === undefined) {
    found = findRepeats(tests)
    known.set(tests, found)
  }
  return found
}

function findRepeats(tests: Tests): Repeats {
  const attempts = new Map<number, number>()
  const last = new Uint32Array(tests.count)
  tests.names.forEach((names, run) => {
    if (names === null) return
    const first = tests.runStart[run]
    for (const same of repeatedNames(names)) {
      same.sort((a, b) => names.raw[a] - names.raw[b])
      same.forEach((n, i) => {
        if (i > 0) attempts.set(first + n, i + 1)
        last[first + n] = first + same[same.length - 1] + 1
      })
    }
  })
  return { attempts, last }
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
