/** The parts of a published report: what `convert` wrote, and what the build made for all reports. */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ConvertResult } from '../convert/types.ts'
import type { Inputs } from './inputs.ts'
import type { Places } from './places.ts'
import type { PublishedReport } from './site/contents.ts'

/** Where `convert` is to write the published report; undefined if nothing is to be published. */
export const publishedDirectory = ({ publish }: Inputs, { output }: Places): string | undefined =>
  publish.pages || publish.branch ? join(output, 'published') : undefined

/** `page`: path of the built page; the site's files are beside it. Throws if no report was made. */
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
