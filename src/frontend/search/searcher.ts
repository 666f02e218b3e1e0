/** The work of the search thread, which can run without one. */

import { buildClassTree } from '../data/class-tree.ts'
import type { Answer, Names, ToWorker } from './messages.ts'
import { buildNameIndex, findWords, type NameIndex } from './name-index.ts'
import { orderByName, orderByValue } from './order.ts'

export class Searcher {
  private indexes: readonly (NameIndex | null)[] | null = []
  private runs: Names['runs'] = []
  private firsts: readonly number[] = [0]
  /** The class names of each run, for the tree. */
  private classes: readonly (readonly string[])[] = []

  /** Null for a message that wants no answer. */
  take(message: ToWorker): Answer | null {
    switch (message.kind) {
      case 'names':
        this.runs = message.runs
        this.indexes = null
        this.firsts = message.firsts
        this.classes = message.runs.map((run) => run?.classes ?? [])
        return null
      case 'find':
        return { kind: 'found', found: this.find(message.words) }
      case 'order': {
        const { values, ties } = message
        const order =
          values === null ? orderByName(this.prepare(), this.firsts, ties) : orderByValue(values, ties)
        return { kind: 'order', ...order }
      }
      case 'tree': {
        const tree = buildClassTree(this.classes)
        this.classes = []
        return { kind: 'tree', ...tree }
      }
    }
  }

  /** Builds the name indexes, when first needed or ahead of that when idle. The first table needs none. */
  prepare(): readonly (NameIndex | null)[] {
    this.indexes ??= this.runs.map((run) => run && buildNameIndex(run))
    this.runs = []
    return this.indexes
  }

  private find(words: readonly string[]): Uint8Array<ArrayBuffer> {
    const found = new Uint8Array(this.firsts[this.firsts.length - 1])
    this.prepare().forEach((index, run) => {
      if (index !== null) findWords(index, words, found.subarray(this.firsts[run], this.firsts[run + 1]))
    })
    return found
  }
}
