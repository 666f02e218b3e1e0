import { expect, it } from 'vitest'
import { decode } from '../helpers/decoded.ts'
import { packet } from '../helpers/v2-writer.ts'

/** Two tests take turns to send an attachment each, in pieces of 1 KiB that all differ. */
function* pieces(): Generator<Buffer> {
  for (let i = 0; i < 300; i++) {
    for (const id of ['one', 'two']) {
      const text = Buffer.from(`${id} ${i} `.padEnd(1024, String(i % 10)))
      yield packet({ id, file: ['log', text], ...(i === 0 ? { mime: 'text/plain' } : {}) })
    }
  }
  for (const id of ['one', 'two']) yield packet({ id, status: 'success' })
}

it('attachments beyond the memory limit go to a file, which is cleared when the tests end', () => {
  const inMemory = decode('v2', pieces())
  const inFile = decode('v2', pieces(), 100_000)
  expect(inMemory.spilled).toBe(0)
  expect(inFile.spilled).toBeGreaterThan(300_000)
  expect(inFile.spillCleared).toBe(true)
  expect(inFile.all === inMemory.all).toBe(true)
  expect(inFile.details.two.log).toMatch(/^two 0 0{1018}two 1 1{1018}.*two 299 9{1016}$/)
})
