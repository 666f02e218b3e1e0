/**
 * The time at the beginning of a line, or in the first field of logfmt and JSON. Where a log states no zone, UTC
 * is assumed, which CI jobs run in. Without a year (the journal, klog) it is no time.
 */

const TIME =
  /^(?:(?:\x1b\[[\d;]{0,20}m|[[<]){0,4}|(?:\{ ?"@?)?(?:time(?:stamp)?|ts|asctime)(?:=|": ?)"?)(\d{4}([-/])\d\d\2\d\d)[ T](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?/

export interface LineTime {
  /** Microseconds since the epoch. */
  readonly micros: number
  /** Characters from the beginning of the line to the end of the time. */
  readonly length: number
}

/** Null if the line does not begin with a time. */
export function timeOf(line: string): LineTime | null {
  const found = TIME.exec(line)
  if (found === null) return null
  const [whole, date, , time, fraction = '', zone = 'Z'] = found
  const millis = Date.parse(`${date.replaceAll('/', '-')}T${time}${zone.replace(/(\d\d)(\d\d)$/, '$1:$2')}`)
  if (Number.isNaN(millis)) return null
  return { micros: millis * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0')), length: whole.length }
}
