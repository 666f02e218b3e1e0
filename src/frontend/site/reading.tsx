import { formatBytes, plural } from '../../words/number.ts'
import type { LastReports } from '../compare/last-reports.ts'
import { MOST_BYTES } from '../compare/last-reports.ts'
import { ErrorNotice } from '../frame/notice.tsx'

export function ReadingReports({ done, of }: { done: number; of: number }) {
  return (
    <p class="quiet reading" role="status">
      Reading the tests of {plural(of, 'report')}…
      <progress max={of} value={done} aria-label="Reports read" />
    </p>
  )
}

/** Faults shown one by one: if the server is gone, all of them are alike. */
const TOLD = 3

/** Reports that could not be read, or were left out because of the limit. */
export function Missing({ last }: { last: LastReports }) {
  return (
    <>
      {last.faults.slice(0, TOLD).map((error) => (
        <ErrorNotice key={error.message} error={error} />
      ))}
      {last.faults.length > TOLD ? (
        <p class="quiet">{plural(last.faults.length - TOLD, 'more report')} could not be read.</p>
      ) : null}
      {last.left === 0 ? null : (
        <p class="quiet">
          {plural(last.left, 'older report')} left out: this page reads no more than {formatBytes(MOST_BYTES)}
          .
        </p>
      )}
    </>
  )
}
