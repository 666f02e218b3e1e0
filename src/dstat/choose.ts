/** Chooses which of several logs belongs to a run. */

import { relative, sep } from 'node:path'
import { overlapOf, type Span } from './overlap.ts'

export interface RunPlace {
  /** Absolute. */
  readonly directory: string
  /** Null if no test has a time. */
  readonly span: Span | null
}

export interface LogPlace {
  /** Absolute. */
  readonly directory: string
  /** When it has samples, as `stretchesOf` returns it: to compute it for each run would take minutes. */
  readonly stretches: readonly Span[]
}

/**
 * Index into `logs` of the log in the nearest directory; among equally near ones, the one that overlaps the
 * run longest, then the first. A single log serves all runs. Null if there are none.
 */
export function chooseLog(run: RunPlace, logs: readonly LogPlace[]): number | null {
  if (logs.length < 2) return logs.length === 0 ? null : 0
  const steps = logs.map(({ directory }) => stepsBetween(run.directory, directory))
  const fewest = Math.min(...steps)
  const nearest = [...logs.keys()].filter((index) => steps[index] === fewest)
  if (nearest.length === 1) return nearest[0]
  const overlaps = nearest.map((index) => overlapWith(run, logs[index]))
  return nearest[overlaps.indexOf(Math.max(...overlaps))]
}

/** Steps up and down from one directory to the other. */
function stepsBetween(from: string, to: string): number {
  return relative(from, to)
    .split(sep)
    .filter((step) => step !== '').length
}

const overlapWith = ({ span }: RunPlace, { stretches }: LogPlace): number =>
  overlapOf(stretches, span === null ? [] : [span])
