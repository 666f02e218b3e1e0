import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { siteFiles } from '../../src/action/exported-files.ts'
import { namesOfExport } from '../../src/export/staging.ts'
import {
  CONFIG_FILE,
  isDerivedFile,
  isRunFile,
  logFile,
  mayBeOfExport,
  runFiles,
} from '../../src/format/file-names.ts'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { wholeTest } from '../helpers/v2-writer.ts'

const LOG = [
  '"Dstat 0.7.4 CSV output"',
  '"total usage:"',
  '"time","usr","sys"',
  '2026-03-01 12:00:00,1,1',
  '2026-03-01 12:00:01,1,1',
].join('\n')

it.each([false, true])(
  'every file of an export, compressed: %s, is known to those who replace, upload, download or pass over it',
  async (gzip) => {
    const directory = directoryWith({ 'run.subunit': wholeTest('a'), 'log.csv': LOG })
    const { data, files } = await convertFiles([join(directory, 'run.subunit')], {
      dstat: [join(directory, 'log.csv')],
      destination: join(directory, 'out'),
      gzip,
    })
    const written = readdirSync(data).toSorted()
    const named = written.filter((name) => name !== CONFIG_FILE)
    expect(named).toHaveLength(7)
    expect([...namesOfExport(data)].toSorted()).toEqual(named)
    expect(siteFiles({ data, files, site: null }, '').files.map((path) => basename(path))).toEqual(written)
    expect(named.filter(mayBeOfExport)).toEqual(named)
    expect(named.filter((name) => !isRunFile(name))).toEqual([logFile(0, gzip)])
    const { raw, details } = runFiles('run.subunit', 0, gzip)
    expect(named.filter((name) => !isDerivedFile(name))).toEqual([logFile(0, gzip), details, raw])
  },
)

it('a file of a log or a page that a user made is none of an export', () => {
  const names = ['tempest.csv', 'dstat_log.txt', 'dstat_log_x.csv', 'tempest_run_raw.json', 'report.html']
  expect(names.filter(isRunFile)).toEqual([])
  expect(names.filter(mayBeOfExport)).toEqual(['tempest_run_raw.json'])
})
