import { durationAt, type History, kindAt } from '../compare/history.ts'

/** SVG units: a bar with the gap after it, the bar, and the height. */
const [STEP, BAR, HEIGHT] = [5, 4, 18]

/**
 * A test's times, a bar per report, with one path per kind of status: small enough for a hundred of them.
 * Failures have full height, however quickly they failed; a report without the test leaves a gap.
 */
export function Spark({ history, row }: { history: History; row: number }) {
  const columns = history.reports.map((_, column) => column)
  const times = columns.map((column) => durationAt(history, row, column))
  const most = Math.max(...times.map((time) => time || 0), 1)
  const paths = { passed: '', failed: '', skipped: '' }
  for (const column of columns) {
    const kind = kindAt(history, row, column)
    if (kind === null) continue
    const share = kind === 'failed' ? 1 : (times[column] || 0) / most
    const high = Math.max(1, Math.round(share * HEIGHT))
    paths[kind] += `M${column * STEP} ${HEIGHT - high}h${BAR}v${high}h-${BAR}z`
  }
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${Math.max(columns.length, 1) * STEP - 1} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="is-success" d={paths.passed} />
      <path class="is-skip" d={paths.skipped} />
      <path class="is-fail" d={paths.failed} />
    </svg>
  )
}
