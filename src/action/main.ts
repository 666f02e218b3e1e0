import { builtPage } from '../page.ts'
import { CancelledError } from './cancelled.ts'
import { run } from './run.ts'

const cancelled = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => cancelled.abort(new CancelledError(signal)))
}

await run(builtPage(import.meta.dirname), cancelled.signal)
// A hanging upload would keep the process alive, so exit as soon as all output is written.
process.stdout.write('', () => process.stderr.write('', () => process.exit()))
