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

export interface Permit {
  readonly pages: boolean
  readonly branch: boolean
  /** Why something requested may not be published, and what to do; null if nothing was held back. */
  readonly heldBack: string | null
}

export function permit(wish: Wish, { origin, isPrivate }: Circumstances): Permit {
  const { pages, branch } = wish
  const held = (why: string): Permit => ({
    pages: false,
    branch: false,
    heldBack: `nothing was published: ${why}`,
  })
  if (isPrivate !== false && !wish.private) {
    const why =
      isPrivate === null
        ? 'GitHub does not say whether the repository is private'
        : 'the repository is private'
    return held(`${why}, and its Pages may be public; publish-private: true publishes it all the same`)
  }
  const what =
    origin === 'fork'
      ? "this report is or may be of a fork's pull request"
      : 'this report is of a pull request'
  if (origin !== 'none' && wish.pullRequests === 'none')
    return held(`${what}, and publish-pull-requests is none`)
  if (origin === 'fork' && wish.pullRequests !== 'all')
    return held(`${what}; publish-pull-requests: all publishes these too (${docs('pages')})`)
  if (origin !== 'none' && pages && !branch)
    return held(
      `${what}, and would replace the whole site; publish: branch,pages adds its report to the others`,
    )
  return { pages, branch, heldBack: null }
}
