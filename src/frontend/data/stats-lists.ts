/** Why tests failed or were skipped, read for each run that a page asks about. */

import { type Signal, signal } from '@preact/signals'
import type { StatsFailure, StatsSkip } from '../../format/exported.ts'
import { type StatsLists, statsListsId } from '../../format/report.ts'
import { type DataError, readBlock } from './blocks.ts'
import { toDataError } from './manifest.ts'
import { once } from './once.ts'

/** With the details that the exporter found in the test's output, if it read that. */
export type Told<T> = T & { readonly isRead?: boolean }

export interface ToldLists {
  readonly failures: readonly Told<StatsFailure>[]
  readonly skips: readonly Told<StatsSkip>[]
}

export interface ListsRead {
  readonly lists: ToldLists | null
  /** Why it could not be read. */
  readonly fault: DataError | null
}

const NOT_YET: ListsRead = { lists: null, fault: null }

const runs = new Map<number, Signal<ListsRead>>()

/** Read on first use. A component that calls this while rendering is rendered again when it has been read. */
export const statsListsOf = (run: number): ListsRead => once(runs, run, () => begin(run)).value

function begin(run: number): Signal<ListsRead> {
  const read = signal(NOT_YET)
  void fill(read, run)
  return read
}

async function fill(read: Signal<ListsRead>, run: number): Promise<void> {
  try {
    const block = await readBlock<StatsLists>(statsListsId(run), 'The reasons of failures and skips')
    const { failures, skips, found } = block
    read.value = {
      lists: { failures: told(failures, found.failures), skips: told(skips, found.skips) },
      fault: null,
    }
  } catch (error) {
    read.value = { lists: null, fault: toDataError(error) }
  }
}

function told<T extends { readonly details: unknown }>(
  list: readonly T[],
  found: readonly (readonly [number, T['details']])[],
): readonly Told<T>[] {
  const all: Told<T>[] = [...list]
  for (const [n, details] of found) all[n] = { ...all[n], details: details ?? all[n].details, isRead: true }
  return all
}
