/** Where the parts of a published report are: what `convert` wrote, and what the build has for all of them. */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ConvertResult } from '../convert.ts'
import type { Inputs } from './inputs.ts'
import type { Places } from './places.ts'
import type { PublishedReport } from './site/contents.ts'

/** Where `convert` is to write it; undefined where nothing is published. */
export const publishedDirectory = ({ publish }: Inputs, { output }: Places): string | undefined =>
  publish.pages || publish.branch ? join(output, 'published') : undefined

/** `page`: the built page of a report, beside which the site's are. */
export function publishedReport(
  page: string,
  places: Places,
  result: Pick<ConvertResult, 'published' | 'runs'>,
): PublishedReport {
  const site = join(dirname(page), 'site')
  if (result.published === null) throw new Error('no report was made for the site')
  return {
    directory: result.published,
    runs: result.runs.length,
    results: places.results,
    app: join(site, 'app'),
    appVersion: readFileSync(join(site, 'app/version'), 'utf8').trim(),
    indexPage: join(site, 'index.html'),
  }
}
