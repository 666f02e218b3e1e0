/** Logs contain local time, tests UTC: if a log's zone was read wrongly, the runs show the right one. */

import type { DstatLog } from './log.ts'
import { TIMEZONE_REMEDY } from './notes.ts'
import type { Span } from './overlap.ts'
import { joined, overlapOf, stretchesOf } from './overlap.ts'

const QUARTER_HOUR = 900_000_000
/** 26 hours lie between the easternmost zone, UTC+14, and the westernmost, UTC−12. */
const QUARTERS = 26 * 4

const REMEDY = `If that is wrong, ${TIMEZONE_REMEDY}`

/**
 * Shifts a log whose zone is uncertain (clock `header` or `assumed`) and that overlaps none of the spans, by
 * the number of quarter hours that gives the longest overlap. Ties are resolved in favour of shifts that the
 * header's zone may mean, then whole hours, then half hours, then the smallest shift. Pure; microseconds.
 */
export function alignLog(log: DstatLog, spans: readonly Span[]): DstatLog {
  const stretches = stretchesOf(log.times)
  const runs = joined(spans)
  if (stretches.length === 0 || runs.length === 0 || overlapOf(stretches, runs) >= 0) return log
  if (log.clock !== 'header' && log.clock !== 'assumed') return withNote(log, NO_OVERLAP)
  const shift = bestShift(stretches, runs, log.shifts)
  if (shift === null) return withNote(log, `${NO_OVERLAP} ${ELSEWHERE}`)
  const doubt = log.clock === 'header' ? "by its header's zone" : 'as UTC'
  const note = `The log's times are moved by ${describe(shift)}: read ${doubt} they overlap none of the tests. ${REMEDY}`
  return { ...withNote(log, note), clock: 'shifted', times: log.times.map((time) => time + shift) }
}

const NO_OVERLAP = 'The log overlaps none of the tests.'
const ELSEWHERE = 'No other time zone makes it overlap.'

const withNote = (log: DstatLog, note: string): DstatLog => ({ ...log, notes: [...log.notes, note] })

interface Choice {
  readonly shift: number
  readonly overlap: number
  /** 0 is the most likely. */
  readonly rank: number
}

function bestShift(
  stretches: readonly Span[],
  runs: readonly Span[],
  likely: readonly number[],
): number | null {
  let best: Choice | null = null
  for (let quarters = -QUARTERS; quarters <= QUARTERS; quarters += 1) {
    const shift = quarters * QUARTER_HOUR
    const overlap = overlapOf(stretches, runs, shift)
    const choice = { shift, overlap, rank: rankOf(quarters, likely.includes(shift)) }
    if (overlap >= 0 && (best === null || isBetter(choice, best))) best = choice
  }
  return best?.shift ?? null
}

/** Nearly all zones are whole hours from UTC: a shift of 15 minutes rather means that the log began early. */
function rankOf(quarters: number, likely: boolean): number {
  if (likely) return 0
  if (quarters % 4 === 0) return 1
  return quarters % 2 === 0 ? 2 : 3
}

function isBetter(a: Choice, b: Choice): boolean {
  if (a.overlap !== b.overlap) return a.overlap > b.overlap
  if (a.rank !== b.rank) return a.rank < b.rank
  return Math.abs(a.shift) < Math.abs(b.shift)
}

/** `+5 h 30 min`, `−45 min`. */
function describe(shift: number): string {
  const minutes = Math.abs(shift) / 60_000_000
  const hours = Math.floor(minutes / 60)
  const parts = [hours > 0 ? `${hours} h` : '', minutes % 60 > 0 ? `${minutes % 60} min` : '']
  return `${shift < 0 ? '−' : '+'}${parts.filter((part) => part !== '').join(' ')}`
}
