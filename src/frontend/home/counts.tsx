import { formatCount } from '../../words/number.ts'
import { Glyph } from '../frame/glyph.tsx'
import { printRoute } from '../route/hash.ts'
import { ALL_TESTS } from '../route/route.ts'
import { CODE, SEVERITY, STATUS_COUNTED } from '../text/status.ts'

interface CountsProps {
  /** By status code. */
  readonly counts: readonly number[]
  /** Number of tests that never ran. */
  readonly missing: number
  /** Null if the report has only one. */
  readonly run: number | null
}

/** Counts by status, each a link to the table, and of tests that never ran: their sum is the verdict's. */
export function Counts({ counts, missing, run }: CountsProps) {
  const present = SEVERITY.filter((status) => counts[CODE[status]] > 0)
  if (present.length === 0 && missing === 0) return null
  return (
    <ul class="counts">
      {present.map((status) => (
        <li key={status}>
          <a href={printRoute({ ...ALL_TESTS, statuses: [status], run })}>
            <Glyph status={status} label={false} />
            <b>{formatCount(counts[CODE[status]])}</b> {STATUS_COUNTED[status]}
          </a>
        </li>
      ))}
      {missing === 0 ? null : (
        <li>
          <b>{formatCount(missing)}</b> never ran
        </li>
      )}
    </ul>
  )
}
