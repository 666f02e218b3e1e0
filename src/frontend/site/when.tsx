import { zone } from '../frame/settings.ts'
import { formatDate, formatTime, type Zone } from '../text/time.ts'

/** The reader's clock; local time instead of the relative clock, which only reports have. */
export const clock = (): Zone => (zone.value === 'utc' ? 'utc' : 'local')

/** `23 Nov 2026, 18:14` */
export function whenText(micros: number): string {
  const date = formatDate(micros, clock())
  return Number.isNaN(micros) ? date : `${date}, ${formatTime(micros, clock(), false).slice(0, 5)}`
}

export function When({ at }: { at: number }) {
  return <span class="when">{whenText(at)}</span>
}
