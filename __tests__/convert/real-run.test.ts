import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { convert } from '../../src/convert.ts'
import type { Config, RawTest } from '../../src/format/exported.ts'
import { directoryWith } from '../helpers/directory.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/nova.subunit.gz')
/** The same run as stestr writes it into a repository: version 1. */
const RUN_FILE = join(import.meta.dirname, '../fixtures/nova-slice.v1.gz')

it('a real run is exported the same from a version 2 stream, a version 1 file and a repository', async () => {
  const repository = directoryWith({
    '.stestr/format': '1\n',
    '.stestr/0': gunzipSync(readFileSync(RUN_FILE)),
  })
  const destination = directoryWith()
  const { runs } = await convert({
    sources: [
      { kind: 'file', path: EXAMPLE },
      { kind: 'file', path: RUN_FILE },
      { kind: 'repository', path: repository },
    ],
    dstat: [],
    destination,
    page: '',
  })
  const read = (name: string): unknown => JSON.parse(readFileSync(join(destination, name), 'utf8'))
  const { tempest } = read('config.json') as Config
  expect(tempest.map(({ id }) => id)).toEqual(runs.map(({ entry }) => entry.id))
  const [stream, file, run] = tempest.map(({ raw, details, tree, stats }) => ({
    raw: read(raw) as RawTest[],
    details: read(details),
    tree: read(tree),
    stats,
  }))
  expect(stream.raw).toHaveLength(948)
  expect(stream.raw.filter(({ status }) => status === 'fail')).toHaveLength(10)
  expect(file).toEqual(stream)
  expect(run).toEqual(stream)
})
