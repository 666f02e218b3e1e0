/** The work of the search thread, free of any thread. */

import type { FromWorker, ToWorker } from './messages.ts'
import { buildNameIndex, findWords, type NameIndex } from './name-index.ts'

export class Searcher {
  private indexes: readonly (NameIndex | null)[] = []
  private firsts: readonly number[] = [0]

  /** Null for a message that wants no answer. */
  take(message: ToWorker): FromWorker | null {
    if (message.kind === 'names') {
      this.indexes = message.runs.map((run) => run && buildNameIndex(run))
      this.firsts = message.firsts
      return null
    }
    const found = new Uint8Array(this.firsts[this.firsts.length - 1])
    this.indexes.forEach((index, run) => {
      if (index !== null)
        findWords(index, message.words, found.subarray(this.firsts[run], this.firsts[run + 1]))
    })
    return { request: message.request, found }
  }
}
