import { expect, it } from 'vitest'
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
