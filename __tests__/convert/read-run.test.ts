import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { readRun } from '../../src/convert/read-run.ts'
import { Staging } from '../../src/export/staging.ts'
import type { RawTest } from '../../src/format/exported.ts'
import { runFiles } from '../../src/format/file-names.ts'
import { directoryWith } from '../helpers/directory.ts'
import { wholeTest } from '../helpers/v2-writer.ts'

/** The tests of a stream, the kinds of its warnings, and how many bytes were read. */
async function read(content: Uint8Array | string) {
  const path = join(directoryWith({ run: content }), 'run')
  const staging = new Staging(directoryWith())
  const files = runFiles('run', 0, false)
  let bytes = 0
  const onProgress = (more: number): void => void (bytes += more)
  try {
    const none = { gzip: false, redactor: null, hider: null }
    const { warnings } = await readRun({ path, isOfRepository: false, files, staging, ...none, onProgress })
    const raw = JSON.parse(readFileSync(staging.finished(files.raw), 'utf8')) as RawTest[]
    const tests = raw.map(({ name, status }) => `${name} ${status}`)
    return { tests, warnings: warnings.map(({ kind }) => kind), bytes }
  } finally {
    staging.discard()
  }
}

/** Begins like a packet of 4 MiB. */
const FALSE_HEAD = Buffer.from([0xb3, 0x2b, 0x03, 0xbf, 0xff, 0xff])
const BEHIND = Buffer.concat([FALSE_HEAD, wholeTest('a')])
const PACKED = gzipSync(BEHIND)

it.each([
  ['at the end of the stream', BEHIND, []],
  ['at the end of gzip', PACKED, []],
  ['where gzip is cut off', PACKED.subarray(0, -8), ['truncated']],
])('a packet behind what begins like a longer one is found %s', async (_, content, warnings) => {
  const { tests, ...rest } = await read(content)
  expect(tests).toEqual(['a success'])
  expect(rest).toEqual({ warnings: expect.arrayContaining(warnings), bytes: content.length })
})

const FAR = 'word\n'.repeat(100_000)
const ENDED = 'test: x\nsuccess: x\n'
const NO_TEST = 'time: 2026-03-01 12:00:00Z\nword\n'
const REST = (256 << 10) - NO_TEST.length - wholeTest('b').length
it.each([
  ['of version 1 if a test ended before the packet', `${ENDED}test: a\n${FAR}`, '\nsuccess: a\n', ['x', 'a']],
  [
    'of version 1 even if it ended just before',
    `time: 2026-03-01 12:00:00Z\n${FAR}${ENDED}`,
    `\n${ENDED}`,
    ['x', 'x'],
  ],
  // what begins the second chunk, of 256 KiB
  ['of version 2 if none ended there', NO_TEST, `${'y'.repeat(REST)}\n${ENDED}`, ['b']],
])('a stream that begins like version 1 and has a packet is %s', async (_, before, behind, names) => {
  const stream = Buffer.concat([Buffer.from(before), wholeTest('b'), Buffer.from(behind)])
  const { tests, bytes } = await read(stream)
  expect([tests, bytes]).toEqual([names.map((name) => `${name} success`), stream.length])
})

it.each([
  ['hello\nyou', '; it looks like plain text that begins "hello". Give'],
  [
    gzipSync('hello\nyou').subarray(0, -4),
    ', as far as it could be read (the gzip data is cut off); it looks like plain text that begins "hello". Give',
  ],
])('an input that is no stream is an error that quotes it: %j', async (content, words) => {
  await expect(read(content)).rejects.toThrow(`not a subunit stream of version 1 or 2${words}`)
})
