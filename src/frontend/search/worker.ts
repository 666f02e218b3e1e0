/** The search thread: the page's own script once more, which takes this way where there is no document. */

import type { ToWorker } from './messages.ts'
import { Searcher } from './searcher.ts'

export function serveSearch(): void {
  const searcher = new Searcher()
  self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    const answer = searcher.take(data)
    if (answer === null) return
    const { buffer } = answer.kind === 'found' ? answer.found : answer.tests
    self.postMessage(answer, { transfer: [buffer] })
  })
}

/** Of the script that runs, before anything else does; where it is none of a page, nothing. */
const script = globalThis.document?.currentScript?.textContent ?? ''

/** Throws where the page may start no thread. */
export const startSearch = (): Worker => new Worker(URL.createObjectURL(new Blob([script])))
