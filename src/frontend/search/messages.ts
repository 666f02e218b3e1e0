/** What the page and its search thread say to each other. */

import type { ClassTree } from '../hierarchy/class-tree.ts'
import type { NameSource } from './name-index.ts'
import type { Order } from './order.ts'

/** Of each run; null where its names could not be read. `firsts`: its first test among all. */
export interface Names {
  readonly kind: 'names'
  readonly runs: readonly (NameSource | null)[]
  readonly firsts: readonly number[]
}

export type Question =
  | { readonly kind: 'find'; readonly words: readonly string[] }
  /** `values`: a number a test, NaN for none; null: by name. `ties`: the same, for equal ones. */
  | { readonly kind: 'order'; readonly values: Float64Array | null; readonly ties: Float64Array | null }
  /** Of all runs' classes. Once: the names as they are written are not kept. */
  | { readonly kind: 'tree' }

export type Answer =
  /** A byte a test: 1 where all words are in its name or id. */
  | { readonly kind: 'found'; readonly found: Uint8Array<ArrayBuffer> }
  | ({ readonly kind: 'order' } & Order)
  | ({ readonly kind: 'tree' } & ClassTree)

export type ToWorker = Names | Question
