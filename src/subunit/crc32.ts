import { crc32 as zlibCrc32 } from 'node:zlib'
import type { Window } from './window.ts'

// A call into zlib costs about 250 ns before its first byte, the table about 1.2 ns a byte (Node 24):
// they meet near 200 bytes, and at 64 KiB zlib is three times as fast.
const ZLIB_FROM = 256

const POLYNOMIAL = 0xedb88320

/** TABLES[k * 256 + b]: what the byte b does to the register when k zero bytes follow it. */
const TABLES = buildTables(8)

function buildTables(count: number): Int32Array {
  const tables = new Int32Array(count * 256)
  for (let byte = 0; byte < 256; byte++) {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1
    tables[byte] = value
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]
    tables[i] = (before >>> 8) ^ tables[before & 0xff]
  }
  return tables
}

/** CRC-32 (ISO 3309, as in zlib) of the bytes from start to end, as an unsigned number. */
export function crc32(bytes: Buffer, start: number, end: number): number {
  if (end - start >= ZLIB_FROM) return zlibCrc32(bytes.subarray(start, end))
  return ~advance(-1, bytes, start, end) >>> 0
}

/** The register after the bytes from start to end, eight at a time. */
function advance(register: number, bytes: Buffer, start: number, end: number): number {
  let crc = register
  let i = start
  for (; i + 8 <= end; i += 8) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)
    crc =
      TABLES[1792 + (crc & 0xff)] ^
      TABLES[1536 + ((crc >>> 8) & 0xff)] ^
      TABLES[1280 + ((crc >>> 16) & 0xff)] ^
      TABLES[1024 + (crc >>> 24)] ^
      TABLES[768 + bytes[i + 4]] ^
      TABLES[512 + bytes[i + 5]] ^
      TABLES[256 + bytes[i + 6]] ^
      TABLES[bytes[i + 7]]
  }
  for (; i < end; i++) crc = TABLES[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8)
  return crc
}

/** Registers are kept for every 16th byte: a quarter of the bytes in memory, at most 15 to go on from. */
const STRIDE = 16
/** Bytes after which the registers begin anew, so that they take at most 5 MiB. */
const ANEW = 16 << 20

/**
 * Checksums of any ranges of a window's bytes, each in constant time: hostile input can hold a false
 * header that claims 4 MiB in every other byte.
 *
 * The register is linear over GF(2): with S(i) the register after bytes 0…i from zero, and n zero
 * bytes acting as the matrix Zⁿ, the register over a…b from all ones is S(b) ⊕ Zᵇ⁻ᵃ(S(a) ⊕ ~0).
 * Positions are offsets in the stream; starts never go back.
 */
export class RangeCrc {
  private readonly window: Window
  private registers = new Int32Array(1024)
  private known = 0
  private from = 0

  constructor(window: Window) {
    this.window = window
  }

  crc32(start: number, end: number): number {
    const next = this.from + this.known * STRIDE
    if (this.known === 0 || next < this.window.offsetOf(this.window.start) || start - this.from > ANEW) {
      this.known = 0
      this.from = start
    }
    return ~(this.registerAt(end) ^ skipZeros(this.registerAt(start) ^ -1, end - start)) >>> 0
  }

  private registerAt(offset: number): number {
    const { bytes } = this.window
    const shift = this.window.offsetOf(0)
    const index = Math.floor((offset - this.from) / STRIDE)
    if (index >= this.registers.length) {
      const larger = new Int32Array(index * 2)
      larger.set(this.registers)
      this.registers = larger
    }
    for (; this.known < index; this.known++) {
      const at = this.from + this.known * STRIDE - shift
      this.registers[this.known + 1] = advance(this.registers[this.known], bytes, at, at + STRIDE)
    }
    const at = this.from + index * STRIDE
    return advance(this.registers[index], bytes, at - shift, offset - shift)
  }
}

/** Four tables of 256 for each of Z¹…Z²⁵⁵, then Z²⁵⁶ to its 1st…255th power, then Z⁶⁵⁵³⁶ likewise. */
let powers: Int32Array[][] | null = null

/** Zⁿ applied to the register, n < 2²⁴. */
function skipZeros(register: number, n: number): number {
  powers ??= buildPowers()
  let crc = register
  for (let level = 0, rest = n; rest > 0; level++, rest >>>= 8) {
    const table = powers[level][rest & 0xff]
    if (table !== undefined) crc = applyMatrix(table, crc)
  }
  return crc
}

function applyMatrix(table: Int32Array, register: number): number {
  return (
    table[register & 0xff] ^
    table[256 + ((register >>> 8) & 0xff)] ^
    table[512 + ((register >>> 16) & 0xff)] ^
    table[768 + (register >>> 24)]
  )
}

function buildPowers(): Int32Array[][] {
  let step = matrixOf((basis) => (basis >>> 8) ^ TABLES[basis & 0xff])
  return [256, 256, 128].map((count) => {
    const level: Int32Array[] = []
    level[1] = step
    for (let k = 2; k < count; k++) level[k] = compose(step, level[k - 1])
    step = compose(step, level[count - 1])
    return level
  })
}

const compose = (outer: Int32Array, inner: Int32Array): Int32Array =>
  matrixOf((basis) => applyMatrix(outer, applyMatrix(inner, basis)))

/** A linear map as four tables, one a byte of its argument. */
function matrixOf(map: (basis: number) => number): Int32Array {
  const table = new Int32Array(1024)
  for (let byte = 0; byte < 4; byte++) {
    for (let bit = 0; bit < 8; bit++) {
      const image = map(1 << (byte * 8 + bit))
      for (let low = 0; low < 1 << bit; low++) {
        table[byte * 256 + (1 << bit) + low] = table[byte * 256 + low] ^ image
      }
    }
  }
  return table
}
