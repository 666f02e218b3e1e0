import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { ProgressLine } from '../../src/cli/progress.ts'

/** What a progress line writes to a terminal, or to a pipe. */
function written(isTTY: boolean, quiet: boolean): string {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY })
  const line = new ProgressLine(stream as unknown as NodeJS.WriteStream, quiet)
  line.update({ bytes: 75_100_000, tests: 16_226 })
  line.clear()
  return (stream.read() as string | null) ?? ''
}

it('a terminal shows the bytes read and the tests so far, on a line that is then cleared', () => {
  expect(written(true, false)).toBe('\r\u001b[K75.1 MB read, 16,226 tests\r\u001b[K')
})

it.each([
  ['a pipe', false, false],
  ['a terminal with --quiet', true, true],
])('%s shows no progress', (_, isTTY, quiet) => {
  expect(written(isTTY, quiet)).toBe('')
})
