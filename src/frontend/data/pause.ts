/** Long work in slices, so that the page is drawn and keys are heard meanwhile. */

/** Milliseconds: half of a frame. */
export const SLICE = 8

/**
 * Lets the browser do what waits. By a message: timeouts are held back to 4 ms each, which for 50 slices
 * is as long as the work.
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

/** Until it says that all is done, or nobody wants it any more; `onSlice` after each slice. */
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
