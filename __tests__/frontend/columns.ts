import { STATUSES, type Status } from '../../src/format/exported.ts'
import type { TestColumns } from '../../src/format/report.ts'

export interface ShortTest {
  readonly name: string
  readonly status?: Status
  readonly start?: number | null
  readonly duration?: number | null
  readonly tags?: readonly string[]
  readonly id?: string
}

/** Columns of a run, from tests one by one. */
export function columns(tests: readonly ShortTest[], origin = 1000): TestColumns {
  const ids = tests.flatMap(({ id }, n) => (id === undefined ? [] : [[String(n), id] as const]))
  return {
    version: 1,
    origin,
    names: tests.map(({ name }) => name),
    ids: Object.fromEntries(ids),
    status: tests.map(({ status = 'success' }) => STATUSES.indexOf(status)),
    start: tests.map(({ start = 0 }) => start),
    duration: tests.map(({ duration = 1 }) => duration),
    tags: tests.map((_, n) => n),
    tagSets: tests.map(({ tags = [] }) => tags),
  }
}
