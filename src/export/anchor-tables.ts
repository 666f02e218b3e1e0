import type { Anchor } from '../redact/anchors.ts'

/** Two tables of 16 for each of three bytes. */
export const ANCHOR_TABLES_SIZE = 96
/** An anchor is looked for by three of its bytes, which begin at most that many behind its own start. */
const FARTHEST = 13
/** The bit of `://`, which the engine looks at itself: most have no password behind them. */
const URL_BIT = 1
/** The bits of all others. */
const BITS = [2, 4, 8, 16, 32, 64, 128]

/** Characters of logs, the commonest first; all others are rarer. */
const COMMON = ' e0taoi1nsr2lc_.dupm-:345gh6789fby/vwk,'

/**
 * By which the engine finds, sixteen bytes at a time, where an anchor may stand: for each of three
 * bytes, the bits of the anchors that allow its lower half, and those that allow its upper half. Where
 * all six have a bit in common, an anchor of that bit may be.
 */
export function anchorTables(anchors: readonly Anchor[]): Uint8Array {
  const tables = new Uint8Array(ANCHOR_TABLES_SIZE)
  // alike ones share a bit: what they allow together is then little more than what each does
  const triples = anchors.map((anchor) => ({ ...anchor, text: rarest(anchor.text) }))
  triples.sort((a, b) => (a.text < b.text ? -1 : 1))
  const others = triples.filter(({ text }) => text !== '://')
  for (const [i, { text, anyCase }] of others.entries()) {
    allow(tables, text, anyCase, BITS[Math.floor((i * BITS.length) / others.length)])
  }
  if (others.length < triples.length) allow(tables, '://', false, URL_BIT)
  return tables
}

/** The three bytes of an anchor that are the least common in logs. */
function rarest(anchor: string): string {
  const length = Math.min(FARTHEST + 1, anchor.length - 2)
  const triples = Array.from({ length }, (_, at) => anchor.slice(at, at + 3))
  return triples.reduce((best, triple) => (rarity(triple) > rarity(best) ? triple : best))
}

function rarity(triple: string): number {
  const ranks = Array.from(triple, (char) => COMMON.indexOf(char))
  return ranks.reduce((sum, rank) => sum + (rank < 0 ? COMMON.length : rank), 0)
}

function allow(tables: Uint8Array, triple: string, anyCase: boolean, bit: number): void {
  for (const text of anyCase ? [triple.toLowerCase(), triple.toUpperCase()] : [triple]) {
    for (let k = 0; k < 3; k++) {
      const byte = text.charCodeAt(k)
      tables[k * 32 + (byte & 15)] |= bit
      tables[k * 32 + 16 + (byte >> 4)] |= bit
    }
  }
}
