/** Decides what a job may publish. */

import { docs } from '../../words/docs.ts'

export interface Wish {
  readonly pages: boolean
  readonly branch: boolean
  readonly pullRequests: 'same-repository' | 'none' | 'all'
  readonly private: boolean
}

export interface Circumstances {
  /** As in Target. */
  readonly origin: 'none' | 'same-repository' | 'fork'
  /** null if GitHub does not say. */
  readonly isPrivate: boolean | null
}

/** Why nothing of what is requested may be published, and what to do; null if all of it may. */
export function heldBackBecause(wish: Wish, { origin, isPrivate }: Circumstances): string | null {
  if (isPrivate !== false && !wish.private) {
    const why =
      isPrivate === null
        ? 'GitHub does not say whether the repository is private'
        : 'the repository is private'
    return `${why}, and its Pages may be public; publish-private: true publishes it all the same`
  }
  const what =
    origin === 'fork'
      ? "this report is or may be of a fork's pull request"
      : 'this report is of a pull request'
  if (origin !== 'none' && wish.pullRequests === 'none') return `${what}, and publish-pull-requests is none`
  if (origin === 'fork' && wish.pullRequests !== 'all')
    return `${what}; publish-pull-requests: all publishes these too (${docs('pages')})`
  if (origin !== 'none' && wish.pages && !wish.branch)
    return `${what}, and would replace the whole site; publish: branch,pages adds its report to the others`
  return null
}
