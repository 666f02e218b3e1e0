/** Which tests' output a report keeps where it cannot have all. */

import { type DetailsEntries, RANKS, storedCosts } from './details-entries.ts'
import type { FlushPoints } from './gzip-blocks.ts'

/** A value of one run's details. */
interface Candidates {
  readonly run: Uint32Array
  readonly n: Uint32Array
}

/** Chooses among the values of all runs. */
export class LogChoice {
  private readonly entries: readonly DetailsEntries[]
  private readonly costs: readonly Float64Array[]
  private readonly all: Candidates
  /** Of each rank, places in `all`, the shortest value first. */
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
   * Of each run and value 1 where it is kept, so that all of them take about that many bytes compressed:
   * of each rank the shortest, as many as there is room for behind the ranks before.
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
