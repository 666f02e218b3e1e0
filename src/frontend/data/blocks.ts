/** Reads the page's elements that hold the data, and words their faults for the reader. */

import { REPORT_VERSION } from '../../format/report.ts'
import { decodeBase64 } from './base64.ts'
import { inflate } from './inflate.ts'

/** An error that is shown to the reader: what is wrong, where, and what to do. */
export class DataError extends Error {
  override readonly name = 'DataError'
  readonly remedy: string
  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options)
    this.remedy = remedy
  }
}

const AGAIN =
  'The file was probably cut off or changed on its way. Download the report again, or export it again.'

/** The text of a block. Waits until the HTML parser has read it; throws a DataError if there is none. */
export async function blockText(id: string, what: string): Promise<string> {
  return (await blockElement(id, what)).textContent
}

/** Inflates a block's gzip member. The block stays in the document, so that a saved page still has it. */
export async function unpackBlock(id: string, what: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = await blockText(id, what)
  try {
    return await inflate('gzip', decodeBase64(text.trim()))
  } catch (cause) {
    throw damaged(id, what, cause)
  }
}

async function blockElement(id: string, what: string): Promise<HTMLElement> {
  for (;;) {
    const found = document.getElementById(id)
    if (found !== null && isWhole(found)) return found
    if (document.readyState !== 'loading') break
    await more()
  }
  throw new DataError(`${what} are missing: the file has no block “${id}”.`, AGAIN)
}

/** Parses a block of gzipped JSON. Throws a DataError if it is damaged or its version is above `newest`. */
export async function readBlock<T extends { readonly version: number }>(
  id: string,
  what: string,
  newest = REPORT_VERSION,
): Promise<T> {
  const text = new TextDecoder().decode(await unpackBlock(id, what))
  const value = parseVersioned<T>(text, (cause) => damaged(id, what, cause))
  if (value.version > newest) throw newer(`${what} in this report`, value.version, newest)
  return value
}

/** Parses JSON with a version in it; throws what `damaged` returns if it is none. */
export function parseVersioned<T extends { readonly version: number }>(
  text: string,
  fault: (cause?: unknown) => DataError,
): T {
  let value: T | null
  try {
    value = JSON.parse(text) as T | null
  } catch (cause) {
    throw fault(cause)
  }
  if (typeof value !== 'object' || typeof value?.version !== 'number') throw fault()
  return value
}

export function damaged(id: string, what: string, cause?: unknown): DataError {
  return new DataError(`${what} cannot be read: the block “${id}” is damaged.`, AGAIN, { cause })
}

export function newer(
  what: string,
  version: number,
  newest = REPORT_VERSION,
  remedy = 'Open it with the page of the stackviz-action that wrote it.',
): DataError {
  return new DataError(`${what} has version ${version}, and this page reads up to version ${newest}.`, remedy)
}

/** The HTML parser has finished an element once it has created a node after it. */
const isWhole = (element: Element): boolean =>
  element.nextSibling !== null || document.readyState !== 'loading'

let waiting: (() => void)[] = []

/** Called by START_SCRIPT, which follows blocks, and at the document's end: wakes the waiting callers. */
export function lookAgain(): void {
  const all = waiting
  waiting = []
  for (const go of all) go()
}

const more = (): Promise<void> => new Promise((resolve) => waiting.push(resolve))
