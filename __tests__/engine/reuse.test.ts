import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Engine } from '../../src/export/engine.ts'
import { convertFiles } from '../helpers/convert-files.ts'
import { chunksOf, decode } from '../helpers/decoded.ts'
import { directoryWith } from '../helpers/directory.ts'
import { conformanceCases } from '../helpers/fixtures.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const SPANISH = Buffer.from('falló\n')
const FALSE_HEADER = Buffer.from([0xb3, 0x29, 0x00, 0x0a, 1, 2, 3, 4, 5, 6])

/** Streams that end in as many states as there are. */
const STREAMS: readonly (readonly ['v1' | 'v2', Uint8Array])[] = [
  ...conformanceCases('fixed')
    .filter(({ stream }) => stream.length > 0 && stream.length < 6000)
    .map(({ name, stream }) => [name.startsWith('v1_') ? 'v1' : 'v2', stream] as const),
  ['v2', Buffer.concat([SPANISH, wholeTest('a'), FALSE_HEADER])],
  ['v2', Buffer.concat([SPANISH, wholeTest('a').subarray(0, -3)])],
  ['v2', FALSE_HEADER],
  ['v2', packet({ id: 'a', status: 'exists', route: 'r', tags: ['t'] })],
  ['v2', packet({ id: 'a', mime: 'text/plain', file: ['log', 'x'.repeat(10_000)] })],
  ['v1', Buffer.from('time: 2026-03-01 12:00:00Z\ntags: x\ntest: a\ntags: y\nfailure: a [\n half a line')],
  ['v1', Buffer.from('test: a\nerror: a [ multipart\nContent-Type: text/plain\nlog\n9\r\nhalf')],
  ['v1', Buffer.from('a-first-word-that-is-too-long and more')],
]

// what is left of a stream in the engine would come into another run of the same export
it('a stream is read after any other one as by a new engine', () => {
  const alone = STREAMS.map(([protocol, stream]) => {
    // the free engine is taken away
    Engine.take(null)
    return decode(protocol, [stream]).all
  })
  for (const [before, first] of STREAMS) {
    for (const [n, [protocol, stream]] of STREAMS.entries()) {
      decode(before, [first])
      expect(decode(protocol, [stream]).all).toBe(alone[n])
    }
  }
})

it('attachments are not overwritten by checksums over ranges, where the run before had them in memory', () => {
  const falseHeaders = Buffer.alloc(500_000, Buffer.from([0xb3, 0x2b]))
  decode('v2', chunksOf(Buffer.concat([wholeTest('a'), falseHeaders]), 65_536))
  const log = Buffer.alloc(60_000, 'a line of a log\n')
  const pieces = Array.from({ length: 100 }, () =>
    packet({ id: 'b', mime: 'text/plain', file: ['log', log] }),
  )
  const stream = Buffer.concat([...pieces, falseHeaders, packet({ id: 'b', status: 'success' })])
  const { details } = decode('v2', chunksOf(stream, 65_536))
  expect(details.b.log === log.toString().repeat(100)).toBe(true)
})

it('an empty line of a reason is empty, whatever the run before left in memory', async () => {
  const mime = 'text/plain; charset=utf8'
  const returns = packet({ id: 'a', status: 'success', mime, file: ['log', '\r'.repeat(3_000_000)] })
  const reason = packet({ id: 'b', status: 'fail', mime, file: ['traceback', 'E: x\n\nDetails é'] })
  const from = directoryWith({ returns, reason })
  const paths = ['returns', 'reason'].map((name) => join(from, name))
  const { runs } = await convertFiles(paths, { destination: join(from, 'out') })
  expect(runs[1].failures.map(({ details }) => details)).toEqual([['', 'Details é']])
})
