/** What GitHub's stand-in does for each operation, by resource. */

import type { ApiCall, GitHubApi, Operation } from './github-api.ts'
import { counted, type Json, like, listed } from './github-description.ts'

type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>]
type Handler = (github: GitHubApi, call: ApiCall) => Answer
type Handlers<Resource extends string> = Readonly<
  Record<Extract<Operation, `${Resource}/${string}`>, Handler>
>

const NOT_FOUND: Answer = [404, { message: 'Not Found' }]

/** GitHub's limits: of a status's description, a check run's title, summary and annotations, a comment. */
const LIMITS: Readonly<Record<string, number>> = {
  description: 140,
  title: 255,
  summary: 65_535,
  annotations: 50,
  body: 65_536,
}

/** 422 if a part of the request is longer than GitHub accepts; null otherwise. */
function tooLong(parts: unknown): Answer | null {
  const long = Object.entries((parts ?? {}) as Json).find(([key, part]) => lengthOf(key, part) > LIMITS[key])
  return long === undefined ? null : [422, { message: `Validation Failed: ${long[0]} is too long` }]
}

/** Of a check run's summary in bytes, of other texts in characters. */
function lengthOf(key: string, part: unknown): number {
  if (typeof part === 'string') return key === 'summary' ? Buffer.byteLength(part) : part.length
  return Array.isArray(part) ? part.length : 0
}

const USERS: Handlers<'users'> = {
  'users/get-authenticated': ({ author }, call) => [200, like(call, 200, author.user)],
}

const PULLS: Handlers<'pulls'> = {
  'pulls/list': ({ pulls }, call) => {
    const { head: wanted, state = 'open' } = call.parameters
    const found = pulls.filter(
      ({ head, closed = false }) =>
        ['all', closed ? 'closed' : 'open'].includes(state) && (wanted === undefined || head === wanted),
    )
    const shown = found.map(({ number, sha, head, from = `${head.split(':')[0]}/nova` }) => ({
      number,
      head: { sha, repo: { full_name: from } },
    }))
    // newest first
    return [200, listed(call, shown.toReversed())]
  },
}

const CHECKS: Handlers<'checks'> = {
  'checks/create': (github, call) => {
    const refusal = tooLong(call.body.output)
    if (refusal !== null) return refusal
    const { output, ...rest } = call.body
    const { annotations = [] } = (output ?? {}) as { annotations?: unknown[] }
    const id = github.takeId()
    github.checks.push({ id, ...rest, annotations: [...annotations], output })
    return [201, like(call, 201, { id })]
  },
  'checks/update': (github, call) => {
    const refusal = tooLong(call.body.output)
    if (refusal !== null) return refusal
    const check = checkOf(github, call)
    check?.annotations.push(...((call.body.output as { annotations: unknown[] }).annotations ?? []))
    return [200, like(call, 200, { id: check?.id })]
  },
  'checks/get': (github, call) => {
    const check = checkOf(github, call)
    return [200, like(call, 200, { id: check?.id, output: { annotations_count: check?.annotations.length } })]
  },
  'checks/list-for-ref': ({ checks }, call) => {
    const { ref, check_name: wanted } = call.parameters
    const found = checks.filter(({ head_sha, name }) => head_sha === ref && name === wanted)
    const shown = found.map(({ id, external_id }) => ({ id, external_id }))
    return [200, counted(call, 'check_runs', shown)]
  },
}

const checkOf = ({ checks }: GitHubApi, { parameters }: ApiCall): GitHubApi['checks'][number] | undefined =>
  checks.find(({ id }) => id === Number(parameters.check_run_id))

const COMMENTS: Handlers<'issues'> = {
  'issues/list-comments': ({ comments }, call) => [
    200,
    listed(
      call,
      comments.filter(({ pull }) => pull === Number(call.parameters.issue_number)),
    ),
  ],
  'issues/create-comment': (github, call) => {
    github.onWrite?.()
    const refusal = tooLong(call.body)
    if (refusal !== null) return refusal
    github.addComment(Number(call.parameters.issue_number), String(call.body.body))
    return [201, like(call, 201, github.comments.at(-1) as Json)]
  },
  'issues/update-comment': (github, call) => {
    github.onWrite?.()
    const refusal = tooLong(call.body)
    if (refusal !== null) return refusal
    const comment = github.comments[commentAt(github, call)]
    if (comment === undefined) return NOT_FOUND
    comment.body = String(call.body.body)
    return [200, like(call, 200, { id: comment.id, body: comment.body })]
  },
  'issues/delete-comment': (github, call) => {
    const at = commentAt(github, call)
    if (at < 0) return NOT_FOUND
    github.comments.splice(at, 1)
    return [204, null]
  },
  'issues/get-comment': (github, call) => shown(call, github.comments[commentAt(github, call)]),
}

const commentAt = ({ comments }: GitHubApi, { parameters }: ApiCall): number =>
  comments.findIndex(({ id }) => id === Number(parameters.comment_id))

const ACTIONS: Handlers<'actions'> = {
  'actions/get-job-for-workflow-run': ({ jobs }, call) =>
    shown(call, jobs.get(Number(call.parameters.job_id))),
  'actions/get-workflow-run': ({ runs }, call) => shown(call, runs.get(Number(call.parameters.run_id))),
  'actions/list-workflow-run-artifacts': ({ artifacts }, call) => {
    const found = artifacts.filter(({ run }) => run === Number(call.parameters.run_id))
    const each = found.map(({ id, name, content, digest, size }) => ({
      id,
      name,
      size_in_bytes: size ?? content.length,
      digest,
      expired: false,
    }))
    return [200, counted(call, 'artifacts', each)]
  },
  'actions/download-artifact': ({ url }, { parameters }) => [
    302,
    null,
    { location: `${url}/blobs/${parameters.artifact_id}` },
  ],
}

const REPOSITORY: Handlers<'repos'> = {
  'repos/get': ({ repository }, call) => [200, like(call, 200, repository)],
  'repos/create-commit-status': ({ statuses }, call) => {
    const refusal = tooLong(call.body)
    if (refusal !== null) return refusal
    statuses.push({ ...call.body, sha: call.parameters.sha })
    return [201, like(call, 201, call.body)]
  },
  'repos/list-commit-statuses-for-ref': ({ statuses }, call) => {
    const found = statuses.filter(({ sha }) => sha === call.parameters.ref)
    return [200, listed(call, found.map((each) => ({ target_url: null, ...each })).toReversed())]
  },
  'repos/get-pages': ({ pages }, call) => shown(call, pages ?? undefined),
  'repos/create-pages-deployment': (github, call) => {
    github.onDeploy?.()
    const { oidc_token: token, artifact_id: artifact, pages_build_version: build } = call.body
    if (!github.identities.includes(String(token))) return [400, { message: 'Invalid token' }]
    const version = String(build)
    const id = `${github.deployments.length}-${version}`
    github.deployments.push({ id, artifact: Number(artifact), version, cancelled: false })
    return [200, like(call, 200, { id, page_url: 'https://stack.github.io/nova/' })]
  },
  'repos/get-pages-deployment': ({ deploymentStatuses: statuses }, call) => {
    const status = statuses.length > 1 ? statuses.shift() : statuses[0]
    return [200, like(call, 200, { status })]
  },
  'repos/cancel-pages-deployment': ({ deployments }, call) => {
    const deployment = deployments.find(({ id }) => id === call.parameters.pages_deployment_id)
    if (deployment === undefined) return NOT_FOUND
    deployment.cancelled = true
    return [204, null]
  },
}

const shown = (call: ApiCall, values: Json | undefined): Answer =>
  values === undefined ? NOT_FOUND : [200, like(call, 200, values)]

export const ANSWERS: Readonly<Record<Operation, Handler>> = {
  ...USERS,
  ...PULLS,
  ...CHECKS,
  ...COMMENTS,
  ...ACTIONS,
  ...REPOSITORY,
}
