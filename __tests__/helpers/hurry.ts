/**
 * Preloaded into an action (`node --import`), makes its clock run 100 times as fast: what waits half a
 * minute before it tries again does so in the time a test has. Sockets keep their own clock.
 */

const { setTimeout } = globalThis
const fast = (run: () => void, milliseconds = 0) => setTimeout(run, milliseconds / 100)
globalThis.setTimeout = Object.assign(fast, setTimeout)

// a module, so that nothing above is everybody's
export {}
