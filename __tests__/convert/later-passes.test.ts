import { join } from 'node:path'
import { expect, it } from 'vitest'
import { convertFiles } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'

/** Each execution takes a second. */
const ran = (id: string, ...statuses: string[]): Uint8Array[] =>
  statuses.flatMap((status, i) => [
    packet({ id, status: 'inprogress', time: [1_772_366_400 + 10 * i, 0] }),
    packet({ id, status, time: [1_772_366_401 + 10 * i, 0] }),
  ])

it('a failure says in which execution its test finally passed, if it was run again and did', async () => {
  const odd = 'a "b","c\\'
  const stream = Buffer.concat([
    ...ran('usual', 'fail'),
    // its clean-up failed too
    packet({ id: 'usual', mime: 'text/plain', file: ['traceback', 'KeyError: 2'], time: [1_772_366_401, 0] }),
    packet({ id: 'usual', status: 'fail', time: [1_772_366_401, 0] }),
    ...ran(odd, 'fail', 'fail', 'success'),
    ...ran('again', 'success', 'fail', 'success', 'fail'),
    ...ran('skipped', 'fail', 'skip'),
    ...ran('passed', 'success'),
    // as pytest-subunit ends a test whose fixture failed
    packet({ id: 'fixture', status: 'fail', time: [1_772_366_400, 0] }),
    packet({ id: 'fixture', status: 'success', time: [1_772_366_400, 0] }),
  ])
  const from = directoryWith({ run: stream })
  for (const gzip of [false, true]) {
    const options = { destination: join(from, String(gzip)), gzip, closely: true }
    const { runs } = await convertFiles([join(from, 'run')], options)
    // no execution of the fixture took time
    const attempts = runs[0].failures.map(({ attempt }) => attempt)
    expect(attempts).toEqual([undefined, undefined, undefined, 1, 2, 2, 4, 1])
    expect(runs[0].failures.map(({ name, passedIn }) => [name, passedIn])).toEqual([
      ['fixture', undefined],
      ['usual', undefined],
      ['usual', undefined],
      [odd, 3],
      [odd, 3],
      ['again', undefined],
      ['again', undefined],
      ['skipped', undefined],
    ])
  }
})
