/** The attachments of open tests, kept in memory up to a limit, then in a file. */

import { forgetSpilled, renderingOf, spill, unspill } from '../host'
import { keep, room } from '../memory/arena'
import { allocate, blockSize, carve, release } from '../memory/blocks'
import { Entry, Table } from '../memory/table'

/** Bytes beyond which attachments go to the file: a test may log gigabytes before it ends. */
let limit: usize = 0
/** Bytes of a piece: small, as most attachments are short; doubled as an attachment grows. */
const FIRST_PIECE: usize = 128
const LARGEST_PIECE: usize = 64 << 10
/** Bytes of a piece that goes to the file before it is full: each has a header, and is read on its own. */
const LEAST_SPILLED: u32 = 1 << 10

/** Consecutive bytes of an attachment: after this header in memory, or in the file. */
@unmanaged
class Piece {
  next: usize
  length: u32
  /** Bytes that it can hold; 0 if it is in the file. */
  capacity: u32
  place: f64
}

/** An attachment: the key is its name, the context its owner. */
@unmanaged
export class Attachment extends Entry {
  /** The owner's next attachment. */
  next: usize
  /** The first rendering that a packet of it states; `UNSTATED` if none does. */
  rendering: u32
  size: f64
  /** Its first and last piece, and the last but one while the last is in memory. */
  first: usize
  last: usize
  beforeLast: usize
}

const UNSTATED: u32 = u32.MAX_VALUE

/** Something with attachments, which are in the order of their first packets. */
@unmanaged
export class Owner extends Entry {
  firstFile: usize
  lastFile: usize
}

const attachments = changetype<Table>(memory.data(offsetof<Table>()))
let inMemory: usize = 0
let spilled: f64 = 0
/** Buffer for pieces that are read back. */
let buffer: usize = 0

export function forgetAttachments(memoryLimit: u32): void {
  attachments.forget()
  limit = memoryLimit
  inMemory = 0
  spilled = 0
  buffer = 0
  mimeTypes.forget()
}

/** Appends bytes to the owner's attachment of that name. The address 0 means no mime type. */
export function attach(
  owner: Owner,
  name: usize,
  nameLength: u32,
  mimeType: usize,
  mimeTypeLength: u32,
  bytes: usize,
  length: u32,
): void {
  const file = attachmentOf(owner, name, nameLength)
  if (file.rendering === UNSTATED && mimeType !== 0) file.rendering = renderingCode(mimeType, mimeTypeLength)
  file.size += <f64>length
  append(file, bytes, length)
}

function attachmentOf(owner: Owner, name: usize, length: u32): Attachment {
  const known = attachments.find(changetype<u32>(owner), name, length)
  if (known !== 0) return changetype<Attachment>(known)
  const file = changetype<Attachment>(allocate(offsetof<Attachment>() + length))
  file.setKey(changetype<u32>(owner), changetype<usize>(file) + offsetof<Attachment>(), length)
  memory.copy(file.key, name, length)
  file.next = 0
  file.rendering = UNSTATED
  file.size = 0
  file.first = 0
  file.last = 0
  file.beforeLast = 0
  attachments.add(file)
  if (owner.lastFile === 0) owner.firstFile = changetype<usize>(file)
  else changetype<Attachment>(owner.lastFile).next = changetype<usize>(file)
  owner.lastFile = changetype<usize>(file)
  return file
}

function append(file: Attachment, bytes: usize, length: u32): void {
  let from = bytes
  let left = length
  while (left > 0) {
    let last = changetype<Piece>(file.last)
    if (file.last === 0 || last.length >= last.capacity) {
      if (file.last !== 0 && last.capacity > 0 && inMemory > limit) spillLast(file)
      last = addPiece(file, left)
    }
    const count = min(left, last.capacity - last.length)
    memory.copy(changetype<usize>(last) + offsetof<Piece>() + last.length, from, count)
    last.length += count
    from += count
    left -= count
  }
  // so many attachments are open that their last pieces alone are over the limit
  const last = changetype<Piece>(file.last)
  if (inMemory > 2 * limit && file.last !== 0 && last.capacity > 0 && last.length >= LEAST_SPILLED)
    spillLast(file)
}

/**
 * Adds a piece for `wanted` bytes, or as large as the attachment so far; at most LARGEST_PIECE. If many attachments
 * are open, it is no larger than it must be to be spilled.
 */
function addPiece(file: Attachment, wanted: u32): Piece {
  const most = <f64>(inMemory > 2 * limit ? <usize>LEAST_SPILLED : LARGEST_PIECE)
  const grown = file.first === 0 ? FIRST_PIECE : <usize>min(file.size, most)
  const size = min(max(<usize>wanted + offsetof<Piece>(), grown), LARGEST_PIECE)
  const block = allocate(size)
  inMemory += blockSize(size)
  const piece = changetype<Piece>(block)
  piece.next = 0
  piece.length = 0
  piece.capacity = <u32>(blockSize(size) - offsetof<Piece>())
  link(file, block)
  return piece
}

function link(file: Attachment, block: usize): void {
  if (file.last === 0) file.first = block
  else changetype<Piece>(file.last).next = block
  file.beforeLast = file.last
  file.last = block
}

/** Moves the last piece to the file, where it often continues the previous one. */
function spillLast(file: Attachment): void {
  const old = changetype<Piece>(file.last)
  const place = spill(file.last + offsetof<Piece>(), old.length)
  spilled += <f64>old.length
  const before = file.beforeLast
  const previous = changetype<Piece>(before)
  const goesOn =
    before !== 0 &&
    previous.capacity === 0 &&
    previous.place + <f64>previous.length === place &&
    previous.length < u32.MAX_VALUE - old.length
  const length = old.length
  freePiece(file.last)
  file.last = before
  if (before === 0) file.first = 0
  else previous.next = 0
  if (goesOn) {
    previous.length += length
    return
  }
  const block = allocate(offsetof<Piece>())
  const piece = changetype<Piece>(block)
  piece.next = 0
  piece.length = length
  piece.capacity = 0
  piece.place = place
  link(file, block)
}

/** Bytes of a piece in the file that are read back at a time. */
const READ_SIZE: u32 = 64 << 10

/** State of reading an attachment from its start: `nextBytes` returns one run of bytes after the other. */
let reading: usize = 0
let readOfPiece: u32 = 0
export let bytesLength: u32 = 0

export function readFrom(file: Attachment): void {
  reading = file.first
  readOfPiece = 0
}

/** The address of the next `bytesLength` bytes, valid until the next call; 0 after the last. */
export function nextBytes(): usize {
  while (reading !== 0) {
    const piece = changetype<Piece>(reading)
    if (piece.capacity > 0) {
      bytesLength = piece.length
      const bytes = reading + offsetof<Piece>()
      reading = piece.next
      return bytes
    }
    if (readOfPiece < piece.length) {
      if (buffer === 0) buffer = carve(READ_SIZE)
      bytesLength = min(READ_SIZE, piece.length - readOfPiece)
      unspill(piece.place + <f64>readOfPiece, buffer, bytesLength)
      readOfPiece += bytesLength
      return buffer
    }
    readOfPiece = 0
    reading = piece.next
  }
  return 0
}

/** Whether any attachment of the owner has bytes. */
export function hasBytes(owner: Owner): bool {
  for (let next = owner.firstFile; next !== 0; next = changetype<Attachment>(next).next) {
    if (changetype<Attachment>(next).size > 0) return true
  }
  return false
}

/** Whether `nextBytes` has returned the last bytes. */
export function isAtEnd(): bool {
  if (reading === 0) return true
  const piece = changetype<Piece>(reading)
  return piece.capacity === 0 && readOfPiece >= piece.length && piece.next === 0
}

/** Frees an owner's attachments. */
export function releaseFiles(owner: Owner): void {
  let next = owner.firstFile
  while (next !== 0) {
    const file = changetype<Attachment>(next)
    next = file.next
    attachments.remove(file)
    for (let piece = file.first; piece !== 0; ) {
      const following = changetype<Piece>(piece).next
      freePiece(piece)
      piece = following
    }
    release(changetype<usize>(file), offsetof<Attachment>() + file.length)
  }
  owner.firstFile = 0
  owner.lastFile = 0
}

function freePiece(block: usize): void {
  const piece = changetype<Piece>(block)
  if (piece.capacity > 0) {
    const size = <usize>piece.capacity + offsetof<Piece>()
    inMemory -= size
    release(block, size)
    return
  }
  spilled -= <f64>piece.length
  release(block, offsetof<Piece>())
  if (spilled === 0) forgetSpilled()
}

/** Rendering codes by mime type. */
const mimeTypes = changetype<Table>(memory.data(offsetof<Table>()))
const MOST_MIME_TYPES: u32 = 1000

@unmanaged
class MimeType extends Entry {
  rendering: u32
}

function renderingCode(mimeType: usize, length: u32): u32 {
  const known = mimeTypes.find(0, mimeType, length)
  if (known !== 0) return changetype<MimeType>(known).rendering
  const rendering = renderingOf(mimeType, length)
  if (mimeTypes.count < MOST_MIME_TYPES) {
    const entry = changetype<MimeType>(room(offsetof<MimeType>()))
    entry.setKey(0, keep(mimeType, length), length)
    entry.rendering = rendering
    mimeTypes.add(entry)
  }
  return rendering
}

/** The rendering code of the attachment. */
export function renderingOfFile(file: Attachment): u32 {
  return file.rendering === UNSTATED ? renderingCode(0, 0) : file.rendering
}
