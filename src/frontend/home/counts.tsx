import type { Status } from '../../format/exported.ts'
import { formatCount } from '../../words/number.ts'
import { Glyph } from '../frame/glyph.tsx'
import { printRoute } from '../route/hash.ts'
import { ALL_TESTS } from '../route/route.ts'
import { CODE, SEVERITY, STATUS_COUNTED } from '../text/status.ts'

interface CountsProps {
  /** By status code. */
  readonly counts: readonly number[]
  /** Null if the report has only one. */
  readonly run: number | null
}

/** Those that failed as expected come behind those that passed, among whom the verdict has them, too. */
const ORDER = [...SEVERITY.filter((status) => status !== 'xfail'), 'xfail'] as const

/** Counts by status, each a link to the table. */
export function Counts({ counts, run }: CountsProps) {
  const xfail = counts[CODE.xfail]
  const passed: readonly Status[] = xfail > 0 ? ['success', 'xfail'] : ['success']
  const told = (status: Status): number => counts[CODE[status]] + (status === 'success' ? xfail : 0)
  const present = ORDER.filter((status) => told(status) > 0)
  if (present.length === 0) return null
  return (
    <ul class="counts">
      {present.map((status) => (
        <li key={status}>
          <a href={printRoute({ ...ALL_TESTS, statuses: status === 'success' ? passed : [status], run })}>
            <Glyph status={status} label={false} />
            <b>{formatCount(told(status))}</b> {status === 'xfail' ? 'of them ' : ''}
            {STATUS_COUNTED[status]}
          </a>
        </li>
      ))}
    </ul>
  )
}
