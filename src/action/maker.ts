/** The step that makes a report, by which its earlier attempts are known. */

import type { Inputs } from './inputs.ts'
import type { Places } from './places.ts'

export interface Maker {
  /** What the report is called. */
  readonly name: string
  /** GitHub's number of the job, another one in each attempt; null where the runner does not tell it. */
  readonly job: number | null
  /** Among the job's steps of this name, from 1. */
  readonly step: number
}

export const ownMaker = (
  { name, checkRunId }: Pick<Inputs, 'name' | 'checkRunId'>,
  { step }: Pick<Places, 'step'>,
): Maker => ({ name, job: /^\d{1,15}$/.test(checkRunId) ? Number(checkRunId) : null, step })
