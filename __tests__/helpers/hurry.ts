/** Speeds up timers: before it gives up, @actions/artifact waits half a minute, too long for a test. */

const TIMES = 200

/** Makes timers run `times` as fast; sockets keep their own clock. Returns a function that undoes this. */
export function hurry(times = TIMES): () => void {
  const { setTimeout } = globalThis
  const fast = (run: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) =>
    setTimeout(run, milliseconds / times, ...values)
  globalThis.setTimeout = Object.assign(fast, setTimeout)
  return () => {
    globalThis.setTimeout = setTimeout
  }
}

/** For `node --import`: does the same in another process. */
export const hurryModule = (times: number = TIMES): string =>
  `data:text/javascript,${encodeURIComponent(
    `import { hurry } from ${JSON.stringify(import.meta.url)}; hurry(${times})`,
  )}`
