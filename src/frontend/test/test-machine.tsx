import type { ReadonlySignal } from '@preact/signals'
import type { FunctionComponent } from 'preact'

export interface TestMachineProps {
  /** Index into the tests. */
  readonly test: number
  /** Microseconds since the epoch that a line of the log points at; null for none. */
  readonly at: ReadonlySignal<number | null>
}

/** The machine while the test ran. A place for it: nothing is drawn as yet. */
export const TestMachine: FunctionComponent<TestMachineProps> = () => null
