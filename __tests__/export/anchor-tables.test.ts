import { describe, expect, it } from 'vitest'
import { anchorTables } from '../../src/export/anchor-tables.ts'
import { ANCHORS, type Anchor } from '../../src/redact/anchors.ts'

const anchors: readonly Anchor[] = Object.values(ANCHORS).flat()
const { triples } = anchorTables(anchors, { farthest: 13, urlBit: 1 })
const found = new Set(
  triples.map((bytes) => String.fromCharCode(bytes & 255, (bytes >> 8) & 255, (bytes >> 16) & 255)),
)
const triplesOf = (text: string): string[] => Array.from(text.slice(2), (_, at) => text.slice(at, at + 3))

it.each([
  'keystone.server.flask.request_processing.middleware.auth: Authenticating user token',
  "KeyError: 'x' monkey",
  'key=value primary key violated, foreign key constraint fails in table keypairs',
  'not authorized: session_id and version_id of content at the front',
])('no anchor is looked for by what logs are full of: %s', (line) => {
  expect(triplesOf(line).filter((triple) => found.has(triple))).toEqual([])
})

it('each anchor is found by three of its own bytes', () => {
  const lost = anchors.filter(({ text }) => !triplesOf(text).some((triple) => found.has(triple)))
  expect(lost).toEqual([])
})

/** The bits of the tables that three bytes have in common. */
function bitsOf(tables: Uint8Array, triple: number): number {
  const bytes = [triple & 255, (triple >> 8) & 255, (triple >> 16) & 255]
  return bytes.reduce(
    (bits, byte, k) => bits & tables[k * 32 + (byte & 15)] & tables[k * 32 + 16 + (byte >> 4)],
    255,
  )
}

it('each combination of three bytes is found by the tables, and `://` alone by its own bit', () => {
  const { tables, triples: all } = anchorTables(anchors, { farthest: 13, urlBit: 4 })
  const url = 0x2f2f3a
  expect(tables.length).toBe(96)
  expect(all.filter((triple) => bitsOf(tables, triple) === 0)).toEqual([])
  expect(all.filter((triple) => (bitsOf(tables, triple) & 4) !== 0)).toEqual([url])
})

it('the tables match few other bytes, for anchors that are alike share a bit', () => {
  const { tables } = anchorTables(anchors, { farthest: 13, urlBit: 1 })
  const some = Array.from({ length: 1 << 18 }, (_, n) => n * 61)
  // 421; were the anchors not sorted, 976
  expect(some.filter((triple) => bitsOf(tables, triple) !== 0).length).toBeLessThan(600)
})

describe('the three bytes of an anchor', () => {
  const textsOf = (text: string, anyCase: boolean, farthest: number): string[] =>
    anchorTables([{ text, anyCase }], { farthest, urlBit: 1 }).triples.map((bytes) =>
      String.fromCharCode(bytes & 255, (bytes >> 8) & 255, (bytes >> 16) & 255),
    )

  it('are the rarest that begin near enough to its start', () => {
    expect(textsOf('eeeeZZZ', false, 13)).toEqual(['ZZZ'])
    expect(textsOf('eeeeZZZ', false, 4)).toEqual(['ZZZ'])
    expect(textsOf('eeeeZZZ', false, 3)).toEqual(['eZZ'])
  })

  it('are looked for in all cases only if that is ignored', () => {
    expect(textsOf('a1b', false, 13)).toEqual(['a1b'])
    expect(textsOf('a1b', true, 13).sort()).toEqual(['A1B', 'A1b', 'a1B', 'a1b'])
  })
})
