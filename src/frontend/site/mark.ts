/** Sets a performance mark after the next frame, for the browser's own tools and the benchmark. */
export function markFrame(name: string): void {
  requestAnimationFrame(() => setTimeout(() => performance.mark(name)))
}
