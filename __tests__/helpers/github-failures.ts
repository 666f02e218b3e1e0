/** How GitHub fails. */

import type { ServerResponse } from 'node:http'

/**
 * `secondary`, `limit`: GitHub's two rate limits; `lost`: the request is carried out, but the answer never
 * arrives; `wait`, `maintenance`: 429 and 503 with a Retry-After of an hour; `page`: a proxy's, with status 403; `busy`, `no environment`: faults of a deployment.
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
  | 'maintenance'
  | 'page'
  | 'drop'
  | 'lost'
  | 'hang'
  | 'not JSON'

export function fail(failure: ApiFailure, response: ServerResponse): void {
  if (failure === 'hang') return
  if (failure === 'drop' || failure === 'lost') {
    response.destroy()
    return
  }
  if (failure === 'not JSON' || failure === 'page') {
    response
      .writeHead(failure === 'page' ? 403 : 200, { 'content-type': 'text/html' })
      .end('<html>a proxy says no</html>')
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
  if (failure === 'maintenance')
    return send(response, 503, { message: 'Service unavailable' }, { 'retry-after': '3600' })
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

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const empty = status === 204 || status === 302
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(empty ? undefined : JSON.stringify(body))
}
