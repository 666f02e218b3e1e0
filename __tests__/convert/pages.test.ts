/** The manifest of a report, and the same of a site's page. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { STATUSES } from '../../src/format/exported.ts'
import { DATA_PLACEHOLDER, type Manifest, NO_CONNECTION, REPORT_VERSION } from '../../src/format/report.ts'
import { GENERATOR } from '../../src/version.ts'
import { buildWorkflow } from '../../src/workflow.ts'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const PAGE = `<title>x</title><meta content="${NO_CONNECTION}">${DATA_PLACEHOLDER}</html>`
const LOG = `"dool 1.3.4 CSV output"
"epoch"
"epoch"
${[0, 1, 2].map((second) => 1_772_366_400 + second).join('\n')}
`

const manifestIn = (path: string): Manifest =>
  JSON.parse(/id="stackviz-manifest">([^<]+)</.exec(readFileSync(path, 'utf8'))?.[1] ?? '') as Manifest

it('a report and a site’s page say of their runs, machines and problems what the export has', async () => {
  const from = directoryWith({
    one: Buffer.concat([wholeTest('a', 'fail'), wholeTest('b', 'skip'), wholeTest('c')]),
    two: Buffer.concat([wholeTest('d'), packet({ file: ['log', 'of no test'], mime: 'text/plain' })]),
    bad: 'no stream',
    log: LOG,
    page: PAGE,
  })
  const [destination, report] = [join(from, 'site'), join(from, 'report.html')]
  const workflow = buildWorkflow({}, null)
  const result = await convertFiles(
    ['one', 'two', 'bad'].map((name) => join(from, name)),
    {
      destination,
      report,
      site: true,
      page: join(from, 'page'),
      title: 'a <title>',
      workflow,
      dstat: [join(from, 'log')],
    },
  )
  const runOf = (id: number, name: string, tests: readonly string[]) => ({
    entry: {
      id,
      name: `Subunit File: ${name}`,
      ...Object.fromEntries(
        ['raw.json', 'details.json', 'index.json', 'tree.json', 'columns.bin'].map((file) => [
          file.split('.')[0],
          `tempest_${name}_0_${file}`,
        ]),
      ),
      dstat: 'dstat_log.csv',
      stats: {
        count: tests.length,
        start: '2026-03-01T12:00:00+00:00',
        end: '2026-03-01T12:00:01+00:00',
        total_duration: tests.length,
        failed: tests.filter((status) => status === 'fail').length,
        skipped: tests.filter((status) => status === 'skip').length,
      },
    },
    counts: STATUSES.map((status) => tests.filter((each) => each === status).length),
    machine: 0,
  })
  const runs = [
    runOf(0, 'one', ['fail', 'skip', 'success']),
    { ...runOf(1, 'two', ['success']), outside: true },
  ]
  const said = (details: (name: string) => string | null) => ({
    version: REPORT_VERSION,
    title: 'a <title>',
    generator: GENERATOR,
    conclusion: 'failure',
    isPartial: true,
    workflow,
    problems: [expect.stringMatching(/bad: not a subunit stream of version 1 or 2; it looks like/)],
    runs: runs.map((run) => ({
      ...run,
      details: details(`tempest_${run.entry.name.slice(-3)}_0_details.json`),
    })),
    machines: [
      { source: join(from, 'log'), notes: [expect.stringMatching(/^The first sample is left out/)] },
    ],
  })
  expect(manifestIn(report)).toEqual(said(() => null))
  expect(manifestIn(result.site ?? '')).toEqual(said((name) => `data/${name}`))
})
