import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** GitHub's runner, on its host and in a container: others also keep what they change at each step there. */
const OF_GITHUB = /[\\/](?:_github_workflow|github[\\/]workflow)[\\/]event\.json$/

/**
 * When the job's first step began, in microseconds since the epoch; undefined if unknown. The runner makes a
 * directory for the event then. The file in it is no evidence: it is written again at each step.
 */
export function jobStart({ GITHUB_EVENT_PATH: event = '' }: NodeJS.ProcessEnv): number | undefined {
  if (!OF_GITHUB.test(event)) return undefined
  const made = statSync(dirname(event), { throwIfNoEntry: false })?.mtimeMs
  return made === undefined ? undefined : Math.floor(made * 1000)
}
