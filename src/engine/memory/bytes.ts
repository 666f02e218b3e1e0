/** Copies, compares, searches and hashes bytes. */

/** Copies few bytes; up to 15 more are read and written. A call of `memory.copy` costs like 100 bytes. */
export function copyShort(to: usize, from: usize, length: usize): void {
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i))
}

/** Whether the bytes at two addresses are equal. */
export function same(a: usize, b: usize, length: u32): bool {
  if (length < 16) return sameFew(a, b, length)
  // the last vector first: names differ at their ends
  const last = length - 16
  if (differ(a + last, b + last)) return false
  for (let i: u32 = 0; i < last; i += 16) if (differ(a + i, b + i)) return false
  return true
}

function differ(a: usize, b: usize): bool {
  return v128.any_true(v128.xor(v128.load(a), v128.load(b)))
}

function sameFew(a: usize, b: usize, length: u32): bool {
  let i: u32 = 0
  for (; i + 4 <= length; i += 4) if (load<u32>(a + i) !== load<u32>(b + i)) return false
  for (; i < length; i++) if (load<u8>(a + i) !== load<u8>(b + i)) return false
  return true
}

/** Negative, zero or positive if `a` sorts before, with or after `b`, by byte values. */
export function compare(a: usize, aLength: u32, b: usize, bLength: u32): i32 {
  const shorter = min(aLength, bLength)
  for (let i: u32 = 0; i < shorter; i++) {
    const difference = <i32>load<u8>(a + i) - <i32>load<u8>(b + i)
    if (difference !== 0) return difference
  }
  return aLength < bLength ? -1 : aLength > bLength ? 1 : 0
}

/** Address of the first such byte, or `end`. */
export function find(byte: u8, from: usize, end: usize): usize {
  const wanted = i8x16.splat(byte)
  let at = from
  while (at < end) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted))
    if (found !== 0) return min(at + ctz(found), end)
    at += 16
  }
  return end
}

/** Address of the last such byte before `end`, or `from`, whose own byte does not count. */
export function findLast(byte: u8, from: usize, end: usize): usize {
  const wanted = i8x16.splat(byte)
  let at = end
  // memory always has bytes before these
  while (at > from) {
    at -= 16
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted))
    if (found !== 0) return max(at + 31 - clz(found), from)
  }
  return from
}

/** Bytes of text per round of NH. */
const BLOCK: u32 = 1024
/**
 * Random numbers from the host, unknown to an attacker, who therefore cannot make keys that collide. One per
 * word of a block, and two for `spread`.
 */
export const SECRET_SIZE: u32 = BLOCK + 16
export const secret = memory.data(1024 + 16, 8)

/**
 * A hash of the bytes and of `context`, the number of the key's owner. Of each KiB, NH (RFC 4418, section 5.2)
 * makes a number that is almost universal: two different texts have the same one for few secrets. `spread`
 * brings it into all bits.
 */
export function hash(bytes: usize, length: u32, context: u32): u32 {
  let all = (((<u64>context) << 32) | length) + compress(bytes, min(length, BLOCK))
  for (let at = BLOCK; at < length; at += BLOCK) {
    all = spread(all) + compress(bytes + at, min(length - at, BLOCK))
  }
  return <u32>spread(all)
}

/** A different number for each one: two multiplications by secret odd numbers. */
function spread(word: u64): u64 {
  const half = (word ^ (word >> 32)) * (load<u64>(secret + BLOCK) | 1)
  const whole = (half ^ (half >> 32)) * (load<u64>(secret + BLOCK + 8) | 1)
  return whole ^ (whole >> 32)
}

/** NH: the sum of the products of each word's halves, a secret added to each half. */
function compress(bytes: usize, length: u32): u64 {
  const words = length & ~7
  let sum: u64 = 0
  let i: u32 = 0
  for (; i < words; i += 8) sum += product(load<u64>(bytes + i), load<u64>(secret + i))
  const left = length & 7
  if (left === 0) return sum
  // the bytes after the last one may be read, whatever they are
  return sum + product(load<u64>(bytes + i) & ((1 << (<u64>(left << 3))) - 1), load<u64>(secret + i))
}

function product(word: u64, key: u64): u64 {
  return <u64>(<u32>word + <u32>key) * <u64>(<u32>(word >> 32) + <u32>(key >> 32))
}
