import { Entry, type Part } from '../../src/frontend/data/entry.ts'

/** An entry of the details file as the page reads it, in pieces of `size` bytes. */
export function entryOf(details: object, key = 'a.b', size = Number.POSITIVE_INFINITY): Entry {
  return read(`,\n${JSON.stringify(key)}:${JSON.stringify(details)}`, size)
}

export function read(text: string, size = Number.POSITIVE_INFINITY): Entry {
  const bytes = new TextEncoder().encode(text)
  const entry = new Entry()
  for (let at = 0; at < bytes.length; at += size) entry.feed(bytes.subarray(at, at + size))
  return entry
}

/** An attachment with this text, between others. */
export function partOf(text: string): Part {
  const others = ['2026-03-01 11:00:00 INFO a\n\u001b[32mb\nERROR', 'ERROR\n\u001b[0mb']
  const details = { status: 'fail', timestamps: [null, null], above: others[0], log: text, below: others[1] }
  return entryOf(details).parts[1]
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
export const textOf = ({ bytes, from, to }: Part): string => decoder.decode(bytes.subarray(from, to))
export const slice = ({ bytes }: Part, from: number, to: number): string =>
  decoder.decode(bytes.subarray(from, to))
