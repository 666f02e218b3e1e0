import { TextDecoder } from 'node:util'
import { strip } from './white-space.ts'

/** How an attachment becomes a JSON string: as text in its charset, or as a data: URI. */
export type Rendering =
  | { readonly kind: 'utf8' }
  /** True ISO-8859-1; a TextDecoder of that name would decode windows-1252 (Encoding Standard). */
  | { readonly kind: 'latin1' }
  | { readonly kind: 'charset'; readonly label: string }
  | { readonly kind: 'data'; readonly type: string }

const LATIN1 = new Set(['iso-8859-1', 'latin-1', 'latin1', 'ascii', 'us-ascii'])

/** The rendering for a mime type. Parameters are separated by `;`, or by `,` as older writers do. */
export function renderingOf(mimeType: string | null): Rendering {
  const [type, ...parameters] = (mimeType || 'application/octet-stream').split(';').map(strip)
  if (type.split('/')[0].toLowerCase() !== 'text') return { kind: 'data', type }
  let charset = 'iso-8859-1'
  for (const parameter of parameters.flatMap((text) => text.split(','))) {
    const equals = parameter.indexOf('=')
    if (equals < 0 || strip(parameter.slice(0, equals)).toLowerCase() !== 'charset') continue
    charset = strip(parameter.slice(equals + 1))
      // the lookbehind keeps this linear: a run of quotes, which may be megabytes long, is matched once only
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

/** Returns a decoder that takes an attachment in pieces; a character may be split between two of them. */
export function decoderOf(rendering: Rendering): (bytes: Buffer, last: boolean) => string {
  const decoder = new TextDecoder(rendering.kind === 'charset' ? rendering.label : 'utf-8', {
    ignoreBOM: true,
  })
  return (bytes, last) => decoder.decode(bytes, { stream: !last })
}

/** The whole attachment as a string, for the statistics; of other charsets, the engine has it in UTF-8. */
export function attachmentText(rendering: Rendering, bytes: Buffer): string {
  if (rendering.kind === 'data') return `data:${rendering.type};base64,${bytes.toString('base64')}`
  return bytes.toString(rendering.kind === 'latin1' ? 'latin1' : 'utf8')
}
