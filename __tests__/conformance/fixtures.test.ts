import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportStream } from '../helpers/exported.ts'
import { conformanceCases } from '../helpers/fixtures.ts'
import { asAnswer, expected } from './oracle.ts'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'conformance-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

describe.each(['fixed', 'random', 'random-v1'] as const)('the %s streams', (set) => {
  it.each(conformanceCases(set))(
    'the export of $name equals the reference libraries’ answer',
    async ({ name, stream, answer }) => {
      const path = join(directory, name)
      writeFileSync(path, stream)
      if (answer.packets === 0 && stream.length > 0) {
        await expect(exportStream(path)).rejects.toThrow(/not a subunit stream of version 1 or 2/)
      } else {
        expect(asAnswer(await exportStream(path), answer)).toEqual(expected(answer))
      }
    },
  )
})
