import { useEffect, useState } from 'preact/hooks'
import type { SiteRun } from '../../format/site.ts'
import { fetchLast, type LastReports, type ReadReport } from '../compare/last-reports.ts'
import { labelRuns } from '../compare/run-labels.ts'

export interface Reading {
  /** How many reports were tried, of all that will be. */
  readonly done: number
  readonly of: number
  /** Null until all were. */
  readonly last: LastReports | null
  /** Oldest first, so far. */
  readonly read: readonly ReadReport[]
}

/**
 * Reads the tests of `runs` (oldest first) while the component is mounted, and anew when `runs` change.
 * `label`: gives their runs the labels by which tests are matched.
 */
export function useLast(runs: readonly SiteRun[], label = labelRuns): Reading {
  const begun: Reading = { done: 0, of: runs.length, last: null, read: [] }
  const [reading, setReading] = useState(begun)
  const paths = runs.map(({ path }) => path).join('\n')
  useEffect(() => {
    const stop = new AbortController()
    setReading(begun)
    const onRead = (read: readonly ReadReport[], done: number, of: number): void => {
      if (!stop.signal.aborted) setReading({ done, of, last: null, read })
    }
    void fetchLast(runs, { labels: label(runs), signal: stop.signal, onRead }).then(
      (last) => stop.signal.aborted || setReading((before) => ({ ...before, last, read: last.read })),
      () => {}, // aborted: nobody waits for it any more
    )
    return () => stop.abort()
  }, [paths])
  return reading
}
