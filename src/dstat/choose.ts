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
 * For each run the index into `logs` of the log that it is shown with: of those that overlap the run at least half as
 * long as any does, the one in the nearest directory; among equally near ones, the one that overlaps it longest, then
 * the first. If none overlaps, that of all logs, unless another run is shown with it for a reason: a log that may be of
 * the wrong time zone is better than none, but one that has its run is known to be another's. Null without a log.
 */
export function chooseLogs(runs: readonly RunPlace[], logs: readonly LogPlace[]): (number | null)[] {
  const choices = runs.map((run) => chooseLog(run, logs))
  const certain = new Set(choices.flatMap((choice) => (choice?.overlaps ? [choice.log] : [])))
  return choices.map((choice, n) => {
    if (choice === null) return null
    return choice.overlaps || runs[n].span === null || !certain.has(choice.log) ? choice.log : null
  })
}

interface Choice {
  readonly log: number
  readonly overlaps: boolean
}

function chooseLog({ directory, span }: RunPlace, logs: readonly LogPlace[]): Choice | null {
  if (logs.length === 0) return null
  const overlaps = logs.map(({ stretches }) => overlapOf(stretches, span === null ? [] : [span]))
  const most = Math.max(...overlaps)
  const fitting = [...logs.keys()].filter((index) => most < 0 || overlaps[index] >= most / 2)
  const steps = logs.map((log) => stepsBetween(directory, log.directory))
  const [log] = fitting.toSorted((a, b) => steps[a] - steps[b] || overlaps[b] - overlaps[a])
  return { log, overlaps: most >= 0 }
}

/** Steps up and down from one directory to the other. */
function stepsBetween(from: string, to: string): number {
  return relative(from, to)
    .split(sep)
    .filter((step) => step !== '').length
}
