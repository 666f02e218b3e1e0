import { whenResized } from './when-resized.ts'

const TOUCHES = ['wheel', 'pointerdown', 'keydown'] as const

/** Calls `show` when the page's size changes, until the page is touched or the result is called. */
export function untilTouched(show: () => void): () => void {
  const leave = whenResized(document.body, show)
  const end = (): void => {
    leave()
    for (const touch of TOUCHES) removeEventListener(touch, end, true)
  }
  for (const touch of TOUCHES) addEventListener(touch, end, { capture: true, passive: true })
  return end
}
