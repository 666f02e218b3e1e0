import { JsonList } from './json-list.ts'

/** A receiver of text and of UTF-8 bytes. */
export interface TextSink {
  text(text: string): void
  write(bytes: Uint8Array): void
}

/**
 * Writes what `JSON.stringify(value)` returns, value by value: a single string could exceed V8's limit of
 * 512 MiB. The elements of a JsonList are copied unchanged.
 */
export function writeJson(out: TextSink, value: unknown): void {
  if (typeof value !== 'object' || value === null) return out.text(JSON.stringify(value))
  if (value instanceof JsonList) {
    out.text('[')
    for (const piece of value.pieces()) out.write(piece)
    return out.text(']')
  }
  const isList = Array.isArray(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  out.text(isList ? '[' : '{')
  for (const [i, [key, member]] of members.entries()) {
    out.text(`${i === 0 ? '' : ','}${isList ? '' : `${JSON.stringify(key)}:`}`)
    writeJson(out, member)
  }
  out.text(isList ? ']' : '}')
}
