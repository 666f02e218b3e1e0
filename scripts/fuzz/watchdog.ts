/** Watches from another thread, since an input that hangs the exporter blocks its thread. */

import { writeSync } from 'node:fs'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { keep } from './found.ts'
import type { Trial } from './kind.ts'

const MAX_SECONDS = 25
const MAX_MEMORY = 2.5 * 2 ** 30

interface Watched {
  readonly name: string
  readonly kind: string
  readonly trial: Trial
}

/** Ends the process if an input takes more than 25 s or 2.5 GiB, and keeps that input. */
export class Watchdog {
  private readonly worker = new Worker(import.meta.filename, { workerData: 'watchdog' })

  watch(name: string, kind: string, trial: Trial): void {
    this.worker.postMessage({ name, kind, trial } satisfies Watched, [])
  }

  rest(): void {
    this.worker.postMessage(null, [])
  }

  end(): Promise<number> {
    return this.worker.terminate()
  }
}

if (workerData === 'watchdog') {
  let watched: Watched | null = null
  let since = Date.now()
  parentPort?.on('message', (message: Watched | null) => {
    watched = message
    since = Date.now()
  })
  setInterval(() => {
    const seconds = (Date.now() - since) / 1000
    const memory = process.memoryUsage.rss()
    if (watched !== null && (seconds > MAX_SECONDS || memory > MAX_MEMORY)) giveUp(watched, seconds, memory)
  }, 500)
}

function giveUp({ name, kind, trial }: Watched, seconds: number, memory: number): void {
  const files = Object.entries(trial.files).map(([path, content]) => [
    path,
    content instanceof Uint8Array ? Buffer.from(content) : content,
  ])
  const path = keep(name, kind, { ...trial, files: Object.fromEntries(files) })
  const spent = `${seconds.toFixed(0)} s and ${(memory / 2 ** 20).toFixed(0)} MiB`
  writeSync(2, `fuzz: ${name} has taken ${spent}; kept as ${path}: commit it with the remedy\n`)
  process.kill(process.pid, 'SIGKILL')
}
