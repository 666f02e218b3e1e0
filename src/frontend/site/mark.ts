/** For the browser's own tools and the benchmark: the frame behind what was just shown. */
export function markFrame(name: string): void {
  requestAnimationFrame(() => setTimeout(() => performance.mark(name)))
}
