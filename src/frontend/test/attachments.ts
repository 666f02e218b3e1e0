/** A test's details, classified and sorted. Everything in them came from the tests and is treated as data. */

import { isTraceback } from '../../reason.ts'
import { decodeBase64 } from '../data/base64.ts'
import { Entry, type Part } from '../data/entry.ts'
import { once } from '../data/once.ts'

export interface Attachment {
  readonly kind: 'text' | 'image' | 'binary'
  /** Its key in details, by which links know it. */
  readonly name: string
  /** What a reader calls it. */
  readonly title: string
  readonly part: Part
  /** Whether it tells why the test failed. */
  readonly trace: boolean
  /** Empty for a text. */
  readonly mime: string
  /** First byte of the text, or of the base64. */
  readonly from: number
  /** Bytes. */
  readonly size: number
}

/** The only types shown as images. Never SVG: it is a document that may contain scripts. */
const IMAGES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Types that the exporter has as base64, as they are not text/…, and whose source can be read; SVG is one. */
const TEXTS = /^(?:application\/(?:x-)?|.*\+)(?:json|xml|yaml|ndjson|jsonl|javascript|toml)\s*(?:;|$)/i
/** Bytes of those that are shown, all together: they are decoded in one go. */
const MOST_TEXT = 10 << 20

/** Whether an attachment that is no text for us may be one: it is too long then, or not UTF-8. */
export const mayBeText = ({ mime }: Attachment): boolean => TEXTS.test(mime)

/** Details of a test; they may still grow. */
export type Details = Pick<Entry, 'parts'> & Partial<Pick<Entry, 'key' | 'status' | 'whole'>>

/** Tracebacks first (`traceback` before others), then the reason, then the rest in its original order. */
export function attachmentsOf(details: Details): Attachment[] {
  const only = details.status === 'fail' ? onlyText(details) : undefined
  const file = fileKeyOf(details.key ?? '')
  let left = MOST_TEXT
  const all = details.parts.map((part): Attachment => {
    const one = toAttachment(part, part === only, left, file)
    if (one.part !== part) left -= one.size
    return one
  })
  return all.sort((a, b) => rank(a) - rank(b))
}

/** The text of a test that left nothing else; undefined otherwise. */
export const onlyText = ({ parts, whole }: Details): Part | undefined =>
  whole && parts.length === 1 && parseDataUri(parts[0]) === null ? parts[0] : undefined

function rank({ trace, name }: Attachment): number {
  if (trace) return name === 'traceback' ? 0 : 1
  return /^(reason|message)(_\d+)?$/.test(name) ? 2 : 3
}

/** The key of an attachment that has the name of the test's file; empty for a test of no file. */
const fileKeyOf = (test: string): string =>
  test.includes('::') ? test.slice(0, test.indexOf('::')).replace(/[^\p{L}\p{N}_]+/gu, '') : ''

/** What a file's name ends with, if it is of a type: `png`, `json`; of `image/svg+xml`, `svg` or `xml`. */
const endingsOf = (mime: string): string[] =>
  mime
    .toLowerCase()
    .replace(/;.*|.*\/(?:x-)?/g, '')
    .trim()
    .replace('jpeg', 'jpeg+jpg')
    .split('+')

/** A key has lost all signs of the name: what the common frameworks write is recognised, and a type's ending. */
function titleOf(name: string, trace: boolean, mime: string, file: string): string {
  // pytest-subunit names all that it attaches after the test's file
  if (file !== '' && name === file) return trace ? 'traceback' : 'output'
  // testtools: `traceback-1`, `Failed expectation-1`
  const [, word, number] = /^(traceback|Failedexpectation|reason)(\d*)$/.exec(name) ?? []
  if (word === undefined) {
    if (trace) return name.replace(/^traceback(?=\p{L})/u, 'traceback ')
    const ending = endingsOf(mime).find((one) => one !== '' && name.toLowerCase().endsWith(one)) ?? ''
    const stem = name.slice(0, name.length - ending.length)
    return ending === '' || stem === '' ? name : `${stem}.${name.slice(stem.length)}`
  }
  return `${word === 'Failedexpectation' ? 'Failed expectation' : word}${number === '' ? '' : `-${number}`}`
}

/** `most`: bytes of a text in base64. */
function toAttachment(part: Part, isOnly: boolean, most: number, file: string): Attachment {
  const { name } = part
  // pytest-subunit names a traceback after the test's file; a text with another name may be a log
  const uri = parseDataUri(part)
  const trace = (isTraceback(name) && uri === null) || (isOnly && name.endsWith('py'))
  const named = { name, title: titleOf(name, trace, uri?.mime ?? '', file), trace }
  if (uri === null)
    return { kind: 'text', ...named, part, mime: '', from: part.from, size: part.to - part.from }
  const text = part.whole && uri.size <= most && TEXTS.test(uri.mime) ? toText(part, uri.from) : null
  if (text !== null) return { kind: 'text', ...named, part: text, mime: '', from: text.from, size: uri.size }
  const shown = part.whole && IMAGES.has(uri.mime.toLowerCase())
  return { kind: shown ? 'image' : 'binary', ...named, part, ...uri }
}

/** Always the same part for the same one, as its lines are indexed. */
const texts = new WeakMap<Part, Part | null>()

/** The text that is in the base64; null if that is not UTF-8. */
const toText = (part: Part, from: number): Part | null => once(texts, part, () => decodeText(part, from))

function decodeText(part: Part, from: number): Part | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      decodeBase64(decode(part, from, part.to)),
    )
    const entry = new Entry()
    entry.feed(new TextEncoder().encode(`{"":${JSON.stringify({ [part.name]: text })}`))
    return entry.parts[0]
  } catch {
    return null
  }
}

/**
 * Parses `data:<type>;base64,…` as the exporter writes it; null for other texts. The type is whatever the
 * stream said, even with commas and semicolons, so it ends at the last `;base64,`: base64 itself has no
 * semicolon.
 */
function parseDataUri(part: Part): { mime: string; from: number; size: number } | null {
  const { bytes, from, to } = part
  if (decode(part, from, from + 'data:'.length) !== 'data:') return null
  const mark = bytes.lastIndexOf(0x3b, from, to)
  const first = mark + ';base64,'.length
  if (mark < 0 || decode(part, mark, first) !== ';base64,') return null
  // a text may begin like one: check its end only, since it may be megabytes long
  const end = decode(part, Math.max(first, to - 4096), to)
  if (part.whole && ((to - first) % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(end))) return null
  const padding = end.endsWith('==') ? 2 : end.endsWith('=') ? 1 : 0
  const size = Math.floor((to - first) / 4) * 3 - padding
  return { mime: decode(part, from + 'data:'.length, mark), from: first, size }
}

/** Decodes these bytes, as far as the part has them. */
function decode({ bytes, to }: Part, from: number, end: number): string {
  return bytes.text(from, Math.min(end, to))
}

/** The text or the base64 as a string. */
export const contentOf = ({ part, from }: Attachment): string => decode(part, from, part.to)

/** The last bytes of the text, at most `most`. */
export const endOf = (part: Part, most: number): string =>
  decode(part, Math.max(part.from, part.to - most), part.to)

/** File name to save the attachment as: its name without characters that could form a path. */
export function fileNameOf(attachment: Pick<Attachment, 'kind' | 'name' | 'mime'>): string {
  const name = attachment.name.replace(/[^\p{L}\p{N}_-]/gu, '_').slice(0, 80) || 'attachment'
  if (attachment.kind === 'text') return `${name}.txt`
  if (attachment.kind === 'binary') return `${name}.bin`
  return `${name}.${attachment.mime.toLowerCase().replace('image/', '').replace('jpeg', 'jpg')}`
}
