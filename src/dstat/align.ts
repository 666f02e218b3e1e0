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
 * Shifts a log whose header's zone may mean several by the one that gives the longest overlap, the likelier one first:
 * none of them is UTC, as which it was read, although a long log may overlap the spans even so. Another log whose zone
 * is uncertain (clock `header` or `assumed`), if it overlaps none of the spans, is shifted by the number of quarter
 * hours that gives the longest overlap. Ties are resolved in favour of whole hours, then half hours, then the smallest
 * shift. Pure; microseconds.
 */
export function alignLog(log: DstatLog, spans: readonly Span[]): DstatLog {
  const stretches = stretchesOf(log.times)
  const runs = joined(spans)
  if (stretches.length === 0 || runs.length === 0) return log
  const meant = log.clock === 'assumed' ? bestShift(stretches, runs, log.shifts) : null
  if (meant !== null) return moved(log, meant, 'the header names a zone that may be so far from UTC')
  if (overlapOf(stretches, runs) >= 0) return log
  if (log.clock !== 'header' && log.clock !== 'assumed') return withNote(log, NO_OVERLAP)
  const shift = bestShift(stretches, runs, ANY)
  if (shift === null) return withNote(log, `${NO_OVERLAP} ${ELSEWHERE}`)
  const doubt = log.clock === 'header' ? "by its header's zone" : 'as UTC'
  return moved(log, shift, `read ${doubt} they overlap none of the tests`)
}

function moved(log: DstatLog, shift: number, why: string): DstatLog {
  const note = `The log's times are moved by ${describe(shift)}: ${why}. ${REMEDY}`
  return { ...withNote(log, note), clock: 'shifted', times: log.times.map((time) => time + shift) }
}

const NO_OVERLAP = 'The log overlaps none of the tests.'
const ELSEWHERE = 'No other time zone makes it overlap.'

const withNote = (log: DstatLog, note: string): DstatLog => ({ ...log, notes: [...log.notes, note] })

/**
 * Quarter hours, the likeliest first: nearly all zones are whole hours from UTC, and a shift of 15 minutes rather means
 * that the log began early.
 */
const ANY: readonly number[] = Array.from({ length: 2 * QUARTERS + 1 }, (_, n) => n - QUARTERS)
  .toSorted((a, b) => rankOf(a) - rankOf(b) || Math.abs(a) - Math.abs(b))
  .map((quarters) => quarters * QUARTER_HOUR)

function rankOf(quarters: number): number {
  if (quarters % 4 === 0) return 0
  return quarters % 2 === 0 ? 1 : 2
}

/** Of those, the first with the longest overlap; null if none overlaps. */
function bestShift(
  stretches: readonly Span[],
  runs: readonly Span[],
  shifts: readonly number[],
): number | null {
  let [best, longest]: [number | null, number] = [null, -1]
  for (const shift of shifts) {
    const overlap = overlapOf(stretches, runs, shift)
    if (overlap > longest) [best, longest] = [shift, overlap]
  }
  return best
}

/** `+5 h 30 min`, `−45 min`. */
function describe(shift: number): string {
  const minutes = Math.abs(shift) / 60_000_000
  const hours = Math.floor(minutes / 60)
  const parts = [hours > 0 ? `${hours} h` : '', minutes % 60 > 0 ? `${minutes % 60} min` : '']
  return `${shift < 0 ? '−' : '+'}${parts.filter((part) => part !== '').join(' ')}`
}
