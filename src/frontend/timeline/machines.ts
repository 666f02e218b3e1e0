/** The logs of the runs shown, loaded with the timeline. */

import { useEffect, useState } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { once } from '../data/once.ts'
import { readMachine } from '../data/report.ts'
import type { Span } from '../data/span.ts'
import { type MachineTracks, type Track, tracksOf } from './tracks.ts'

const NONE: ReadonlyMap<number, MachineTracks> = new Map()

/**
 * Log → its charts over `whole`; empty while `whole` is null. Unreadable logs are left out; the home page
 * says why.
 */
export function useMachines(
  manifest: Manifest,
  runs: readonly number[],
  whole: Span | null,
): ReadonlyMap<number, MachineTracks> {
  const logs = logsOf(manifest, runs)
  const [read, setRead] = useState(NONE)
  useEffect(() => {
    if (whole === null) return
    let wanted = true
    void Promise.all(logs.map((log) => readTracks(log, whole))).then((all) => {
      // set even if empty; always the same empty map, since a new one would trigger a redraw
      if (wanted)
        setRead(all.length === 0 ? NONE : new Map(all.flatMap((one) => (one === null ? [] : [one]))))
    })
    return () => {
      wanted = false
    }
  }, [logs.join(), whole?.from, whole?.to])
  return read
}

function logsOf({ runs }: Manifest, shown: readonly number[]): number[] {
  const logs = shown.map((run) => runs[run].machine)
  return [...new Set(logs)].filter((log) => log !== null)
}

/** A span shown again gets the same object, by which sums are cached. Large data is kept once per log. */
const known = new Map<string, Promise<readonly [number, MachineTracks] | null>>()

function readTracks(log: number, whole: Span): Promise<readonly [number, MachineTracks] | null> {
  return once(known, `${log} ${whole.from} ${whole.to}`, () =>
    readMachine(log).then(
      (machine) => [log, tracksOf(machine, whole)] as const,
      () => null,
    ),
  )
}

/** A chart of one of several logs. */
export interface LogTrack {
  readonly log: number
  readonly machine: MachineTracks
  readonly track: Track
  /** Unique among the charts; of its canvas, see stage.ts. */
  readonly id: string
}

/** The charts of all logs, in the order in which they are drawn. */
export const tracksIn = (machines: ReadonlyMap<number, MachineTracks>): LogTrack[] =>
  [...machines].flatMap(([log, machine]) =>
    machine.tracks.map((track, n) => ({ log, machine, track, id: `track-${log}-${n}` })),
  )
