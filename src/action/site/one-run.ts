/** The files of a site with a single report, as a deployment without a branch publishes it. */

import { RUNS_FILE, type RunsFile, SITE_VERSION } from '../../format/site.ts'
import type { ArchiveFile } from './archive.ts'
import type { SiteFile } from './contents.ts'
import { stablePages } from './pages.ts'
import type { Own } from './plan.ts'
import { printRunsFile } from './runs-file.ts'

export function oneRunSite({
  contents,
  run,
  site,
}: Pick<Own, 'contents' | 'run' | 'site'>): readonly ArchiveFile[] {
  const file: RunsFile = { version: SITE_VERSION, ...site, runs: [run] }
  const below = (directory: string, files: readonly SiteFile[]): ArchiveFile[] =>
    files.map(({ name, path, size }) => ({ name: `${directory}/${name}`, path, size }))
  return [
    { name: '.nojekyll', text: '' },
    { name: 'index.html', text: contents.index },
    { name: RUNS_FILE, text: printRunsFile(file) },
    ...below(`app/${contents.appVersion}`, contents.app),
    ...below(run.path, contents.run),
    ...[...stablePages(file)].map(([name, text]) => ({ name, text })),
  ]
}
