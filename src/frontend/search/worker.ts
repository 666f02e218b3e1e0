/** The search thread. */

import type { ToWorker } from './messages.ts'
import { Searcher } from './searcher.ts'

const searcher = new Searcher()

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  const answer = searcher.take(data)
  if (answer !== null) self.postMessage(answer, { transfer: [answer.found.buffer] })
}
