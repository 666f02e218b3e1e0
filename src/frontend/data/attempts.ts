/** Tests by name: several executions of one test id in a run are attempts, in the order of raw. */

import type { TestAddress } from '../../format/links.ts'
import type { RunNames } from './names.ts'
import { runOf, type Tests } from './tests.ts'

/** −1 where the run has no such test. */
export function findTest(tests: Tests, address: TestAddress): number {
  return tests.find(address.run, address.name)[address.attempt - 1] ?? -1
}

export function addressOf(tests: Tests, test: number): TestAddress {
  const attempt = repeats(tests).attempts.get(test) ?? 1
  return { run: runOf(tests, test), name: tests.name(test), attempt }
}

/** The last execution of the test in its run, which is mostly the only one. */
export const lastAttempt = (tests: Tests, test: number): number => (repeats(tests).last[test] || test + 1) - 1

interface Repeats {
  /** Of those that are not the first; few have one, so few are kept. */
  readonly attempts: ReadonlyMap<number, number>
  /** Test → 1 + the last execution; 0: there is no other. */
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

/** Tests of one name, for each name that more than one has. */
function repeatedNames(names: RunNames): Iterable<number[]> {
  const count = names.raw.length
  // half full at most: a table of numbers, for a map of a million names would be one of strings
  const mask = (1 << (32 - Math.clz32(count * 2))) - 1
  const first = new Uint32Array(mask + 1) // 1 + test; 0 is free
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

/** FNV-1a over the method, from the class. */
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
