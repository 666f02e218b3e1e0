/** Why tests failed or were skipped, read for each run that a page asks about. */

import { type Signal, signal } from '@preact/signals'
import { type StatsLists, statsListsId } from '../../format/report.ts'
import { type DataError, readBlock } from './blocks.ts'
import { toDataError } from './manifest.ts'

export interface ListsRead {
  readonly lists: StatsLists | null
  /** Why it could not be read. */
  readonly fault: DataError | null
}

const NOT_YET: ListsRead = { lists: null, fault: null }

const runs = new Map<number, Signal<ListsRead>>()

/** Read on first use. A component that calls this while rendering is rendered again when it has been read. */
export function statsListsOf(run: number): ListsRead {
  let read = runs.get(run)
  if (read === undefined) {
    read = signal(NOT_YET)
    runs.set(run, read)
    void fill(read, run)
  }
  return read.value
}

async function fill(read: Signal<ListsRead>, run: number): Promise<void> {
  try {
    read.value = {
      lists: await readBlock<StatsLists>(statsListsId(run), 'The reasons of failures and skips'),
      fault: null,
    }
  } catch (error) {
    read.value = { lists: null, fault: toDataError(error) }
  }
}
