import { timestamp } from '../export/time-text.ts'
import type { ExportedRun } from './runs.ts'

/**
 * Notices about repositories whose newest run ended before `since`: if the repository comes from a cache, the
 * tests of this job did not run. It may also come from another job, which makes no difference to be seen.
 */
export function earlierWords(exported: readonly ExportedRun[], since: number | undefined): string[] {
  if (since === undefined) return []
  return exported.flatMap(({ input, run: { span } }) =>
    !input.isNewest || span === null || span.end >= since
      ? []
      : `${input.input} ended at ${timestamp(span.end)}, before this job began: if the repository comes from a cache, this job ran no tests (docs/jobs.md, “A cached history”)`,
  )
}
