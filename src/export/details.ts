import type { AttachmentReader } from '../model/attachments.ts'
import type { Attachments, Test } from '../model/run.ts'
import { renderingOf, writeAttachment } from './attachment-text.ts'
import { attachmentKey, UniqueKeys } from './keys.ts'
import type { OutputFile } from './output-file.ts'
import { statusFields } from './raw.ts'

/** The name of the output that belongs to no test; no test has it. */
const WHOLE = ''

/** Where a value stands in the (uncompressed) details file, in bytes. */
export interface Span {
  readonly start: number
  readonly length: number
}

/** Writes a run's details, in one pass. */
export class DetailsWriter {
  private readonly out: OutputFile
  private readonly store: AttachmentReader
  private readonly keys = new UniqueKeys('#')
  private separator = '{\n'

  constructor(out: OutputFile, store: AttachmentReader) {
    this.out = out
    this.store = store
  }

  test(test: Test): Span {
    const start = this.begin(this.keys.take(test.name))
    this.out.text(statusFields(test.status, test.start, test.end))
    this.attachments(test.attachments, ['status', 'timestamps'])
    return this.end(start)
  }

  whole(attachments: Attachments): Span {
    const start = this.begin(WHOLE)
    this.attachments(attachments, [])
    return this.end(start)
  }

  async close(): Promise<void> {
    this.out.text(this.separator === '{\n' ? '{}' : '\n}')
    await this.out.close()
  }

  private begin(key: string): number {
    this.out.text(`${this.separator}${JSON.stringify(key)}:`)
    this.separator = ',\n'
    const start = this.out.position
    this.out.text('{')
    return start
  }

  private end(start: number): Span {
    this.out.text('}')
    return { start, length: this.out.position - start }
  }

  private attachments(attachments: Attachments, taken: readonly string[]): void {
    const keys = new UniqueKeys('_', taken)
    let first = taken.length === 0
    for (const [name, attachment] of attachments) {
      if (attachment.size === 0) continue
      this.out.text(`${first ? '' : ','}${JSON.stringify(keys.take(attachmentKey(name)))}:"`)
      first = false
      writeAttachment(this.out, renderingOf(attachment.mimeType), this.store.read(attachment))
      this.out.text('"')
    }
  }
}
