/** Names of reports → directory names on a published site. */

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
