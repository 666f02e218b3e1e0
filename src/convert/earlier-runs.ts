import { statSync } from 'node:fs'
import { timestamp } from '../export/time-text.ts'
import { docs } from '../words/docs.ts'
import { plural } from '../words/number.ts'
import type { ExportedRun } from './runs.ts'

/**
 * Notices about repositories whose newest run ended before `since`, and streams that did and were written before:
 * the tests of this job may not have run. A repository may also come from another job, which makes no difference
 * to be seen; what a job downloads is written anew. Streams share one notice, since many may have been left.
 */
export function earlierWords(exported: readonly ExportedRun[], since: number | undefined): string[] {
  if (since === undefined) return []
  const early = exported.flatMap(({ input: { input, path, newestOf }, run: { span } }) =>
    span !== null && span.end < since ? { input, path, newestOf, end: span.end } : [],
  )
  const streams = early.filter(({ path, newestOf }) => newestOf === 'stream' && written(path) < since)
  const notices = early
    .filter(({ newestOf }) => newestOf === 'repository')
    .map(
      ({ input, end }) =>
        `${input} ended at ${timestamp(end)}, before this job began: if the repository comes from a cache, this job ran no tests (${docs('jobs', 'a-cached-history')})`,
    )
  if (streams.length === 0) return notices
  const others = streams.length === 1 ? '' : ` and ${plural(streams.length - 1, 'more stream')}`
  const end = timestamp(Math.max(...streams.map((stream) => stream.end)))
  return [
    ...notices,
    `${streams[0].input}${others} ended at ${end}${others === '' ? '' : ' or before'}, before this job began: an earlier job left it on this machine, or it comes from a cache (${docs('jobs', 'a-machine-that-keeps-files')})`,
  ]
}

/** Microseconds since the epoch; Infinity if the file is gone. */
const written = (path: string): number =>
  (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY) * 1000
