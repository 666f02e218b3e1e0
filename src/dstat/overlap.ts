/** Computes how much of a log's time falls into the runs. All times in microseconds. */

import { usualStep } from '../measures.ts'

export interface Span {
  readonly start: number
  readonly end: number
}

const QUARTER_HOUR = 900_000_000

/**
 * The stretches in which a log has samples, ascending. A log that was stopped and resumed the next day covers
 * two, not the night between: a gap is longer than a quarter hour and than three median steps of the log.
 */
export function stretchesOf(times: Float64Array): Span[] {
  if (times.length === 0) return []
  const gap = Math.max(QUARTER_HOUR, 3 * usualStep(times))
  const stretches: Span[] = []
  let [start, end] = [times[0], times[0]]
  for (const time of times) {
    if (time - end > gap) {
      stretches.push({ start, end })
      start = time
    }
    end = time
  }
  return [...stretches, { start, end }]
}

/** The spans in ascending order, with overlapping ones merged. */
export function joined(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(({ start, end }) => start <= end).toSorted((a, b) => a.start - b.start)
  const result: Span[] = []
  for (const span of sorted) {
    const last = result.at(-1)
    if (last === undefined || span.start > last.end) result.push(span)
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
  }
  return result
}

/**
 * The time that both cover if `a` is shifted by `shift`; −1 if they do not even touch. Both must be ascending
 * and disjoint, as the two functions above return them.
 */
export function overlapOf(a: readonly Span[], b: readonly Span[], shift = 0): number {
  let total = -1
  let at = 0
  for (const span of a) {
    const start = span.start + shift
    const end = span.end + shift
    while (at < b.length && b[at].end < start) at += 1
    for (let other = at; other < b.length && b[other].start <= end; other += 1) {
      total = Math.max(total, 0) + Math.min(end, b[other].end) - Math.max(start, b[other].start)
    }
  }
  return total
}
