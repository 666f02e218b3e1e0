/** What the page and its search thread say to each other. */

import type { NameSource } from './name-index.ts'

export type ToWorker =
  /** Of each run; null where its names could not be read. `firsts`: its first test among all. */
  | {
      readonly kind: 'names'
      readonly runs: readonly (NameSource | null)[]
      readonly firsts: readonly number[]
    }
  | { readonly kind: 'find'; readonly request: number; readonly words: readonly string[] }

export interface FromWorker {
  readonly request: number
  /** A byte a test: 1 where all words are in its name or id. */
  readonly found: Uint8Array<ArrayBuffer>
}
