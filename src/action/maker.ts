/** The step that makes a report, by which its earlier attempts are recognized. */

import type { Inputs } from './inputs.ts'
import type { Places } from './places.ts'

export interface Maker {
  /** The report's name. */
  readonly name: string
  /** GitHub's id of the job, different in each attempt; null if the runner does not say. */
  readonly job: number | null
  /** The number in the step's name, by which it differs from the job's other steps; from 1. */
  readonly step: number
}

export const ownMaker = (
  { name, checkRunId }: Pick<Inputs, 'name' | 'checkRunId'>,
  { step }: Pick<Places, 'step'>,
): Maker => ({ name, job: /^\d{1,15}$/.test(checkRunId) ? Number(checkRunId) : null, step })
