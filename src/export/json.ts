/** What takes the text. */
interface TextSink {
  text(text: string): void
}

/**
 * Writes what `JSON.stringify(value, null, 1)` gives, value by value: as one string, the reasons of many
 * skips would be longer than V8's strings may be, 512 MiB.
 */
export function writeJson(out: TextSink, value: unknown, newline = '\n'): void {
  if (typeof value !== 'object' || value === null) out.text(JSON.stringify(value))
  else if (Array.isArray(value)) writeList(out, value, newline)
  else writeObject(out, Object.entries(value), newline)
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
