import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'

/** Attachments of open tests beyond this go to a file: a test may log gigabytes before it ends. */
const MAX_IN_MEMORY = 64 << 20

/** What a piece in memory costs besides its bytes: packets may carry ten bytes each. */
const PIECE_COST = 128

/** Pieces of at most this size are read back from the file. */
const READ_SIZE = 1 << 20

/** A piece in memory, or the place of one in the spill file. */
type Piece = Buffer | SpilledPiece

interface SpilledPiece {
  readonly position: number
  length: number
}

/** One attachment of a test. */
export interface Attachment {
  /** The first that a packet of it states; null where none does. */
  mimeType: string | null
  /** Bytes. */
  size: number
  readonly pieces: Piece[]
}

/** Who gives an attachment's bytes in order, in pieces that are valid until the next one is asked for. */
export interface AttachmentReader {
  read(attachment: Attachment): Iterable<Buffer>
}

/** Keeps the attachments of the tests that are open, in memory up to a limit, then in a file. */
export class AttachmentStore implements AttachmentReader {
  private readonly spillPath: string
  private readonly limit: number
  private spill: number | null = null
  private spillEnd = 0
  private spilled = 0
  private inMemory = 0

  /** `spillPath` is created when it is needed; who made its directory removes it. */
  constructor(spillPath: string, limit: number = MAX_IN_MEMORY) {
    this.spillPath = spillPath
    this.limit = limit
  }

  /** Adds bytes to the attachment of that name; they may be overwritten afterwards. */
  add(attachments: Map<string, Attachment>, name: string, mimeType: string | null, bytes: Uint8Array): void {
    let attachment = attachments.get(name)
    if (attachment === undefined) {
      attachment = { mimeType, size: 0, pieces: [] }
      attachments.set(name, attachment)
    }
    attachment.mimeType ??= mimeType
    if (bytes.length === 0) return
    attachment.size += bytes.length
    if (this.inMemory + bytes.length + PIECE_COST <= this.limit) {
      this.inMemory += bytes.length + PIECE_COST
      attachment.pieces.push(Buffer.from(bytes))
      return
    }
    const last = attachment.pieces.at(-1)
    const position = this.writeOut(bytes)
    if (last !== undefined && !Buffer.isBuffer(last) && last.position + last.length === position) {
      last.length += bytes.length
    } else {
      attachment.pieces.push({ position, length: bytes.length })
    }
  }

  *read(attachment: Attachment): Generator<Buffer> {
    let buffer: Buffer | null = null
    for (const piece of attachment.pieces) {
      if (Buffer.isBuffer(piece)) {
        yield piece
        continue
      }
      buffer ??= Buffer.allocUnsafe(READ_SIZE)
      for (let done = 0; done < piece.length; ) {
        const wanted = Math.min(READ_SIZE, piece.length - done)
        const length = readSync(this.spill as number, buffer, 0, wanted, piece.position + done)
        if (length === 0) throw new Error(`${this.spillPath}: the temporary file of attachments was cut`)
        yield buffer.subarray(0, length)
        done += length
      }
    }
  }

  /** Forgets a test's attachments. */
  release(attachments: ReadonlyMap<string, Attachment>): void {
    for (const { pieces } of attachments.values()) {
      for (const piece of pieces) {
        if (Buffer.isBuffer(piece)) this.inMemory -= piece.length + PIECE_COST
        else this.spilled -= piece.length
      }
    }
    if (this.spilled === 0 && this.spillEnd > 0) {
      ftruncateSync(this.spill as number, 0)
      this.spillEnd = 0
    }
  }

  close(): void {
    if (this.spill !== null) closeSync(this.spill)
    this.spill = null
  }

  /** Writes behind what the file has, and returns where. */
  private writeOut(bytes: Uint8Array): number {
    this.spill ??= openSync(this.spillPath, 'w+')
    const position = this.spillEnd
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.spill, bytes, done, bytes.length - done, position + done)
    }
    this.spillEnd += bytes.length
    this.spilled += bytes.length
    return position
  }
}
