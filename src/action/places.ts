/** The files and directories to which the action writes. */

import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { writeFault } from '../convert/error-text.ts'
import { RESULTS_FILE } from '../format/file-names.ts'
import { defaultName, numbered } from './artifact-name.ts'
import { codeOf } from './error-text.ts'
import type { Inputs } from './inputs.ts'
import { readJob } from './job.ts'

export interface Places {
  readonly workspace: string
  /** Holds the report and the site. */
  readonly output: string
  readonly report: string
  /** Holds `index.html`, and the data in `data`. */
  readonly site: string
  /** `results.json`, in the site's directory. */
  readonly results: string
  /** The number in this step's name among the job's steps, from 1: none has both. */
  readonly step: number
  /** For files that need not outlive the job. */
  readonly scratch: string
}

export function choosePlaces(
  inputs: Pick<Inputs, 'output' | 'name' | 'checkRunId'>,
  env: NodeJS.ProcessEnv,
): Places {
  const workspace = resolve(env.GITHUB_WORKSPACE || '.')
  const scratch = resolve(env.RUNNER_TEMP || tmpdir())
  const { directory, step } = makeNew(join(scratch, directoryOfJob(inputs.checkRunId, env)), inputs.name)
  const output = inputs.output === null ? directory : resolve(workspace, inputs.output)
  return {
    workspace,
    output,
    report: join(output, `${inputs.name}.html`),
    site: join(output, 'site'),
    results: join(output, 'site', RESULTS_FILE),
    step,
    scratch,
  }
}

/**
 * A self-hosted runner keeps what a job in a container left in its temporary directory, since that belongs to root:
 * such steps must not be counted again.
 */
function directoryOfJob(checkRunId: string, env: NodeJS.ProcessEnv): string {
  const { run, attempt } = readJob(env)
  const job = /^\d{1,19}$/.test(checkRunId) ? checkRunId : defaultName(env.GITHUB_JOB || 'job', null)
  return `stackviz-${run}-${attempt}-${job}`
}

/**
 * Two steps of a job may use the same name, and a third one `unit-2`, as the second `unit` is called. Each gets
 * a directory here under a name that no other step has, even if its report is written elsewhere: this is how
 * the steps are counted.
 */
function makeNew(parent: string, name: string): { directory: string; step: number } {
  try {
    mkdirSync(parent, { recursive: true })
    for (let step = 1; ; step++) {
      const directory = join(parent, numbered(name, step))
      if (makeMissing(directory)) return { directory, step }
    }
  } catch (error) {
    throw writeFault(error, parent)
  }
}

/** False if it exists. */
function makeMissing(directory: string): boolean {
  try {
    mkdirSync(directory)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    return false
  }
}
