/** The parts of a row of the report's benchmark. */

import type { TestBrowser } from '../../__tests__/browser/browser.ts'
import type { Reports } from './reports.ts'

export type Unit = 'ms' | 'bytes' | 'bytes a test'

/** Something to measure. */
export interface Series {
  readonly name: string
  readonly unit: Unit
  /** Measures once; returns one number or many (frames of a movement, keys of a word). */
  readonly measure: () => Promise<readonly number[]>
  /** The result never varies. */
  readonly exact?: boolean
}

/** A statistic of a round's numbers. */
export type Statistic = 'median' | 'p95' | 'most'

/** A condition on the median over the rounds. */
export interface Target {
  readonly of: string
  readonly statistic: Statistic
  /** In the series' unit, or a multiple of series `per` if given. */
  readonly limit: number
  readonly per?: string
}

export interface Prepared {
  /** Description of what is opened. */
  readonly input: string
  /** In the order in which they take turns. */
  readonly series: readonly Series[]
  readonly targets: readonly Target[]
}

export type Row = (reports: Reports, browser: TestBrowser) => Prepared

export const atMost = (of: string, limit: number, statistic: Statistic = 'median'): Target => ({
  of,
  statistic,
  limit,
})

export const ratio = (of: string, limit: number, per: string, statistic: Statistic = 'median'): Target => ({
  of,
  statistic,
  limit,
  per,
})
