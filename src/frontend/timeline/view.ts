/** The view: a span of time, moved and zoomed within the whole. All times are in microseconds. */

import { clamp } from '../data/clamp.ts'
import { lengthOf, type Span } from '../data/span.ts'

/** The shortest view: a tenth of a millisecond. */
const LEAST = 100

/** Where a time is in a span, in percent of its width. */
export const percent = (time: number, { from, to }: Span): number => ((time - from) / (to - from)) * 100

/** `factor` < 1 zooms in; the time `at` keeps its place on the screen. */
export function zoomAt(view: Span, at: number, factor: number, whole: Span): Span {
  const length = clamp(lengthOf(view) * factor, LEAST, lengthOf(whole))
  const share = lengthOf(view) > 0 ? (at - view.from) / lengthOf(view) : 0.5
  return within({ from: at - share * length, to: at + (1 - share) * length }, whole)
}

export const panBy = (view: Span, by: number, whole: Span): Span =>
  within({ from: view.from + by, to: view.to + by }, whole)

/** Moves the span into the whole, and shortens it only if it is longer than that. */
export function within({ from, to }: Span, whole: Span): Span {
  const length = Math.min(to - from, lengthOf(whole))
  const start = clamp(from, whole.from, whole.to - length)
  return { from: start, to: start + length }
}

/** The part of a span that is in the whole. */
export const cut = ({ from, to }: Span, whole: Span): Span => ({
  from: Math.max(from, whole.from),
  to: Math.min(to, whole.to),
})

/** A span with a margin, so that what it contains is visible as a whole. */
export function around({ from, to }: Span, whole: Span, least = LEAST): Span {
  const length = Math.max((to - from) * 1.25, least)
  const middle = (from + to) / 2
  return within({ from: middle - length / 2, to: middle + length / 2 }, whole)
}

/** The span between two times in either order. */
export const between = (one: number, other: number): Span => ({
  from: Math.min(one, other),
  to: Math.max(one, other),
})

export const isSame = (one: Span, other: Span): boolean => one.from === other.from && one.to === other.to
