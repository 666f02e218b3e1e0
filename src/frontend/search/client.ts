/** The page's side of the search: one question at a time, and of those that wait only the newest. */

import { effect, type Signal, signal } from '@preact/signals'
import { testsRead } from '../data/report.ts'
import type { Tests } from '../data/tests.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import type { NameSource } from './name-index.ts'
import { Searcher } from './searcher.ts'
import SearchWorker from './worker.ts?worker&inline'

type Send = (message: ToWorker) => void

let send: Send | null = null
let requests = 0
let asking: Search | null = null
const waiting = new Set<Search>()

/** Someone who searches: the table, the timeline. */
export class Search {
  /** Of the words that were asked for last and answered: a byte a test; null for no words: all. */
  readonly found: Signal<Uint8Array | null> = signal(null)
  /** Whether an answer is on its way. */
  readonly isBusy = signal(false)
  private words: readonly string[] = []

  ask(words: readonly string[]): void {
    if (words.join(' ') === this.words.join(' ')) return
    this.words = words
    this.isBusy.value = words.length > 0
    if (words.length === 0) {
      waiting.delete(this)
      this.found.value = null
      return
    }
    waiting.add(this)
    next()
  }

  /** Sends what is wanted now. */
  post(to: Send): void {
    to({ kind: 'find', request: ++requests, words: this.words })
  }

  take(found: Uint8Array): void {
    if (this.words.length === 0) return
    this.found.value = found
    this.isBusy.value = waiting.has(this)
  }
}

function next(): void {
  if (send === null || asking !== null) return
  const [first] = waiting
  if (first === undefined) return
  waiting.delete(first)
  asking = first
  first.post(send)
}

function answer({ found }: FromWorker): void {
  const asked = asking
  asking = null
  asked?.take(found)
  next()
}

/** Begins when the names are there. */
effect(() => {
  const read = testsRead.value
  if (read === null || send !== null) return
  send = open()
  send(namesOf(read.tests))
  next()
})

/** A thread of its own, or, where the page may start none, this one. */
function open(): Send {
  try {
    const worker = new SearchWorker()
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => answer(data)
    return (message) => worker.postMessage(message)
  } catch {
    const searcher = new Searcher()
    return (message) => {
      setTimeout(() => {
        const found = searcher.take(message)
        if (found !== null) answer(found)
      })
    }
  }
}

function namesOf(tests: Tests): ToWorker {
  const runs = tests.names.map((names): NameSource | null => {
    if (names === null) return null
    const { classOf, classes, methods, ids } = names
    return { classOf, classes, methods, ids: ids === null ? null : ids.texts }
  })
  return { kind: 'names', runs, firsts: tests.runStart }
}
