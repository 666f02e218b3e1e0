import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportStream } from '../helpers/exported.ts'
import { type Case, comparable } from './oracle.ts'

const FIXTURES = join(import.meta.dirname, '../fixtures/conformance')

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'conformance-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

describe.each(['fixed', 'random', 'random-v1'])('the %s streams', (set) => {
  const cases = gunzipSync(readFileSync(join(FIXTURES, `${set}.jsonl.gz`)))
    .toString()
    .split('\n')
    .map((line) => JSON.parse(line) as Omit<Case, 'stream'> & { stream: string })

  it.each(cases)('$name: the files equal the reference libraries’ answer', async ({ name, stream, answer }) => {
    const path = join(directory, name)
    const bytes = Buffer.from(stream, 'base64')
    writeFileSync(path, bytes)
    if (answer.packets === 0 && bytes.length > 0) {
      await expect(exportStream(path)).rejects.toThrow(/neither subunit version 2 nor version 1/)
    } else {
      expect(comparable(await exportStream(path))).toEqual(comparable(answer))
    }
  })
})
