/** Writes generated runs as subunit streams. */

import { closeSync, openSync, writeSync } from 'node:fs'
import { packet, wholeTest } from '../__tests__/helpers/v2-writer.ts'
import { seeded } from './seeded.ts'
import { type MadeFile, type MadeTest, makeLog, makeTests, type Shape } from './tests.ts'

/** Bytes of a file that stestr's runner puts into a packet. */
const PACKET = 64 << 10
const WRITE = 4 << 20

export function writeV2(path: string, shape: Shape): void {
  writeTests(path, makeTests(shape))
}

/** Writes version 2. */
export function writeTests(path: string, tests: Iterable<MadeTest>): void {
  writeAll(path, pieces(tests, v2Packets))
}

export function writeV1(path: string, shape: Shape): void {
  writeAll(path, pieces(makeTests(shape), v1Lines))
}

/** Writes a test with one log of that many bytes. */
export function writeAttachment(path: string, size: number): void {
  writeAll(path, attachment(size))
}

/** Writes the parts, some MiB at a time. */
export function writeAll(path: string, parts: Iterable<Buffer>): void {
  const file = openSync(path, 'w')
  let waiting: Buffer[] = []
  let bytes = 0
  const flush = (): void => {
    writeSync(file, Buffer.concat(waiting))
    waiting = []
    bytes = 0
  }
  for (const part of parts) {
    waiting.push(part)
    bytes += part.length
    if (bytes >= WRITE) flush()
  }
  flush()
  closeSync(file)
}

function* pieces(tests: Iterable<MadeTest>, write: (test: MadeTest) => Iterable<Buffer>): Generator<Buffer> {
  for (const test of tests) yield* write(test)
}

function* v2Packets({ id, status, worker, start, end, files }: MadeTest): Generator<Buffer> {
  const tags = [worker]
  yield packet({ id, status: 'inprogress', tags, time: timeOf(start) })
  for (const { name, mime, text } of files) {
    for (let at = 0; at < text.length; at += PACKET) {
      yield packet({ id, tags, time: timeOf(end), mime, file: [name, text.slice(at, at + PACKET)] })
    }
  }
  yield packet({ id, status, tags, time: timeOf(end) })
}

const timeOf = (micros: number): [number, number] => [Math.floor(micros / 1e6), (micros % 1e6) * 1000]

const V1_WORDS = { success: 'successful', skip: 'skip', fail: 'failure', xfail: 'xfail' }

/** Version 1 as stestr stores a run in its repository. */
function* v1Lines({ id, status, worker, start, end, files }: MadeTest): Generator<Buffer> {
  const details = files.length === 0 ? '\n' : ` [ multipart\n${files.map(v1Details).join('')}]\n`
  yield Buffer.from(
    `time: ${v1Time(start)}\ntags: ${worker}\ntest: ${id}\ntime: ${v1Time(end)}\n` +
      `${V1_WORDS[status]}: ${id}${details}tags: -${worker}\n`,
  )
}

const v1Details = ({ name, mime, text }: MadeFile): string =>
  `Content-Type: ${mime}\n${name}\n${text.length.toString(16).toUpperCase()}\r\n${text}0\r\n`

function v1Time(micros: number): string {
  const [date, time] = new Date(Math.floor(micros / 1000)).toISOString().split('T')
  return `${date} ${time.slice(0, 8)}.${String(micros % 1e6).padStart(6, '0')}Z`
}

function* attachment(size: number): Generator<Buffer> {
  const random = seeded(1)
  const [id, mime] = ['pkg.test_large', 'text/plain;charset=utf8']
  yield wholeTest('pkg.test_small')
  yield packet({ id, status: 'inprogress', time: [1_772_366_400, 0] })
  for (let at = 0; at < size; at += PACKET) {
    yield packet({ id, mime, file: ['log', makeLog(0, PACKET, random).slice(0, PACKET)] })
  }
  yield packet({ id, status: 'success', time: [1_772_366_401, 0] })
}
