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
