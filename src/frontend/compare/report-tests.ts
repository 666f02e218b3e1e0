/**
 * The tests of one report by name, so that two reports can be compared. Of several attempts in one run
 * the last one counts, of several results of an attempt the worst. A name that occurs in several runs of a
 * report stands for as many tests, each of which is compared with the test of the run with the same label
 * (run-labels.ts).
 */

import { isNewAttempt } from '../../attempts.ts'
import { decodeTexts, type RunNames } from '../data/names.ts'
import { RANK_OF_CODE } from '../data/ranks.ts'
import { kindOf } from './status-kind.ts'

/** A run's columns; the n-th element is about its n-th test. */
export interface RunColumns {
  readonly names: RunNames
  /** Codes of statuses. */
  readonly status: Uint8Array
  /** Microseconds; NaN where the stream gave none. */
  readonly start: Float64Array
  readonly duration: Float64Array
}

/** The n-th element is about the n-th test. */
export interface ReportTests {
  /** A test's name, followed by a line break and its run's label if it has one, or if the name has line breaks. */
  readonly keys: readonly string[]
  /** Labels of the report's runs. */
  readonly labels: readonly string[]
  readonly place: ReadonlyMap<string, number>
  readonly status: Uint8Array
  readonly duration: Float64Array
  /** For its address in the report. */
  readonly run: Uint16Array
  readonly attempt: Uint16Array
  /** Tests with an attempt that failed and another that passed. */
  readonly unsteady: ReadonlySet<number>
}

/** Letters shown of a run's label, which wraps: the legs of a matrix may differ anywhere in it. */
export const LONGEST_LABEL = 200

export const nameOfKey = (key: string): string => key.slice(0, endOfName(key))
/** The label of the test's run; empty in reports of one run. */
export const labelOfKey = (key: string): string => key.slice(endOfName(key) + 1)

function endOfName(key: string): number {
  const end = key.lastIndexOf('\n')
  return end < 0 ? key.length : end
}

/** `labels`: of `runs`. */
export function readReportTests(runs: readonly RunColumns[], labels: readonly string[]): ReportTests {
  const builder = new Builder(
    runs.reduce((sum, { status }) => sum + status.length, 0),
    labels,
  )
  for (const [run, columns] of runs.entries()) builder.add(run, columns)
  return builder
}

const [FAILED, PASSED] = [1, 2]
const flagOf = (code: number): number => ({ failed: FAILED, passed: PASSED, skipped: 0 })[kindOf(code)]

class Builder implements ReportTests {
  readonly keys: string[] = []
  readonly labels: readonly string[]
  readonly place = new Map<string, number>()
  readonly status: Uint8Array
  readonly duration: Float64Array
  readonly run: Uint16Array
  readonly attempt: Uint16Array
  readonly unsteady = new Set<number>()
  private readonly results: Uint16Array
  /** The latest end so far. */
  private readonly end: Float64Array
  /** The kinds of statuses of the attempts before, as flags. */
  private readonly seen: Uint8Array

  constructor(most: number, labels: readonly string[]) {
    this.labels = labels
    this.status = new Uint8Array(most)
    this.duration = new Float64Array(most)
    this.run = new Uint16Array(most)
    this.attempt = new Uint16Array(most)
    this.results = new Uint16Array(most)
    this.end = new Float64Array(most)
    this.seen = new Uint8Array(most)
  }

  add(run: number, { names, status, start, duration }: RunColumns): void {
    const methods = decodeTexts(names.methods)
    for (const n of inOrderOfRaw(names.raw)) {
      const test = this.testOf(run, names.classes[names.classOf[n]] + methods[names.methodOf[n]])
      this.results[test] += 1
      const isFirst = this.results[test] === 1
      const isNew = isFirst || isNewAttempt(this.end[test], start[n], duration[n])
      const end = start[n] + duration[n]
      this.end[test] = isFirst ? end : Math.max(this.end[test], end)
      if (isNew && !isFirst) this.seen[test] |= flagOf(this.status[test])
      if (!isNew && RANK_OF_CODE[status[n]] <= RANK_OF_CODE[this.status[test]]) continue
      if ((this.seen[test] | flagOf(status[n])) === (FAILED | PASSED)) this.unsteady.add(test)
      else this.unsteady.delete(test)
      this.status[test] = status[n]
      this.duration[test] = duration[n]
      this.attempt[test] = this.results[test]
    }
  }

  /** The test of this name in this run; a new one if the run has none yet. */
  private testOf(run: number, name: string): number {
    const label = this.labels[run]
    const key = label === '' && !name.includes('\n') ? name : `${name}\n${label}`
    const known = this.place.get(key)
    if (known !== undefined) return known
    const test = this.keys.push(key) - 1
    this.place.set(key, test)
    this.run[test] = run
    return test
  }
}

function inOrderOfRaw(raw: Uint32Array): Uint32Array {
  const order = new Uint32Array(raw.length)
  for (let n = 0; n < raw.length; n++) order[raw[n]] = n
  return order
}
