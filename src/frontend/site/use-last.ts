import { useEffect, useState } from 'preact/hooks'
import type { SiteRun } from '../../format/site.ts'
import { fetchLast, type LastReports } from '../compare/last-reports.ts'

export type Reading =
  | { readonly state: 'reading'; readonly done: number; readonly of: number }
  | { readonly state: 'read'; readonly last: LastReports }

/** Reads the tests of `runs` (oldest first) while the component is mounted, and anew when `runs` change. */
export function useLast(runs: readonly SiteRun[]): Reading {
  const [reading, setReading] = useState<Reading>({ state: 'reading', done: 0, of: runs.length })
  const paths = runs.map(({ path }) => path).join('\n')
  useEffect(() => {
    const stop = new AbortController()
    setReading({ state: 'reading', done: 0, of: runs.length })
    const onRead = (done: number, of: number): void => {
      if (!stop.signal.aborted) setReading({ state: 'reading', done, of })
    }
    void fetchLast('', runs, { signal: stop.signal, onRead }).then(
      (last) => stop.signal.aborted || setReading({ state: 'read', last }),
      () => {}, // aborted: nobody waits for it any more
    )
    return () => stop.abort()
  }, [paths])
  return reading
}
