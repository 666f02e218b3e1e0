/** A site of 2,000 reports of 20,000 tests: its first view, and a job's page over its last 20 reports. */

import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Manner, serve } from '../../__tests__/browser/server.ts'
import { runsFile, sha, writeIndex } from '../../__tests__/helpers/site.ts'
import { columnsFile, type SiteRun } from '../../src/format/site.ts'
import { LAST_REPORTS } from '../../src/frontend/compare/noise.ts'
import { timeOfEntry, withPage } from './browser.ts'
import { atMost, type Row, type Series } from './row.ts'

const REPORTS = 2000
const TESTS = 20_000
const JOBS = ['functional', 'pep8', 'unit', 'upgrade']
const FRONTEND = join(import.meta.dirname, '../../dist/frontend')

export const site: Row = (reports, browser) => {
  const { columns } = reports.tests(TESTS)
  const directory = join(columns, '../site')
  /** Milliseconds to the first frame with the list, or to the complete page; or the bytes sent. */
  const open = async (
    hash: string,
    whole: string,
    wanted: 'first' | 'whole' | 'bytes',
  ): Promise<number[]> => {
    await makeSite(directory, columns)
    let bytes = 0
    const noted: Manner = ({ content }) => {
      bytes += content.length
      return false
    }
    const server = await serve(directory, noted)
    try {
      return await withPage(browser, async (page) => {
        await page.goto(`${server.url}owner/repo/${hash}`, { waitUntil: 'commit' })
        const first = await timeOfEntry(page, 'index')
        await page.locator(whole).first().waitFor()
        if (wanted === 'bytes') return [bytes]
        return [wanted === 'first' ? first : await timeOfEntry(page, 'history')]
      })
    } finally {
      server.close()
    }
  }
  const job = ['#/job/unit', '.history'] as const
  const series: Series[] = [
    { name: 'first look', unit: 'ms', measure: () => open('', '.jobs', 'first') },
    { name: 'a job’s last 20 reports', unit: 'ms', measure: () => open(...job, 'whole') },
    {
      name: 'bytes of the first look',
      unit: 'bytes',
      exact: true,
      measure: () => open('', '.jobs', 'bytes'),
    },
    {
      name: 'bytes of a job’s last 20 reports',
      unit: 'bytes',
      exact: true,
      measure: () => open(...job, 'bytes'),
    },
  ]
  return {
    input: `a site of ${REPORTS} reports of ${JOBS.length} jobs, ${TESTS} tests each, served by Node on the same machine`,
    series,
    targets: [atMost('first look', 200), atMost('bytes of a job’s last 20 reports', 20e6)],
  }
}

/** Makes a site in which all reports that are read have the same columns. */
async function makeSite(directory: string, columns: string): Promise<void> {
  rmSync(directory, { recursive: true, force: true })
  const root = join(directory, 'owner/repo')
  const runs = Array.from({ length: REPORTS }, (_, n) => siteRun(n))
  await writeIndex(root, FRONTEND, runsFile(runs))
  const packed = join(directory, 'columns')
  writeFileSync(packed, gzipSync(readFileSync(columns)))
  const read = runs.filter(({ name, pull }) => name === 'unit' && pull === null).slice(-LAST_REPORTS)
  for (const { path } of read) {
    mkdirSync(join(root, path), { recursive: true })
    symlinkSync(packed, join(root, path, columnsFile(0)))
  }
}

/** Every second workflow run belongs to the default branch, the others to some 250 pull requests. */
function siteRun(n: number): SiteRun {
  const name = JOBS[n % JOBS.length]
  const workflow = Math.floor(n / JOBS.length)
  const pull = workflow % 2 === 0 ? null : 1000 + (workflow >> 1)
  const failed = n % 7 === 0 ? n % 30 : 0
  return {
    path: `runs/${9_000_000 + workflow}-1-${name}`,
    name,
    title: `nova ${name}`,
    workflow: 'CI',
    run: 9_000_000 + workflow,
    attempt: 1,
    event: pull === null ? 'push' : 'pull_request',
    branch: pull === null ? 'main' : `topic-${pull}`,
    pull,
    commit: sha(workflow + 4096),
    published: new Date(1.79e12 + n * 600_000).toISOString().replace('.000', ''),
    conclusion: failed > 0 ? 'failure' : 'success',
    counts: { tests: TESTS, passed: TESTS - 100 - failed, failed, skipped: 100 },
    duration: 2000 + ((n * 7919) % 400),
    columns: 1,
    size: 6_000_000,
    app: 'x',
  }
}
