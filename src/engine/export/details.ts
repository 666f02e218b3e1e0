/** Writes a run's details in one pass. */

import { attachmentKey, DETAILS, decode } from '../host'
import { CLOSE_BRACE, COLON, COMMA, NUMBER_SIGN, OPEN_BRACE, QUOTE, UNDERSCORE } from '../memory/ascii'
import { allocate, release } from '../memory/blocks'
import { Table } from '../memory/table'
import { equals, writeAscii } from '../memory/text'
import { isAscii } from '../memory/utf8'
import {
  Attachment,
  bytesLength,
  isAtEnd,
  nextBytes,
  Owner,
  readFrom,
  renderingOfFile,
} from '../model/attachments'
import { captureBytes } from './capture'
import { putName, putString, putUtf8 } from './json'
import { clearKeys, Key, lastingKey, passingKey, takeKey } from './keys'
import { Out } from './out'
import { decided, decidedBytes, isRedacting, nextDecided, offer } from './redact'
import { beginText, CHARSET, endText, putBytes, UTF8 } from './render'
import { Row } from './rows'

/** Bytes from before that the host's decoder may hold, and the most UTF-8 for a byte. */
const UNDECODED: u32 = 16
const MOST_OF_ONE: u32 = 3

export const details = changetype<Out>(memory.data(offsetof<Out>(), 8))
const testKeys = changetype<Table>(memory.data(offsetof<Table>()))
const fileKeys = changetype<Table>(memory.data(offsetof<Table>()))
let values: u32 = 0

export function openDetails(): void {
  details.open(DETAILS)
  testKeys.forget()
  fileKeys.forget()
  values = 0
}

/**
 * Begins a test's value, and returns its offset. `isTaken`: an earlier test has the same name; only such
 * names enter the table of keys, since most names occur once.
 */
export function beginDetails(row: Row, isTaken: bool): f64 {
  const name = row.name
  const nameLength = row.nameLength
  if (!isTaken && (testKeys.count === 0 || testKeys.find(0, name, nameLength) === 0)) {
    details.text(values++ === 0 ? '{\n' : ',\n')
    putName(details, row)
    return beginFields()
  }
  if (testKeys.find(0, name, nameLength) === 0) takeKey(testKeys, lastingKey(name, nameLength), NUMBER_SIGN)
  const key = lastingKey(name, nameLength)
  takeKey(testKeys, key, NUMBER_SIGN)
  return beginValue(key.key, key.length)
}

function beginValue(key: usize, length: u32): f64 {
  details.text(values++ === 0 ? '{\n' : ',\n')
  putString(details, key, length)
  return beginFields()
}

function beginFields(): f64 {
  details.byte(COLON)
  const place = details.position
  details.byte(OPEN_BRACE)
  return place
}

/** Begins the value of the output that belongs to no test, under the empty name, which no test has. */
export function beginWhole(): f64 {
  return beginValue(0, 0)
}

/** Ends the value that began at offset `place`, and returns its length. */
export function endDetails(place: f64): f64 {
  details.byte(CLOSE_BRACE)
  return details.position - place
}

export function closeDetails(): void {
  details.text(values === 0 ? '{}' : '\n}')
  details.flush()
}

/**
 * Writes an owner's non-empty attachments by their keys; `first` says that no field precedes them. Captures
 * the first one whose key is `captured`, unless that is empty. Returns whether there is still no field.
 */
export function putFiles(owner: Owner, first: bool, captured: string): bool {
  let isFirst = first
  let mayCapture = captured.length > 0
  for (let next = owner.firstFile; next !== 0; ) {
    const file = changetype<Attachment>(next)
    next = file.next
    if (file.size === 0) continue
    const key = keyOf(file)
    const capture = mayCapture && equals(key.key, key.length, captured)
    if (capture) mayCapture = false
    takeKey(fileKeys, key, UNDERSCORE)
    if (!isFirst) details.byte(COMMA)
    isFirst = false
    details.byte(QUOTE)
    putUtf8(details, key.key, key.length)
    details.text('":"')
    putFile(file, capture)
    details.byte(QUOTE)
  }
  return isFirst
}

/** Keys are unique within a value only: to be called between two values. */
export function forgetFileKeys(): void {
  clearKeys(fileKeys)
}

function putFile(file: Attachment, capture: bool): void {
  const stated = renderingOfFile(file)
  const isCharset = (stated & 0xff) === CHARSET
  const rendering = isCharset ? UTF8 : stated
  beginText(details, rendering)
  readFrom(file)
  for (let bytes = nextBytes(); bytes !== 0; bytes = nextBytes()) {
    if (!isCharset) {
      putPiece(bytes, bytesLength, capture, rendering)
      continue
    }
    // decoded first: a secret is looked for in the text that is written
    const room = (bytesLength + UNDECODED) * MOST_OF_ONE
    const text = allocate(room)
    putPiece(text, decode(stated, bytes, bytesLength, isAtEnd(), text), capture, rendering)
    release(text, room)
  }
  endText(details)
}

function putPiece(bytes: usize, length: u32, capture: bool, rendering: u32): void {
  if (!isRedacting) return take(bytes, length, capture, rendering)
  offer(bytes, length, isAtEnd())
  while (nextDecided()) take(decided, decidedBytes, capture, rendering)
}

function take(bytes: usize, length: u32, capture: bool, rendering: u32): void {
  putBytes(details, bytes, length)
  if (capture) captureBytes(bytes, length, rendering)
}

export function reserveFields(): void {
  takeKey(fileKeys, keyOfText('status'), UNDERSCORE)
  takeKey(fileKeys, keyOfText('timestamps'), UNDERSCORE)
}

function keyOfText(text: string): Key {
  const key = passingKey(<u32>text.length)
  writeAscii(key.key, text)
  return key
}

/** An attachment's key: its name with everything but letters, digits and underscores (Unicode) removed. */
function keyOf(file: Attachment): Key {
  const key = passingKey(file.length)
  if (!isAscii(file.key, file.length)) {
    key.length = attachmentKey(file.key, file.length, key.key)
    return key
  }
  let length: u32 = 0
  for (let i: u32 = 0; i < file.length; i++) {
    const byte = load<u8>(file.key + i)
    const lower = byte | 32
    const stays = (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 57) || byte === UNDERSCORE
    if (stays) store<u8>(key.key + length++, byte)
  }
  key.length = length
  return key
}
