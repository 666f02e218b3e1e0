import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { addressOf } from '../data/attempts.ts'
import { rem, unit } from '../frame/density.ts'
import { Picture } from '../frame/picture.tsx'
import { whenResized } from '../frame/when-resized.ts'
import { go } from '../route/location.ts'
import { drawIcicle, ROW } from './draw-icicle.ts'
import { Facts } from './facts.tsx'
import { type Box, boxAt, type Hierarchy, layoutIcicle, neighbour } from './layout.ts'
import { zoomTo } from './state.ts'
import type { TreeNode } from './tree.ts'

/** The picture, and a line about the box under the pointer, else about the one chosen by arrow keys. */
export function Icicle({ hierarchy, top }: { hierarchy: Hierarchy; top: TreeNode }) {
  const element = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [hovered, setHovered] = useState<Box | null>(null)
  const [chosen, setChosen] = useState<Box | null>(null)
  useLayoutEffect(() => {
    const box = element.current
    if (box === null) return
    const measure = (): void => setWidth(box.clientWidth / unit)
    measure() // now, or a picture of width 0 would be drawn first
    return whenResized(box, measure)
  }, [])
  const { tests } = hierarchy
  const boxes = useMemo(() => layoutIcicle(hierarchy, top, width), [hierarchy, top, width])
  const current = chosen !== null && boxes.includes(chosen) ? chosen : null
  const draw = useCallback(
    (context: CanvasRenderingContext2D, palette: Parameters<typeof drawIcicle>[1], density: number) =>
      drawIcicle(context, palette, density, tests, boxes, current),
    [tests, boxes, current],
  )
  const open = ({ node, test }: Box): void => {
    setHovered(null)
    if (test >= 0) go({ page: 'test', address: addressOf(tests, test), wrap: false })
    else if (node !== top) zoomTo(node.path)
  }
  const under = ({ offsetX, offsetY }: MouseEvent): Box | null =>
    boxAt(tests, boxes, offsetX / unit, Math.floor(offsetY / unit / ROW))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && current !== null) open(current)
    else if (event.key.startsWith('Arrow'))
      setChosen(current === null ? boxes[0] : neighbour(boxes, current, event.key))
    else return
    event.preventDefault()
  }
  const rows = boxes.reduce((most, { row }) => Math.max(most, row + 1), 1)
  const shown = hovered !== null && boxes.includes(hovered) ? hovered : (current ?? boxes[0])
  return (
    <>
      <Facts hierarchy={hierarchy} node={shown.node} test={shown.test} />
      <div
        ref={element}
        class="icicle"
        style={{ height: rem(rows * ROW) }}
        tabIndex={0}
        role="application"
        aria-label="Modules, classes and tests by size"
        aria-describedby="icicle-keys"
        onKeyDown={onKeyDown}
        onPointerMove={(event) => setHovered(under(event))}
        onPointerLeave={() => setHovered(null)}
        onClick={(event) => {
          const box = under(event)
          if (box !== null) open(box)
        }}
      >
        <p id="icicle-keys" class="unseen">
          Arrow keys move, Enter zooms in, Backspace goes up. The list below says the same.
        </p>
        <Picture class="icicle-canvas" draw={draw} />
      </div>
    </>
  )
}
