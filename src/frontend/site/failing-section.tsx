import { useMemo } from 'preact/hooks'
import { formatCount, plural } from '../../words/number.ts'
import { type Failing, findFailing } from '../compare/failing.ts'
import type { JobHistory } from './job-history.ts'
import { TestRows } from './test-rows.tsx'

/** The tests that fail in the newest report: what a reader of a failed job looks for first. */
export function FailingSection({ of }: { of: JobHistory }) {
  const { history, newest, which } = of
  const failing = useMemo(() => findFailing(history, newest), [history, newest])
  return (
    <section class="section">
      <h2>
        Failing <span class="quiet count">{formatCount(failing.length)}</span>
      </h2>
      {failing.length === 0 ? (
        <p class="none">No test failed in the {which}.</p>
      ) : (
        <p class="rule">In the {which}. Tests that have failed for the shortest time come first.</p>
      )}
      <TestRows of={of} list="failing" rows={failing.map((one) => ({ row: one.row, fact: since(one) }))} />
    </section>
  )
}

function since({ times, isNew }: Failing): string {
  if (isNew) return 'new test'
  return times === 1 ? 'did not fail before' : `in ${plural(times, 'report')} in a row`
}
