/** Finds tests in a run's raw file, in one pass for whoever wants something of it. */

import { isNewAttempt } from '../attempts.ts'
import { FAILURE_STATUSES, parseTimestamp, type RawTest, type Status } from '../format/exported.ts'
import { readBatches } from './reread/lines.ts'

/** Looks at the lines of raw, one test each. */
interface Seeker {
  readonly isDone: boolean
  look(line: string, n: number): void
}

/** Shows raw's lines to all seekers until each of them is done. */
export async function findTests(
  raw: string,
  seekers: readonly Seeker[],
  signal?: AbortSignal,
): Promise<void> {
  if (seekers.every(({ isDone }) => isDone)) return
  let n = 0
  // no limit on its size: it is our own file
  for await (const lines of readBatches(raw, { signal }))
    for (const line of lines) {
      for (const seeker of seekers) if (!seeker.isDone) seeker.look(line, n)
      if (seekers.every(({ isDone }) => isDone)) return
      n += 1
    }
}

/** A test's index in raw, and its name. */
export interface FoundTest {
  readonly n: number
  readonly name: string
}

/** Finds the first tests with one of these statuses. */
export class TestsOfStatus implements Seeker {
  readonly found: FoundTest[] = []
  private readonly statuses: ReadonlySet<Status>
  private readonly most: number
  private readonly pattern: RegExp

  constructor(statuses: ReadonlySet<Status>, most: number) {
    this.statuses = statuses
    this.most = most
    this.pattern = new RegExp(`"status":"(?:${[...statuses].join('|')})"`)
  }

  get isDone(): boolean {
    return this.found.length === this.most
  }

  look(line: string, n: number): void {
    // a name may contain the pattern too, so lines that match are parsed
    if (!this.pattern.test(line)) return
    const { name, status } = JSON.parse(line) as RawTest
    if (this.statuses.has(status)) this.found.push({ n, name })
  }
}

/** Numbers, from 1: of a failure among the tests of its name, and of its attempt. */
interface Failed {
  readonly place: number
  readonly attempt: number
}

/** Counts the attempts of tests, and looks whether the last passed. */
export class Attempts implements Seeker {
  /** By the name as JSON. */
  private readonly counted: ReadonlyMap<
    string,
    { place: number; attempt: number; end: number; passed: boolean; failed: Failed[] }
  >

  constructor(names: readonly string[]) {
    this.counted = new Map(
      names.map((name) => [
        JSON.stringify(name),
        { place: 0, attempt: 0, end: Number.NEGATIVE_INFINITY, passed: false, failed: [] },
      ]),
    )
  }

  /** A later test may have one of the names. */
  get isDone(): boolean {
    return this.counted.size === 0
  }

  look(line: string): void {
    // the name ends at the first `","`: quotation marks inside it are escaped
    const name = line.slice('{"name":'.length, line.indexOf('","', '{"name":"'.length) + 1)
    const known = this.counted.get(name)
    if (known === undefined) return
    const { status, duration, timestamps } = JSON.parse(line) as RawTest
    known.place += 1
    // as in frontend/data/attempts.ts
    const [start, end] = timestamps.map(
      (time) => (duration === null ? null : parseTimestamp(time)) ?? Number.NaN,
    )
    if (known.attempt === 0 || isNewAttempt(known.end, start, duration ?? Number.NaN)) {
      known.attempt += 1
      known.passed = true
    }
    known.passed &&= status === 'success'
    if (FAILURE_STATUSES.has(status)) known.failed.push({ place: known.place, attempt: known.attempt })
    known.end = Math.max(known.end, end)
  }

  /**
   * Which of its name the test's next failure is, to be asked for each in the order of raw. `attempt` is absent if
   * there was only one, `place` for the first.
   */
  nextFailed(name: string): Partial<Failed> {
    const known = this.counted.get(JSON.stringify(name))
    const next = known?.failed.shift()
    if (known === undefined || next === undefined) return {}
    return {
      ...(known.attempt > 1 && { attempt: next.attempt }),
      ...(next.place > 1 && { place: next.place }),
    }
  }

  /** Number, from 1, of the test's last attempt if that passed; otherwise null. */
  passedIn(name: string): number | null {
    const known = this.counted.get(JSON.stringify(name))
    return known?.passed ? known.attempt : null
  }
}
