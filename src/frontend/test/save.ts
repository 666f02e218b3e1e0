/** Out of the page: to a file, to the clipboard. */

import { decodeBase64 } from '../data/inflate.ts'
import { saveFile } from '../frame/save.ts'
import { type Attachment, contentOf, fileNameOf } from './attachments.ts'

/** As a file of no type: nothing that a test wrote is opened by the browser as a document. */
export function save(attachment: Attachment): void {
  const { part, from } = attachment
  const content =
    attachment.kind === 'text' ? part.bytes.subarray(from, part.to) : decodeBase64(contentOf(attachment))
  saveFile(fileNameOf(attachment), [content], 'application/octet-stream')
}

/** False where the browser refuses. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text) // no clipboard outside of secure contexts, such as http
  }
}

function copyBySelection(text: string): boolean {
  const { activeElement } = document
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  // the only way there; deprecated and everywhere
  const done = document.execCommand('copy')
  area.remove()
  if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true })
  return done
}
