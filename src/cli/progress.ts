import type { Progress } from '../convert/types.ts'
import { formatBytes, formatCount } from '../words/number.ts'

const EVERY_MS = 100

/** A progress line on a terminal; prints nothing into a pipe. */
export class ProgressLine {
  private readonly stream: NodeJS.WriteStream
  private readonly shown: boolean
  private last = Number.NEGATIVE_INFINITY

  constructor(stream: NodeJS.WriteStream, quiet: boolean) {
    this.stream = stream
    this.shown = stream.isTTY && !quiet
  }

  readonly update = (progress: Progress): void => {
    if (!this.shown) return
    const now = performance.now()
    if (now - this.last < EVERY_MS) return
    this.last = now
    this.stream.write(`\r\x1b[K${formatBytes(progress.bytes)} read, ${formatCount(progress.tests)} tests`)
  }

  clear(): void {
    if (this.shown) this.stream.write('\r\x1b[K')
  }
}
