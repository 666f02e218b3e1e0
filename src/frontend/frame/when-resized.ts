/** Calls `then` once the element is laid out and whenever its size changes, until the result is called. */
export function whenResized(element: Element, then: () => void): () => void {
  const watcher = new ResizeObserver(then)
  watcher.observe(element)
  return () => watcher.disconnect()
}
