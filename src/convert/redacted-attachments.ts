import type { Attachment, AttachmentReader } from '../model/attachments.ts'
import { redactPieces } from '../redact/pieces.ts'
import type { Redactor } from '../redact/redactor.ts'

/** A run's attachments as they may be told: their bytes without the secrets in them. */
export class RedactedAttachments implements AttachmentReader {
  /** Secrets so far, each once: details and statistics read the same attachments. */
  count = 0
  private readonly attachments: AttachmentReader
  private readonly redactor: Redactor
  private readonly counted = new WeakSet<Attachment>()

  constructor(attachments: AttachmentReader, redactor: Redactor) {
    this.attachments = attachments
    this.redactor = redactor
  }

  *read(attachment: Attachment): Generator<Buffer> {
    const before = this.redactor.count
    yield* redactPieces(this.redactor, this.attachments.read(attachment))
    if (!this.counted.has(attachment)) this.count += this.redactor.count - before
    this.counted.add(attachment)
  }
}
