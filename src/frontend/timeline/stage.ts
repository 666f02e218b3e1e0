/** Draws the timeline into its canvases: once a frame at most, and only when something changed. */

import { effect } from '@preact/signals'
import { testsRead } from '../data/report.ts'
import { theme, zone } from '../frame/settings.ts'
import { clockShift } from '../text/time.ts'
import { drawAxis } from './draw-axis.ts'
import { LanesPainter } from './draw-lanes.ts'
import { drawOverview } from './draw-overview.ts'
import { drawRunning, drawTrack, sampleColumns } from './draw-track.ts'
import type { Layout } from './layout.ts'
import { type Palette, readPalette } from './palette.ts'
import { gaps, matches, model, names, pyramids, view } from './state.ts'
import type { MachineTracks } from './tracks.ts'

/** What of the page the stage draws into. */
export interface StageElements {
  /** `data-canvas`: overview, axis, lanes, running, and `track-<log>-<n>`. */
  readonly root: HTMLElement
  readonly layout: () => Layout | null
  readonly machines: () => ReadonlyMap<number, MachineTracks>
}

/** What the browser's own tools, and the benchmark, see: when the first frame was there, and what each took. */
const [FIRST, FRAME] = ['timeline', 'frame']

export class Stage {
  private readonly elements: StageElements
  private readonly painter = new LanesPainter()
  private palette: Palette | null = null
  private frame = 0
  private readonly forget: (() => void)[] = []
  /** What the overview was drawn from, since it does not change with the view. */
  private overviewOf: readonly unknown[] = []

  constructor(elements: StageElements) {
    this.elements = elements
    const watcher = new ResizeObserver(() => this.schedule())
    watcher.observe(elements.root)
    this.forget.push(
      () => watcher.disconnect(),
      effect(() => {
        void theme.value
        this.palette = null
        this.schedule()
      }),
      effect(() => {
        void [view.value, pyramids.value, matches.value, zone.value, testsRead.value, gaps.value]
        this.schedule()
      }),
    )
  }

  close(): void {
    cancelAnimationFrame(this.frame)
    for (const forget of this.forget) forget()
  }

  schedule(): void {
    if (this.frame !== 0) return
    this.frame = requestAnimationFrame(() => {
      this.frame = 0
      const start = performance.now()
      if (this.draw()) tell(start)
    })
  }

  /** Whether there was anything to draw, and where. */
  private draw(): boolean {
    const { root } = this.elements
    const [now, built, span, layout] = [model.value, pyramids.value, view.value, this.elements.layout()]
    if (now === null || built === null || span === null || layout === null) return false
    const probe = root.querySelector<HTMLElement>('[data-probe]')
    if (probe === null) return false
    this.palette ??= readPalette(probe)
    const { palette } = this
    const density = window.devicePixelRatio
    const shown = matches.value
    const lanes = sized(root, 'lanes', density)
    if (lanes === null) return false
    this.painter.draw(lanes, {
      model: now,
      pyramids: built,
      layout,
      view: span,
      matches: shown,
      palette,
      names: names.value,
      gaps: gaps.value,
      density,
    })
    const running = sized(root, 'running', density)
    if (running !== null) drawRunning(running, this.painter.running, now.rows.length, palette)
    for (const [log, machine] of this.elements.machines()) this.drawMachine(log, machine, palette)
    const axis = sized(root, 'axis', density)
    if (axis !== null) drawAxis(axis, span, zone.value, clockShift(span.from, zone.value), palette, density)
    this.drawOverview(built, density)
    return true
  }

  private drawMachine(log: number, machine: MachineTracks, palette: Palette): void {
    const span = view.value
    if (span === null) return
    let columns: ReturnType<typeof sampleColumns> | null = null
    machine.tracks.forEach((track, n) => {
      const context = sized(this.elements.root, `track-${log}-${n}`, window.devicePixelRatio)
      if (context === null) return
      columns ??= sampleColumns(machine, span, context.canvas.width)
      drawTrack(context, track, columns, palette)
    })
  }

  private drawOverview(built: NonNullable<typeof pyramids.value>, density: number): void {
    const context = sized(this.elements.root, 'overview', density)
    if (context === null || this.palette === null || model.value === null) return
    const { width, height } = context.canvas
    const of = [built, this.palette, width, height]
    if (of.every((one, i) => one === this.overviewOf[i])) return
    this.overviewOf = of
    drawOverview(context, {
      model: model.value,
      pyramids: built,
      matches: matches.value,
      palette: this.palette,
    })
  }
}

let told = false

function tell(start: number): void {
  if (!told) performance.mark(FIRST)
  told = true
  performance.measure(FRAME, { start })
  performance.clearMeasures(FRAME) // who watches has it already; nobody else needs it kept
}

/** The canvas of that name with as many pixels as it has on the screen; setting them clears it. */
function sized(root: HTMLElement, name: string, density: number): CanvasRenderingContext2D | null {
  const canvas = root.querySelector<HTMLCanvasElement>(`canvas[data-canvas="${name}"]`)
  if (canvas === null || canvas.clientWidth === 0) return null
  const width = Math.round(canvas.clientWidth * density)
  const height = Math.round(canvas.clientHeight * density)
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  return canvas.getContext('2d')
}
