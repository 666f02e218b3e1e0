/** The beginning of a packet of version 2: signature, flags and length. */

export const SIGNATURE: u8 = 0xb3
export const VERSION: u8 = 2
export const CRC_BYTES: u32 = 4
export const MIN_LENGTH: u32 = 8

export class Head {
  /** A bit for each of sixteen bytes of which the next is there too: whether a packet may begin there. */
  @inline
  static mayBegin(from: usize): u32 {
    const versions = v128.and(v128.load(from, 1), i8x16.splat(<i8>0xf0))
    return <u32>i8x16.bitmask(v128.and(Head.signatures(from), i8x16.eq(versions, i8x16.splat(VERSION << 4))))
  }

  /** Whether any of 64 bytes is a signature. */
  @inline
  static isSignatureIn64(from: usize): bool {
    return v128.any_true(
      v128.or(
        v128.or(Head.signatures(from), Head.signatures(from + 16)),
        v128.or(Head.signatures(from + 32), Head.signatures(from + 48)),
      ),
    )
  }

  /** A vector of sixteen bytes: which are signatures. Hostile input has one in every other byte. */
  @inline
  static signatures(from: usize): v128 {
    return i8x16.eq(v128.load(from), i8x16.splat(SIGNATURE))
  }

  /**
   * Length of the packet whose signature is at `start`; 0 if no packet of version 2 begins there, below MIN_LENGTH if
   * the length is invalid.
   */
  @inline
  static lengthOf(start: usize): u32 {
    const head = load<u32>(start)
    const size = head >> 30
    return ((head >> 12) & 15) !== VERSION ? 0 : size === 3 ? 1 : Head.statedLength(start, size)
  }

  /** The same without the version. */
  @inline
  static statedLength(start: usize, size: u32): u32 {
    return max((bswap(load<u32>(start, 3)) & 0x3fffffff) >> (24 - (size << 3)), 1)
  }

  /** The checksum that a packet has at its end. */
  @inline
  static checksum(packet: usize, length: u32): u32 {
    return bswap(load<u32>(packet + length - CRC_BYTES))
  }
}

/**
 * Length of a packet of which only `there` bytes are; if they do not include all that state the length, the number of
 * these.
 */
export function shortLength(start: usize, there: u32): u32 {
  if (there >= 2 && load<u8>(start + 1) >> 4 !== VERSION) return 0
  if (there < 4) return 4
  const size = <u32>load<u8>(start + 3) >> 6
  if (size === 3) return 1
  return there < 4 + size ? 4 + size : Head.statedLength(start, size)
}
