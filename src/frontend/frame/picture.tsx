import { useLayoutEffect, useRef } from 'preact/hooks'
import { density } from './density.ts'
import { type Palette, paletteOf } from './palette.ts'
import { theme } from './settings.ts'
import { whenResized } from './when-resized.ts'

export type Draw = (context: CanvasRenderingContext2D, palette: Palette, density: number) => void

interface PictureProps {
  readonly class: string
  /** Draws the whole picture; another function causes a redraw. */
  readonly draw: Draw
}

/** A canvas, redrawn when its size, the screen, the theme or `draw` changes. Hidden from screen readers. */
export function Picture({ class: name, draw }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const colours = theme.value
  const pixels = density.value
  useLayoutEffect(() => {
    const element = canvas.current
    if (element === null) return
    const paint = (): void => {
      const context = element.getContext('2d')
      if (context === null || element.clientWidth === 0) return
      element.width = Math.round(element.clientWidth * devicePixelRatio) // clears as well
      element.height = Math.round(element.clientHeight * devicePixelRatio)
      draw(context, paletteOf(colours), pixels)
    }
    return whenResized(element, paint)
  }, [draw, colours, pixels])
  return <canvas ref={canvas} class={name} aria-hidden="true" />
}
