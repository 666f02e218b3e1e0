/**
 * A stand-in for GitHub's REST API. It keeps statuses, check runs, comments and deployments, validates every
 * request and its own answers against GitHub's OpenAPI description, and fails on demand.
 */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Document, OpenAPIBackend } from 'openapi-backend'

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

/**
 * `secondary`, `limit`: GitHub's two rate limits; `lost`: the request is carried out, but the answer never
 * arrives; `wait`: 429 with a Retry-After of an hour; `busy`, `no environment`: faults of a deployment.
 */
export type ApiFailure =
  | 'busy'
  | 'no environment'
  | 401
  | 403
  | 404
  | 422
  | 429
  | 500
  | 502
  | 503
  | 'secondary'
  | 'limit'
  | 'wait'
  | 'drop'
  | 'lost'
  | 'hang'
  | 'not JSON'

export interface ApiCall {
  readonly operation: Operation
  readonly parameters: Readonly<Record<string, string>>
  readonly body: Record<string, unknown>
  /** The header `Authorization`. */
  readonly token: string
  /** The answer's status; 0 if there was none. */
  status: number
}

type Json = Record<string, unknown>

interface Plan {
  readonly operation: Operation | 'any'
  readonly failure: ApiFailure
  left: number
}

const DESCRIPTION = JSON.parse(
  gunzipSync(readFileSync(join(import.meta.dirname, '../fixtures/github-api.json.gz'))).toString(),
) as Document

/** Compiles an operation's schemas when it is first called, which takes half a second: once for all tests of a file. */
const API = await new OpenAPIBackend({
  definition: DESCRIPTION,
  quick: true,
  validate: true,
  ajvOpts: { strict: false, logger: false, validateFormats: false },
}).init()

export class GitHubApi {
  readonly calls: ApiCall[] = []
  /** Errors in requests, or in this stand-in's answers. */
  readonly faults: string[] = []
  readonly statuses: Json[] = []
  readonly checks: (Json & { annotations: unknown[] })[] = []
  readonly comments: (Json & { id: number; body: string; pull: number })[] = []
  /** `from`: the head's repository, if it is not the owner's `nova`. */
  readonly pulls: { number: number; head: string; sha: string; closed?: boolean; from?: string }[] = []
  readonly artifacts: { id: number; name: string; content: Buffer; digest: string | null; run: number }[] = []
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
  private readonly server: Server
  private nextId = 100

  private constructor() {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        this.faults.push(String(error))
        response.destroy()
      })
    })
  }

  static async start(): Promise<GitHubApi> {
    const github = new GitHubApi()
    await new Promise<void>((resolve) => github.server.listen(0, '127.0.0.1', resolve))
    return github
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
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

  count(operation: Operation): number {
    return this.calls.filter((call) => call.operation === operation).length
  }

  /** Successful operations that changed something. */
  get writes(): string[] {
    return this.calls
      .filter(({ operation, status }) => /create|update|delete/.test(operation) && status < 400 && status > 0)
      .map(({ operation }) => operation)
  }

  addComment(pull: number, body: string, more: Json = {}): number {
    const id = this.nextId++
    this.comments.push({
      id,
      body,
      pull,
      ...this.author,
      ...more,
    })
    return id
  }

  addArtifact(run: number, name: string, content: Buffer, digest?: string | null): void {
    const sha = `sha256:${createHash('sha256').update(content).digest('hex')}`
    this.artifacts.push({
      id: this.nextId++,
      name,
      content,
      run,
      digest: digest === undefined ? sha : digest,
    })
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
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
      if (plan.failure === 'lost') this.act(call)
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
    const [status, body, headers = {}] = this.act(call)
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

  private act(call: ApiCall): [number, unknown, Record<string, string>?] {
    const { operation, parameters, body } = call
    const like = (code: number, values: Json): Json =>
      overlaid(API.mockResponseForOperation(operation, { code }).mock as Json, values)
    const listed = (values: readonly Json[]): Json[] => {
      const [mock] = API.mockResponseForOperation(operation, { code: 200 }).mock as Json[]
      const [size, page] = [Number(parameters.per_page ?? 30), Number(parameters.page ?? 1)]
      return values.slice((page - 1) * size, page * size).map((each) => overlaid(mock, each))
    }
    switch (operation) {
      case 'pulls/list': {
        const found = this.pulls.filter(
          ({ head, closed = false }) =>
            ['all', closed ? 'closed' : 'open'].includes(parameters.state ?? 'open') &&
            (parameters.head === undefined || head === parameters.head),
        )
        return [
          200,
          listed(
            // newest first
            found.toReversed().map(({ number, sha, head, from = `${head.split(':')[0]}/nova` }) => ({
              number,
              head: { sha, repo: { full_name: from } },
            })),
          ),
        ]
      }
      case 'repos/create-commit-status':
        this.statuses.push({ ...body, sha: parameters.sha })
        return [201, like(201, body)]
      case 'repos/list-commit-statuses-for-ref':
        return [
          200,
          listed(
            this.statuses
              .filter(({ sha }) => sha === parameters.ref)
              .map((each) => ({ target_url: null, ...each }))
              .toReversed(),
          ),
        ]
      case 'checks/create': {
        const { output, ...rest } = body
        const check = {
          id: this.nextId++,
          ...rest,
          annotations: [...((output as { annotations?: unknown[] })?.annotations ?? [])],
          output,
        }
        this.checks.push(check)
        return [201, like(201, { id: check.id })]
      }
      case 'checks/update': {
        const check = this.checks.find(({ id }) => id === Number(parameters.check_run_id))
        check?.annotations.push(...((body.output as { annotations: unknown[] }).annotations ?? []))
        return [200, like(200, { id: check?.id })]
      }
      case 'checks/get': {
        const check = this.checks.find(({ id }) => id === Number(parameters.check_run_id))
        return [200, like(200, { id: check?.id, output: { annotations_count: check?.annotations.length } })]
      }
      case 'checks/list-for-ref': {
        const runs = this.checks.filter(
          ({ head_sha, name }) => head_sha === parameters.ref && name === parameters.check_name,
        )
        const {
          check_runs: [mock],
        } = API.mockResponseForOperation(operation, { code: 200 }).mock as { check_runs: Json[] }
        return [
          200,
          {
            total_count: runs.length,
            check_runs: runs.map(({ id, external_id }) => overlaid(mock, { id, external_id })),
          },
        ]
      }
      case 'issues/list-comments':
        return [200, listed(this.comments.filter(({ pull }) => pull === Number(parameters.issue_number)))]
      case 'issues/create-comment':
        this.onWrite?.()
        this.addComment(Number(parameters.issue_number), String(body.body))
        return [201, like(201, this.comments.at(-1) as Json)]
      case 'issues/update-comment': {
        this.onWrite?.()
        const comment = this.comments.find(({ id }) => id === Number(parameters.comment_id))
        if (comment === undefined) return [404, { message: 'Not Found' }]
        comment.body = String(body.body)
        return [200, like(200, { id: comment.id, body: comment.body })]
      }
      case 'issues/delete-comment': {
        const at = this.comments.findIndex(({ id }) => id === Number(parameters.comment_id))
        if (at < 0) return [404, { message: 'Not Found' }]
        this.comments.splice(at, 1)
        return [204, null]
      }
      case 'issues/get-comment': {
        const comment = this.comments.find(({ id }) => id === Number(parameters.comment_id))
        return comment === undefined ? [404, { message: 'Not Found' }] : [200, like(200, comment)]
      }
      case 'users/get-authenticated':
        return [200, like(200, this.author.user)]
      case 'actions/get-job-for-workflow-run': {
        const job = this.jobs.get(Number(parameters.job_id))
        return job === undefined ? [404, { message: 'Not Found' }] : [200, like(200, job)]
      }
      case 'actions/get-workflow-run': {
        const run = this.runs.get(Number(parameters.run_id))
        return run === undefined ? [404, { message: 'Not Found' }] : [200, like(200, run)]
      }
      case 'actions/list-workflow-run-artifacts': {
        const {
          artifacts: [mock],
        } = API.mockResponseForOperation(operation, { code: 200 }).mock as { artifacts: Json[] }
        const of = this.artifacts.filter(({ run }) => run === Number(parameters.run_id))
        const [size, page] = [Number(parameters.per_page ?? 30), Number(parameters.page ?? 1)]
        const artifacts = of
          .slice((page - 1) * size, page * size)
          .map(({ id, name, content, digest }) =>
            overlaid(mock, { id, name, size_in_bytes: content.length, digest, expired: false }),
          )
        return [200, { total_count: of.length, artifacts }]
      }
      case 'actions/download-artifact':
        return [302, null, { location: `${this.url}/blobs/${parameters.artifact_id}` }]
      case 'repos/get':
        return [200, like(200, this.repository)]
      case 'repos/get-pages':
        return this.pages === null ? [404, { message: 'Not Found' }] : [200, like(200, this.pages)]
      case 'repos/create-pages-deployment': {
        this.onDeploy?.()
        if (!this.identities.includes(String(body.oidc_token))) return [400, { message: 'Invalid token' }]
        const id = `${this.deployments.length}-${String(body.pages_build_version)}`
        this.deployments.push({
          id,
          artifact: Number(body.artifact_id),
          version: String(body.pages_build_version),
          cancelled: false,
        })
        return [200, like(200, { id, page_url: 'https://stack.github.io/nova/' })]
      }
      case 'repos/get-pages-deployment': {
        const status =
          this.deploymentStatuses.length > 1 ? this.deploymentStatuses.shift() : this.deploymentStatuses[0]
        return [200, like(200, { status })]
      }
      case 'repos/cancel-pages-deployment': {
        const deployment = this.deployments.find(({ id }) => id === parameters.pages_deployment_id)
        if (deployment === undefined) return [404, { message: 'Not Found' }]
        deployment.cancelled = true
        return [204, null]
      }
    }
  }
}

/** An example answer of GitHub's form, with our values in it. */
function overlaid(mock: Json, values: Json): Json {
  const kept = Object.entries(values).filter(([key]) => key in mock)
  return {
    ...mock,
    ...Object.fromEntries(
      kept.map(([key, value]) => {
        const before = mock[key]
        const nested = [before, value].every(
          (each) => typeof each === 'object' && each !== null && !Array.isArray(each),
        )
        return [key, nested ? overlaid(before as Json, value as Json) : value]
      }),
    ),
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const empty = status === 204 || status === 302
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(empty ? undefined : JSON.stringify(body))
}

function fail(failure: ApiFailure, response: ServerResponse): void {
  if (failure === 'hang') return
  if (failure === 'drop' || failure === 'lost') {
    response.destroy()
    return
  }
  if (failure === 'not JSON') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>a proxy says no</html>')
    return
  }
  if (failure === 'busy')
    return send(response, 400, {
      message:
        'Deployment request failed for abc due to in progress deployment. Please cancel it first or wait',
    })
  if (failure === 'no environment')
    return send(response, 400, {
      message: "Missing environment. Ensure your workflow's deployment job has an environment.",
    })
  if (failure === 'limit') {
    const reset = String(Math.floor(Date.now() / 1000) + 1)
    return send(
      response,
      403,
      { message: 'API rate limit exceeded for installation' },
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
    )
  }
  if (failure === 'secondary')
    return send(
      response,
      403,
      { message: 'You have exceeded a secondary rate limit' },
      { 'retry-after': '2' },
    )
  if (failure === 'wait')
    return send(response, 429, { message: 'Too many requests' }, { 'retry-after': '3600' })
  const messages: Partial<Record<number, string>> = {
    401: 'Bad credentials',
    403: 'Resource not accessible by integration',
    404: 'Not Found',
    422: 'Validation Failed',
    429: 'Too many requests',
  }
  send(
    response,
    failure,
    { message: messages[failure] ?? 'Server Error' },
    failure === 429 ? { 'retry-after': '1' } : {},
  )
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
