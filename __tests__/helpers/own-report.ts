/** A report for a published site, and an app like that of the pages' build. */

import { join } from 'node:path'
import { type BranchPatience, type BranchPlace, publishToBranch } from '../../src/action/site/branch.ts'
import { measured, readContents } from '../../src/action/site/contents.ts'
import { runPath } from '../../src/action/site/names.ts'
import type { Own } from '../../src/action/site/plan.ts'
import type { SiteRun } from '../../src/format/site.ts'
import { directoryWith } from './directory.ts'
import type { GitServer } from './git-server.ts'

export const TOKEN = 'ghs_0123456789012345678901234567890123ab'

/** Waiting times for a stand-in that answers within a tenth of a second. */
const PATIENCE: BranchPatience = { pause: 300, longest: 1500, tries: 4 }

export const siteRun = (more: Partial<SiteRun> = {}): SiteRun => {
  const run: SiteRun = {
    path: '',
    name: 'unit',
    title: 'unit',
    workflow: 'unit tests',
    run: 4711,
    attempt: 1,
    event: 'push',
    branch: 'main',
    pull: null,
    commit: '83ef4b1083ef4b1083ef4b1083ef4b1083ef4b10',
    published: '2026-03-01T12:00:00Z',
    conclusion: 'success',
    counts: { tests: 2, passed: 2, failed: 0, skipped: 0 },
    duration: 1,
    columns: 1,
    size: 1000,
    app: 'a1',
    ...more,
  }
  return { ...run, path: more.path ?? runPath(run) }
}

export interface OwnOptions extends Partial<Pick<Own, 'limits' | 'closedOf' | 'site'>> {
  readonly run?: Partial<SiteRun>
  readonly app?: string
  /** Text to add to the report's page. */
  readonly text?: string
}

export function ownReport({ run = {}, app = 'a1', text = '', ...more }: OwnOptions = {}): Own {
  const name = `${run.run ?? 4711}-${run.attempt ?? 1}-${run.name ?? 'unit'}`
  const root = directoryWith({
    'report/index.html': `<!doctype html><script src="../../app/${app}/report.js"></script>${name}${text}`,
    'report/columns-0.bin.gz': `columns of ${name}`,
    'report/details-0.json.gz': `details of ${name}`,
    'results.json': `{"version":1,"name":${JSON.stringify(name)}}`,
    'app/report.js': `// ${app}`,
    'app/report.css': `/* ${app} */`,
    'app/version': app,
    'index.html': `<!doctype html><script>// ${app} index</script>`,
  })
  const contents = readContents({
    directory: join(root, 'report'),
    runs: 1,
    results: join(root, 'results.json'),
    app: join(root, 'app'),
    appVersion: app,
    indexPage: join(root, 'index.html'),
  })
  return {
    run: siteRun({ ...run, ...measured(contents) }),
    site: { repository: 'stack/nova', server: 'https://github.com', defaultBranch: 'main' },
    contents,
    limits: { keepRuns: 50, keepDays: null, keepSize: 900e6 },
    closedOf: () => Promise.resolve(new Set()),
    ...more,
  }
}

const placeOf = (server: GitServer, more: Partial<BranchPlace> = {}): BranchPlace => ({
  remote: `${server.url}/stack/nova`,
  token: TOKEN,
  scratch: directoryWith(),
  signal: new AbortController().signal,
  branch: 'stackviz-reports',
  path: [],
  readOnly: false,
  ...more,
})

export const publishOne = (server: GitServer, own: OwnOptions = {}, place: Partial<BranchPlace> = {}) =>
  publishToBranch(placeOf(server, place), ownReport(own), PATIENCE)
