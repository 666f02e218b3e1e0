/** Names of reports → directory names on a published site; names of their runs → its list of reports. */

import { createHash } from 'node:crypto'
import type { SiteRun } from '../../format/site.ts'

/** Longest name without a hash; addresses stay short enough for every server. */
const LONGEST = 100

/** One slug per name, and no two names share one. It never begins with `_`: Jekyll leaves such files out. */
export function slugOf(name: string): string {
  const readable = name.replace(/[^\w.-]+/g, '-').replace(/^[._-]+|[.-]+$/g, '')
  if (readable === name && name.length <= LONGEST) return name
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${readable.slice(0, LONGEST)}-${mark}`.replace(/^-/, '')
}

export const runPath = ({ run, attempt, name }: Pick<SiteRun, 'run' | 'attempt' | 'name'>): string =>
  `runs/${run}-${attempt}-${slugOf(name)}`

/** Bytes of a report's names of runs; those of 300 legs of a matrix have about 20 kB. */
const MOST_NAMES = 32 << 10

/**
 * None if they are long: all jobs that publish, and all readers, load those of all reports. A fork's artifacts could have
 * so many that GitHub would refuse the list for its size, and with it everybody's next report.
 */
export const runNames = (names: readonly string[]): Pick<SiteRun, 'runNames'> =>
  Buffer.byteLength(JSON.stringify(names)) > MOST_NAMES ? {} : { runNames: names }
