/** The step's outputs. */

import * as core from '@actions/core'
import type { ConvertResult } from '../convert/types.ts'
import type { Conclusion } from '../format/report.ts'
import { cut } from '../words/text.ts'
import { messageOf } from './error-text.ts'
import * as log from './log.ts'
import { withoutSecrets } from './own-secrets.ts'
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

/** The outputs that do not depend on the uploads. */
export function setResult({ conclusion, counts, duration, report, data }: ConvertResult): void {
  const { tests, passed, failed, skipped } = counts
  const paths = { 'report-path': report ?? '', 'data-path': data }
  set({ conclusion, tests, passed, failed, skipped, duration: duration ?? '', ...paths })
}

/** For a step that found nothing, where that is not an error. */
export function setNoResult(conclusion: Conclusion): void {
  set({ conclusion, tests: 0, passed: 0, failed: 0, skipped: 0 })
}

export function setUploads({ report, data }: UploadResult): void {
  if (report !== null) set({ 'report-url': report.url ?? '' })
  if (data !== null)
    set({ 'artifact-id': data.id, 'artifact-url': data.url ?? '', 'artifact-digest': data.digest })
}

/** `markdown` must be bounded: GitHub accepts 1 MB of outputs per job. */
export function setSummary(results: string, markdown: string): void {
  set({ 'results-json': results })
  if (process.env.GITHUB_OUTPUT) set({ 'summary-markdown': markdown })
}

export type PublishStatus = 'complete' | 'partial' | 'none'

export const setPage = (address: string | null): void => set({ 'page-url': address ?? '' })

/**
 * How much of what was requested is uploaded and published, and why the rest is not. `heldBack`, what the
 * inputs themselves forbid, is reported but is no fault.
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

/** Without a runner, logs the outputs. An error is only a warning: the report is still to be uploaded. */
function set(outputs: Outputs): void {
  for (const [name, given] of Object.entries(outputs)) {
    const value = withoutSecrets(String(given))
    try {
      if (process.env.GITHUB_OUTPUT) core.setOutput(name, value)
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
