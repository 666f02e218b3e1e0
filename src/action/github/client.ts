/**
 * GitHub's REST API through octokit, whose plugins retry and throttle. All calls of one client together have
 * five minutes, or as many as the caller allows.
 */

import type { Octokit } from '@octokit/core'
import { plural } from '../../words/number.ts'
import { inTime } from '../in-time.ts'
import * as log from '../log.ts'
import { valueWithoutSecrets } from '../own-secrets.ts'
import { pause } from '../pause.ts'
import { unlessAborted } from '../unless-aborted.ts'
import { NoJsonError, WaitTooLongError } from './faults.ts'
import { openWeb } from './web.ts'

export interface GitHub {
  /** Calls a route such as `GET /repos/{owner}/{repo}/pulls`; owner and repo are filled in. */
  readonly call: (route: string, parameters?: Readonly<Record<string, unknown>>) => Promise<Answer>
  /** For requests outside of the API; sends no token. */
  readonly web: typeof fetch
  /** Aborts when the time is up or the job is cancelled. */
  readonly signal: AbortSignal
}

/** Opens a client; its time limit starts then, not earlier. */
export type OpenGitHub = () => Promise<GitHub>

export interface Answer {
  /** GitHub's JSON, not validated. */
  readonly data: unknown
  readonly headers: Readonly<Record<string, unknown>>
}

/** Time limits, in milliseconds. */
const PATIENCE = {
  /** For all calls of one client together. */
  whole: 300_000,
  /** For one answer; GitHub itself gives up after ten seconds. */
  answer: 60_000,
} as const

/** Most retries of a call that exceeds GitHub's rate limits. */
const MOST_RETRIES = 4

/** Loads octokit only when it is needed. `whole`: milliseconds for all calls of this client. */
export async function openGitHub(
  token: string,
  env: NodeJS.ProcessEnv,
  cancelled: AbortSignal,
  whole: number = PATIENCE.whole,
): Promise<GitHub> {
  const [web, { Octokit }, { retry }, { throttling }] = await Promise.all([
    openWeb(env),
    import('@octokit/core'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
  ])
  const over = new AbortController()
  const deadline = Date.now() + whole
  // unref: the timer alone must not keep the process alive
  setTimeout(() => over.abort(new Error(`not finished after ${whole / 1000} seconds`)), whole).unref()
  const signal = AbortSignal.any([over.signal, cancelled])
  const fits = (seconds: number, retries: number): boolean => {
    const isSoon = retries < MOST_RETRIES && Date.now() + seconds * 1000 < deadline
    // it may be half an hour, in which the log would say nothing
    if (isSoon) log.info(`GitHub asks to wait for ${plural(Math.round(seconds), 'second')}: waiting`)
    return isSoon
  }
  const limits = {
    onRateLimit: (after: number, _: object, __: unknown, retries: number) => fits(after, retries),
    onSecondaryRateLimit: (after: number, _: object, __: unknown, retries: number) => fits(after, retries),
  }
  const quiet = { debug: log.debug, info: log.debug, warn: log.debug, error: log.debug }
  const octokit = new (Octokit.plugin(retry, throttling))({
    auth: token,
    baseUrl: (env.GITHUB_API_URL || 'https://api.github.com').replace(/\/+$/, ''),
    userAgent: 'stackviz-action',
    log: quiet,
    throttle: limits,
    request: { log: quiet, fetch: patientFetch(web, signal, deadline) },
  })
  const [owner, repo] = (env.GITHUB_REPOSITORY ?? '').split('/')
  // what a route does not name would go into the query
  const place = (route: string) => (route.includes('{owner}') ? { owner, repo } : {})
  return {
    signal,
    web,
    // octokit's plugins ignore signals while they wait
    call: (route, parameters) =>
      unlessAborted(signal, call(octokit, route, { ...place(route), ...withoutSecretsIn(parameters) })),
  }
}

const withoutSecretsIn = (parameters: Readonly<Record<string, unknown>> = {}) =>
  valueWithoutSecrets(parameters) as Record<string, unknown>

async function call(octokit: Octokit, route: string, parameters: Record<string, unknown>): Promise<Answer> {
  const { data, headers, status } = await octokit.request(route, {
    ...parameters,
    headers: { 'x-github-api-version': '2022-11-28' },
  })
  // a proxy's login page has the status of a success
  if ((status === 200 || status === 201) && (typeof data !== 'object' || data === null))
    throw new NoJsonError()
  return { data: data as unknown, headers }
}

/** A fetch with a time limit. If GitHub tells one request to wait (`retry-after`), all requests wait. */
function patientFetch(web: typeof fetch, signal: AbortSignal, deadline: number): typeof fetch {
  let gate: Promise<unknown> = Promise.resolve()
  return async (input, init) => {
    await gate
    signal.throwIfAborted()
    const response = await answered(web, input, init, signal)
    const seconds = Number(response.headers.get('retry-after') ?? 0)
    if (response.status < 400 || !(seconds > 0)) return response
    if (Date.now() + seconds * 1000 >= deadline) throw new WaitTooLongError(seconds, response.status)
    gate = pause(seconds * 1000, signal).catch(() => undefined)
    return response
  }
}

/** Reads the whole body, so that an answer that breaks off is an error. */
async function answered(
  web: typeof fetch,
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const late = new Error('GitHub did not answer within a minute')
  return inTime(PATIENCE.answer, late, signal, async (end) => {
    try {
      const response = await web(input, { ...init, signal: end })
      const body = await response.arrayBuffer()
      const { status, headers } = response
      return new Response([204, 205, 304].includes(status) ? null : body, { status, headers })
    } catch (error) {
      end.throwIfAborted()
      throw error
    }
  })
}
