/** Names of reports → directories of a published site. */

import { createHash } from 'node:crypto'
import type { SiteRun } from '../../format/site.ts'

/** Of a directory's name; addresses stay short enough for every server. */
const LONGEST = 100

/** The same name always gives the same one, and no two names the same. Jekyll leaves out what begins with `_`. */
export function slugOf(name: string): string {
  const readable = name.replace(/[^\w.-]+/g, '-').replace(/^[._-]+|[.-]+$/g, '')
  if (readable === name && name.length <= LONGEST) return name
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${readable.slice(0, LONGEST)}-${mark}`.replace(/^-/, '')
}

export const runPath = ({ run, attempt, name }: Pick<SiteRun, 'run' | 'attempt' | 'name'>): string =>
  `runs/${run}-${attempt}-${slugOf(name)}`
