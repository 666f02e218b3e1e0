import { STATUSES, type Status } from '../format/exported.ts'
import type { Engine } from './engine.ts'

/** The engine's row: docs are in src/engine/export/rows.ts. */
const ROW = {
  name: 0,
  nameLength: 4,
  idLength: 8,
  start: 16,
  end: 24,
  tags: 32,
  status: 42,
  flags: 43,
} as const
const ROW_SIZE = 52
/** A flag: the id stands behind the name, of which it is otherwise the beginning or all. */
const TURNED = 2

/** Its set of tags: the addresses of its tags, and their bytes, its number, the next set. */
const TAG_SET = { tags: 4, bytes: 8, index: 12, next: 16 } as const
const TAG_SET_SIZE = 20
const TAG = { text: 4, length: 8 } as const
const TAG_SIZE = 12

/** A run's tests as columns, in raw's order, without their attachments. */
export class RunTable {
  readonly count: number
  readonly names: string[] = []
  /** Where the id is not the name. */
  readonly ids = new Map<number, string>()
  /** Sets of tags, each once. */
  readonly tagSets: readonly (readonly string[])[]
  /** Microseconds since the epoch, NaN where the stream gave none. */
  private readonly starts: Float64Array
  private readonly ends: Float64Array
  private readonly statuses: Uint8Array
  private readonly tagIndexes: Uint32Array

  /** Copies what the engine has of its run. */
  constructor(engine: Engine) {
    this.count = engine.number('rowCount')
    this.starts = new Float64Array(this.count)
    this.ends = new Float64Array(this.count)
    this.statuses = new Uint8Array(this.count)
    this.tagIndexes = new Uint32Array(this.count)
    this.tagSets = readTagSets(engine)
    for (let n = 0; n < this.count; n++) this.read(engine, n)
  }

  id(n: number): string {
    return this.ids.get(n) ?? this.names[n]
  }

  status(n: number): Status {
    return STATUSES[this.statuses[n]]
  }

  tags(n: number): readonly string[] {
    return this.tagSets[this.tagIndexes[n]]
  }

  tagIndex(n: number): number {
    return this.tagIndexes[n]
  }

  /** Microseconds since the epoch, or null. */
  start(n: number): number | null {
    return Number.isNaN(this.starts[n]) ? null : this.starts[n]
  }

  end(n: number): number | null {
    return Number.isNaN(this.ends[n]) ? null : this.ends[n]
  }

  private read(engine: Engine, n: number): void {
    const row = engine.bytes(engine.exports.rowAt(n) >>> 0, ROW_SIZE)
    const [name, nameLength] = [row.readUInt32LE(ROW.name), row.readUInt32LE(ROW.nameLength)]
    const idLength = row.readUInt32LE(ROW.idLength)
    const isTurned = (row[ROW.flags] & TURNED) !== 0
    this.names.push(engine.text(name, nameLength))
    if (isTurned || idLength !== nameLength) {
      this.ids.set(n, engine.text(isTurned ? name + nameLength : name, idLength))
    }
    this.starts[n] = row.readDoubleLE(ROW.start)
    this.ends[n] = row.readDoubleLE(ROW.end)
    this.statuses[n] = row[ROW.status]
    this.tagIndexes[n] = engine.bytes(row.readUInt32LE(ROW.tags), TAG_SET_SIZE).readUInt32LE(TAG_SET.index)
  }
}

function readTagSets(engine: Engine): string[][] {
  const sets: string[][] = []
  for (let at = engine.number('firstSet') >>> 0; at !== 0; ) {
    const set = engine.bytes(at, TAG_SET_SIZE)
    const tags = engine.bytes(set.readUInt32LE(TAG_SET.tags), set.readUInt32LE(TAG_SET.bytes))
    sets.push(Array.from({ length: tags.length / 4 }, (_, i) => readTag(engine, tags.readUInt32LE(i * 4))))
    at = set.readUInt32LE(TAG_SET.next)
  }
  return sets
}

function readTag(engine: Engine, at: number): string {
  const tag = engine.bytes(at, TAG_SIZE)
  return engine.text(tag.readUInt32LE(TAG.text), tag.readUInt32LE(TAG.length))
}

/** The longest tests, longest first; their durations in seconds. */
export function readSlowest(engine: Engine): { name: string; duration: number }[] {
  const numbers = engine.bytes(engine.number('slowest'), engine.number('slowestCount') * 4)
  return Array.from({ length: numbers.length / 4 }, (_, i) => {
    const row = engine.bytes(engine.exports.rowAt(numbers.readUInt32LE(i * 4)) >>> 0, ROW_SIZE)
    const name = engine.text(row.readUInt32LE(ROW.name), row.readUInt32LE(ROW.nameLength))
    return { name, duration: (row.readDoubleLE(ROW.end) - row.readDoubleLE(ROW.start)) / 1e6 }
  })
}
