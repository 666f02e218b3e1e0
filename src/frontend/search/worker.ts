/** The search thread. */

import type { ToWorker } from './messages.ts'
import { Searcher } from './searcher.ts'

const searcher = new Searcher()

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  const answer = searcher.take(data)
  if (answer === null) return
  const { buffer } = answer.kind === 'found' ? answer.found : answer.tests
  self.postMessage(answer, { transfer: [buffer] })
}
