/** Sorts all tests by a column, so that filters only walk the order. Runs in the search thread. */

import { countOf, type Haystack, type NameIndex, textOf } from './name-index.ts'

export interface Order {
  /** All tests, ascending; those without a value at the end. */
  readonly tests: Uint32Array<ArrayBuffer>
  /** How many have a value. */
  readonly known: number
}

/** NaN is no value. Equal values are ordered by `ties`, in which NaN comes last, then by index. */
export function orderByValue(values: Float64Array, ties: Float64Array): Order {
  const tests = new Uint32Array(values.length)
  let known = 0
  for (let test = 0; test < values.length; test++) if (!Number.isNaN(values[test])) tests[known++] = test
  let at = known
  for (let test = 0; test < values.length; test++) if (Number.isNaN(values[test])) tests[at++] = test
  // the sort is stable, so the last one counts most; NaN sorts after any number
  sortByKeys(tests.subarray(0, known), ties)
  sortByKeys(tests.subarray(0, known), values)
  return { tests, known }
}

const DIGIT = 1 << 16

/** Stable radix sort by 16-bit digits, lowest first: a million take a tenth of a comparison sort's time. */
function sortByKeys(tests: Uint32Array, values: Float64Array): void {
  const keys = keysOf(values)
  const counts = new Uint32Array(DIGIT)
  let [from, to]: Uint32Array[] = [tests, new Uint32Array(tests.length)]
  for (let digit = 0; digit < 4; digit++) {
    counts.fill(0)
    for (let i = 0; i < from.length; i++) counts[keys[4 * from[i] + digit]] += 1
    // all digits are equal, as the lower ones of small integers are
    if (from.length === 0 || counts[keys[4 * from[0] + digit]] === from.length) continue
    let at = 0
    for (let value = 0; value < DIGIT; value++) {
      const count = counts[value]
      counts[value] = at
      at += count
    }
    for (let i = 0; i < from.length; i++) to[counts[keys[4 * from[i] + digit]]++] = from[i]
    ;[from, to] = [to, from]
  }
  if (from !== tests) tests.set(from)
}

/** Four digits per value, lowest first as browsers store numbers, that sort as the values do. */
function keysOf(values: Float64Array): Uint16Array {
  // adding 0 turns −0 into 0, so that both are equal
  const numbers = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) numbers[i] = values[i] + 0
  const words = new Uint32Array(numbers.buffer)
  for (let i = 0; i < words.length; i += 2) {
    const high = words[i + 1]
    // a double's bits sort as its value does once the sign bit is flipped, and for negative ones all bits
    const flip = high >= 0x80000000 ? 0xffffffff : 0
    words[i] ^= flip
    words[i + 1] = high ^ (flip | 0x80000000)
  }
  return new Uint16Array(words.buffer)
}

/** By class, then by method, over all runs. `firsts`: see Names. Tests without a name have no value. */
export function orderByName(
  indexes: readonly (NameIndex | null)[],
  firsts: readonly number[],
  ties: Float64Array,
): Order {
  const places = new Float64Array(firsts[firsts.length - 1]).fill(Number.NaN)
  const known = indexes.filter((index) => index !== null)
  const classRanks = ranksOf(known.map(({ classes }) => classes))
  const methodRanks = ranksOf(known.map(({ methods }) => methods))
  const most = Math.max(...methodRanks.map(({ length }) => length)) * known.length
  indexes.forEach((index, run) => {
    if (index === null) return
    const { stretches, methodOf } = index
    const [ofClass, ofMethod] = [classRanks, methodRanks].map((ranks) => ranks[known.indexOf(index)])
    stretches.end.forEach((end, n) => {
      const first = ofClass[stretches.classOf[n]] * most
      for (let test = stretches.end[n - 1] ?? 0; test < end; test++)
        places[firsts[run] + test] = first + ofMethod[methodOf[test]]
    })
  })
  return orderByValue(places, ties)
}

/** The rank of each text among all of them; equal texts have equal ranks. */
function ranksOf(texts: readonly Haystack[]): Uint32Array[] {
  const all = texts.flatMap((of) => Array.from({ length: countOf(of) }, (_, n) => textOf(of, n)))
  const ranks = new Uint32Array(all.length)
  let [rank, before] = [-1, -1]
  for (const one of Uint32Array.from(all.keys()).sort((a, b) => compare(all[a], all[b]))) {
    if (all[one] !== all[before]) rank += 1
    ranks[one] = rank
    before = one
  }
  let from = 0
  return texts.map((of) => ranks.subarray(from, (from += countOf(of))))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
