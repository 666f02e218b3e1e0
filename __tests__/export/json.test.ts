import fc from 'fast-check'
import { expect, it } from 'vitest'
import { writeJson } from '../../src/export/json.ts'

function piecesOf(value: unknown): string[] {
  const pieces: string[] = []
  writeJson({ text: (text) => pieces.push(text), write: (bytes) => pieces.push(String(bytes)) }, value)
  return pieces
}

it('writeJson writes what JSON.stringify makes of any value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(piecesOf(value).join('')).toBe(JSON.stringify(value))
    }),
  )
})

it.each([
  [{ a: undefined, b: 1 }],
  [{ a: undefined }],
  [JSON.parse('{"__proto__": [], "constructor": {}, "2": "\\u2028\\ud800"}')],
])('writeJson writes what JSON.stringify makes of %j', (value) => {
  expect(piecesOf(value).join('')).toBe(JSON.stringify(value))
})

it('writeJson writes no piece longer than the longest string', () => {
  const details = 'x'.repeat(100_000)
  const pieces = piecesOf({ skips: Array.from({ length: 1000 }, (_, i) => ({ name: `t${i}`, details })) })
  expect(pieces.map(({ length }) => length).reduce((a, b) => Math.max(a, b))).toBe(100_002)
  expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(1e8)
})
