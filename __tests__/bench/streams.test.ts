import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { falseHeaders, HEADER_SHAPES } from '../../bench/false-headers.ts'
import { writeAll, writeAttachment, writeV1, writeV2 } from '../../bench/streams.ts'
import { bytesOfNames, type Shape } from '../../bench/tests.ts'
import type { ConvertedRun, Problem } from '../../src/convert/types.ts'
import { convert } from '../../src/convert.ts'
import type { RawTest, TestDetails } from '../../src/format/exported.ts'
import { directoryWith } from '../helpers/directory.ts'

interface Exported {
  readonly run: ConvertedRun | undefined
  readonly problems: readonly Problem[]
  readonly raw: RawTest[]
  readonly details: Record<string, TestDetails>
}

/** The export of the file that `write` writes. */
async function exported(write: (path: string) => void): Promise<Exported> {
  const destination = directoryWith()
  const path = join(destination, 'run')
  write(path)
  const { runs, problems } = await convert({
    sources: [{ kind: 'file', path }],
    dstat: [],
    destination,
    page: '',
  })
  const read = <T>(name: string | undefined, none: T): T =>
    name === undefined ? none : (JSON.parse(readFileSync(join(destination, name), 'utf8')) as T)
  const [run] = runs
  return { run, problems, raw: read(run?.entry.raw, []), details: read(run?.entry.details, {}) }
}

/** Without times, because version 1 loses a microsecond of some, like its reference library. */
const withoutTimes = ({ raw, details }: Exported): unknown => [
  raw.map(({ name, id, status, tags }) => ({ name, id, status, tags })),
  Object.entries(details).map(([name, test]) => [name, { ...test, timestamps: null }]),
]

describe('the inputs of the benchmarks', () => {
  it('are the same run in both versions, as the shape specifies', async () => {
    const shape: Shape = { tests: 1000, log: 3000, workers: 7 }
    const v2 = await exported((path) => writeV2(path, shape))
    const v1 = await exported((path) => writeV1(path, shape))
    expect(withoutTimes(v1)).toEqual(withoutTimes(v2))
    expect(v2.run?.entry.warnings).toBeUndefined()
    expect(v2.run?.counts).toMatchObject({ tests: 1000 })
    expect(new Set(v2.raw.flatMap(({ tags }) => tags)).size).toBe(7)
    const names = v2.raw.reduce((sum, { name, id }) => sum + (id ?? name).length, 0)
    expect(names).toBe(bytesOfNames(1000))
    const texts = Object.values(v2.details).map(({ pythonlogging }) => pythonlogging as string | undefined)
    const logs = texts.reduce((sum, text) => sum + (text ?? '').length, 0)
    expect(logs / 1000).toBeGreaterThan(2700)
    expect(logs / 1000).toBeLessThan(3300)
  })

  it('contain one log of the requested size, rounded up to whole packets', async () => {
    const { details, run } = await exported((path) => writeAttachment(path, 300_000))
    expect(String(details['pkg.test_large'].log)).toHaveLength(5 << 16)
    expect(run?.entry.warnings).toBeUndefined()
  })

  it.each(HEADER_SHAPES)('contain no packets in false headers %s', async (shape) => {
    const { problems } = await exported((path) => writeAll(path, falseHeaders(shape, 1 << 18, false)))
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('not a subunit stream')])
  })

  it.each(HEADER_SHAPES)(
    'contain all valid tests between false headers %s, and otherwise only noise',
    async (shape) => {
      const { raw, details } = await exported((path) => writeAll(path, falseHeaders(shape, 1 << 18, true)))
      expect(raw.map(({ name }) => name)).toEqual([0, 1, 2, 3].map((n) => `pkg.Between.test_${n}`))
      expect(Object.keys(details[''])).toEqual(['noise'])
    },
  )
})
