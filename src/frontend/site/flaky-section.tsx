import { useMemo } from 'preact/hooks'
import { formatCount } from '../../words/number.ts'
import { codeOf, findFlaky } from '../compare/flaky.ts'
import { flakyInWords, noFlakyInWords } from '../compare/words.ts'
import { theLast } from './groups.ts'
import type { JobHistory } from './job-history.ts'
import { TestRows } from './test-rows.tsx'

/** Tests that failed and passed with the same code. */
export function FlakySection({ of }: { of: JobHistory }) {
  const { history, reports } = of
  const codes = useMemo(() => reports.map(({ run }) => codeOf(run)), [reports])
  const flaky = useMemo(() => findFlaky(history, codes), [history, codes])
  return (
    <section class="section">
      <h2>
        Flaky <span class="quiet">{formatCount(flaky.length)}</span>
      </h2>
      <p class="rule">
        Failed and passed with the same code in {theLast(reports.length)}: in several of one commit, or in
        several executions of one run.
      </p>
      {flaky.length === 0 ? <p class="none">{noFlakyInWords(codes)}</p> : null}
      <TestRows
        of={of}
        list="flaky"
        rows={flaky.map((one) => ({ row: one.row, fact: flakyInWords(history, one) }))}
      />
    </section>
  )
}
