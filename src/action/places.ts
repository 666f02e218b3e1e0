/** The files and directories to which the action writes. */

import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { writeFault } from '../convert/error-text.ts'
import { numbered } from './artifact-name.ts'
import { codeOf } from './error-text.ts'
import type { Inputs } from './inputs.ts'

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

export function choosePlaces(inputs: Pick<Inputs, 'output' | 'name'>, env: NodeJS.ProcessEnv): Places {
  const workspace = resolve(env.GITHUB_WORKSPACE || '.')
  const scratch = resolve(env.RUNNER_TEMP || tmpdir())
  const { directory, step } = makeNew(join(scratch, 'stackviz'), inputs.name)
  const output = inputs.output === null ? directory : resolve(workspace, inputs.output)
  return {
    workspace,
    output,
    report: join(output, `${inputs.name}.html`),
    site: join(output, 'site'),
    results: join(output, 'site', 'results.json'),
    step,
    scratch,
  }
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
