/**
 * The names of a run's tests: each class once, as a string; methods as bytes until they are shown. A
 * million names take some 25 MB this way, and 130 MB as strings.
 */

import { type ColumnsHeader, METHOD_END, type SectionName } from '../../format/columns.ts'
import { ColumnsFault, isBelow, section } from './columns.ts'
import { Varints } from './varints.ts'

/** Texts in one buffer: the n-th is from `start[n]` to `start[n + 1]`. */
export interface Texts {
  readonly bytes: Uint8Array
  readonly start: Uint32Array
}

/** The narrowest type that can hold the indexes. */
export type Indexes = Uint8Array | Uint16Array | Uint32Array

/** One run's names; the n-th element is about the n-th test in the order of the columns. */
export interface RunNames {
  /** Index in raw. */
  readonly raw: Uint32Array
  /** Index into classes. */
  readonly classOf: Indexes
  /** With their last separators; strings, as there are few. */
  readonly classes: readonly string[]
  /** Grouped by class; within a class in the order of the columns. */
  readonly methods: Texts
  /** Index into methods. */
  readonly methodOf: Uint32Array
  /** Index into tagSets. */
  readonly tags: Indexes
  readonly tagSets: readonly (readonly string[])[]
  /** Null if all ids equal the names. */
  readonly ids: { readonly kind: Uint8Array; readonly texts: Texts } | null
}

/** Kinds of ids: equal to the name; the name with more after it; a text of its own. */
const NAME = 0
const LONGER = 1
const OWN = 2

type Sections = ReadonlyMap<SectionName, Uint8Array>

export function readNames({ count, lanes, untimed }: ColumnsHeader, sections: Sections): RunNames {
  const classes = decodeTexts(
    textsOf(section(sections, 'classLength'), section(sections, 'classes'), null, plain),
  )
  const tagSets = JSON.parse(decoder.decode(section(sections, 'tagSets'))) as string[][]
  const classOf = repeated(section(sections, 'class'), count)
  const tags = repeated(section(sections, 'tags'), count)
  const isFit = isBelow(classOf, classes.length) && isBelow(tags, tagSets.length)
  if (!isFit) throw new ColumnsFault('an unknown class or set of tags')
  const raw = readOrder(section(sections, 'order'), [...lanes.map(({ tests }) => tests), untimed])
  if (!isBelow(raw, count)) throw new ColumnsFault('an unknown place in raw')
  return {
    raw,
    classOf: narrow(classOf, classes.length),
    classes,
    methods: readMethods(section(sections, 'methods'), count),
    methodOf: placesByClass(classOf, classes.length),
    tags: narrow(tags, tagSets.length),
    tagSets,
    ids: readIds(sections, count),
  }
}

function readOrder(bytes: Uint8Array, lanes: readonly number[]): Uint32Array {
  const raw = new Uint32Array(lanes.reduce((sum, tests) => sum + tests, 0))
  const steps = new Varints(bytes)
  steps.fillUnsigned(raw)
  let at = 0
  for (const tests of lanes) {
    let place = 0
    for (const last = at + tests; at < last; at++) {
      place += (raw[at] >>> 1) ^ -(raw[at] & 1)
      raw[at] = place
    }
  }
  if (!steps.isWhole) throw new ColumnsFault('an order that is cut off')
  return raw
}

/** Decodes indexes: code 0 repeats the previous one, any other is the index + 1. */
function repeated(bytes: Uint8Array, count: number): Uint32Array {
  const values = new Uint32Array(count)
  const codes = new Varints(bytes)
  codes.fillUnsigned(values)
  let value = 0
  for (let n = 0; n < count; n++) {
    const code = values[n]
    if (code > 0) value = code - 1
    values[n] = value
  }
  if (!codes.isWhole) throw new ColumnsFault('a column that is cut off')
  return values
}

/** Copies the methods, so that the block they came in, which they mostly fill, can be freed. */
function readMethods(ended: Uint8Array, count: number): Texts {
  if (ended.length < count) throw new ColumnsFault('texts that are cut off')
  const bytes = new Uint8Array(ended.length - count)
  const start = new Uint32Array(count + 1)
  let [n, to] = [0, 0]
  for (let at = 0; at < ended.length; at++) {
    if (ended[at] === METHOD_END) start[++n] = to
    else bytes[to++] = ended[at]
  }
  if (n !== count || start[n] !== to) throw new ColumnsFault('texts that are cut off')
  return { bytes, start }
}

/** Test → its position when the tests are grouped by class. */
function placesByClass(classOf: Indexes, classes: number): Uint32Array {
  const next = new Uint32Array(classes + 1)
  for (let n = 0; n < classOf.length; n++) next[classOf[n] + 1] += 1
  for (let one = 0; one < classes; one++) next[one + 1] += next[one]
  const places = new Uint32Array(classOf.length)
  for (let n = 0; n < places.length; n++) places[n] = next[classOf[n]]++
  return places
}

const narrow = (values: Uint32Array, count: number): Indexes =>
  count <= 1 << 8 ? Uint8Array.from(values) : count <= 1 << 16 ? Uint16Array.from(values) : values

/** `lengthOf`: a text's length, given its code. `count`: null for as many texts as there are codes. */
function textsOf(
  lengths: Uint8Array,
  bytes: Uint8Array,
  count: number | null,
  lengthOf: (code: number) => number,
): Texts {
  const numbers = new Varints(lengths)
  const start = new Uint32Array((count ?? lengths.length) + 1)
  let n = 0
  for (let at = 0; count === null ? !numbers.isDone : n < count; n++) {
    at += lengthOf(numbers.next())
    start[n + 1] = at
  }
  if (!numbers.isWhole || start[n] !== bytes.length) throw new ColumnsFault('texts that are cut off')
  return { bytes, start: start.subarray(0, n + 1) }
}

const plain = (code: number): number => code

function readIds(sections: Sections, count: number): RunNames['ids'] {
  const lengths = sections.get('idLength')
  if (lengths === undefined) return null
  const kind = new Uint8Array(count)
  let n = 0
  const texts = textsOf(lengths, section(sections, 'ids'), count, (code) => {
    kind[n++] = code === 0 ? NAME : code % 2 === 1 ? LONGER : OWN
    return Math.floor(code / 2)
  })
  return { kind, texts }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

const textAt = ({ bytes, start }: Texts, n: number): string =>
  decoder.decode(bytes.subarray(start[n], start[n + 1]))

export function decodeTexts(texts: Texts): string[] {
  const { bytes, start } = texts
  const whole = decoder.decode(bytes)
  // one byte per character, as nearly always: slices of one string take a tenth of the time
  const isPlain = whole.length === bytes.length
  return Array.from({ length: start.length - 1 }, (_, n) =>
    isPlain ? whole.slice(start[n], start[n + 1]) : textAt(texts, n),
  )
}

export const nameAt = (names: RunNames, n: number): string =>
  names.classes[names.classOf[n]] + textAt(names.methods, names.methodOf[n])

/** Undefined if the id equals the name. */
export function idAt(names: RunNames, n: number): string | undefined {
  if (names.ids === null) return undefined
  const { kind, texts } = names.ids
  if (kind[n] === NAME) return undefined
  return kind[n] === LONGER ? nameAt(names, n) + textAt(texts, n) : textAt(texts, n)
}

/** The tests of this name, in the order of the columns. */
export function findName(names: RunNames, name: string): number[] {
  const bytes = new TextEncoder().encode(name)
  const found: number[] = []
  // nearly always one class, but a name may have been split into class and method in several ways
  for (const [index, one] of names.classes.entries()) {
    if (!name.startsWith(one)) continue
    const method = bytes.subarray(new TextEncoder().encode(one).length)
    for (let n = names.classOf.indexOf(index); n >= 0; n = names.classOf.indexOf(index, n + 1)) {
      if (isSame(names.methods, names.methodOf[n], method)) found.push(n)
    }
  }
  return found.sort((a, b) => a - b)
}

function isSame({ bytes, start }: Texts, n: number, text: Uint8Array): boolean {
  const [from, to] = [start[n], start[n + 1]]
  if (to - from !== text.length) return false
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false
  return true
}
