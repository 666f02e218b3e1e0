/** The files of an export: only these are uploaded from a directory that may hold others. */

import { dirname, join } from 'node:path'
import type { ConvertResult } from '../convert/types.ts'

export interface SiteFiles {
  readonly root: string
  /** Absolute paths. */
  readonly files: readonly string[]
}

/** The site's page, the data, and the results beside them. */
export function siteFiles(
  { data, files, site }: Pick<ConvertResult, 'data' | 'files' | 'site'>,
  results: string,
): SiteFiles {
  const paths = files.map((name) => join(data, name))
  return site === null
    ? { root: data, files: paths }
    : { root: dirname(site), files: [site, results, ...paths] }
}
