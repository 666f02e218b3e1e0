/** The work of the search thread, free of any thread. */

import { buildClassTree } from '../hierarchy/class-tree.ts'
import type { Answer, ToWorker } from './messages.ts'
import { buildNameIndex, findWords, type NameIndex } from './name-index.ts'
import { orderByName, orderByValue } from './order.ts'

export class Searcher {
  private indexes: readonly (NameIndex | null)[] = []
  private firsts: readonly number[] = [0]
  /** Of each run, for the tree. */
  private classes: readonly (readonly string[])[] = []

  /** Null for a message that wants no answer. */
  take(message: ToWorker): Answer | null {
    switch (message.kind) {
      case 'names':
        this.indexes = message.runs.map((run) => run && buildNameIndex(run))
        this.firsts = message.firsts
        this.classes = message.runs.map((run) => run?.classes ?? [])
        return null
      case 'find':
        return { kind: 'found', found: this.find(message.words) }
      case 'order': {
        const { values, ties } = message
        const order =
          values === null ? orderByName(this.indexes, this.firsts, ties) : orderByValue(values, ties)
        return { kind: 'order', ...order }
      }
      case 'tree': {
        const tree = buildClassTree(this.classes)
        this.classes = []
        return { kind: 'tree', ...tree }
      }
    }
  }

  private find(words: readonly string[]): Uint8Array<ArrayBuffer> {
    const found = new Uint8Array(this.firsts[this.firsts.length - 1])
    this.indexes.forEach((index, run) => {
      if (index !== null) findWords(index, words, found.subarray(this.firsts[run], this.firsts[run + 1]))
    })
    return found
  }
}
