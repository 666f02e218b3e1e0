import { join } from 'node:path'
import { expect, it } from 'vitest'
import { measured, readContents } from '../../../src/action/site/contents.ts'
import { directoryWith } from '../../helpers/directory.ts'

it('a report is published without files that an earlier report of more runs left in its directory', () => {
  const root = directoryWith({
    'report/index.html': 'of one run',
    'report/columns-0.bin.gz': 'c',
    'report/details-0.json.gz': 'd',
    'report/columns-1.bin.gz': 'of an earlier step',
    'report/details-1.json.gz': 'of an earlier step',
    'report/.report-x': 'of an export that was killed',
    'results.json': '{}',
    'app/report.js': '',
    'app/lib/a.js': '',
    'app/version': 'a1',
    'index.html': 'the index',
  })
  const contents = readContents({
    directory: join(root, 'report'),
    runs: 1,
    results: join(root, 'results.json'),
    app: join(root, 'app'),
    appVersion: 'a1',
    indexPage: join(root, 'index.html'),
  })
  expect(contents.run.map(({ name }) => name)).toEqual([
    'columns-0.bin.gz',
    'details-0.json.gz',
    'index.html',
    'results.json',
  ])
  expect(contents.app.map(({ name }) => name)).toEqual(['lib/a.js', 'report.js'])
  expect(measured(contents)).toEqual({ columns: 1, size: 'of one run'.length + 4, app: 'a1' })
})
