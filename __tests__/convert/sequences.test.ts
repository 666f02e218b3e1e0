/** Earlier exports into a directory do not matter: it gets what an empty one would, and keeps other people's files. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ConvertOptions, ConvertResult } from '../../src/convert/types.ts'
import { convert } from '../../src/convert.ts'
import { directoryWith } from '../helpers/directory.ts'
import { wholeTest } from '../helpers/v2-writer.ts'

const LOG = '"dool 1.3.4 CSV output"\n"epoch"\n"epoch"\n1772366400\n1772366401\n'
const stestr = (id: string): string =>
  `time: 2026-03-01 12:00:00Z\ntest: ${id}\ntime: 2026-03-01 12:00:01Z\nsuccess: ${id}\n`

const INPUTS = {
  'a/run.subunit': wholeTest('a'),
  'b/run.subunit': wholeTest('b', 'fail'),
  'b/RUN.subunit': wholeTest('upper case'),
  'run.subunit_0_raw.json': wholeTest('named as a file of an export'),
  empty: '',
  'cut off': wholeTest('cut').subarray(0, -9),
  text: 'no stream\n',
  'nova/.stestr/format': '1\n',
  'nova/.stestr/0': stestr('first'),
  'nova/.stestr/1': stestr('second'),
  'dool.csv': LOG,
  'other.csv': LOG.replaceAll('17723664', '17723665'),
}
const FILES = Object.keys(INPUTS).filter((name) => !/stestr|csv/.test(name))

/** Other people's files, with names like ours. */
const OTHERS = { 'notes.txt': 'a', 'tempest_mine_0_raw.json': 'b', 'dstat_log_9.csv': 'c', 'data/notes': 'd' }

const options = fc.record({
  files: fc.subarray([...FILES, 'missing'], { maxLength: 4 }),
  repository: fc.boolean(),
  logs: fc.subarray(['dool.csv', 'other.csv'], { maxLength: 2 }),
  last: fc.boolean(),
  gzip: fc.boolean(),
})

/** Names and contents of all files below a directory. */
const contents = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(directory.length + 1).replaceAll('\\', '/'), readFileSync(path, 'latin1')]),
  )

it('forty exports into one directory each leave what they leave in an empty one', async () => {
  const from = directoryWith(INPUTS)
  const destination = directoryWith(OTHERS)
  let before: Record<string, string> = {}
  for (const { files, repository, logs, last, gzip } of fc.sample(options, { numRuns: 40, seed: 4711 })) {
    const sources: ConvertOptions['sources'] = [
      ...files.map((name) => ({ kind: 'file', path: join(from, name) }) as const),
      ...(repository ? [{ kind: 'repository', path: join(from, 'nova') } as const] : []),
    ]
    const dstat = logs.map((name) => join(from, name))
    const exportTo = (place: string): Promise<ConvertResult> =>
      convert({ sources, dstat, last, gzip, destination: place, page: '' })
    const empty = directoryWith()
    const { runs, problems, notices, conclusion } = await exportTo(empty)
    const what = JSON.stringify({ files, repository, logs, last, gzip })
    if (runs.length > 0 || problems.length === 0 || before['config.json'] === undefined) {
      expect(await exportTo(destination), `of ${what}`).toMatchObject({ problems, notices, conclusion })
      before = contents(empty)
    } else await expect(exportTo(destination)).rejects.toThrow('the earlier export is left as it was')
    expect(contents(destination), `after ${what}`).toEqual({ ...OTHERS, ...before })
  }
})
