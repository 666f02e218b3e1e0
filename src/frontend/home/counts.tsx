import type { Status } from '../../format/exported.ts'
import { formatCount } from '../../words/number.ts'
import { Glyph } from '../frame/glyph.tsx'
import { printRoute } from '../route/hash.ts'
import { ALL_TESTS } from '../route/route.ts'
import { SEVERITY, STATUS_COUNTED } from '../text/status.ts'

interface CountsProps {
  /** Null until the tests have been read. */
  readonly counts: Readonly<Record<Status, number>> | null
  /** Null if the report has only one. */
  readonly run: number | null
}

/** Those that failed as expected come behind those that passed, among whom the verdict has them, too. */
const ORDER = [...SEVERITY.filter((status) => status !== 'xfail'), 'xfail'] as const

/** Counts by status, each a link to the table. */
export function Counts({ counts, run }: CountsProps) {
  if (counts === null) return <p class="counts is-coming" />
  const passed: readonly Status[] = counts.xfail > 0 ? ['success', 'xfail'] : ['success']
  const told = { ...counts, success: counts.success + counts.xfail }
  const present = ORDER.filter((status) => told[status] > 0)
  if (present.length === 0) return null
  return (
    <ul class="counts">
      {present.map((status) => (
        <li key={status}>
          <a href={printRoute({ ...ALL_TESTS, statuses: status === 'success' ? passed : [status], run })}>
            <Glyph status={status} label={false} />
            <b>{formatCount(told[status])}</b> {status === 'xfail' ? 'of them ' : ''}
            {STATUS_COUNTED[status]}
          </a>
        </li>
      ))}
    </ul>
  )
}
