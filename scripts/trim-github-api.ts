/**
 * Reduces GitHub's own description of its REST API to the calls that the action makes, for the tests: all
 * of it is 13 MB, and its package 390 MB.
 *
 *     npm pack @octokit/openapi && tar xf octokit-openapi-*.tgz
 *     node scripts/trim-github-api.ts package/generated/api.github.com.json
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const REPOSITORY = '/repos/{owner}/{repo}'

/** Path → methods. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  '/user': ['get'],
  [REPOSITORY]: ['get'],
  [`${REPOSITORY}/pulls`]: ['get'],
  [`${REPOSITORY}/statuses/{sha}`]: ['post'],
  [`${REPOSITORY}/commits/{ref}/statuses`]: ['get'],
  [`${REPOSITORY}/commits/{ref}/check-runs`]: ['get'],
  [`${REPOSITORY}/check-runs`]: ['post'],
  [`${REPOSITORY}/check-runs/{check_run_id}`]: ['get', 'patch'],
  [`${REPOSITORY}/issues/{issue_number}/comments`]: ['get', 'post'],
  [`${REPOSITORY}/issues/comments/{comment_id}`]: ['get', 'patch', 'delete'],
  [`${REPOSITORY}/actions/jobs/{job_id}`]: ['get'],
  [`${REPOSITORY}/actions/runs/{run_id}`]: ['get'],
  [`${REPOSITORY}/actions/runs/{run_id}/artifacts`]: ['get'],
  [`${REPOSITORY}/actions/artifacts/{artifact_id}/{archive_format}`]: ['get'],
  [`${REPOSITORY}/pages`]: ['get'],
  [`${REPOSITORY}/pages/deployments`]: ['post'],
  [`${REPOSITORY}/pages/deployments/{pages_deployment_id}`]: ['get'],
  [`${REPOSITORY}/pages/deployments/{pages_deployment_id}/cancel`]: ['post'],
}

type Json = Record<string, unknown>

const whole = JSON.parse(readFileSync(process.argv[2], 'utf8')) as Json
const paths = Object.fromEntries(
  Object.entries(CALLS).map(([path, methods]) => {
    const operations = at(whole, 'paths', path)
    return [path, Object.fromEntries(methods.map((method) => [method, lean(at(operations, method))]))]
  }),
)
const trimmed: Json = { openapi: whole.openapi, info: { title: 'GitHub', version: '1' }, paths }
take(paths)
const file = join(import.meta.dirname, '../__tests__/fixtures/github-api.json.gz')
writeFileSync(file, gzipSync(JSON.stringify(trimmed), { level: 9 }))

/** Copies whatever `value` refers to into the result, and what that refers to. */
function take(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '$ref' || typeof inner !== 'string') {
      take(inner)
      continue
    }
    const [, group, kind, name] = inner.split('/')
    const target = (trimmed[group] ??= {}) as Json
    const named = (target[kind] ??= {}) as Json
    if (name in named) continue
    named[name] = lean(at(whole, group, kind, name))
    take(named[name])
  }
}

/** Drops what is only for people. */
function lean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lean)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(
    ([key, inner]) =>
      !['examples', 'example', 'externalDocs', 'x-github', 'x-multi-segment'].includes(key) &&
      !((key === 'description' || key === 'title' || key === 'summary') && typeof inner === 'string'),
  )
  return Object.fromEntries(kept.map(([key, inner]) => [key, lean(inner)]))
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((inner, key) => (inner as Json)[key], value)
}
