import type { Engine } from './engine.ts'

/** Offsets of the first fields of the engine's `Row`, see src/engine/export/rows.ts. */
const ROW = { name: 0, nameLength: 4, start: 16, end: 24 } as const
const ROW_SIZE = 32

export interface SlowTest {
  readonly name: string
  /** Seconds. */
  readonly duration: number
  /** Number among the tests of its name in the run, as in its address; absent for the first. */
  readonly place?: number
}

/** The longest tests, longest first. */
export function readSlowest(engine: Engine): SlowTest[] {
  engine.exports.placeSlowest()
  const numbers = engine.bytes(engine.number('slowest'), engine.number('slowestCount') * 4)
  const places = engine.bytes(engine.number('slowestPlaces'), numbers.length)
  return Array.from({ length: numbers.length / 4 }, (_, i) => {
    const row = engine.bytes(engine.exports.rowAt(numbers.readUInt32LE(i * 4)) >>> 0, ROW_SIZE)
    const name = engine.text(row.readUInt32LE(ROW.name), row.readUInt32LE(ROW.nameLength))
    const duration = Number(row.readBigInt64LE(ROW.end) - row.readBigInt64LE(ROW.start)) / 1e6
    const place = places.readUInt32LE(i * 4)
    return { name, duration, ...(place > 1 && { place }) }
  })
}
