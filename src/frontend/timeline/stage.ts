/** Draws a timeline into its canvases, at most once per frame and only when something has changed. */

import { effect } from '@preact/signals'
import type { Span } from '../data/span.ts'
import { density } from '../frame/density.ts'
import { type Palette, paletteOf } from '../frame/palette.ts'
import { theme, zone } from '../frame/settings.ts'
import { whenResized } from '../frame/when-resized.ts'
import { drawAxis } from './draw-axis.ts'
import { LanesPainter, type LanesScene } from './draw-lanes.ts'
import { drawOverview } from './draw-overview.ts'
import { drawRunning, drawTrack } from './draw-track.ts'
import { type SampleColumns, sampleColumns } from './track-pixels.ts'
import type { MachineTracks } from './tracks.ts'

/** What is drawn. */
export interface Scene extends Omit<LanesScene, 'palette' | 'density'> {
  /** Log → its charts. */
  readonly machines: ReadonlyMap<number, MachineTracks>
}

/** Performance entries for devtools and the benchmark: a mark at the first frame, a measure of each. */
const [FIRST, FRAME] = ['timeline', 'frame']

/**
 * `root` contains the canvases, identified by `data-canvas`: lanes, running, axis, overview and
 * `track-<log>-<n>`, any of which may be missing. `scene` reads signals; when they change, everything is
 * redrawn. Null: nothing to draw yet.
 */
export class Stage {
  private readonly root: HTMLElement
  private readonly scene: () => Scene | null
  private readonly painter = new LanesPainter()
  private frame = 0
  private readonly forget: (() => void)[] = []
  /** What the overview was last drawn from: it does not change with the view. */
  private overviewOf: readonly unknown[] = []
  /** Whether the last frame postponed the overview to this one. */
  private isOverviewDue = false

  constructor(root: HTMLElement, scene: () => Scene | null) {
    this.root = root
    this.scene = scene
    this.forget.push(
      whenResized(root, () => this.schedule()),
      effect(() => {
        void [scene(), zone.value, theme.value, density.value]
        this.schedule()
      }),
    )
  }

  close(): void {
    cancelAnimationFrame(this.frame)
    for (const forget of this.forget) forget()
  }

  schedule(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.drawNow())
  }

  /** Draws at once: canvases just created or resized would stay empty until the next frame. */
  drawNow(): void {
    cancelAnimationFrame(this.frame)
    this.frame = 0
    const start = performance.now()
    const scene = this.scene()
    if (scene !== null && this.draw(scene)) tell(start)
  }

  /** Returns whether there was a canvas to draw the lanes on. */
  private draw(scene: Scene): boolean {
    const lanes = this.canvas('lanes')
    if (lanes === null) return false
    const palette = paletteOf(theme.value)
    const { view, model } = scene
    this.painter.draw(lanes, { ...scene, palette, density: density.value })
    const running = this.canvas('running')
    if (running !== null) drawRunning(running, this.painter.running, model.rows.length, palette)
    for (const [log, machine] of scene.machines) this.drawMachine(log, machine, view, palette)
    const axis = this.canvas('axis')
    if (axis !== null) drawAxis(axis, view, zone.value, palette, density.value)
    this.drawOverview(scene, palette)
    return true
  }

  private drawMachine(log: number, machine: MachineTracks, view: Span, palette: Palette): void {
    let columns: SampleColumns | null = null
    machine.tracks.forEach((track, n) => {
      const context = this.canvas(`track-${log}-${n}`)
      if (context === null) return
      columns ??= sampleColumns(machine, view, context.canvas.width)
      drawTrack(context, track, columns, palette)
    })
  }

  private drawOverview({ model, pyramids, matches }: Scene, palette: Palette): void {
    const { clientWidth = 0, clientHeight = 0 } = this.element('overview') ?? {}
    const of = [pyramids, palette, clientWidth, clientHeight, density.value]
    const isDrawn = clientWidth === 0 || of.every((one, i) => one === this.overviewOf[i])
    // the lanes first: they are what the reader waits for, and the overview may cost as much
    this.isOverviewDue = !isDrawn && !this.isOverviewDue
    if (this.isOverviewDue) this.schedule()
    if (isDrawn || this.isOverviewDue) return
    // not earlier: resizing a canvas clears it until it is drawn
    const context = this.canvas('overview')
    if (context === null) return
    this.overviewOf = of
    drawOverview(context, { model, pyramids, matches, palette })
  }

  private element(name: string): HTMLCanvasElement | null {
    return this.root.querySelector(`canvas[data-canvas="${name}"]`)
  }

  /** Context of the named canvas, resized to its device pixels (which clears it); null if not visible. */
  private canvas(name: string): CanvasRenderingContext2D | null {
    const canvas = this.element(name)
    if (canvas === null || canvas.clientWidth === 0) return null
    const width = Math.round(canvas.clientWidth * devicePixelRatio)
    const height = Math.round(canvas.clientHeight * devicePixelRatio)
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    return canvas.getContext('2d')
  }
}

let isMarked = false

function tell(start: number): void {
  if (!isMarked) performance.mark(FIRST)
  isMarked = true
  performance.measure(FRAME, { start })
  performance.clearMeasures(FRAME) // observers have received it; nobody else needs it
}
