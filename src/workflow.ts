/** What a job of GitHub Actions or Zuul says about itself: environment variables, and the event's payload. */

import { readFileSync } from 'node:fs'
import type { Workflow } from './format/exported.ts'

/** Longest text taken over from others; GitHub's own limit of a title. */
const LONGEST_TEXT = 256

/** Every field is null outside of a job. */
export function readWorkflow(env: NodeJS.ProcessEnv): Workflow {
  const job = env.GITHUB_ACTIONS === 'true'
  const payload = job ? readPayload(env.GITHUB_EVENT_PATH) : null
  return buildWorkflow(job ? env : {}, payload)
}

/** Overrides fields by Zuul's variables, named as the original exporter's `--env` reads them, if set. */
export function withZuul(workflow: Workflow, env: NodeJS.ProcessEnv): Workflow {
  const told = (variable: string, otherwise: string | null): string | null =>
    onOneLine(env[variable] ?? '') || otherwise
  return {
    ...workflow,
    name: told('JOB_NAME', workflow.name),
    pipeline: told('ZUUL_PIPELINE', workflow.pipeline),
    change_id: told('ZUUL_CHANGE', workflow.change_id),
    revision: told('ZUUL_PATCHSET', workflow.revision),
    change_project: told('ZUUL_PROJECT', workflow.change_project),
  }
}

/** What a job says that reports on another workflow run; which of its jobs ran the tests is not known. */
export function ofWorkflowRun(
  workflow: Workflow,
  run: { readonly id: number; readonly attempt: number; readonly workflow: string | null },
  env: NodeJS.ProcessEnv,
): Workflow {
  const url = workflowRunUrl({ ...env, GITHUB_RUN_ID: String(run.id) })
  return {
    ...workflow,
    name: run.workflow === null ? workflow.name : onOneLine(run.workflow),
    url: withAttempt(url, String(run.attempt)),
  }
}

/** URL of the workflow run that the environment names; null if it names none. */
export function workflowRunUrl(env: NodeJS.ProcessEnv): string | null {
  const server = matching(/^https?:\/\/[^\s/]+$/, env.GITHUB_SERVER_URL?.replace(/\/+$/, ''))
  const repository = repositoryOf(env)
  const run = matching(/^\d{1,19}$/, env.GITHUB_RUN_ID)
  return server === null || repository === null || run === null
    ? null
    : `${server}/${repository}/actions/runs/${run}`
}

/** `payload`: the event's JSON, not validated. */
export function buildWorkflow(env: NodeJS.ProcessEnv, payload: unknown): Workflow {
  const pull = pullRequest(payload)
  const name = [env.GITHUB_WORKFLOW, env.GITHUB_JOB].filter((part) => part !== undefined && part !== '')
  const run = workflowRunUrl(env)
  const attempt = matching(/^[1-9]\d{0,5}$/, env.GITHUB_RUN_ATTEMPT) ?? '1'
  return {
    name: name.length === 0 ? null : name.join(' / '),
    url: withAttempt(run, attempt),
    pipeline: matching(/^[a-z_]{1,50}$/, env.GITHUB_EVENT_NAME),
    change_id: pull.number ?? /^refs\/pull\/([1-9]\d{0,15})\//.exec(env.GITHUB_REF ?? '')?.[1] ?? null,
    revision: headCommit(payload) ?? commitOf(env.GITHUB_SHA),
    change_project: repositoryOf(env),
    change_subject: pull.title,
  }
}

const withAttempt = (run: string | null, attempt: string): string | null =>
  run === null || attempt === '1' ? run : `${run}/attempts/${attempt}`

/** A pull request's head commit: GITHUB_SHA is then a temporary merge commit. */
function headCommit(payload: unknown): string | null {
  return (
    commitOf(at(payload, 'pull_request', 'head', 'sha')) ?? commitOf(at(payload, 'workflow_run', 'head_sha'))
  )
}

function pullRequest(payload: unknown): { number: string | null; title: string | null } {
  const pull = at(payload, 'pull_request')
  const number = at(pull, 'number')
  const title = at(pull, 'title')
  return {
    number: typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? String(number) : null,
    title: typeof title === 'string' && title.trim() !== '' ? onOneLine(title) : null,
  }
}

/** Without line breaks, and cut. */
const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TEXT)

export const repositoryOf = (env: NodeJS.ProcessEnv): string | null =>
  matching(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, env.GITHUB_REPOSITORY)

/** A commit's SHA-1 or SHA-256; null if it is neither. */
export const commitOf = (value: unknown): string | null => matching(/^(?:[\da-f]{40}|[\da-f]{64})$/, value)

const matching = (pattern: RegExp, value: unknown): string | null =>
  typeof value === 'string' && pattern.test(value) ? value : null

/** A value deep inside JSON of unknown form, by own properties only; undefined if there is none. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let inner = value
  for (const key of keys) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined
    inner = (inner as Record<string, unknown>)[key]
  }
  return inner
}

/** null if the payload cannot be read: facts of the job only adorn the report. */
export function readPayload(path: string | undefined): unknown {
  if (path === undefined || path === '') return null
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
