import { useMemo } from 'preact/hooks'
import { formatDuration } from '../../words/duration.ts'
import { formatCount, plural } from '../../words/number.ts'
import { NOISE_RULE } from '../compare/noise.ts'
import { findPaces, type Pace } from '../compare/pace.ts'
import { baseOf, isOnDefault } from '../compare/related.ts'
import { cutMiddle } from '../text/name.ts'
import type { JobHistory } from './job-history.ts'
import { compareHash } from './links.ts'
import { TestRows } from './test-rows.tsx'

/** Fewest earlier reports of the default branch that tell what is usual. */
const FEWEST = 3

/** The tests that are slower or faster in the newest report than usual on the default branch. */
export function PaceSections({ of }: { of: JobHistory }) {
  const { site, history, reports, hasNewest } = of
  const branch = cutMiddle(site.defaultBranch ?? 'the default branch', 60)
  const newest = reports.length - 1
  const which = `newest report${hasNewest ? '' : ' that could be read'}`
  const usual = useMemo(
    () => reports.flatMap(({ run }, column) => (column < newest && isOnDefault(site, run) ? [column] : [])),
    [reports, site],
  )
  const { slower, faster } = useMemo(() => findPaces(history, newest, usual), [history, newest, usual])
  if (usual.length < FEWEST) {
    const { run } = reports[newest]
    const base = baseOf(site, run)
    return (
      <section class="section">
        <h2>Slower</h2>
        <p class="none">
          What is usual is known from {FEWEST} earlier reports of {branch}; here{' '}
          {usual.length === 1 ? 'is' : 'are'} {usual.length}.{' '}
          {base === null ? null : (
            <a href={compareHash(base, run)}>
              Compare the {which} with {branch}
            </a>
          )}
        </p>
      </section>
    )
  }
  return (
    <>
      <section class="section">
        <h2>
          Slower <span class="quiet count">{formatCount(slower.length)}</span>
        </h2>
        <p class="rule">
          The {which} against the median of the {plural(usual.length, 'report')} of {branch} before.{' '}
          {NOISE_RULE}
        </p>
        {slower.length === 0 ? <p class="none">No test got slower.</p> : null}
        <TestRows of={of} list="slower" rows={slower.map(rowOf)} />
      </section>
      {faster.length === 0 ? null : (
        <section class="section">
          <h2>
            Faster <span class="quiet count">{formatCount(faster.length)}</span>
          </h2>
          <TestRows of={of} list="faster" rows={faster.map(rowOf)} />
        </section>
      )}
    </>
  )
}

const rowOf = ({ row, usual, now }: Pace) => ({
  row,
  fact: `usually ${formatDuration(usual)}`,
  time: formatDuration(now),
})
