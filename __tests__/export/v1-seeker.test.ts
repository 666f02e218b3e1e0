import { describe, expect, it } from 'vitest'
import { Engine } from '../../src/export/engine.ts'
import { V1Seeker } from '../../src/export/v1-seeker.ts'

/** Bytes of the engine's memory after a search through that text, in pieces of 64 KiB. */
function memoryFor(text: string): number {
  const seeker = new V1Seeker()
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 65_536) seeker.write(bytes.subarray(at, at + 65_536))
  seeker.release()
  const engine = Engine.take(null)
  const { byteLength } = engine.exports.memory.buffer
  Engine.release(engine)
  return byteLength
}

describe('the search for tests of version 1', () => {
  const usual = memoryFor('text\n'.repeat(400_000))
  const ids = Array.from({ length: 100_000 }, (_, n) => `${n}`)

  it.each([
    ['tests that never end', 'test: x\n'.repeat(100_000)],
    ['tests of as many names', ids.map((id) => `test: ${id}\nsuccess: ${id}\n`).join('')],
    ['tags', ids.map((id) => `tags: ${id}\n`).join('')],
    ['tags of a test', `test: x\n${ids.map((id) => `tags: ${id}\n`).join('')}`],
    ['suites that failed', ids.map((id) => `testsuite-error: ${id}\n`).join('')],
    ['lines of details', `test: x\nskip: x [\n${'line\n'.repeat(400_000)}]\n`],
  ])('takes no more memory for %s than for text', (_, text) => {
    expect(memoryFor(text)).toBeLessThanOrEqual(usual)
  })
})
