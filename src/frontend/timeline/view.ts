/** Where the reader looks: a span of time, moved and zoomed within the whole. All in microseconds. */

import type { Span } from './pyramid.ts'

/** The nearest one can look: a screen of a tenth of a millisecond. */
const LEAST = 100

export const lengthOf = ({ from, to }: Span): number => to - from

/** `factor` < 1 comes nearer; `at` stays where it is on the screen. */
export function zoomAt(view: Span, at: number, factor: number, whole: Span): Span {
  const length = Math.min(lengthOf(whole), Math.max(LEAST, lengthOf(view) * factor))
  const share = lengthOf(view) > 0 ? (at - view.from) / lengthOf(view) : 0.5
  return within({ from: at - share * length, to: at + (1 - share) * length }, whole)
}

export const panBy = (view: Span, by: number, whole: Span): Span =>
  within({ from: view.from + by, to: view.to + by }, whole)

/** The span moved, and only where it is too long shortened, so that it lies in the whole. */
export function within({ from, to }: Span, whole: Span): Span {
  const length = Math.min(to - from, lengthOf(whole))
  const start = Math.min(Math.max(from, whole.from), whole.to - length)
  return { from: start, to: start + length }
}

/** A span with room around it, so that what is in it is seen as a thing and not as an edge. */
export function around({ from, to }: Span, whole: Span, least = LEAST): Span {
  const length = Math.max((to - from) * 1.25, least)
  const middle = (from + to) / 2
  return within({ from: middle - length / 2, to: middle + length / 2 }, whole)
}

/** Of a span between two times, whichever comes first. */
export const between = (one: number, other: number): Span => ({
  from: Math.min(one, other),
  to: Math.max(one, other),
})

export const isSame = (one: Span, other: Span): boolean => one.from === other.from && one.to === other.to
