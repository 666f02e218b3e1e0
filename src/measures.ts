/**
 * What a log of the machine says of a thing as a whole, by the titles that dstat, dool and pcp dstat write, and of what
 * time its rows are. Times in microseconds.
 */

/** A group of metrics, of the exporter's log or of the page's. */
export interface MeasuredGroup {
  readonly title: string
  readonly metrics: readonly {
    readonly name: string
    /** One per sample; null or NaN where there is none. */
    readonly values: ArrayLike<number | null>
  }[]
}

export interface Measure {
  /** Title of the group with the whole. */
  readonly total: RegExp
  /** Titles of the groups that add up to it. */
  readonly parts?: RegExp
  /** Of these, what is part of another one or made of others: the tools' own totals leave it out as well. */
  readonly nested?: RegExp
  /** The parts' mean is the whole, not their sum. */
  readonly isShare?: boolean
}

export const CPU: Measure = { total: /^total (?:cpu )?usage$/, parts: /^cpu ?\d+ usage$/, isShare: true }
export const MEMORY: Measure = { total: /^memory usage$/ }
export const DISK: Measure = {
  total: /^dsk\/total$/,
  parts: /^dsk\//,
  // partitions, volumes and arrays
  nested:
    /^dsk\/(?:(?:[hsv]|xv)d[a-z]+\d+|cciss\/c\d+d\d+p\d+|dm-\d+|md\d+|mmcblk\d+p\d+|nvme\d+n\d+p\d+|VxVM\d+)$/,
}
export const NETWORK: Measure = {
  total: /^net\/total$/,
  parts: /^net\//,
  // what stays in the machine, bonds and VLANs
  nested: /^net\/(?:lo|face|bond\d+|.+\.\d+)$/,
}

/** Time in the kernel: dstat 0.7 and `--cpu-adv` count interrupts apart. */
export const SYSTEM = ['sys', 'hiq', 'siq']

/**
 * For each sample the sum of the named metrics, NaN without any. A sample is taken from the group with the whole if
 * it has values there, else from its parts: a tool that was started again may write other groups into the same log.
 */
export function measured(
  groups: readonly MeasuredGroup[],
  measure: Measure,
  names: readonly string[],
  samples: number,
): Float64Array {
  const values = new Float64Array(samples).fill(Number.NaN)
  // the most wanted groups come last, over what the others say
  for (const some of sourcesOf(groups, measure).toReversed())
    put(values, some, names, measure.isShare ?? false)
  return values
}

/** The groups that measure the same thing: the whole, its parts, and everything that may be a part. */
export function sourcesOf<G extends MeasuredGroup>(
  groups: readonly G[],
  { total, parts, nested }: Measure,
): G[][] {
  const whole = groups.filter(({ title }) => total.test(title)).slice(0, 1)
  const all = groups.filter(({ title }) => parts?.test(title) && !total.test(title))
  const apart = all.filter(({ title }) => !nested?.test(title))
  return [whole, apart, all]
}

/** Sets the values of all samples of which the groups have any metric. */
function put(
  values: Float64Array,
  groups: readonly MeasuredGroup[],
  names: readonly string[],
  isShare: boolean,
): void {
  const isThere = new Uint8Array(values.length)
  const sums = new Float64Array(values.length)
  /** Number of groups that count, and the last of them. */
  const counts = new Uint16Array(values.length)
  const last = new Uint16Array(values.length)
  for (const [n, { metrics }] of groups.entries()) {
    for (const { name, values: column } of metrics) {
      const isWanted = names.includes(name)
      for (let i = 0; i < values.length; i++) {
        const value = column[i]
        if (value === null || Number.isNaN(value)) continue
        isThere[i] = 1
        if (!isWanted) continue
        sums[i] += value
        if (last[i] === n + 1) continue
        last[i] = n + 1
        counts[i] += 1
      }
    }
  }
  for (let i = 0; i < values.length; i++) {
    // nothing by nothing is NaN
    if (isThere[i] > 0) values[i] = sums[i] / (isShare ? counts[i] : Math.min(counts[i], 1))
  }
}

/** Usual steps: there is a hole between rows further apart. */
const HOLE = 5
/** The step of a log with a single row: what all these programs take if they are not told otherwise. */
const ONE_SECOND = 1e6

/** The median distance between two rows, whose times ascend; that of a log with fewer is a second. */
export const usualStep = (time: ArrayLike<number>): number =>
  medianOf(Float64Array.from({ length: Math.max(0, time.length - 1) }, (_, i) => time[i + 1] - time[i])) ||
  ONE_SECOND

/** The times of a log's rows, and the usual distance between them. */
export interface Rows {
  readonly time: Float64Array
  readonly step: number
}

/**
 * When the interval begins of which a row holds the averages, and which ends at its own time: with the row before, or
 * one usual step earlier if the row is the log's first or follows a hole. What is measured at the row's time, such as
 * memory, is treated alike.
 */
export function beginOf({ time, step }: Rows, row: number): number {
  const before = row === 0 ? Number.NEGATIVE_INFINITY : time[row - 1]
  return time[row] - before <= HOLE * step ? before : time[row] - step
}

/** Median of the values that are not NaN; NaN if there are none. */
export function medianOf(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
