import { useEffect, useRef } from 'preact/hooks'
import { theme } from '../frame/settings.ts'
import type { Chart, Role } from './charts.ts'
import { type PixelColumns, pixelColumns } from './columns.ts'

export interface ChartRange {
  /** Microseconds from the log's origin. */
  readonly span: readonly [number, number]
  readonly time: readonly number[]
  readonly gap: number
}

/** The picture of a chart; what it says in words stands beside it. */
export function ChartCanvas({ chart, range }: { chart: Chart; range: ChartRange }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const colours = theme.value
  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    const draw = (): void => drawChart(element, chart, range)
    const watcher = new ResizeObserver(draw)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [chart, range, colours])
  return <canvas ref={canvas} class="chart" aria-hidden="true" />
}

function drawChart(canvas: HTMLCanvasElement, chart: Chart, range: ChartRange): void {
  const density = window.devicePixelRatio
  const width = Math.round(canvas.clientWidth * density)
  const height = Math.round(canvas.clientHeight * density)
  const context = canvas.getContext('2d')
  if (context === null || width === 0) return
  canvas.width = width // clears as well
  canvas.height = height
  const layers = chart.series.map(({ values }) =>
    pixelColumns(range.time, values, range.span, width, range.gap),
  )
  const top = chart.top ?? highest(layers, chart.stacked)
  const colour = colourOf(canvas)
  const floor = new Float64Array(width)
  // a ground under what was sampled: the machine at rest looks other than no log of it
  for (let x = 0; x < width; x++) {
    if (layers.some(({ mean }) => !Number.isNaN(mean[x])))
      fillColumn(context, x, 0, height, colour('ground'), 1)
  }
  chart.series.forEach(({ role }, i) => {
    const { mean, max } = layers[i]
    for (let x = 0; x < width; x++) {
      if (Number.isNaN(mean[x])) continue
      const scale = height / top
      if (!chart.stacked) fillColumn(context, x, height - max[x] * scale, height, colour(role), 0.4)
      const base = height - floor[x] * scale
      fillColumn(context, x, base - mean[x] * scale, base, colour(role), 1)
      if (chart.stacked) floor[x] += mean[x]
    }
  })
}

function fillColumn(
  context: CanvasRenderingContext2D,
  x: number,
  from: number,
  to: number,
  colour: string,
  alpha: number,
): void {
  context.globalAlpha = alpha
  context.fillStyle = colour
  context.fillRect(x, from, 1, to - from)
}

/** The top of the scale; never zero, so that a machine at rest is a flat line. */
function highest(layers: readonly PixelColumns[], stacked: boolean): number {
  let top = 0
  for (let x = 0; x < (layers[0]?.mean.length ?? 0); x++) {
    let sum = 0
    for (const { mean, max } of layers) {
      if (Number.isNaN(mean[x])) continue
      sum = stacked ? sum + mean[x] : Math.max(sum, max[x])
    }
    top = Math.max(top, sum)
  }
  return top || 1
}

/** A custom property as the browser computes it: only as a colour of an element is it resolved. */
function colourOf(canvas: HTMLCanvasElement): (role: Role | 'ground') => string {
  const known = new Map<string, string>()
  return (role) => {
    let colour = known.get(role)
    if (colour === undefined) {
      canvas.style.color = `var(--chart-${role})`
      colour = getComputedStyle(canvas).color
      known.set(role, colour)
    }
    return colour
  }
}
