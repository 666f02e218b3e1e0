import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildReport, buildSite } from '../../scripts/build-frontend.ts'
import { convert } from '../../src/convert.ts'
import { testHash } from '../../src/format/links.ts'
import type { SiteRun } from '../../src/format/site.ts'
import { stream } from '../browser/page.ts'
import { ranges, serve, type TestServer } from '../browser/server.ts'
import { BROKEN, writeSite } from '../helpers/site.ts'
import type { Engine } from './engine.ts'
import { ENGINES } from './engines.ts'

const BASE = 'owner/repo'
const LOG = 'what the broken test said'

describe.each(ENGINES)('a published site in $name', ({ without, start }) => {
  describe.skipIf(without !== null)('if installed', () => {
    let directory: string
    let server: TestServer
    let own: SiteRun
    let page: Engine

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'stackviz-engine-'))
      const frontend = join(directory, 'frontend')
      await buildReport(frontend)
      await buildSite(frontend)
      const site = join(directory, 'www', BASE)
      const newest = (await writeSite(site, frontend)).findLast(
        ({ run }) => run.name === 'unit' && run.pull === null,
      )
      if (newest === undefined) throw new Error('no report of unit')
      own = newest.run
      const path = join(directory, 'run.subunit')
      const told = newest.tests.map((test) =>
        test.id === BROKEN ? { ...test, files: [['log', `${LOG}\n`] as const] } : test,
      )
      await writeFile(path, stream(told))
      await convert({
        sources: [{ kind: 'file', path }],
        dstat: [],
        destination: join(directory, 'export'),
        published: join(site, own.path),
        title: own.title,
        page: join(frontend, 'index.html'),
      })
      server = await serve(join(directory, 'www'), ranges)
      page = await start()
    })
    afterAll(async () => {
      await page?.close()
      server?.close()
      await rm(directory, { recursive: true, force: true })
    })

    const text = (): Promise<string> =>
      page.run(`return (document.querySelector('main')?.innerText ?? '').replace(/\\s+/g, ' ')`)

    it('lists its jobs, with a link to the newest report', async () => {
      await page.open(`${server.url}${BASE}/`)
      await expect.poll(text).toContain('unit')
      const links: string[] = await page.run(
        `return [...document.querySelectorAll('main a')].map((a) => a.href)`,
      )
      expect(links.some((link) => link.includes(own.path))).toBe(true)
    })

    it('fetches the columns of a job’s reports, and compares their tests', async () => {
      await page.open(`${server.url}${BASE}/#/job/unit`)
      await expect.poll(text).toMatch(/test_slower_by_9 usually 2\.97 s 12\.0 s/)
    })

    it('draws a report from the columns beside it', async () => {
      await page.open(`${server.url}${BASE}/${own.path}/#/timeline`)
      await expect.poll(text).toMatch(/In view: 312 tests/)
    })

    it('fetches the output of a test', async () => {
      await page.open(`${server.url}${BASE}/${own.path}/${testHash(0, BROKEN)}`)
      await expect.poll(text).toContain(LOG)
    })
  })
})
