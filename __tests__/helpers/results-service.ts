/**
 * A stand-in for GitHub's Results service (Twirp, JSON) and the blob store behind it. It records all
 * requests, and fails on demand.
 */

import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { bytesOf, StandIn } from './stand-in.ts'

export type Method =
  | 'CreateArtifact'
  | 'FinalizeArtifact'
  | 'ListArtifacts'
  | 'GetSignedArtifactURL'
  | 'DeleteArtifact'
  | 'block'
  | 'blocklist'

/** A status, 407 without a body; `page`: a proxy's, with status 403; `quota`: no storage left; `lost`: the request is carried out, but the answer never arrives. */
export type Failure =
  | 401
  | 403
  | 407
  | 409
  | 429
  | 500
  | 503
  | 'page'
  | 'quota'
  | 'not JSON'
  | 'drop'
  | 'lost'
  | 'hang'

export interface Call {
  readonly method: Method
  readonly body: Record<string, unknown>
  /** The header `Authorization`. */
  readonly token: string
}

export interface Stored {
  readonly name: string
  readonly mimeType: string
  readonly expiresAt: string | undefined
  readonly id: string
  readonly blocks: Map<string, Buffer>
  content: Buffer
  contentType: string
  /** What FinalizeArtifact stated; null before that. */
  final: { readonly size: string; readonly hash: string } | null
}

interface Plan {
  readonly method: Method
  readonly failure: Failure
  left: number
}

export class ResultsService extends StandIn {
  readonly calls: Call[] = []
  readonly artifacts = new Map<string, Stored>()
  /** Redirects uploads to a real store: name → upload URL. */
  blobUrl: ((name: string) => string) | null = null
  private readonly plans: Plan[] = []
  private nextId = 1000

  static start(): Promise<ResultsService> {
    return new ResultsService().listen()
  }

  /** Environment that a runner gives to an action. */
  get env(): Record<string, string> {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { scp: 'Actions.Other Actions.Results:run-1:job-1' }
    return {
      ACTIONS_RESULTS_URL: `${this.url}/`,
      ACTIONS_RUNTIME_TOKEN: `${part({ alg: 'none' })}.${part(claims)}.`,
    }
  }

  /** Makes the next `times` calls of the method fail. */
  fail(method: Method, failure: Failure, times = Number.POSITIVE_INFINITY): this {
    this.plans.push({ method, failure, left: times })
    return this
  }

  /** Adds an artifact, as of another job or an earlier attempt. */
  add(name: string): Stored {
    const id = String(this.nextId++)
    const rest = {
      blocks: new Map(),
      content: Buffer.alloc(0),
      contentType: '',
      final: { size: '0', hash: '' },
    }
    const stored = { name, mimeType: '', expiresAt: undefined, id, ...rest }
    this.artifacts.set(name, stored)
    return stored
  }

  /** Finalized artifacts. */
  get arrived(): Stored[] {
    return [...this.artifacts.values()].filter(({ final }) => final !== null)
  }

  count(method: Method): number {
    return this.calls.filter((call) => call.method === method).length
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url)
    const body = await bytesOf(request)
    const rpc = /^\/twirp\/github\.actions\.results\.api\.v1\.ArtifactService\/(\w+)$/.exec(url.pathname)
    const method = (rpc?.[1] ?? url.searchParams.get('comp')) as Method
    const json = rpc === null ? {} : (JSON.parse(body.toString()) as Record<string, unknown>)
    this.calls.push({ method, body: json, token: request.headers.authorization ?? '' })
    const plan = this.plans.find((each) => each.method === method && each.left > 0)
    if (plan !== undefined) {
      plan.left -= 1
      if (plan.failure === 'lost') this.act(method, json, url, body, request)
      return failWith(plan.failure, rpc !== null, response)
    }
    const [status, answer] = this.act(method, json, url, body, request)
    response.writeHead(status, { 'Content-Type': 'application/json', 'x-ms-request-id': '1' }).end(answer)
  }

  private act(
    method: Method,
    json: Record<string, unknown>,
    url: URL,
    body: Buffer,
    request: IncomingMessage,
  ): [number, string] {
    const name = String(json.name)
    const stored = this.artifacts.get(name)
    if (method === 'CreateArtifact') return this.create(name, json)
    if (method === 'FinalizeArtifact' && stored !== undefined) {
      stored.final = { size: String(json.size), hash: typeof json.hash === 'string' ? json.hash : '' }
      return reply({ ok: true, artifact_id: stored.id })
    }
    if (method === 'ListArtifacts') return reply({ artifacts: this.arrived.map(listed) })
    if (method === 'block' || method === 'blocklist') return this.put(method, url, body, request)
    return [404, JSON.stringify({ code: 'not_found', msg: `no ${method} of ${name} here` })]
  }

  private create(name: string, json: Record<string, unknown>): [number, string] {
    if (this.artifacts.has(name)) {
      const msg = `an artifact with this name already exists on the workflow run: ${name}`
      return [409, JSON.stringify({ code: 'already_exists', msg })]
    }
    const stored = this.add(name)
    const expiresAt = json.expires_at as string | undefined
    this.artifacts.set(name, { ...stored, mimeType: String(json.mime_type), expiresAt, final: null })
    const url = this.blobUrl?.(name) ?? `${this.url}/blobs/${encodeURIComponent(name)}?sig=secret`
    return reply({ ok: true, signed_upload_url: url })
  }

  private put(
    method: 'block' | 'blocklist',
    url: URL,
    body: Buffer,
    request: IncomingMessage,
  ): [number, string] {
    const stored = this.artifacts.get(decodeURIComponent(url.pathname.slice('/blobs/'.length)))
    if (stored === undefined) return [404, '']
    if (method === 'block') stored.blocks.set(url.searchParams.get('blockid') ?? '', body)
    else {
      const ids = [...body.toString().matchAll(/<Latest>([^<]*)<\/Latest>/g)].map(([, id]) => id)
      stored.content = Buffer.concat(ids.map((id) => stored.blocks.get(id) ?? Buffer.alloc(0)))
      stored.contentType = String(request.headers['x-ms-blob-content-type'] ?? '')
    }
    return [201, '']
  }
}

/** In the form of the real service. */
function listed({ id, name, content, final }: Stored): object {
  const digest = final?.hash || `sha256:${createHash('sha256').update(content).digest('hex')}`
  const ids = { workflow_run_backend_id: 'run-1', workflow_job_run_backend_id: 'job-1', database_id: id }
  return { ...ids, name, size: final?.size ?? '0', created_at: '2026-03-01T12:00:00Z', digest }
}

const reply = (value: object): [number, string] => [200, JSON.stringify(value)]

function failWith(failure: Failure, rpc: boolean, response: ServerResponse): void {
  if (failure === 'hang') return
  if (failure === 'drop' || failure === 'lost') {
    response.destroy()
    return
  }
  if (failure === 'not JSON') {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>a proxy says no</html>')
    return
  }
  if (failure === 'page') {
    response.writeHead(403, { 'Content-Type': 'text/html' }).end('<html>a proxy says no</html>')
    return
  }
  if (failure === 407) {
    response.writeHead(407).end()
    return
  }
  const status = failure === 'quota' ? 403 : failure
  const msg = failure === 'quota' ? 'insufficient usage to create artifact' : 'told to fail'
  const code = status === 409 ? 'already_exists' : 'internal'
  const type = rpc ? 'application/json' : 'application/xml'
  response.writeHead(status, { 'Content-Type': type, 'Retry-After': '1' })
  response.end(
    rpc
      ? JSON.stringify({ code, msg })
      : `<?xml version="1.0"?><Error><Code>Told</Code><Message>${msg}</Message></Error>`,
  )
}
