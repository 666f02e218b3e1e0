import type { Anchor } from '../redact/anchors.ts'

/** What the tables and the engine, `src/engine/export/redact.ts`, must agree on; the engine defines it. */
export interface TablesFormat {
  /** The three bytes that an anchor is found by begin at most this many bytes after its start. */
  readonly farthest: number
  /** The bit of `://`. The engine examines these hits itself: most URLs contain no password. */
  readonly urlBit: number
}

/** Characters of logs, the most frequent first; all others are rarer. */
const COMMON = ' e0taoi1nsr2lc_.dupm-:345gh6789fby/vwk,'

/** Words that logs are full of, though some of their letters are rare: those of keystone took 2.4 times as long. */
const COMMON_WORDS = ['authorized', 'content', 'key=', 'session_', 'token']

/** What the engine finds possible anchors by. */
export interface AnchorTables {
  /**
   * Of each of three bytes, the bits of the anchors that allow its low half, and of those that allow its high half.
   * Where all six lookups have a bit in common, an anchor of that bit may begin.
   */
  readonly tables: Uint8Array
  /** All combinations of three bytes, the first one lowest, that an anchor is found by. */
  readonly triples: readonly number[]
}

/** Builds the tables by which the engine finds possible anchors, sixteen bytes at a time. */
export function anchorTables(anchors: readonly Anchor[], { farthest, urlBit }: TablesFormat): AnchorTables {
  const tables = new Uint8Array(3 * (16 + 16))
  const bits = [1, 2, 4, 8, 16, 32, 64, 128].filter((bit) => bit !== urlBit)
  // not by their three bytes: a value that is found by its `://` need not have a password in it
  const urls = anchors.filter(({ text }) => text === '://')
  const others = anchors.filter(({ text }) => text !== '://')
  const found = others.map((anchor) => ({ ...anchor, text: rarest(anchor.text, farthest) }))
  // anchors with similar bytes share a bit: together they then match little more than each does alone
  found.sort((a, b) => (a.text < b.text ? -1 : 1))
  for (const [i, { text, anyCase }] of found.entries()) {
    allow(tables, text, anyCase, bits[Math.floor((i * bits.length) / found.length)])
  }
  for (const { text } of urls) allow(tables, text, false, urlBit)
  const triples = [...found, ...urls].flatMap(({ text, anyCase }) => combinations(text, anyCase))
  return { tables, triples }
}

/** A triple in all combinations of cases, if they are ignored. */
function combinations(triple: string, anyCase: boolean): number[] {
  let all = [0]
  for (let k = 0; k < 3; k++) {
    const letter = triple[k]
    const letters = anyCase ? new Set([letter.toLowerCase(), letter.toUpperCase()]) : [letter]
    all = [...letters].flatMap((one) => all.map((bytes) => bytes | (one.charCodeAt(0) << (8 * k))))
  }
  return all
}

/** The three consecutive bytes of an anchor, `farthest` behind its start at most, that logs have least often. */
function rarest(anchor: string, farthest: number): string {
  const length = Math.min(farthest + 1, anchor.length - 2)
  const triples = Array.from({ length }, (_, at) => anchor.slice(at, at + 3))
  return triples.reduce((best, triple) => (rarity(triple) > rarity(best) ? triple : best))
}

function rarity(triple: string): number {
  if (COMMON_WORDS.some((word) => word.includes(triple))) return 0
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
