/** Where the parts of a published report are: what `convert` wrote, and what the build has for all of them. */

import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ConvertResult } from '../convert.ts'
import type { Places } from './places.ts'
import type { PublishedReport } from './site/contents.ts'

/** `page`: the built page of a report, beside which the site's are. */
export function publishedReport(
  page: string,
  places: Places,
  result: Pick<ConvertResult, 'report'>,
): PublishedReport {
  const site = join(dirname(page), 'site')
  const directory = join(places.output, 'published')
  mkdirSync(directory, { recursive: true })
  copyFileSync(result.report ?? '', join(directory, 'index.html'))
  return {
    directory,
    results: places.results,
    app: join(site, 'app'),
    appVersion: readFileSync(join(site, 'app/version'), 'utf8').trim(),
    indexPage: join(site, 'index.html'),
  }
}
