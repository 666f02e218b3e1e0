import { useEffect, useState } from 'preact/hooks'
import type { SiteRun } from '../../format/site.ts'
import { fetchLast, type LastReports } from '../compare/last-reports.ts'
import { labelRuns } from '../compare/run-labels.ts'

export type Reading =
  | { readonly state: 'reading'; readonly done: number; readonly of: number }
  | { readonly state: 'read'; readonly last: LastReports }

/**
 * Reads the tests of `runs` (oldest first) while the component is mounted, and anew when `runs` change.
 * `label`: gives their runs the labels by which tests are matched.
 */
export function useLast(runs: readonly SiteRun[], label = labelRuns): Reading {
  const [reading, setReading] = useState<Reading>({ state: 'reading', done: 0, of: runs.length })
  const paths = runs.map(({ path }) => path).join('\n')
  useEffect(() => {
    const stop = new AbortController()
    setReading({ state: 'reading', done: 0, of: runs.length })
    const onRead = (done: number, of: number): void => {
      if (!stop.signal.aborted) setReading({ state: 'reading', done, of })
    }
    void fetchLast('', runs, { labels: label(runs), signal: stop.signal, onRead }).then(
      (last) => stop.signal.aborted || setReading({ state: 'read', last }),
      () => {}, // aborted: nobody waits for it any more
    )
    return () => stop.abort()
  }, [paths])
  return reading
}
