/** The step's outputs. */

import * as core from '@actions/core'
import type { ConvertResult } from '../convert.ts'
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

/** Without a runner to take them they are lines of the log. */
function setAll(outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) {
    if (process.env.GITHUB_OUTPUT) core.setOutput(name, String(value))
    else log.info(`${name}: ${value}`)
  }
}
