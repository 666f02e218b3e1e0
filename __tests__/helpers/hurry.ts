/** What @actions/artifact waits half a minute for before it gives up comes in the time a test has. */

const TIMES = 200

/** Makes timers run that many times as fast; sockets keep their own clock. Returns what undoes it. */
export function hurry(times = TIMES): () => void {
  const { setTimeout } = globalThis
  const fast = (run: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) =>
    setTimeout(run, milliseconds / times, ...values)
  globalThis.setTimeout = Object.assign(fast, setTimeout)
  return () => {
    globalThis.setTimeout = setTimeout
  }
}

/** For `node --import`: the same in a process of its own. */
export const hurryModule = (times: number = TIMES): string =>
  `data:text/javascript,${encodeURIComponent(
    `import { hurry } from ${JSON.stringify(import.meta.url)}; hurry(${times})`,
  )}`
