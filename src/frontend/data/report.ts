/** The report as the page's state: what was opened, and what of it has been read so far. */

import { signal } from '@preact/signals'
import {
  type MachineColumns,
  type Manifest,
  machineId,
  type TestColumns,
  testsId,
} from '../../format/report.ts'
import { type DataError, damaged, readBlock } from './blocks.ts'
import { readManifest, toDataError } from './manifest.ts'
import { columnsFit, joinRuns, type Tests } from './tests.ts'

export type Opening =
  | { readonly state: 'reading' }
  /** The template, or a file cut off before its data. */
  | { readonly state: 'empty' }
  | { readonly state: 'refused'; readonly error: DataError }
  | { readonly state: 'open'; readonly manifest: Manifest }

export interface TestsRead {
  readonly tests: Tests
  /** Run → why its tests could not be read. */
  readonly faults: ReadonlyMap<number, DataError>
}

export const opening = signal<Opening>({ state: 'reading' })
/** Null until the tests of all runs have been read. */
export const testsRead = signal<TestsRead | null>(null)

export async function openReport(): Promise<void> {
  try {
    const manifest = readManifest()
    opening.value = manifest === null ? { state: 'empty' } : { state: 'open', manifest }
    if (manifest !== null) testsRead.value = await readTests(manifest)
  } catch (error) {
    opening.value = { state: 'refused', error: toDataError(error) }
  }
}

async function readTests(manifest: Manifest): Promise<TestsRead> {
  const faults = new Map<number, DataError>()
  const read = await Promise.all(
    manifest.runs.map((_, run) =>
      readRun(run).catch((error) => {
        faults.set(run, toDataError(error))
        return null
      }),
    ),
  )
  return { tests: joinRuns(read), faults }
}

async function readRun(run: number): Promise<TestColumns> {
  const what = 'The tests of this run'
  const columns = await readBlock<TestColumns>(testsId(run), what)
  if (!columnsFit(columns)) throw damaged(testsId(run), what)
  return columns
}

const machines = new Map<number, Promise<MachineColumns>>()

/** A machine's log, read when it is first looked at. */
export function readMachine(log: number): Promise<MachineColumns> {
  let machine = machines.get(log)
  if (machine === undefined) {
    machine = readBlock<MachineColumns>(machineId(log), 'The machine’s log')
    machines.set(log, machine)
  }
  return machine
}
