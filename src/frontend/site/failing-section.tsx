import { useMemo } from 'preact/hooks'
import { formatCount } from '../../words/number.ts'
import { findFailing } from '../compare/failing.ts'
import { isOnDefault } from '../compare/related.ts'
import { failingInWords } from '../compare/words.ts'
import { cutMiddle } from '../text/name.ts'
import type { JobHistory } from './job-history.ts'
import { TestRows } from './test-rows.tsx'

/** The tests that fail in the newest report: what a reader of a failed job looks for first. */
export function FailingSection({ of }: { of: JobHistory }) {
  const { site, history, reports, newest, which, past } = of
  const main = isOnDefault(site, reports[newest].run) ? null : past
  const failing = useMemo(() => findFailing(history, newest, main), [history, newest, main])
  const branch = cutMiddle(site.defaultBranch ?? '', 40)
  return (
    <section class="section">
      <h2>
        Failing <span class="quiet">{formatCount(failing.length)}</span>
      </h2>
      {failing.length === 0 ? (
        <p class="none">No test failed in the {which}.</p>
      ) : (
        <p class="rule">In the {which}. Tests that have failed for the shortest time come first.</p>
      )}
      <TestRows
        of={of}
        list="failing"
        rows={failing.map((one) => ({ row: one.row, fact: failingInWords(one, branch) }))}
      />
    </section>
  )
}
