/** Chooses whose output a report keeps when it cannot hold all of it. */

import { type DetailsEntries, RANKS, storedCosts } from './details-entries.ts'
import type { FlushPoints } from './gzip-blocks.ts'

/** Values of the details of all runs, as columns: the run, and the value's index in it. */
interface Candidates {
  readonly run: Uint32Array
  readonly n: Uint32Array
}

/** Chooses which values of all runs to keep. */
export class LogChoice {
  private readonly entries: readonly DetailsEntries[]
  private readonly costs: readonly Float64Array[]
  private readonly all: Candidates
  /** For each rank, indexes into `all`, the shortest value first. */
  private readonly ranked: readonly Uint32Array[]

  constructor(runs: readonly { readonly entries: DetailsEntries; readonly points: FlushPoints }[]) {
    this.entries = runs.map(({ entries }) => entries)
    this.costs = runs.map(({ entries, points }) => storedCosts(entries, points))
    const count = this.entries.reduce((sum, { gap }) => sum + gap.length, 0)
    this.all = { run: new Uint32Array(count), n: new Uint32Array(count) }
    let place = 0
    for (const [run, { gap }] of this.entries.entries()) {
      for (let n = 0; n < gap.length; n++, place++) {
        this.all.run[place] = run
        this.all.n[place] = n
      }
    }
    this.ranked = Array.from({ length: RANKS }, (_, rank) => this.shortestFirst(rank))
  }

  /**
   * For each run, 1 for each value that is kept. The kept values take at most about `bytes` compressed bytes.
   * Each rank gets the room that the ranks before it left, and its shortest values are kept first.
   */
  keep(bytes: number): Uint8Array[] {
    const kept = this.entries.map(({ gap }) => new Uint8Array(gap.length))
    let room = bytes
    for (const places of this.ranked) {
      for (const place of places) {
        const [run, n] = [this.all.run[place], this.all.n[place]]
        if (this.costs[run][n] > room) break
        room -= this.costs[run][n]
        kept[run][n] = 1
      }
    }
    return kept
  }

  private shortestFirst(rank: number): Uint32Array {
    const { run, n } = this.all
    const places = Uint32Array.from(run.keys()).filter((at) => this.entries[run[at]].rank[n[at]] === rank)
    const length = (at: number): number => this.entries[run[at]].length[n[at]]
    return places.sort((a, b) => length(a) - length(b) || a - b)
  }
}
