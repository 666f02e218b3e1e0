import { useMemo } from 'preact/hooks'
import { formatDuration } from '../../words/duration.ts'
import { formatCount, plural } from '../../words/number.ts'
import type { History } from '../compare/history.ts'
import { NOISE_RULE } from '../compare/noise.ts'
import { findPaces, type Pace } from '../compare/pace.ts'
import { baseOf } from '../compare/related.ts'
import { compareHash } from '../compare/reports.ts'
import { pacesInWords } from '../compare/words.ts'
import { cutMiddle } from '../text/name.ts'
import type { JobHistory } from './job-history.ts'
import { TestRows } from './test-rows.tsx'

/** The tests that are slower or faster in the newest report than usual on the default branch. */
export function PaceSections({ of }: { of: JobHistory }) {
  const { site, history, reports, newest, which, past } = of
  const branch = cutMiddle(site.defaultBranch ?? 'the default branch', 60)
  const earlier = past.reports.length - 1
  const paces = useMemo(() => {
    const found = findPaces(past)
    const [slower, faster] = [found.slower, found.faster].map((list) =>
      list.map((one) => rowOf(past, history, one)),
    )
    return { ...found, slower, faster }
  }, [history, past])
  if (earlier === 0) {
    const { run } = reports[newest]
    const base = baseOf(site, run)
    return (
      <section class="section">
        <h2>Slower</h2>
        <p class="none">
          There is no earlier report of {branch} to tell what is usual.{' '}
          {base === null ? null : (
            <a href={compareHash(base, run)}>
              Compare the {which} with {branch}
            </a>
          )}
        </p>
      </section>
    )
  }
  const { slower, faster, unknown } = paces
  const words = pacesInWords(paces, 'usual')
  return (
    <>
      <section class="section">
        <h2>
          Slower <span class="quiet">{formatCount(slower.length)}</span>
        </h2>
        <p class="rule">
          The {which} against the median of the {plural(earlier, 'report')} of {branch} before. {NOISE_RULE}
        </p>
        {words === '' ? null : <p class="none">{words}</p>}
        {slower.length === 0 && unknown === 0 ? <p class="none">No test got slower.</p> : null}
        <TestRows of={of} list="slower" rows={slower} />
      </section>
      {faster.length === 0 ? null : (
        <section class="section">
          <h2>
            Faster <span class="quiet">{formatCount(faster.length)}</span>
          </h2>
          <TestRows of={of} list="faster" rows={faster} />
        </section>
      )}
    </>
  )
}

/** All tests of the newest report are in both histories. */
const rowOf = (past: History, history: History, { row, usual, now }: Pace) => ({
  row: history.row.get(past.keys[row]) ?? 0,
  fact: `usually ${formatDuration(usual)}`,
  time: formatDuration(now),
})
