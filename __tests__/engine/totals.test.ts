import { join } from 'node:path'
import { expect, it } from 'vitest'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'

it('the ten longest tests of each run that ended are listed, longest first, those of equal length in raw’s order', async () => {
  const all = [
    [5, 3, 9, 1, 7, 7, 12, 2, 3, 8, 4, 3, 11, 6],
    [0, 1, 0],
    [-2, -1],
  ]
  const streams = all.map((durations) =>
    durations.flatMap((seconds, n) => [
      packet({ id: `t${n}`, status: 'inprogress', time: [1_772_366_400, 0] }),
      packet({ id: `t${n}`, status: 'success', time: [1_772_366_400 + seconds, 0] }),
      packet({ id: `no times ${n}`, status: 'success' }),
      // it lasts to the end of the stream at least: how long it took is not known
      packet({ id: `hung ${n}`, status: 'inprogress', time: [1_772_366_400 - 100, 0] }),
    ]),
  )
  const from = directoryWith(Object.fromEntries(streams.map((parts, n) => [`run${n}`, Buffer.concat(parts)])))
  const paths = streams.map((_, n) => join(from, `run${n}`))
  const { runs } = await convertFiles(paths, { destination: join(from, 'out') })
  const right = all.map((durations) =>
    durations
      .map((duration, n) => ({ name: `t${n}`, duration }))
      .toSorted((a, b) => b.duration - a.duration)
      .slice(0, 10),
  )
  expect(runs.map(({ slowest }) => slowest)).toEqual(right)
})

it('of the longest tests, those that are not the first of their name say which of it they are', async () => {
  const seconds = { a: [1, 5, 3], ab: [2], b: [4, 4] }
  const stream = Object.entries(seconds).flatMap(([id, durations]) =>
    durations.flatMap((duration, n) => [
      packet({ id, status: 'inprogress', time: [1_772_366_400 + 10 * n, 0] }),
      packet({ id, status: 'success', time: [1_772_366_400 + 10 * n + duration, 0] }),
    ]),
  )
  const from = directoryWith({ run: Buffer.concat(stream) })
  const { runs } = await convertFiles([join(from, 'run')], { destination: join(from, 'out') })
  expect(runs[0].slowest.map(({ name, duration, place }) => [name, duration, place])).toEqual([
    ['a', 5, 2],
    ['b', 4, undefined],
    ['b', 4, 2],
    ['a', 3, 3],
    ['ab', 2, undefined],
    ['a', 1, undefined],
  ])
})
