import { join } from 'node:path'
import { run } from './run.ts'

// src/action/ and dist/action/ are equally deep
const page = join(import.meta.dirname, '../../dist/frontend/index.html')

const cancelled = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => cancelled.abort(new Error(`the job was cancelled (${signal})`)))
}

await run(page, cancelled.signal)
// An upload that hangs would keep the process; what was printed is written first.
process.stdout.write('', () => process.stderr.write('', () => process.exit()))
