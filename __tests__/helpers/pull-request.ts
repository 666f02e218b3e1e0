/** A stand-in for GitHub with one pull request: requests and answers take time and may fail. */

import type { GitHub } from '../../src/action/github/client.ts'

/** The longest transit time of a request or answer, in milliseconds; few take that long. */
export const SLOWEST = 700

type Comments = { id: number; body: string; user: Author; author_association?: string }[]
type Author = { id: number; type: 'Bot' | 'User' }

/** GitHub with pull request 7. A call takes effect when the request arrives; the answer arrives later. */
export class PullRequest {
  comments: Comments = []
  readonly statuses: Record<string, unknown>[] = []
  head = ''
  /** Who the token belongs to. */
  author: Author = { id: 1, type: 'Bot' }
  /** Whether the token may ask who it belongs to. */
  knowsItself = true
  /** Whether the list has new comments. */
  isCurrent: () => boolean = () => true
  /** Called for each request that arrives. */
  onCall: (route: string) => void = () => undefined
  /** How a call fails: `before` or after (`behind`) it has taken effect, or `refused`. */
  fault: () => 'none' | 'before' | 'behind' | 'refused' = () => 'none'
  /** How many comments have been created. */
  created = 0
  private readonly random: () => number

  constructor(random: () => number) {
    this.random = random
  }

  readonly call: GitHub['call'] = async (route, parameters = {}) => {
    await this.onTheWay()
    this.onCall(route)
    const fault = this.fault()
    if (fault === 'refused') throw answer(403, 'Resource not accessible by integration')
    if (fault === 'before') throw answer(500, 'Server Error')
    const data = structuredClone(this.act(route, parameters))
    await this.onTheWay()
    if (fault === 'behind') throw answer(502, 'Bad Gateway')
    if (data === null) throw answer(404, 'Not Found')
    return { data, headers: {} }
  }

  private onTheWay(): Promise<void> {
    return new Promise((arrive) => setTimeout(arrive, this.random() ** 4 * SLOWEST))
  }

  private act(route: string, parameters: Readonly<Record<string, unknown>>): unknown {
    const { comment_id, body, sha, ref } = parameters
    if (route.endsWith('/pulls')) return [{ number: 7, head: { sha: this.head } }]
    if (route.endsWith('/statuses/{sha}')) return this.statuses.push({ ...parameters, sha })
    if (route.endsWith('/statuses')) return this.statuses.filter((each) => each.sha === ref).toReversed()
    if (route === 'GET /user') return this.knowsItself ? this.author : null
    const at = this.comments.findIndex(({ id }) => id === comment_id)
    if (route.endsWith('/issues/{issue_number}/comments')) {
      if (route.startsWith('GET')) return this.isCurrent() ? this.comments : []
      this.comments.push({
        id: ++this.created,
        body: String(body),
        user: this.author,
        author_association: 'NONE',
      })
      return this.comments.at(-1)
    }
    if (at < 0) return null
    if (route.startsWith('GET')) return this.comments[at]
    if (route.startsWith('DELETE')) this.comments.splice(at, 1)
    else this.comments[at].body = String(body)
    return {}
  }
}

const answer = (status: number, message: string): Error =>
  Object.assign(new Error(message), { status, response: {} })
