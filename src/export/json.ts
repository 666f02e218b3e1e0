import { JsonList } from './json-list.ts'

/** A receiver of text and of UTF-8 bytes. */
export interface TextSink {
  text(text: string): void
  write(bytes: Uint8Array): void
}

/**
 * Writes what `JSON.stringify(value, null, 1)` returns, value by value: a single string could exceed V8's
 * limit of 512 MiB. The elements of a JsonList are copied unchanged.
 */
export function writeJson(out: TextSink, value: unknown, newline = '\n'): void {
  if (typeof value !== 'object' || value === null) out.text(JSON.stringify(value))
  else if (value instanceof JsonList) writeElements(out, value, newline)
  else if (Array.isArray(value)) writeList(out, value, newline)
  else writeObject(out, Object.entries(value), newline)
}

function writeElements(out: TextSink, list: JsonList, newline: string): void {
  out.text('[')
  for (const piece of list.pieces()) out.write(piece)
  out.text(list.isEmpty ? ']' : `${newline}]`)
}

function writeList(out: TextSink, values: readonly unknown[], newline: string): void {
  out.text('[')
  for (const [i, value] of values.entries()) {
    out.text(`${i === 0 ? '' : ','}${newline} `)
    writeJson(out, value, `${newline} `)
  }
  out.text(values.length === 0 ? ']' : `${newline}]`)
}

function writeObject(out: TextSink, members: readonly (readonly [string, unknown])[], newline: string): void {
  const present = members.filter(([, value]) => value !== undefined)
  out.text('{')
  for (const [i, [key, value]] of present.entries()) {
    out.text(`${i === 0 ? '' : ','}${newline} ${JSON.stringify(key)}: `)
    writeJson(out, value, `${newline} `)
  }
  out.text(present.length === 0 ? '}' : `${newline}}`)
}

/** Writes what `JSON.stringify(value)` returns, also value by value. */
export function writeCompactJson(out: TextSink, value: unknown): void {
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
    writeCompactJson(out, member)
  }
  out.text(isList ? ']' : '}')
}
