import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { isTooLong } from '../../src/dstat/columns.ts'
import { stretchesOf } from '../../src/dstat/overlap.ts'
import { DATA_PLACEHOLDER, NO_CONNECTION } from '../../src/format/report.ts'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { wholeTest } from '../helpers/v2-writer.ts'

vi.mock(import('../../src/dstat/overlap.ts'), async (original) => {
  const actual = await original()
  return { ...actual, stretchesOf: vi.fn<typeof stretchesOf>(actual.stretchesOf) }
})

vi.mock(import('../../src/dstat/columns.ts'), async (original) => {
  const actual = await original()
  return { ...actual, isTooLong: vi.fn<typeof isTooLong>(actual.isTooLong) }
})

const log = (second: string) =>
  ['"Dstat 0.7.4 CSV output"', '"system","total usage:"', '"time","usr"']
    .concat(['00', '01', '02'].map((minute) => `2026-03-01 12:${minute}:${second},1`))
    .join('\n')

it('of two logs, the times of each are looked through once to choose one, however many runs there are', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `run${i}`)
  const directory = directoryWith({
    ...Object.fromEntries(names.map((name) => [name, wholeTest(name)])),
    'a.csv': log('00'),
    'b.csv': log('01'),
  })
  const callsFor = async (paths: readonly string[]): Promise<number> => {
    vi.mocked(stretchesOf).mockClear()
    const { runs } = await convertFiles(
      paths.map((name) => join(directory, name)),
      { dstat: ['a.csv', 'b.csv'].map((name) => join(directory, name)), destination: join(directory, 'out') },
    )
    expect(runs.every(({ machine }) => machine !== null)).toBe(true)
    return vi.mocked(stretchesOf).mock.calls.length
  }
  expect(await callsFor(names)).toBe(await callsFor(names.slice(0, 1)))
})

it('a log of more numbers than a page can hold is exported if no page is asked for', async () => {
  vi.mocked(isTooLong).mockReturnValue(true)
  const page = NO_CONNECTION + DATA_PLACEHOLDER
  const directory = directoryWith({ run: wholeTest('a'), 'a.csv': log('00'), page, 'published.html': page })
  const [destination, report, published] = ['out', 'report.html', 'published'].map((name) =>
    join(directory, name),
  )
  const told = async (options: object) => {
    const dstat = [join(directory, 'a.csv')]
    const given = { destination, dstat, page: join(directory, 'page'), ...options }
    const { problems, data } = await convertFiles([join(directory, 'run')], given)
    return [readdirSync(data).includes('dstat_log.csv'), ...problems.map(({ message }) => message)]
  }
  expect(await told({})).toEqual([true])
  for (const options of [{ report }, { site: true }, { published }])
    expect(await told(options)).toEqual([
      false,
      'more numbers than a report can hold of one log; record fewer columns, or one sample in several seconds',
    ])
})
