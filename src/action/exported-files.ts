/** The files of an export: only these are uploaded from a directory that may hold others. */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ConvertResult } from '../convert/types.ts'
import type { Config } from '../format/exported.ts'
import { CONFIG_FILE } from '../format/file-names.ts'

export interface SiteFiles {
  readonly root: string
  /** Absolute paths. */
  readonly files: readonly string[]
}

/** The site's page, `config.json` and the files that it names, and the results beside them. */
export function siteFiles({ data, site }: Pick<ConvertResult, 'data' | 'site'>, results: string): SiteFiles {
  const path = join(data, CONFIG_FILE)
  const config = JSON.parse(readFileSync(path, 'utf8')) as Config // just written by us
  const names = new Set([CONFIG_FILE])
  for (const { raw, details, index, columns, tree, dstat } of config.tempest) {
    for (const name of [raw, details, index, columns, tree, dstat]) if (name !== undefined) names.add(name)
  }
  for (const { artifacts } of config.datasets) for (const { path: name } of artifacts) names.add(name)
  const files = [...names].toSorted().map((name) => join(data, name))
  return site === null ? { root: data, files } : { root: dirname(site), files: [site, results, ...files] }
}
