/** Comparing and hashing of bytes. */

/** Whether two places hold the same bytes. */
export function same(a: usize, b: usize, length: u32): bool {
  let i: u32 = 0
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) !== load<u64>(b + i)) return false
  for (; i < length; i++) if (load<u8>(a + i) !== load<u8>(b + i)) return false
  return true
}

/** Below, at or above zero as the first bytes stand before, with or behind the others, by value. */
export function compare(a: usize, aLength: u32, b: usize, bLength: u32): i32 {
  const shorter = min(aLength, bLength)
  for (let i: u32 = 0; i < shorter; i++) {
    const difference = <i32>load<u8>(a + i) - <i32>load<u8>(b + i)
    if (difference !== 0) return difference
  }
  return aLength < bLength ? -1 : aLength > bLength ? 1 : 0
}

/** Place of the first such byte, or `end`. */
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

let seed0: u64 = 0
let seed1: u64 = 0

/** Numbers that an attacker cannot know: with them nobody can make keys that fall on one slot. */
export function seedHashes(a: u64, b: u64): void {
  seed0 = a
  seed1 = b
}

let v0: u64 = 0
let v1: u64 = 0
let v2: u64 = 0
let v3: u64 = 0

/** SipHash-1-3 of the bytes, with a number that says whose key they are. */
export function hash(bytes: usize, length: u32, context: u32): u32 {
  v0 = seed0 ^ 0x736f6d6570736575
  v1 = seed1 ^ 0x646f72616e646f6d
  v2 = seed0 ^ 0x6c7967656e657261
  v3 = seed1 ^ 0x7465646279746573
  let at = bytes
  const words = bytes + (length & ~7)
  for (; at < words; at += 8) mix(load<u64>(at))
  const left = length & 7
  // bytes behind the last one are there to be read, whatever they are
  const rest = left === 0 ? 0 : load<u64>(at) & ((1 << (<u64>(left << 3))) - 1)
  mix(rest | ((<u64>length) << 56))
  mix(<u64>context)
  v2 ^= 0xff
  round()
  round()
  round()
  const all = v0 ^ v1 ^ v2 ^ v3
  return <u32>(all ^ (all >> 32))
}

function mix(word: u64): void {
  v3 ^= word
  round()
  v0 ^= word
}

function round(): void {
  v0 += v1
  v1 = rotl(v1, 13) ^ v0
  v0 = rotl(v0, 32)
  v2 += v3
  v3 = rotl(v3, 16) ^ v2
  v0 += v3
  v3 = rotl(v3, 21) ^ v0
  v2 += v1
  v1 = rotl(v1, 17) ^ v2
  v2 = rotl(v2, 32)
}
