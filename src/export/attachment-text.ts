import { isAscii, isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { writeJsonText } from './json-text.ts'
import type { OutputFile } from './output-file.ts'

/** How an attachment becomes a JSON string: text by its charset, or a data: URI. */
export type Rendering =
  | { readonly kind: 'utf8' }
  /** Exactly ISO-8859-1, which the Encoding Standard takes for windows-1252. */
  | { readonly kind: 'latin1' }
  | { readonly kind: 'charset'; readonly label: string }
  | { readonly kind: 'data'; readonly type: string }

const LATIN1 = new Set(['iso-8859-1', 'latin-1', 'latin1', 'ascii', 'us-ascii'])
const MAX_KNOWN = 1000
const known = new Map<string, Rendering>()

/** By the mime type, parameters separated by `;`, or by `,` as older writers have it. */
export function renderingOf(mimeType: string | null): Rendering {
  const stated = mimeType || 'application/octet-stream'
  let rendering = known.get(stated)
  if (rendering === undefined) {
    rendering = parseMimeType(stated)
    if (known.size < MAX_KNOWN) known.set(stated, rendering)
  }
  return rendering
}

function parseMimeType(mimeType: string): Rendering {
  const [type, ...parameters] = mimeType.split(';').map((part) => part.trim())
  if (type.split('/')[0].toLowerCase() !== 'text') return { kind: 'data', type }
  let charset = 'iso-8859-1'
  for (const parameter of parameters.flatMap((text) => text.split(','))) {
    const equals = parameter.indexOf('=')
    if (equals < 0 || parameter.slice(0, equals).trim().toLowerCase() !== 'charset') continue
    charset = parameter
      .slice(equals + 1)
      .trim()
      // a run of quotes is tried from its first one only: it may have megabytes
      .replace(/^"+|(?<!")"+$/g, '')
      .toLowerCase()
  }
  if (LATIN1.has(charset)) return { kind: 'latin1' }
  const label = encodingLabel(charset)
  return label === 'utf-8' ? { kind: 'utf8' } : { kind: 'charset', label }
}

function encodingLabel(charset: string): string {
  try {
    return new TextDecoder(charset).encoding
  } catch {
    return 'utf-8'
  }
}

/** Writes an attachment's pieces as the inside of a JSON string; a character may be cut between two. */
export function writeAttachment(out: OutputFile, rendering: Rendering, pieces: Iterable<Buffer>): void {
  if (rendering.kind === 'data') writeDataUri(out, rendering.type, pieces)
  else if (rendering.kind === 'latin1') writeLatin1(out, pieces)
  else if (rendering.kind === 'utf8') writeUtf8(out, pieces)
  else writeDecoded(out, new TextDecoder(rendering.label, { ignoreBOM: true }), pieces)
}

function writeLatin1(out: OutputFile, pieces: Iterable<Buffer>): void {
  for (const piece of pieces) {
    // ASCII, the usual case, is its own UTF-8
    const ascii = isAscii(piece)
    writeJsonText(out, ascii ? piece : Buffer.from(piece.toString('latin1')))
  }
}

function writeUtf8(out: OutputFile, pieces: Iterable<Buffer>): void {
  const rest = pieces[Symbol.iterator]()
  for (let next = rest.next(); !next.done; next = rest.next()) {
    if (isUtf8(next.value)) {
      writeJsonText(out, next.value)
      continue
    }
    // cut or broken: from here on by the decoder, which knows how
    writeDecoded(out, new TextDecoder('utf-8', { ignoreBOM: true }), chain(next.value, rest))
    return
  }
}

function* chain(first: Buffer, rest: Iterator<Buffer>): Generator<Buffer> {
  yield first
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value
}

function writeDecoded(out: OutputFile, decoder: TextDecoder, pieces: Iterable<Buffer>): void {
  for (const piece of pieces) writeJsonText(out, Buffer.from(decoder.decode(piece, { stream: true })))
  writeJsonText(out, Buffer.from(decoder.decode()))
}

function writeDataUri(out: OutputFile, type: string, pieces: Iterable<Buffer>): void {
  writeJsonText(out, Buffer.from(`data:${type};base64,`))
  let carry = Buffer.alloc(0)
  for (const piece of pieces) {
    const bytes = carry.length === 0 ? piece : Buffer.concat([carry, piece])
    const whole = bytes.length - (bytes.length % 3)
    out.text(bytes.toString('base64', 0, whole))
    carry = Buffer.from(bytes.subarray(whole))
  }
  out.text(carry.toString('base64'))
}

/** The attachment as a string, for statistics. */
export function attachmentText(rendering: Rendering, bytes: Buffer): string {
  if (rendering.kind === 'data') return `data:${rendering.type};base64,${bytes.toString('base64')}`
  if (rendering.kind === 'latin1') return bytes.toString('latin1')
  const label = rendering.kind === 'utf8' ? 'utf-8' : rendering.label
  return new TextDecoder(label, { ignoreBOM: true }).decode(bytes)
}
