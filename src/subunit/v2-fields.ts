import { byCodePoint } from './code-points.ts'
import { emptyPacket, NO_BYTES, type Packet, type PacketStatus } from './packet.ts'
import { StringPool } from './string-pool.ts'

const HAS_TEST_ID = 0x0800
const HAS_ROUTE_CODE = 0x0400
const HAS_TIMESTAMP = 0x0200
const HAS_TAGS = 0x0080
const HAS_FILE = 0x0040
const HAS_MIME_TYPE = 0x0020

const STATUSES: readonly (PacketStatus | null)[] = [
  null,
  'exists',
  'inprogress',
  'success',
  'uxsuccess',
  'skip',
  'fail',
  'xfail',
]

const CRC_BYTES = 4
const NO_TAGS: readonly string[] = []

/** Reads the fields of version 2 packets, one packet after the other, into the same object. */
export class FieldReader {
  readonly packet: Packet = emptyPacket()
  private readonly pool = new StringPool()
  private bytes: Buffer = NO_BYTES
  private at = 0
  private end = 0
  private fault: string | null = null
  /** The tags read last, and their bytes: workers give the same tags with every packet. */
  private tags = NO_TAGS
  private tagBytes: Buffer = NO_BYTES

  /**
   * Reads the packet of `length` bytes at `start`, whose checksum holds, into `packet`.
   * Returns what breaks the protocol, or null. Bytes behind the last field are ignored.
   */
  read(bytes: Buffer, start: number, length: number): string | null {
    const flags = (bytes[start + 1] << 8) | bytes[start + 2]
    const header = 4 + (bytes[start + 3] >> 6)
    this.fault =
      header + CRC_BYTES > length && header === 6 ? 'the length leaves no room for the checksum' : null
    this.bytes = bytes
    this.at = start + header
    this.end = start + length - CRC_BYTES
    const { packet } = this
    packet.status = STATUSES[flags & 7]
    packet.timestamp = flags & HAS_TIMESTAMP ? this.timestamp() : null
    packet.testId = flags & HAS_TEST_ID ? this.string('test id') : null
    packet.tags = flags & HAS_TAGS ? this.tagList() : null
    packet.mimeType = flags & HAS_MIME_TYPE ? this.string('mime type') : null
    if (flags & HAS_FILE) this.file()
    else packet.fileName = null
    packet.routeCode = flags & HAS_ROUTE_CODE ? this.string('route code') : null
    if (packet.testId === '') this.fail('the test id is empty')
    return this.fault
  }

  private fail(reason: string): void {
    this.fault ??= reason
    this.at = this.end
  }

  private number(): number {
    const { bytes, at } = this
    const first = this.end - at >= 1 ? bytes[at] : 0
    const size = 1 + (first >> 6)
    if (this.end - at < size) {
      this.fail('a number reaches past the end of the packet')
      return 0
    }
    this.at = at + size
    let value = first & 0x3f
    for (let k = 1; k < size; k++) value = value * 256 + bytes[at + k]
    return value
  }

  private timestamp(): number {
    if (this.end - this.at < 4) {
      this.fail('the timestamp reaches past the end of the packet')
      return 0
    }
    const seconds = this.bytes.readUInt32BE(this.at)
    this.at += 4
    return seconds * 1e6 + microseconds(this.number())
  }

  private string(what: string): string {
    const length = this.number()
    const start = this.at
    if (length > this.end - start) {
      this.fail(`the ${what} reaches past the end of the packet`)
      return ''
    }
    this.at = start + length
    const value = this.pool.get(this.bytes, start, this.at)
    if (value === null) this.fail(`the ${what} holds a NUL or is no UTF-8`)
    return value ?? ''
  }

  private tagList(): readonly string[] {
    const { bytes, tagBytes } = this
    const start = this.at
    const repeated = start + tagBytes.length
    if (tagBytes.length > 0 && repeated <= this.end && tagBytes.compare(bytes, start, repeated) === 0) {
      this.at = repeated
      return this.tags
    }
    const tags = new Set<string>()
    for (let left = this.number(); left > 0 && this.fault === null; left--) tags.add(this.string('tag'))
    if (this.fault !== null) return NO_TAGS
    this.tags = [...tags].sort(byCodePoint)
    this.tagBytes = Buffer.from(bytes.subarray(start, this.at))
    return this.tags
  }

  private file(): void {
    const { packet } = this
    packet.fileName = this.string('file name')
    const length = this.number()
    if (length > this.end - this.at) this.fail('the file content reaches past the end of the packet')
    if (this.fault !== null) return
    packet.bytes = this.bytes
    packet.fileStart = this.at
    packet.fileEnd = this.at + length
    this.at += length
  }
}

/** Nanoseconds as microseconds, ties to even: as the Python library does it. */
function microseconds(nanoseconds: number): number {
  const whole = Math.floor(nanoseconds / 1000)
  const rest = nanoseconds - whole * 1000
  if (rest === 500) return whole + (whole & 1)
  return rest > 500 ? whole + 1 : whole
}
