import type { Engine } from './engine.ts'

/** Offsets of the first fields of the engine's `Row`, see src/engine/export/rows.ts. */
const ROW = { name: 0, nameLength: 4, start: 16, end: 24 } as const
const ROW_SIZE = 32

/** The longest tests, longest first; their durations in seconds. */
export function readSlowest(engine: Engine): { name: string; duration: number }[] {
  const numbers = engine.bytes(engine.number('slowest'), engine.number('slowestCount') * 4)
  return Array.from({ length: numbers.length / 4 }, (_, i) => {
    const row = engine.bytes(engine.exports.rowAt(numbers.readUInt32LE(i * 4)) >>> 0, ROW_SIZE)
    const name = engine.text(row.readUInt32LE(ROW.name), row.readUInt32LE(ROW.nameLength))
    return { name, duration: Number(row.readBigInt64LE(ROW.end) - row.readBigInt64LE(ROW.start)) / 1e6 }
  })
}
