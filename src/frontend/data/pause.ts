/** Splits long work into slices, so that the browser can draw and handle input in between. */

/** Milliseconds: half a frame. */
export const SLICE = 8

/**
 * Yields to the browser. Uses a message, because browsers delay timeouts by 4 ms each, which for 50 slices
 * is as long as the work itself.
 */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}

/** Calls `step`, and `onSlice` after it, until `step` returns true or the signal is aborted. */
export async function inSlices(
  step: (deadline: number) => boolean,
  onSlice: () => void,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await pause()
    if (signal.aborted) return
    const done = step(performance.now() + SLICE)
    onSlice()
    if (done) return
  }
}
