import type { Stats, StatsFailure } from '../format/exported.ts'
import { writeJson } from './json.ts'
import type { JsonList } from './json-list.ts'
import type { OutputFile } from './output-file.ts'
import { SPACE } from './white-space.ts'

const SPACE_AT_START = new RegExp(`^${SPACE}+`)
const IS_SPACE = new RegExp(SPACE)

/** The counts and times of a run's statistics. */
export type StatsTotals = Omit<Stats, 'failures' | 'skips'>

/** A run's statistics; the lists are on disk. */
export interface RunStats {
  readonly totals: StatsTotals
  readonly failures: JsonList
  readonly skips: JsonList
  /** The first thousand failures, fewer if they are long. */
  readonly firstFailures: readonly StatsFailure[]
}

export function writeStats(out: OutputFile, { totals, failures, skips }: RunStats): void {
  writeJson(out, { ...totals, failures, skips })
}

/** The last line of a traceback, the last two if the last contains `Details`; none if it is blank. */
export function lastLines(traceback: string): readonly string[] {
  let end = traceback.length
  while (end > 0 && IS_SPACE.test(traceback[end - 1])) end--
  const lines = traceback
    .slice(0, end)
    .replace(SPACE_AT_START, '')
    .split(/\r\n|\n|\r/)
    .slice(-2)
  const wanted = lines.length === 2 && !lines[1].includes('Details') ? lines.slice(1) : lines
  return wanted.length === 1 && wanted[0] === '' ? [] : wanted
}
