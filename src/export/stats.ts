import { STATUSES, type Stats, type StatsFailure, type StatsSkip, type Status } from '../format/exported.ts'
import type { Outcome } from './engine.ts'
import { timestamp } from './time-text.ts'

const SAID: Readonly<Partial<Record<Status, string>>> = {
  uxsuccess: 'Unexpected success',
  inprogress: 'Did not finish',
  unknown: 'No status',
}

// what `str.strip` takes off in Python, which wrote these files before
const SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`
const SPACE_AT_START = new RegExp(`^${SPACE}+`)
const IS_SPACE = new RegExp(SPACE)

/** Microseconds since the epoch, the earliest start and the latest end. */
interface Times {
  readonly start: number | null
  readonly end: number | null
}

/** Collects a run's statistics while its tests go by. */
export class StatsBuilder {
  private readonly failures: StatsFailure[] = []
  private readonly skips: StatsSkip[] = []

  /** Takes a test that failed or was skipped. */
  add({ status, name, duration: micros, text: why }: Outcome): void {
    const duration = micros === null ? null : micros / 1e6
    const said = SAID[STATUSES[status]]
    if (STATUSES[status] === 'skip') this.skips.push({ name, duration, details: why })
    else if (said !== undefined) this.failures.push({ name, duration, details: [said] })
    else this.failures.push({ name, duration, details: why === null ? null : lastLines(why) })
  }

  /** `total`: microseconds, the sum over all tests. */
  stats(count: number, { start, end }: Times, total: number): Stats {
    return {
      count,
      start: start === null ? null : timestamp(start),
      end: end === null ? null : timestamp(end),
      total_duration: total / 1e6,
      failures: this.failures,
      skips: this.skips,
    }
  }
}

/** The last line of a traceback, or the last two where the last has `Details`; null for no text. */
export function lastLines(traceback: string): readonly string[] | null {
  let end = traceback.length
  while (end > 0 && IS_SPACE.test(traceback[end - 1])) end--
  const lines = traceback
    .slice(0, end)
    .replace(SPACE_AT_START, '')
    .split(/\r\n|\n|\r/)
    .slice(-2)
  const wanted = lines.length === 2 && !lines[1].includes('Details') ? lines.slice(1) : lines
  return wanted.length === 1 && wanted[0] === '' ? null : wanted
}
