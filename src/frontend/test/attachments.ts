/** A test's details, sorted and told apart. Everything in them came from the tests: it is data. */

import type { TestDetails } from '../../format/exported.ts'

export type Attachment =
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | {
      readonly kind: 'image' | 'binary'
      readonly name: string
      readonly mime: string
      readonly base64: string
      /** Bytes, by the length of the base64. */
      readonly size: number
    }

/** The only types that are shown as images. SVG is a document with scripts in it and never is. */
const IMAGES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Tracebacks first, then the reason, then the others as they came. */
export function attachmentsOf(details: TestDetails): Attachment[] {
  return Object.entries(details)
    .filter(([name]) => name !== 'status' && name !== 'timestamps')
    .map(([name, value]) => toAttachment(name, value))
    .sort((a, b) => rank(a.name) - rank(b.name))
}

function rank(name: string): number {
  if (/^traceback(_\d+)?$/.test(name)) return 0
  return /^(reason|message)(_\d+)?$/.test(name) ? 1 : 2
}

function toAttachment(name: string, value: unknown): Attachment {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const uri = parseDataUri(text)
  if (uri === null) return { kind: 'text', name, text }
  return { kind: IMAGES.has(uri.mime.toLowerCase()) ? 'image' : 'binary', name, ...uri }
}

/**
 * `data:<type>;base64,…` as the exporter writes it. The type is whatever the stream said, commas and
 * semicolons too, so it ends at the last `;base64,`: base64 itself holds no semicolon.
 */
function parseDataUri(text: string): { mime: string; base64: string; size: number } | null {
  if (!text.startsWith('data:')) return null
  const mark = text.lastIndexOf(';base64,')
  if (mark < 0) return null
  const base64 = text.slice(mark + ';base64,'.length)
  // a text that merely begins like one: looked at in part, for it may be megabytes long
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64.slice(-4096))) return null
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  return { mime: text.slice('data:'.length, mark), base64, size: (base64.length / 4) * 3 - padding }
}

/** What the attachment is saved as: its name with nothing in it that a path could be made of. */
export function fileNameOf(attachment: Attachment): string {
  const name = attachment.name.replace(/[^\p{L}\p{N}_-]/gu, '_').slice(0, 80) || 'attachment'
  if (attachment.kind === 'text') return `${name}.txt`
  if (attachment.kind === 'binary') return `${name}.bin`
  return `${name}.${attachment.mime.toLowerCase().replace('image/', '').replace('jpeg', 'jpg')}`
}
