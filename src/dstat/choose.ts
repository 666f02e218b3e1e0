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
 * the first. A log that overlaps another run and is nearer to that one counts only if no other overlaps the run: it is
 * of another machine. If none overlaps, that of all logs, unless another run is shown with it for a reason: a log that
 * may be of the wrong time zone is better than none, but one that has its run is known to be another's. Null without a
 * log.
 */
export function chooseLogs(runs: readonly RunPlace[], logs: readonly LogPlace[]): (number | null)[] {
  const fits = runs.map(({ directory, span }) =>
    logs.map((log) => ({
      overlap: overlapOf(log.stretches, span === null ? [] : [span]),
      steps: stepsBetween(directory, log.directory),
    })),
  )
  const nearest = logs.map((_, log) =>
    fits.reduce(
      (least, { [log]: { overlap, steps } }) => (overlap < 0 ? least : Math.min(least, steps)),
      Infinity,
    ),
  )
  const choices = fits.map((fit) => chooseLog(fit, nearest))
  const certain = new Set(choices.flatMap((choice) => (choice?.overlaps ? [choice.log] : [])))
  return choices.map((choice, n) => {
    if (choice === null) return null
    return choice.overlaps || runs[n].span === null || !certain.has(choice.log) ? choice.log : null
  })
}

/** How a log fits a run: the time that both cover, −1 if none, and the steps between their directories. */
interface Fit {
  readonly overlap: number
  readonly steps: number
}

interface Choice {
  readonly log: number
  readonly overlaps: boolean
}

/** `nearest`: for each log the steps to the nearest of the runs that it overlaps. */
function chooseLog(fits: readonly Fit[], nearest: readonly number[]): Choice | null {
  if (fits.length === 0) return null
  const all = [...fits.keys()]
  const own = all.filter((log) => fits[log].overlap >= 0 && fits[log].steps <= nearest[log])
  const eligible = own.length > 0 ? own : all
  const most = Math.max(...eligible.map((log) => fits[log].overlap))
  const fitting = eligible.filter((log) => most < 0 || fits[log].overlap >= most / 2)
  const [log] = fitting.toSorted((a, b) => fits[a].steps - fits[b].steps || fits[b].overlap - fits[a].overlap)
  return { log, overlaps: most >= 0 }
}

/** Steps up and down from one directory to the other. */
function stepsBetween(from: string, to: string): number {
  return relative(from, to)
    .split(sep)
    .filter((step) => step !== '').length
}
