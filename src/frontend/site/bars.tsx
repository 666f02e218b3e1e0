export interface Bar {
  /** Null if unknown. */
  readonly value: number | null
  readonly bad: boolean
}

interface BarsProps {
  readonly class: string
  /** Oldest first; the newest is at the right end. */
  readonly bars: readonly Bar[]
  /** Number of bars that there is room for. */
  readonly slots: number
  /** Index of the bar that is pointed at; −1 for none. */
  readonly at?: number
}

/** SVG units: a bar with the gap after it, the bar, and the height. */
const [STEP, BAR, HEIGHT] = [10, 8, 100]
/** Least height of a bar, so that none is overlooked. */
const LEAST = 2

/**
 * A bar per report, as high as its value, in the failure colour if it is `bad`. A report without a value is
 * a dot at the bottom. SVG paths, not canvases: in a trace, four of these, and reading their colours, took
 * 64 ms of the first view.
 *
 *     ▂▅▅▆▅▇▅.▅▆
 */
export function Bars({ class: name, bars, slots, at = -1 }: BarsProps) {
  const most = Math.max(...bars.map(({ value }) => value ?? 0), 1e-9)
  const first = slots - bars.length
  const paths = { 'is-success': '', 'is-skip': '', 'is-fail': '' }
  for (const [n, { value, bad }] of bars.entries()) {
    const high = Math.max(LEAST, Math.round(((value ?? 0) / most) * HEIGHT))
    const kind = value === null ? 'is-skip' : bad ? 'is-fail' : 'is-success'
    paths[kind] += `M${(first + n) * STEP} ${HEIGHT - high}h${BAR}v${high}h-${BAR}z`
  }
  return (
    <svg
      class={`bars ${name}`}
      viewBox={`0 0 ${slots * STEP - (STEP - BAR)} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {at < 0 ? null : (
        <path class="bars-at" d={`M${(first + at) * STEP - 1} 0h${STEP}v${HEIGHT}h-${STEP}z`} />
      )}
      {Object.entries(paths).map(([kind, path]) =>
        path === '' ? null : <path key={kind} class={kind} d={path} />,
      )}
    </svg>
  )
}
