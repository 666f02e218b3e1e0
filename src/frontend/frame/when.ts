/** Formats moments, with the date if the tests began on several days of the clock that is shown. */

import { computed } from '@preact/signals'
import { NONE } from '../../words/number.ts'
import { testsDrawn } from '../data/report.ts'
import { lengthOf, type Span } from '../data/span.ts'
import { formatDate, formatEnds, formatSpan, formatTime } from '../text/time.ts'
import { zone } from './settings.ts'

export const severalDays = computed(() => {
  const { lanes = [], start = [] } = testsDrawn.value ?? {}
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { first, end } of lanes) {
    if (end === first) continue
    // a lane's tests ascend by start
    from = Math.min(from, start[first])
    to = Math.max(to, start[end - 1])
  }
  return !isOneDay({ from, to })
})

/** `18:14:20.014`, or `23 Nov 2026, 18:14:20.014` */
export function whenText(micros: number, fraction = true): string {
  const time = formatTime(micros, zone.value, fraction)
  return severalDays.value && time !== NONE ? `${formatDate(micros, zone.value)}, ${time}` : time
}

/** Start and end of a span, in microseconds. */
export const spanText = ({ from, to }: Span): string => formatSpan(from, to, zone.value, severalDays.value)

/** Microseconds: in whole seconds, the ends of a shorter span would be nearly the same. */
const SHORT = 10e6

/** The same each, in whole seconds unless the span is short, with dates if it is on several days. */
export const endTexts = (span: Span): string[] =>
  formatEnds(span.from, span.to, zone.value, !isOneDay(span), lengthOf(span) < SHORT)

/** `23 Nov 2026, 18:14:20` */
export const dateAndTime = (micros: number): string =>
  [formatDate(micros, zone.value), formatTime(micros, zone.value, false)].filter(Boolean).join(', ')

/** Whether these are on one day of the clock that is shown. */
export const isOneDay = ({ from, to }: Span): boolean =>
  formatDate(from, zone.value) === formatDate(to, zone.value)
