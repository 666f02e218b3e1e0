/**
 * The search thread runs the page's own script once more: a page of one file has no other to give it,
 * and a copy of the search's part would be carried by every report. Where the script is a file, it is that file.
 */

import type { Answer, ToWorker } from './messages.ts'
import { Searcher } from './searcher.ts'

/** The script that is running; only while it runs for the first time can it be told. */
const own = typeof document === 'undefined' ? null : document.currentScript

/** Whether this is the thread, and not the page. */
export const isThread = own === null && typeof document === 'undefined'

/** Throws where the page may start none; some browsers tell that only afterwards, by `onFault`. */
export function startThread(
  onAnswer: (answer: Answer) => void,
  onFault: () => void,
): (message: ToWorker) => void {
  const { src, textContent } = own as HTMLScriptElement
  const worker = new Worker(src || URL.createObjectURL(new Blob([textContent], { type: 'text/javascript' })))
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => onAnswer(data))
  worker.addEventListener('error', () => {
    worker.terminate()
    onFault()
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is no window
  return (message) => worker.postMessage(message)
}

/** In the thread. */
export function serve(): void {
  const searcher = new Searcher()
  self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    const answer = searcher.take(data)
    // behind the questions that wait already
    if (data.kind === 'names') setTimeout(() => searcher.prepare())
    if (answer === null) return
    self.postMessage(answer, { transfer: buffersOf(answer).map(({ buffer }) => buffer) })
  })
}

/** They move to the page, and are not copied. */
function buffersOf(answer: Answer): { readonly buffer: ArrayBuffer }[] {
  if (answer.kind === 'found') return [answer.found]
  if (answer.kind === 'order') return [answer.tests]
  return [answer.firstChild, answer.below, answer.length, ...answer.places]
}
