const TOUCHES = ['wheel', 'pointerdown', 'keydown'] as const

/** Calls `show` when the page's size changes, until the page is touched or the result is called. */
export function untilTouched(show: () => void): () => void {
  const watcher = new ResizeObserver(show)
  const end = (): void => {
    watcher.disconnect()
    for (const touch of TOUCHES) removeEventListener(touch, end, true)
  }
  watcher.observe(document.body)
  for (const touch of TOUCHES) addEventListener(touch, end, { capture: true, passive: true })
  return end
}
