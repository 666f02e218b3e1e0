export interface Bar {
  /** Null: nothing is known of it. */
  readonly value: number | null
  readonly bad: boolean
}

interface BarsProps {
  readonly class: string
  /** The oldest first: the newest stands at the right end. */
  readonly bars: readonly Bar[]
  /** Bars that there is room for. */
  readonly slots: number
  /** Index of the one that is pointed at; −1 for none. */
  readonly at?: number
}

/** Units of a bar with the gap behind it, of the bar, and of the height. */
const [STEP, BAR, HEIGHT] = [10, 8, 100]
/** Of a bar, so that none is overlooked. */
const LEAST = 2

/**
 * A bar a report, as high as its value; of one that failed in the colour of failures. What has no value
 * is a dot on the ground. Paths, not a canvas: four of those, with the colours read for them, took 64 ms
 * of a first look, traced.
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
