/** Saves to a file and copies to the clipboard. */

import { decodeBase64 } from '../data/base64.ts'
import { saveFile } from '../frame/save.ts'
import { type Attachment, contentOf, fileNameOf } from './attachments.ts'

/** As application/octet-stream, so that the browser never opens as a document what a test wrote. */
export function save(attachment: Attachment): void {
  const { part, from } = attachment
  const content =
    attachment.kind === 'text' ? part.bytes.subarray(from, part.to) : decodeBase64(contentOf(attachment))
  saveFile(fileNameOf(attachment), [content], 'application/octet-stream')
}

/** False if the browser refuses. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text) // there is no clipboard outside secure contexts, for example on http
  }
}

function copyBySelection(text: string): boolean {
  const { activeElement } = document
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  // the only way without a clipboard: deprecated, but supported everywhere
  const done = document.execCommand('copy')
  area.remove()
  if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true })
  return done
}
