/** The state of the page: the report that was opened, and how much of it has been read. */

import { signal } from '@preact/signals'
import { COLUMNS_VERSION, type ColumnsHeader } from '../../format/columns.ts'
import { lanesId, type MachineColumns, type Manifest, machineId, namesId } from '../../format/report.ts'
import { startClockAt } from '../text/time.ts'
import { type DataError, damaged, newer, readBlock, unpackBlock } from './blocks.ts'
import { type DrawnBlock, NewerColumns, openDrawn, openNamed } from './columns.ts'
import { readManifest, toDataError } from './manifest.ts'
import { type RunNames, readNames } from './names.ts'
import { once } from './once.ts'
import { pause } from './pause.ts'
import { type DrawnTests, joinRuns, Tests } from './tests.ts'

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
/** What the timeline draws; null until it has been read for all runs. */
export const testsDrawn = signal<DrawnTests | null>(null)
/** The tests with their names, which follow later; null until they have been read for all runs. */
export const testsRead = signal<TestsRead | null>(null)

const WHAT = 'The tests of this run'

/** Where the columns of the report's runs come from. Both functions reject with a DataError. */
export interface ColumnsSource {
  readonly drawn: (run: number) => Promise<DrawnBlock>
  readonly names: (run: number, header: ColumnsHeader) => Promise<RunNames>
}

let source: ColumnsSource = { drawn: readDrawn, names: readRunNames }

/** For a page that has no columns in it; call it before `openReport`. */
export function readColumnsFrom(other: ColumnsSource): void {
  source = other
}

export async function openReport(): Promise<void> {
  try {
    const manifest = readManifest()
    if (manifest === null) {
      opening.value = { state: 'empty' }
      return
    }
    const reading = readDrawnTests(manifest.runs.length)
    // if the tests can be read before the next task, the first render has them already
    await Promise.race([reading, pause()])
    opening.value = { state: 'open', manifest }
    await readNamesOf(await reading)
  } catch (error) {
    opening.value = { state: 'refused', error: toDataError(error) }
  }
}

interface Reading {
  readonly tests: DrawnTests
  /** One per run; null for a run that could not be read. */
  readonly blocks: readonly (DrawnBlock | null)[]
  readonly faults: Map<number, DataError>
}

async function readDrawnTests(count: number): Promise<Reading> {
  const runs = Array.from({ length: count }, (_, run) => run)
  const faults = new Map<number, DataError>()
  const blocks = await Promise.all(runs.map((run) => orFault(run, faults, () => source.drawn(run))))
  const tests = joinRuns(blocks, (run, cause) => faults.set(run, damaged(lanesId(run), WHAT, cause)))
  startClockAt(firstStart(tests))
  testsDrawn.value = tests
  return { tests, blocks, faults }
}

async function readNamesOf({ tests, blocks, faults }: Reading): Promise<void> {
  const names = await Promise.all(
    blocks.map(
      async (block, run) => block && (await orFault(run, faults, () => source.names(run, block.header))),
    ),
  )
  testsRead.value = { tests: new Tests(tests, names), faults }
}

/** The tests of a lane ascend by start. Infinity if no test has times. */
const firstStart = ({ lanes, start }: DrawnTests): number =>
  lanes.reduce(
    (low, { first, end }) => (end > first ? Math.min(low, start[first]) : low),
    Number.POSITIVE_INFINITY,
  )

async function orFault<T>(
  run: number,
  faults: Map<number, DataError>,
  read: () => Promise<T>,
): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    faults.set(run, toDataError(error))
    return null
  }
}

async function readDrawn(run: number): Promise<DrawnBlock> {
  const id = lanesId(run)
  const bytes = await unpackBlock(id, WHAT)
  return decode(id, () => openDrawn(bytes))
}

async function readRunNames(run: number, header: ColumnsHeader): Promise<RunNames> {
  const id = namesId(run)
  const bytes = await unpackBlock(id, WHAT)
  return decode(id, () => readNames(header, openNamed(header, bytes)))
}

function decode<T>(id: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof NewerColumns) throw newer(`${WHAT} in this report`, cause.version, COLUMNS_VERSION)
    throw damaged(id, WHAT, cause)
  }
}

const machines = new Map<number, Promise<MachineColumns>>()

/** A machine's log, read on first use. */
export const readMachine = (log: number): Promise<MachineColumns> =>
  once(machines, log, () => readBlock<MachineColumns>(machineId(log), 'The machine’s log'))
