/** The messages between the page and its search thread. */

import type { ClassTree } from '../data/class-tree.ts'
import type { NameSource } from './name-index.ts'
import type { Order } from './order.ts'

/** The names of each run, null if they could not be read. `firsts`: each run's first test, then the count. */
export interface Names {
  readonly kind: 'names'
  readonly runs: readonly (NameSource | null)[]
  readonly firsts: readonly number[]
}

export type Question =
  | { readonly kind: 'find'; readonly words: readonly string[] }
  /** `values`: a number per test, NaN for none; null: sort by name. `ties`: the same, to order equal ones. */
  | { readonly kind: 'order'; readonly values: Float64Array | null; readonly ties: Float64Array }
  /** The tree of all runs' classes. Can be asked for once: the class names are dropped after that. */
  | { readonly kind: 'tree' }

export type Answer =
  /** A byte per test: 1 if its name or id has all words. */
  | { readonly kind: 'found'; readonly found: Uint8Array<ArrayBuffer> }
  | ({ readonly kind: 'order' } & Order)
  | ({ readonly kind: 'tree' } & ClassTree)

export type ToWorker = Names | Question
