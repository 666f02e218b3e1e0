import type { StreamDecoder, StreamSink } from '../../src/subunit/packet.ts'

/** Everything a decoder gave, in a form to compare: adjoining pieces of one kind are one item. */
export function collectItems(
  create: (sink: StreamSink) => StreamDecoder,
  chunks: Iterable<Uint8Array>,
): string {
  const items: Record<string, unknown>[] = []
  const piece = (kind: string, bytes: Uint8Array, offset: number, reason: string): void => {
    const last = items.at(-1)
    const text = Buffer.from(bytes).toString('latin1')
    if (
      kind !== 'unreadable' &&
      last?.kind === kind &&
      Number(last.offset) + String(last.text).length === offset
    ) {
      last.text = `${last.text as string}${text}`
    } else {
      items.push({ kind, offset, text, reason })
    }
  }
  const decoder = create({
    packet: ({ bytes, fileStart, fileEnd, ...fields }) => {
      const file = fields.fileName === null ? null : bytes.toString('latin1', fileStart, fileEnd)
      const last = items.at(-1)
      // version 1 has no packets: a chunk's end may cut an attachment
      if (last?.kind === 'packet' && file !== null && sameFile(last, fields))
        last.file = `${last.file as string}${file}`
      else items.push({ kind: 'packet', ...fields, file })
    },
    lost: (testId) => items.push({ kind: 'lost', testId }),
    noise: (bytes, offset) => piece('noise', bytes, offset, ''),
    damage: (kind, bytes, offset, reason) => piece(kind, bytes, offset, reason),
  })
  for (const chunk of chunks) decoder.write(chunk)
  decoder.end()
  return JSON.stringify(items, null, 1)
}

function sameFile(
  last: Record<string, unknown>,
  fields: { testId: unknown; fileName: unknown; status: unknown },
): boolean {
  const { testId, fileName, status } = last
  return status === null && fields.status === null && testId === fields.testId && fileName === fields.fileName
}

/** The bytes in chunks of that size, each in memory of its own. */
export function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size))
}
