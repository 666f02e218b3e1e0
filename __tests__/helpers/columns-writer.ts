/** Writes columns of a run in the format of format/columns.ts, for tests of code that reads them. */

import {
  COLUMNS_VERSION,
  type ColumnsHeader,
  METHOD_END,
  type SectionName,
} from '../../src/format/columns.ts'
import { STATUSES, type Status } from '../../src/format/exported.ts'

export interface ColumnTest {
  readonly name: string
  readonly status?: Status
  /** Microseconds since the epoch; null if the stream gave none. */
  readonly start?: number | null
  /** Microseconds. */
  readonly duration?: number | null
  readonly tags?: readonly string[]
  readonly id?: string
}

export interface ColumnParts {
  readonly header: ColumnsHeader
  /** The header line and the sections for drawing. */
  readonly drawn: Buffer
  /** The other sections. */
  readonly named: Buffer
}

/** `tests`: in raw order. */
export function writeColumnParts(tests: readonly ColumnTest[]): ColumnParts {
  const lanes = lanesOf(tests)
  const untimed = tests.flatMap((test, raw) => (isTimed(test) ? [] : [raw]))
  const order = [...lanes.flatMap(({ raws }) => raws), ...untimed]
  const starts = lanes.flatMap(({ raws }) => raws.map((raw) => startOf(tests[raw])))
  const origin = starts.reduce((low, start) => Math.min(low, start), starts[0] ?? 0)
  const drawn: [SectionName, Buffer][] = [
    ['gap', gaps(tests, lanes, origin)],
    ['duration', numbers(lanes.flatMap(({ raws }) => raws.map((raw) => zigzag(tests[raw].duration ?? 1))))],
    ['status', Buffer.from(order.map((raw) => STATUSES.indexOf(tests[raw].status ?? 'success')))],
  ]
  const named = namedSections(tests, order, [...lanes.map(({ raws }) => raws), untimed])
  const header: ColumnsHeader = {
    version: COLUMNS_VERSION,
    count: tests.length,
    origin,
    lanes: lanes.map(({ worker, raws }) => ({ worker, tests: raws.length })),
    untimed: untimed.length,
    sections: [...drawn, ...named].map(([name, { length }]) => ({ name, bytes: length })),
  }
  const line = Buffer.from(`${JSON.stringify(header)}\n`)
  return { header, drawn: Buffer.concat([line, ...bytesOf(drawn)]), named: Buffer.concat(bytesOf(named)) }
}

const bytesOf = (sections: readonly (readonly [SectionName, Buffer])[]): Buffer[] =>
  sections.map(([, bytes]) => bytes)

interface Lane {
  readonly worker: number | null
  readonly raws: readonly number[]
}

function lanesOf(tests: readonly ColumnTest[]): Lane[] {
  const lanes = new Map<number | null, number[]>()
  for (const [raw, test] of tests.entries()) {
    if (!isTimed(test)) continue
    const worker = workerOf(test)
    const lane = lanes.get(worker) ?? []
    lanes.set(worker, lane)
    lane.push(raw)
  }
  for (const raws of lanes.values()) raws.sort((a, b) => startOf(tests[a]) - startOf(tests[b]))
  return [...lanes]
    .sort(([a], [b]) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY))
    .map(([worker, raws]) => ({ worker, raws }))
}

const startOf = ({ start }: ColumnTest): number => start ?? 0

const isTimed = ({ start = 0, duration = 1 }: ColumnTest): boolean => start !== null && duration !== null

function workerOf({ tags = [] }: ColumnTest): number | null {
  const tag = tags.find((one) => /^worker-\d{1,6}$/.test(one))
  return tag === undefined ? null : Number(tag.slice(7))
}

function gaps(tests: readonly ColumnTest[], lanes: readonly Lane[], origin: number): Buffer {
  return numbers(
    lanes.flatMap(({ raws }) => {
      let end = origin
      return raws.map((raw) => {
        const start = startOf(tests[raw])
        const gap = start - end
        end = start + (tests[raw].duration ?? 1)
        return zigzag(gap)
      })
    }),
  )
}

function namedSections(
  tests: readonly ColumnTest[],
  order: readonly number[],
  lanes: readonly (readonly number[])[],
): [SectionName, Buffer][] {
  const steps = lanes.flatMap((raws) => raws.map((raw, i) => zigzag(raw - (raws[i - 1] ?? 0))))
  const parts = order.map((raw) => cutName(tests[raw].name))
  const [classes, classOf] = distinct(parts.map(([owner]) => owner))
  const byClass = parts.map((_, n) => n).sort((a, b) => classOf[a] - classOf[b])
  const [sets, setOf] = distinct(order.map((raw) => JSON.stringify(tests[raw].tags ?? [])))
  const sections: [SectionName, Buffer][] = [
    ['order', numbers(steps)],
    ['class', numbers(repeats(classOf))],
    ['classLength', numbers(classes.map((owner) => Buffer.byteLength(owner)))],
    ['classes', Buffer.from(classes.join(''))],
    ['methods', Buffer.concat(byClass.flatMap((n) => [Buffer.from(parts[n][1]), Buffer.of(METHOD_END)]))],
    ['tags', numbers(repeats(setOf))],
    ['tagSets', Buffer.from(`[${sets.join(',')}]`)],
  ]
  if (!tests.some(({ id }) => id !== undefined)) return sections
  const ids = order.map((raw) => idOf(tests[raw]))
  sections.push(
    ['idLength', numbers(ids.map(([code]) => code))],
    ['ids', Buffer.from(ids.map(([, text]) => text).join(''))],
  )
  return sections
}

function idOf({ name, id }: ColumnTest): [number, string] {
  if (id === undefined) return [0, '']
  if (!id.startsWith(name)) return [2 * Buffer.byteLength(id), id]
  const rest = id.slice(name.length)
  return [2 * Buffer.byteLength(rest) + 1, rest]
}

/** Splits after the last separator before a bracket or space. */
function cutName(name: string): [string, string] {
  const head = name.split(/[[( ]/, 1)[0]
  const at = Math.max(head.lastIndexOf('.'), head.lastIndexOf('/'), head.lastIndexOf(':')) + 1
  return at === name.length ? ['', name] : [name.slice(0, at), name.slice(at)]
}

/** The distinct texts, and for each given text its index among them. */
function distinct(texts: readonly string[]): [string[], number[]] {
  const places = new Map<string, number>()
  for (const text of texts) if (!places.has(text)) places.set(text, places.size)
  return [[...places.keys()], texts.map((text) => places.get(text) ?? -1)]
}

const repeats = (values: readonly number[]): number[] =>
  values.map((value, i) => (i > 0 && value === values[i - 1] ? 0 : value + 1))

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)

/** Encodes varints. */
function numbers(values: readonly number[]): Buffer {
  const bytes: number[] = []
  for (let value of values) {
    for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
    bytes.push(value)
  }
  return Buffer.from(bytes)
}
