/** The page's side of the search thread: one question at a time, answered in order. */

import { effect, type Signal, signal } from '@preact/signals'
import type { ClassTree } from '../data/class-tree.ts'
import { testsRead } from '../data/report.ts'
import type { Tests } from '../data/tests.ts'
import type { Answer, Names, Question, ToWorker } from './messages.ts'
import type { NameSource } from './name-index.ts'
import type { Order } from './order.ts'
import { Searcher } from './searcher.ts'
import { startThread } from './thread.ts'

/** A source of questions. A question that still waits is replaced by the next of the same asker. */
interface Asker {
  readonly question: () => Question
  readonly take: (answer: Answer) => void
}

let send: ((message: ToWorker) => void) | null = null
let asking: Asker | null = null
const waiting = new Set<Asker>()

function ask(asker: Asker): void {
  waiting.add(asker)
  next()
}

function next(): void {
  const [first] = waiting
  if (send === null || asking !== null || first === undefined) return
  waiting.delete(first)
  asking = first
  send(first.question())
}

function answer(given: Answer): void {
  const asked = asking
  asking = null
  asked?.take(given)
  next()
}

/** A search for words. The table and the timeline each have one. */
export class Search {
  /** The last answer, a byte per test; null if there are no words, so that all tests match. */
  readonly found: Signal<Uint8Array | null> = signal(null)
  private words: readonly string[] = []
  private readonly asker: Asker = {
    question: () => ({ kind: 'find', words: this.words }),
    take: (given) => {
      if (given.kind === 'found' && this.words.length > 0) this.found.value = given.found
    },
  }

  ask(words: readonly string[]): void {
    if (JSON.stringify(words) === JSON.stringify(this.words)) return
    this.words = words
    waiting.delete(this.asker)
    if (words.length === 0) this.found.value = null
    else ask(this.asker)
  }
}

/** All tests sorted by a column; null until answered. `values`, `ties`: see messages.ts. */
export function askOrder(values: () => Float64Array | null, ties: Float64Array): Signal<Order | null> {
  const order = signal<Order | null>(null)
  ask({
    question: () => ({ kind: 'order', values: values(), ties }),
    take: (given) => {
      if (given.kind === 'order') order.value = given
    },
  })
  return order
}

/** The tree of modules over the classes of all runs; null until answered. */
export const classTree = signal<ClassTree | null>(null)

const tree: Asker = {
  question: () => ({ kind: 'tree' }),
  take: (given) => {
    if (given.kind === 'tree') classTree.value = given
  },
}

/** Starts the search once the names have been read. */
effect(() => {
  const read = testsRead.value
  if (read === null || send !== null) return
  const names = namesOf(read.tests)
  begin(
    open(() => begin(here(), names)),
    names,
  )
  // before the tree is needed, but after the questions of the page that is open
  setTimeout(() => ask(tree))
})

function begin(to: (message: ToWorker) => void, names: Names): void {
  send = to
  send(names)
  // a thread that failed has left this question unanswered
  if (asking === null) next()
  else send(asking.question())
}

/** Starts a thread, or uses this one if the page may not start any. `onFault`: the thread failed later. */
function open(onFault: () => void): (message: ToWorker) => void {
  try {
    return startThread(answer, onFault)
  } catch {
    return here()
  }
}

function here(): (message: ToWorker) => void {
  const searcher = new Searcher()
  return (message) => {
    setTimeout(() => {
      const given = searcher.take(message)
      if (given !== null) answer(given)
    })
  }
}

function namesOf(tests: Tests): Names {
  const runs = tests.names.map((names): NameSource | null => {
    if (names === null) return null
    const { classOf, classes, methods, methodOf, ids } = names
    return { classOf, classes, methods, methodOf, ids: ids === null ? null : ids.texts }
  })
  return { kind: 'names', runs, firsts: tests.runStart }
}
