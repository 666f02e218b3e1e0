import { useCallback } from 'preact/hooks'
import { type Draw, Picture } from '../frame/picture.tsx'

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

/**
 * A bar a report, as high as its value; of one that failed in the colour of failures. What has no value
 * is a dot on the ground, so that none is overlooked.
 *
 *     ▂▅▅▆▅▇▅.▅▆
 */
export function Bars({ class: name, bars, slots, at = -1 }: BarsProps) {
  const draw = useCallback<Draw>(
    (context, palette, density) => {
      const { width, height } = context.canvas
      const most = Math.max(...bars.map(({ value }) => value ?? 0), 1e-9)
      const step = width / slots
      const gap = Math.max(1, Math.round(Math.min(2 * density, step / 4)))
      const first = slots - bars.length
      for (const [n, { value, bad }] of bars.entries()) {
        const [x, end] = [Math.round((first + n) * step), Math.round((first + n + 1) * step)]
        if (n === at) {
          context.fillStyle = palette.css('--accent-ground')
          context.fillRect(x - gap / 2, 0, end - x, height)
        }
        const high = Math.max(density, Math.round(((value ?? 0) / most) * (height - density)))
        context.fillStyle = palette.css(
          value === null ? '--fill-skip-hatch' : bad ? '--fill-fail' : '--fill-success',
        )
        context.fillRect(x, height - high, Math.max(1, end - x - gap), high)
      }
    },
    [bars, slots, at],
  )
  return <Picture class={name} draw={draw} />
}
