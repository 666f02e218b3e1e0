/** Why tests failed or were skipped, read for each run that a page asks about. */

import { type Signal, signal } from '@preact/signals'
import { type StatsLists, toldId } from '../../format/report.ts'
import { type DataError, readBlock } from './blocks.ts'
import { toDataError } from './manifest.ts'

export interface ToldRead {
  readonly told: StatsLists | null
  /** Why it could not be read. */
  readonly fault: DataError | null
}

const NOT_YET: ToldRead = { told: null, fault: null }

const runs = new Map<number, Signal<ToldRead>>()

/** Read on first use. A component that calls this while rendering is rendered again when it has been read. */
export function toldOf(run: number): ToldRead {
  let read = runs.get(run)
  if (read === undefined) {
    read = signal(NOT_YET)
    runs.set(run, read)
    void fill(read, run)
  }
  return read.value
}

async function fill(read: Signal<ToldRead>, run: number): Promise<void> {
  try {
    read.value = {
      told: await readBlock<StatsLists>(toldId(run), 'The reasons of failures and skips'),
      fault: null,
    }
  } catch (error) {
    read.value = { told: null, fault: toDataError(error) }
  }
}
