#!/usr/bin/env node
import { constants } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'

// src/cli/ and dist/cli/ are equally deep
const page = join(import.meta.dirname, '../../dist/frontend/index.html')

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    process.exitCode = 128 + constants.signals[signal]
    stop.abort(new Error(`stopped by ${signal}`))
  })
}

try {
  const status = await run(process.argv.slice(2), page, stop.signal)
  process.exitCode ??= status
} catch (error) {
  if (!stop.signal.aborted) throw error
  // standard input may still be open
  process.exit()
}
