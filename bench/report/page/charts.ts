/** Draws our charts and uPlot's with the same data and canvas sizes, in one page. */

import UPlot from 'uplot'
import { type Palette, parseColour } from '../../../src/frontend/frame/palette.ts'
import type { Role } from '../../../src/frontend/machine/charts.ts'
import { buildSamplePyramid } from '../../../src/frontend/machine/sample-pyramid.ts'
import { drawTrack } from '../../../src/frontend/timeline/draw-track.ts'
import { sampleColumns } from '../../../src/frontend/timeline/track-pixels.ts'
import type { MachineTracks, Track } from '../../../src/frontend/timeline/tracks.ts'

export interface ChartProbes {
  /** Milliseconds of each of `count` redraws of all charts. */
  readonly ours: (count: number) => Promise<number[]>
  readonly peer: (count: number) => Promise<number[]>
}

declare global {
  interface Window {
    charts: ChartProbes
  }
}

const [CHARTS, SAMPLES] = [10, 100_000]
const [WIDTH, HEIGHT] = [1400, 72]
const ROLES: readonly Role[] = ['main', 'second', 'wait']
const COLOURS = ['#39587f', '#9fb0c3', '#cfa04a']

// a random walk like a machine's load, one sample per second
let state = 1
const random = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
  return (state >>> 0) / 2 ** 32
}
const walk = (): Float64Array => {
  let level = 50
  return Float64Array.from({ length: SAMPLES }, () => {
    level = Math.min(100, Math.max(0, level + (random() - 0.5) * 8))
    return level
  })
}
const seconds = Float64Array.from({ length: SAMPLES }, (_, i) => 1_772_366_400 + i)
const data = Array.from({ length: CHARTS }, () => ROLES.map(walk))

/**
 * Sets `willReadFrequently` for all canvases. Without it and without a GPU, the first reads of a canvas take
 * seconds for copying; and uPlot, which creates its own, has no option for it.
 */
const plain: (name: string) => unknown = Reflect.get(HTMLCanvasElement.prototype, 'getContext')
Reflect.set(HTMLCanvasElement.prototype, 'getContext', function (this: HTMLCanvasElement, name: string) {
  return Reflect.apply(plain, this, [name, { willReadFrequently: true }])
})

window.charts = { ours: ours(), peer: peer() }

function ours(): ChartProbes['ours'] {
  const colours = new Map(ROLES.map((role, i) => [`--chart-${role}`, COLOURS[i]]))
  const css = (property: string): string => colours.get(property) ?? '#ffffff'
  const rgb: Palette['rgb'] = (property) => parseColour(hexToRgb(css(property)))
  const palette: Palette = { pixels: new Uint32Array(0), rgb, css }
  const tracks = data.map(
    (series): Track => ({
      title: '',
      unit: 'percent',
      stacked: false,
      top: 100,
      series: series.map((values, i) => ({ label: '', role: ROLES[i], samples: buildSamplePyramid(values) })),
    }),
  )
  const time = seconds.map((one) => one * 1e6)
  const view = { from: time[0], to: time[SAMPLES - 1] }
  const machine: MachineTracks = { time, step: 1e6, isEven: true, shown: view, tracks }
  const contexts = tracks.map(() => {
    const canvas = document.body.appendChild(document.createElement('canvas'))
    canvas.width = WIDTH
    canvas.height = HEIGHT
    return canvas.getContext('2d') as CanvasRenderingContext2D
  })
  return timed(contexts, () => {
    const columns = sampleColumns(machine, view, WIDTH)
    tracks.forEach((track, i) => drawTrack(contexts[i], track, columns, palette))
  })
}

function peer(): ChartProbes['peer'] {
  const plots = data.map((series) => {
    const options: UPlot.Options = {
      width: WIDTH,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      pxAlign: 0,
      padding: [0, 0, 0, 0],
      axes: [{ show: false }, { show: false }],
      scales: { x: { time: true }, y: { range: [0, 100] } },
      series: [{}, ...COLOURS.map((stroke) => ({ stroke, points: { show: false } }))],
    }
    return new UPlot(options, [seconds, ...series], document.body)
  })
  const contexts = plots.map(({ ctx }) => ctx)
  return timed(contexts, () => {
    for (const plot of plots) plot.redraw(true)
  })
}

/** Canvas commands are deferred until they are needed, so a pixel of each canvas is read. */
function timed(contexts: readonly CanvasRenderingContext2D[], draw: () => void) {
  return async (count: number): Promise<number[]> => {
    const took: number[] = []
    for (let i = 0; i < count; i++) {
      const start = performance.now()
      draw()
      await Promise.resolve() // uPlot draws in a microtask
      for (const context of contexts) context.getImageData(0, 0, 1, 1)
      took.push(performance.now() - start)
    }
    return took
  }
}

function hexToRgb(hex: string): string {
  const value = Number.parseInt(hex.slice(1), 16)
  return `rgb(${value >> 16}, ${(value >> 8) & 255}, ${value & 255})`
}
