import { describe, expect, it } from 'vitest'
import { heldBackBecause, type Wish } from '../../../src/action/site/policy.ts'

const ORIGINS = ['none', 'same-repository', 'fork'] as const
const PULLS = ['none', 'same-repository', 'all'] as const
const PRIVATE = [false, true, null] as const

const every = ORIGINS.flatMap((origin) =>
  PULLS.flatMap((pullRequests) =>
    PRIVATE.flatMap((isPrivate) =>
      [false, true].flatMap((allowed) =>
        (
          [
            [true, false],
            [false, true],
            [true, true],
          ] as const
        ).map(([pages, branch]) => ({
          wish: { pages, branch, pullRequests, private: allowed } satisfies Wish,
          circumstances: { origin, isPrivate },
        })),
      ),
    ),
  ),
)

describe('a report', () => {
  it('of a repository that is or may be private is held back unless publish-private is true', () => {
    for (const { wish, circumstances } of every) {
      if (circumstances.isPrivate === false || wish.private) continue
      const why = heldBackBecause(wish, circumstances)
      expect(why).toMatch(/publish-private: true publishes it all the same/)
      expect(/GitHub does not say/.test(String(why))).toBe(circumstances.isPrivate === null)
    }
  })

  it('of a fork is held back unless publish-pull-requests is `all`, and of any pull request if it is `none`', () => {
    const unwanted = every.filter(
      ({ wish: { pullRequests }, circumstances: { origin } }) =>
        (origin === 'fork' && pullRequests !== 'all') || (origin !== 'none' && pullRequests === 'none'),
    )
    for (const { wish, circumstances } of unwanted)
      expect(heldBackBecause(wish, circumstances)).not.toBeNull()
    expect(unwanted.length).toBeGreaterThan(0)
  })

  it('of a pull request is never deployed without the branch, which would replace the site', () => {
    const alone = every.filter(
      ({ wish: { pages, branch }, circumstances: { origin } }) => origin !== 'none' && pages && !branch,
    )
    for (const { wish, circumstances } of alone) expect(heldBackBecause(wish, circumstances)).not.toBeNull()
    expect(alone.length).toBeGreaterThan(0)
  })

  it('is published in all other cases', () => {
    const isFree = every.filter(({ wish, circumstances }) => heldBackBecause(wish, circumstances) === null)
    // 4 of 6 by visibility and publish-private; of 9 by origin and publish-pull-requests, 6 in each of
    // two ways with the branch, and 3 with pages alone
    expect(isFree).toHaveLength(4 * (6 * 2 + 3))
  })
})
