#!/usr/bin/env node
import { constants } from 'node:os'
import { builtPage } from '../page.ts'
import { run } from './run.ts'
import { guardOutput } from './standard-streams.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    process.exitCode = 128 + constants.signals[signal]
    stop.abort(new Error(`stopped by ${signal}`))
  })
}

guardOutput()
try {
  const status = await run(process.argv.slice(2), builtPage(import.meta.dirname), stop.signal)
  process.exitCode ??= status
} catch (error) {
  if (!stop.signal.aborted) throw error
  // standard input may still be open
  process.exit()
}
