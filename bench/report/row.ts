/** What a row of the report's benchmark is made of. */

import type { TestBrowser } from '../../__tests__/browser/browser.ts'
import type { Reports } from './reports.ts'

export type Unit = 'ms' | 'bytes' | 'bytes a test'

/** Something to measure. */
export interface Series {
  readonly name: string
  readonly unit: Unit
  /** Once: one number or many (the frames of a movement, the keys of a word). */
  readonly measure: () => Promise<readonly number[]>
  /** It is the same every time. */
  readonly exact?: boolean
}

/** Of the numbers of a round. */
export type Statistic = 'median' | 'p95' | 'most'

/** What must hold of the medians of the rounds. */
export interface Target {
  readonly of: string
  readonly statistic: Statistic
  /** In the series' unit; times `per` where that is told. */
  readonly limit: number
  readonly per?: string
}

export interface Prepared {
  /** What is opened, in words. */
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
