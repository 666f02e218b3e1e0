import { TextDecoder } from 'node:util'

/** How an attachment becomes a JSON string: text by its charset, or a data: URI. */
export type Rendering =
  | { readonly kind: 'utf8' }
  /** Exactly ISO-8859-1, which the Encoding Standard takes for windows-1252. */
  | { readonly kind: 'latin1' }
  | { readonly kind: 'charset'; readonly label: string }
  | { readonly kind: 'data'; readonly type: string }

const LATIN1 = new Set(['iso-8859-1', 'latin-1', 'latin1', 'ascii', 'us-ascii'])

/** By the mime type, parameters separated by `;`, or by `,` as older writers have it. */
export function renderingOf(mimeType: string | null): Rendering {
  const [type, ...parameters] = (mimeType || 'application/octet-stream').split(';').map((part) => part.trim())
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

/** Decodes an attachment of another charset piece by piece; a character may be cut between two. */
export function decoderOf(rendering: Rendering): (bytes: Buffer, last: boolean) => string {
  const decoder = new TextDecoder(rendering.kind === 'charset' ? rendering.label : 'utf-8', {
    ignoreBOM: true,
  })
  return (bytes, last) => decoder.decode(bytes, { stream: !last })
}

/** The attachment as a string, for statistics. */
export function attachmentText(rendering: Rendering, bytes: Buffer): string {
  if (rendering.kind === 'data') return `data:${rendering.type};base64,${bytes.toString('base64')}`
  if (rendering.kind === 'latin1') return bytes.toString('latin1')
  return decoderOf(rendering)(bytes, true)
}
