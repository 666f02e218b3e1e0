/**
 * A stand-in for GitHub's REST API. It keeps statuses, check runs, comments and deployments, validates every
 * request and its own answers against GitHub's OpenAPI description, and fails on demand.
 */

import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ANSWERS } from './github-answers.ts'
import { API, type Json } from './github-description.ts'
import { type ApiFailure, fail, send } from './github-failures.ts'
import { bytesOf, StandIn } from './stand-in.ts'

export type { ApiFailure } from './github-failures.ts'

export type Operation =
  | 'users/get-authenticated'
  | 'pulls/list'
  | 'repos/create-commit-status'
  | 'repos/list-commit-statuses-for-ref'
  | 'checks/list-for-ref'
  | 'checks/create'
  | 'checks/get'
  | 'checks/update'
  | 'issues/list-comments'
  | 'issues/create-comment'
  | 'issues/get-comment'
  | 'issues/update-comment'
  | 'issues/delete-comment'
  | 'actions/get-job-for-workflow-run'
  | 'actions/get-workflow-run'
  | 'actions/list-workflow-run-artifacts'
  | 'actions/download-artifact'
  | 'repos/get'
  | 'repos/get-pages'
  | 'repos/create-pages-deployment'
  | 'repos/get-pages-deployment'
  | 'repos/cancel-pages-deployment'

export interface ApiCall {
  readonly operation: Operation
  readonly parameters: Readonly<Record<string, string>>
  readonly body: Record<string, unknown>
  /** The header `Authorization`. */
  readonly token: string
  /** The answer's status; 0 if there was none. */
  status: number
}

interface Plan {
  readonly operation: Operation | 'any'
  readonly failure: ApiFailure
  left: number
}

export class GitHubApi extends StandIn {
  readonly calls: ApiCall[] = []
  /** Errors in requests, or in this stand-in's answers. */
  readonly faults: string[] = []
  readonly statuses: Json[] = []
  readonly checks: (Json & { annotations: unknown[] })[] = []
  readonly comments: (Json & { id: number; body: string; pull: number })[] = []
  /** `from`: the head's repository, if it is not the owner's `nova`. */
  readonly pulls: { number: number; head: string; sha: string; closed?: boolean; from?: string }[] = []
  /** `size`: what GitHub states, if it is not the content's. */
  readonly artifacts: {
    id: number
    name: string
    content: Buffer
    digest: string | null
    run: number
    size?: number
  }[] = []
  readonly runs = new Map<number, Json>()
  /** Job id → its name as GitHub shows it, and its attempt where that matters. */
  readonly jobs = new Map<number, { name: string; run_attempt?: number }>()
  /** The repository's properties, as far as tests change them. */
  repository: Json = { private: false, default_branch: 'main', has_pages: true }
  /** The repository's Pages; null if it has none. */
  pages: Json | null = null
  readonly deployments: { id: string; artifact: number; version: string; cancelled: boolean }[] = []
  /** Statuses returned for a deployment, one per request; the last one is repeated. */
  deploymentStatuses: string[] = ['deployment_in_progress', 'succeed']
  /** Called before a deployment is created. */
  onDeploy: (() => void) | null = null
  /** Identity tokens issued. */
  readonly identities: string[] = []
  /** Operations that the token may not call; `all` denies every one. */
  denied: ReadonlySet<Operation> | 'all' = new Set()
  /** Who the token's comments are by: a workflow's bot. */
  author: { user: Json; author_association: string } = {
    user: { login: 'github-actions[bot]', type: 'Bot', id: 41_898_282 },
    author_association: 'NONE',
  }
  /** Called before a comment is written, to act as another job would. */
  onWrite: (() => void) | null = null
  private readonly plans: Plan[] = []
  private nextId = 100

  static start(): Promise<GitHubApi> {
    return new GitHubApi().listen()
  }

  get env(): Record<string, string> {
    return { GITHUB_API_URL: this.url }
  }

  /** Environment of a job that may request identity tokens. */
  get identityEnv(): Record<string, string> {
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.url}/identity?api-version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
    }
  }

  /** Makes the next `times` calls of the operation fail. */
  fail(operation: Operation | 'any', failure: ApiFailure, times = Number.POSITIVE_INFINITY): this {
    this.plans.push({ operation, failure, left: times })
    return this
  }

  /** Operations that were to fail so many times, but were not called as often. */
  get notFailed(): string[] {
    return this.plans.filter(({ left }) => left > 0 && left < Infinity).map(({ operation }) => operation)
  }

  count(operation: Operation): number {
    return this.calls.filter((call) => call.operation === operation).length
  }

  /** Successful operations that changed something. */
  get writes(): string[] {
    return this.calls
      .filter(({ operation, status }) => /create|update|delete/.test(operation) && status < 400 && status > 0)
      .map(({ operation }) => operation)
  }

  takeId(): number {
    return this.nextId++
  }

  addComment(pull: number, body: string, more: Json = {}): number {
    const id = this.takeId()
    this.comments.push({ id, body, pull, ...this.author, ...more })
    return id
  }

  addArtifact(run: number, name: string, content: Buffer, digest?: string | null): void {
    const sha = `sha256:${createHash('sha256').update(content).digest('hex')}`
    this.artifacts.push({
      id: this.takeId(),
      name,
      content,
      run,
      digest: digest === undefined ? sha : digest,
    })
  }

  protected override onFault(error: unknown): void {
    this.faults.push(String(error))
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url)
    const text = (await bytesOf(request)).toString()
    if (url.pathname.startsWith('/blobs/')) return this.blob(url, request, response)
    if (url.pathname === '/identity') return this.identify(request, response)
    const asked = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers as Record<string, string>,
      body: text === '' ? undefined : (JSON.parse(text) as Json),
    }
    const matched = API.matchOperation(asked)
    if (matched?.operationId === undefined) {
      this.faults.push(`GitHub has no ${asked.method} ${asked.path}`)
      return send(response, 404, { message: 'Not Found' })
    }
    const operation = matched.operationId as Operation
    const { errors } = API.validateRequest(asked, matched)
    if (errors?.length) this.faults.push(`${operation}: ${JSON.stringify(errors)}`)
    const { params, query } = API.router.parseRequest(asked, matched)
    const parameters = { ...(params as Record<string, string>), ...(query as Record<string, string>) }
    const call: ApiCall = {
      operation,
      parameters,
      body: asked.body ?? {},
      token: request.headers.authorization ?? '',
      status: 0,
    }
    this.calls.push(call)
    const plan = this.plans.find((each) => [operation, 'any'].includes(each.operation) && each.left > 0)
    if (plan !== undefined) {
      plan.left -= 1
      if (plan.failure === 'lost') ANSWERS[operation](this, call)
      call.status = typeof plan.failure === 'number' ? plan.failure : 0
      return fail(plan.failure, response)
    }
    if (this.denied === 'all' || this.denied.has(operation)) {
      call.status = 403
      return send(response, 403, {
        message: 'Resource not accessible by integration',
        documentation_url: 'https://docs.github.com/rest',
        status: '403',
      })
    }
    const [status, body, headers = {}] = ANSWERS[operation](this, call)
    call.status = status
    const wrong = status < 400 && status !== 204 ? API.validateResponse(body, matched, status).errors : null
    if (wrong?.length) this.faults.push(`answer to ${operation}: ${JSON.stringify(wrong)}`)
    return send(response, status, body, headers)
  }

  private identify(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.authorization !== 'Bearer request-token') return send(response, 401, {})
    this.identities.push(`identity-${this.identities.length}`)
    send(response, 200, { value: this.identities.at(-1) })
  }

  private blob(url: URL, request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.authorization !== undefined) this.faults.push('the blob store was given the token')
    const artifact = this.artifacts.find(({ id }) => id === Number(url.pathname.split('/').at(-1)))
    response.writeHead(artifact === undefined ? 404 : 200).end(artifact?.content)
  }
}
