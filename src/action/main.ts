import { builtPage } from '../page.ts'
import { run } from './run.ts'

const cancelled = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => cancelled.abort(new Error(`the job was cancelled (${signal})`)))
}

await run(builtPage(import.meta.dirname), cancelled.signal)
// An upload that hangs would keep the process; what was printed is written first.
process.stdout.write('', () => process.stderr.write('', () => process.exit()))
