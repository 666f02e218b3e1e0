/** The step's outputs. */

import * as core from '@actions/core'
import { cut } from '../convert/words.ts'
import type { ConvertResult } from '../convert.ts'
import { messageOf } from './error-text.ts'
import * as log from './log.ts'
import type { UploadResult } from './upload.ts'

type Name =
  | 'conclusion'
  | 'tests'
  | 'passed'
  | 'failed'
  | 'skipped'
  | 'duration'
  | 'report-path'
  | 'data-path'
  | 'report-url'
  | 'artifact-id'
  | 'artifact-url'
  | 'artifact-digest'
  | 'results-json'
  | 'summary-markdown'
  | 'page-url'
  | 'publish-status'
  | 'publish-reason'

type Outputs = Partial<Record<Name, string | number>>

/** What holds whatever happens to the uploads. */
export function setResult({ conclusion, counts, duration, report, data }: ConvertResult): void {
  const { tests, passed, failed, skipped } = counts
  const paths = { 'report-path': report ?? '', 'data-path': data }
  set({ conclusion, tests, passed, failed, skipped, duration: duration ?? '', ...paths })
}

/** Nothing was found, and that was no error. */
export function setNoResult(): void {
  set({ conclusion: 'neutral', tests: 0, passed: 0, failed: 0, skipped: 0 })
}

export function setUploads({ report, data }: UploadResult): void {
  if (report !== null) set({ 'report-url': report.url ?? '' })
  if (data !== null)
    set({ 'artifact-id': data.id, 'artifact-url': data.url ?? '', 'artifact-digest': data.digest })
}

/** `markdown` has a bound: GitHub takes 1 MB of outputs a job. */
export function setSummary(results: string, markdown: string): void {
  set({ 'results-json': results })
  if (process.env.GITHUB_OUTPUT) set({ 'summary-markdown': markdown })
}

export type PublishStatus = 'complete' | 'partial' | 'none'

export const setPage = (address: string | null): void => set({ 'page-url': address ?? '' })

/**
 * Of what was to be uploaded and published: how many parts are there, and why others are not. What was
 * held back by the inputs' own words is told and no fault.
 */
export function setPublished(
  done: number,
  faults: readonly string[],
  heldBack: readonly string[],
): PublishStatus {
  const status = faults.length === 0 ? 'complete' : done > 0 ? 'partial' : 'none'
  set({ 'publish-status': status, 'publish-reason': cut([...faults, ...heldBack].join('\n'), 10_000) })
  return status
}

let isRefused = false

/** Without a runner to take them they are lines of the log. Where it takes none, the report is still to be uploaded. */
function set(outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) {
    try {
      if (process.env.GITHUB_OUTPUT) core.setOutput(name, String(value))
      else log.info(`${name}: ${value}`)
    } catch (error) {
      if (!isRefused)
        log.warning(
          `this step has no outputs: ${messageOf(error)}; the file of GITHUB_OUTPUT must be writable`,
        )
      isRefused = true
    }
  }
}
