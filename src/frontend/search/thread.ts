/**
 * The search thread runs the page's own script a second time: a single-file page has no other script, and a
 * copy of the search code would make every report larger. If the script is a file, the thread loads that.
 */

import type { Answer, ToWorker } from './messages.ts'
import { Searcher } from './searcher.ts'

/** The page's script; `currentScript` is set only while the script first runs. */
const own = typeof document === 'undefined' ? null : document.currentScript

/** Whether this script runs in the thread, not in the page. */
export const isThread = own === null && typeof document === 'undefined'

/** Throws if the page may not start a thread. Some browsers report that only later, through `onFault`. */
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

/** Answers the page's messages; called in the thread. */
export function serve(): void {
  const searcher = new Searcher()
  self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    const answer = searcher.take(data)
    // after the questions that wait already
    if (data.kind === 'names') setTimeout(() => searcher.prepare())
    if (answer === null) return
    self.postMessage(answer, { transfer: buffersOf(answer).map(({ buffer }) => buffer) })
  })
}

/** The buffers that are transferred to the page, and not copied. */
function buffersOf(answer: Answer): { readonly buffer: ArrayBuffer }[] {
  if (answer.kind === 'found') return [answer.found]
  if (answer.kind === 'order') return [answer.tests]
  return [answer.firstChild, answer.below, answer.length, ...answer.places]
}
