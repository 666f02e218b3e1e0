import { repositoryOf } from '../workflow.ts'

/** The job that this step is part of, as the runner describes it. */
export interface Job {
  /** False if no runner runs the action: then there is nothing to report to. */
  readonly isOnRunner: boolean
  /** URL without a slash at its end. */
  readonly server: string
  /** `owner/name`; empty if unknown. */
  readonly repository: string
  /** Id of the workflow run; 0 if unknown, which no workflow run has. */
  readonly run: number
  /** From 1. */
  readonly attempt: number
  /** Names of the workflow and the event; empty if unknown. */
  readonly workflow: string
  readonly event: string
}

export const readJob = (env: NodeJS.ProcessEnv): Job => ({
  isOnRunner: env.GITHUB_ACTIONS === 'true',
  server: (env.GITHUB_SERVER_URL || 'https://github.com').replace(/\/+$/, ''),
  repository: repositoryOf(env) ?? '',
  run: Number(env.GITHUB_RUN_ID) || 0,
  attempt: Number(env.GITHUB_RUN_ATTEMPT) || 1,
  workflow: env.GITHUB_WORKFLOW ?? '',
  event: env.GITHUB_EVENT_NAME ?? '',
})
