#!/usr/bin/env node
import { run } from './run.ts'
import { guardOutput } from './standard-streams.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // not once: a second signal, which `timeout` sends at once, would end the process before it has cleaned up
  process.on(signal, (_: string, number: number) => {
    process.exitCode ??= 128 + number
    stop.abort(new Error(`stopped by ${signal}`))
  })
}

guardOutput()
try {
  const status = await run(process.argv.slice(2), import.meta.dirname, stop.signal)
  process.exitCode ??= status
} catch (error) {
  if (!stop.signal.aborted) throw error
  // an open standard input would keep the process alive
  process.exit()
}
