/** Collects samples in growing columns, over blocks whose columns may differ. */

import type { Unit } from '../format/report.ts'
import { parseNumber } from './cells.ts'
import type { Metric, MetricGroup } from './log.ts'

/** 512 MiB of numbers: 2,000 columns at one sample per second for nine hours. */
export const MAX_VALUES = 1 << 26

/** 512 CPUs with seven columns each need 3,584. */
export const MAX_COLUMNS = 1 << 14

/** A column of the current block, and where its numbers go. */
export interface Target {
  readonly cell: number
  readonly factor: number
  readonly column: GrowingColumn
}

export interface ColumnKey {
  readonly title: string
  readonly name: string
  readonly unit: Unit
  readonly factor: number
  readonly cell: number
}

export interface Finished {
  /** Ascending. */
  readonly times: Float64Array
  readonly groups: readonly MetricGroup[]
  /** `title: name` of columns that contain only words; they are in no group. */
  readonly texts: readonly string[]
  /** Number of cells with words in columns that also contain numbers; they become NaN. */
  readonly words: number
  /** Number of samples that are earlier than the one before. */
  readonly backwards: number
}

interface GrowingGroup {
  readonly title: string
  readonly columns: GrowingColumn[]
}

export class SampleTable {
  private readonly times = new GrowingNumbers()
  private readonly groups = new Map<string, GrowingGroup>()
  private readonly columns = new Map<string, GrowingColumn>()

  get length(): number {
    return this.times.length
  }

  /** Whether columns or values, including blanks, exceed MAX_COLUMNS or MAX_VALUES. */
  get isFull(): boolean {
    return this.columns.size > MAX_COLUMNS || this.times.length * this.columns.size > MAX_VALUES
  }

  /**
   * Prepares for a block's samples; call it with its first one. Columns with the same titles and unit as in
   * an earlier block continue; others begin here.
   */
  begin(keys: readonly ColumnKey[]): Target[] {
    const seen = new Map<string, number>()
    return keys.map((key) => {
      const titled = JSON.stringify([key.title, key.name])
      // The same title twice in one block (dstat --mem --snmp-mem) makes two groups of that title.
      const nth = seen.get(titled) ?? 0
      seen.set(titled, nth + 1)
      return { cell: key.cell, factor: key.factor, column: this.column(key, nth) }
    })
  }

  add(time: number, targets: readonly Target[], cells: readonly string[]): void {
    const row = this.times.length
    this.times.set(row, time)
    for (const { cell, factor, column } of targets) column.add(row, cells[cell], factor)
  }

  finish(): Finished {
    const { length } = this.times
    const times = this.times.finish(length)
    const order = orderOf(times)
    const groups = [...this.groups.values()]
    const numeric = groups.map(({ title, columns }) => ({
      title,
      metrics: columns.filter((column) => !column.isText).map((column) => column.finish(length, order)),
    }))
    const columns = [...this.columns.values()]
    return {
      times: order === null ? times : reordered(times, order),
      groups: numeric.filter(({ metrics }) => metrics.length > 0),
      texts: groups.flatMap(({ title, columns: members }) =>
        members.filter((column) => column.isText).map(({ name }) => `${title}: ${name}`),
      ),
      words: columns.filter((column) => !column.isText).reduce((sum, { words }) => sum + words, 0),
      backwards: times.reduce((sum, time, row) => (row > 0 && time < times[row - 1] ? sum + 1 : sum), 0),
    }
  }

  private column({ title, name, unit }: ColumnKey, nth: number): GrowingColumn {
    const key = JSON.stringify([title, name, unit, nth])
    const known = this.columns.get(key)
    if (known !== undefined) return known
    const column = new GrowingColumn(name, unit)
    this.columns.set(key, column)
    const groupKey = JSON.stringify([title, nth])
    const group = this.groups.get(groupKey)
    if (group === undefined) this.groups.set(groupKey, { title, columns: [column] })
    else group.columns.push(column)
    return column
  }
}

class GrowingColumn {
  readonly name: string
  private readonly unit: Unit
  private readonly values = new GrowingNumbers()
  private numbers = 0
  words = 0

  constructor(name: string, unit: Unit) {
    this.name = name
    this.unit = unit
  }

  get isText(): boolean {
    return this.words > 0 && this.numbers === 0
  }

  add(row: number, cell: string, factor: number): void {
    const value = parseNumber(cell)
    if (value === null) this.words += 1
    else if (!Number.isNaN(value)) {
      this.numbers += 1
      this.values.set(row, value * factor)
    }
  }

  finish(length: number, order: Uint32Array | null): Metric {
    const values = this.values.finish(length)
    return { name: this.name, unit: this.unit, values: order === null ? values : reordered(values, order) }
  }
}

/** An array that can be set at any index after the last one; gaps become NaN. */
class GrowingNumbers {
  length = 0
  private store = new Float64Array(0)

  set(index: number, value: number): void {
    if (index >= this.store.length) {
      const larger = new Float64Array(Math.max(index + 1, this.store.length * 2, 16))
      larger.set(this.store.subarray(0, this.length))
      this.store = larger
    }
    this.store.fill(Number.NaN, this.length, index)
    this.store[index] = value
    this.length = index + 1
  }

  finish(length: number): Float64Array {
    const numbers = new Float64Array(length).fill(Number.NaN, this.length)
    numbers.set(this.store.subarray(0, this.length))
    return numbers
  }
}

/** The order of rows by time, equal times in input order; null if they are in order already. */
function orderOf(times: Float64Array): Uint32Array | null {
  if (times.every((time, index) => index === 0 || time >= times[index - 1])) return null
  return Uint32Array.from(times.keys()).toSorted((a, b) => times[a] - times[b] || a - b)
}

const reordered = (values: Float64Array, order: Uint32Array): Float64Array =>
  Float64Array.from(order, (row) => values[row])
