import { describe, expect, it } from 'vitest'
import { permit, type Wish } from '../../../src/action/site/policy.ts'

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
  it('of a private repository, or perhaps of one, is published only where that is wanted', () => {
    for (const { wish, circumstances } of every) {
      if (circumstances.isPrivate === false || wish.private) continue
      const { pages, branch, heldBack } = permit(wish, circumstances)
      expect([pages, branch]).toEqual([false, false])
      expect(heldBack).toMatch(/publish-private: true publishes it all the same/)
    }
  })

  it('of a fork is published only with `all`, of another pull request not with `none`', () => {
    const unwanted = every.filter(
      ({ wish: { pullRequests }, circumstances: { origin } }) =>
        (origin === 'fork' && pullRequests !== 'all') || (origin !== 'none' && pullRequests === 'none'),
    )
    for (const { wish, circumstances } of unwanted)
      expect(permit(wish, circumstances)).toMatchObject({ pages: false, branch: false })
    expect(unwanted.length).toBeGreaterThan(0)
  })

  it('of a pull request never replaces the site by itself', () => {
    const permits = every
      .filter(({ circumstances }) => circumstances.origin !== 'none')
      .map(({ wish, circumstances }) => permit(wish, circumstances))
    expect(permits.filter(({ pages, branch }) => pages && !branch)).toEqual([])
  })

  it('is published as it is wanted, or held back as a whole with a word', () => {
    for (const { wish, circumstances } of every) {
      const { pages, branch, heldBack } = permit(wish, circumstances)
      if (heldBack === null) expect([pages, branch]).toEqual([wish.pages, wish.branch])
      else expect([pages, branch, heldBack.slice(0, 23)]).toEqual([false, false, 'nothing was published: '])
    }
    const isFree = every.filter(({ wish, circumstances }) => permit(wish, circumstances).heldBack === null)
    // 4 of 6 by privacy; of 9 by origin and input 6 with the branch, and 3 with pages alone
    expect(isFree).toHaveLength(4 * (6 * 2 + 3))
  })
})
