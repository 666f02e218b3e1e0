import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DIED } from '../../src/reason.ts'
import { convertFiles, readJson } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'

const time = [1_772_366_400, 0] as const
const begun = (id: string): Buffer => packet({ id, status: 'inprogress', time })

/** The failures of a stream, as they are told, and as the statistics have them. */
async function failuresOf(...parts: Buffer[]) {
  const from = directoryWith({ run: Buffer.concat(parts) })
  const { runs, data } = await convertFiles([join(from, 'run')], { destination: join(from, 'out') })
  const { failures } = readJson<{ failures: { name: string }[] }>(data, 'tempest_run_0_stats.json')
  return { told: runs[0].failures, stats: failures.map(({ name }) => name) }
}

/** A test that failed with a traceback. */
const failed = (id: string): Buffer =>
  Buffer.concat([
    begun(id),
    packet({ id, mime: 'text/plain', file: ['traceback', 'KeyError: 1\n'] }),
    packet({ id, status: 'fail', time: [1_772_366_401, 0] }),
  ])

it('tests that never ended, or whose process died, are told before the others', async () => {
  const died = Buffer.concat([begun('died'), packet({ id: 'died', status: 'fail', time })])
  const { told, stats } = await failuresOf(begun('hung'), failed('a'), died, failed('b'))
  expect(told.map(({ name, details }) => [name, details])).toEqual([
    ['died', [DIED]],
    ['hung', ['Did not finish']],
    ['a', ['KeyError: 1']],
    ['b', ['KeyError: 1']],
  ])
  expect(stats).toEqual(['a', 'died', 'b', 'hung'])
})

it('a hundred tests that never ended are told although a thousand others failed before them', async () => {
  const many = Array.from({ length: 1200 }, (_, n) => failed(`f${n}`))
  const hung = Array.from({ length: 150 }, (_, n) => begun(`h${n}`))
  const { told } = await failuresOf(...hung, ...many)
  const names = told.map(({ name }) => name)
  expect([0, 99, 100].map((n) => [told[n].name, told[n].status])).toEqual([
    ['h0', 'inprogress'],
    ['h99', 'inprogress'],
    ['f0', 'fail'],
  ])
  expect(names.filter((name) => name.startsWith('h'))).toHaveLength(100)
  expect(names.at(-1)).toBe('f999')
})
