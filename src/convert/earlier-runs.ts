import { timestamp } from '../export/time-text.ts'
import { plural } from '../words/number.ts'
import type { ExportedRun } from './runs.ts'

/**
 * Notices about streams, and repositories whose newest run, that ended before `since`: the tests of this job may
 * not have run. They may also come from another job, which makes no difference to be seen. Streams share one,
 * since a job may download any number of them.
 */
export function earlierWords(exported: readonly ExportedRun[], since: number | undefined): string[] {
  if (since === undefined) return []
  const early = exported.flatMap(({ input: { input, newestOf }, run: { span } }) =>
    span !== null && span.end < since ? { input, newestOf, end: span.end } : [],
  )
  const streams = early.filter(({ newestOf }) => newestOf === 'stream')
  const notices = early
    .filter(({ newestOf }) => newestOf === 'repository')
    .map(
      ({ input, end }) =>
        `${input} ended at ${timestamp(end)}, before this job began: if the repository comes from a cache, this job ran no tests (docs/jobs.md, “A cached history”)`,
    )
  if (streams.length === 0) return notices
  const others = streams.length === 1 ? '' : ` and ${plural(streams.length - 1, 'more stream')}`
  const end = timestamp(Math.max(...streams.map((stream) => stream.end)))
  return [
    ...notices,
    `${streams[0].input}${others} ended at ${end}${others === '' ? '' : ' or before'}, before this job began: an earlier job left it on this machine, or this job downloaded it (docs/jobs.md, “A machine that keeps files”)`,
  ]
}
