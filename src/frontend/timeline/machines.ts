/** The logs of the runs that are shown, read when the timeline is. */

import { useEffect, useState } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { readMachine } from '../data/report.ts'
import { shownRuns } from './state.ts'
import { type MachineTracks, tracksOf } from './tracks.ts'

const NONE: ReadonlyMap<number, MachineTracks> = new Map()

/** Log → its charts. A log that cannot be read has none here; home says why. */
export function useMachines(manifest: Manifest, runs = shownRuns.value): ReadonlyMap<number, MachineTracks> {
  const logs = logsOf(manifest, runs)
  const [read, setRead] = useState(NONE)
  useEffect(() => {
    let wanted = true
    void Promise.all(logs.map(readTracks)).then((all) => {
      // none is told of, too: another map is another drawing
      if (wanted)
        setRead(all.length === 0 ? NONE : new Map(all.flatMap((one) => (one === null ? [] : [one]))))
    })
    return () => {
      wanted = false
    }
  }, [logs.join()])
  return read
}

export function logsOf({ runs }: Manifest, shown: readonly number[]): number[] {
  const logs = shown.map((run) => runs[run].machine)
  return [...new Set(logs)].filter((log) => log !== null)
}

const known = new Map<number, Promise<readonly [number, MachineTracks] | null>>()

function readTracks(log: number): Promise<readonly [number, MachineTracks] | null> {
  let tracks = known.get(log)
  if (tracks === undefined) {
    tracks = readMachine(log).then(
      (machine) => [log, tracksOf(machine)] as const,
      () => null,
    )
    known.set(log, tracks)
  }
  return tracks
}
