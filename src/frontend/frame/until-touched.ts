const TOUCHES = ['wheel', 'pointerdown', 'keydown'] as const

/** Shows it again when more of the page has come, until the reader does something; ends by what it returns. */
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
