/** Loads that are worth having under way together: eight cost three in a hundred more, more gain nothing. */
export const TOGETHER: u32 = 16

/** Receives what was loaded, so that the compiler keeps the loads. */
let touched: u32 = 0

/** Loads a byte of memory that will be needed soon; several such loads are under way at the same time. */
export function touch(address: usize): void {
  touched ^= load<u8>(address)
}

/** Loads bytes at two addresses: the fewer instructions there are between loads, the more are under way together. */
export function touchBoth(one: usize, other: usize): void {
  touched ^= load<u8>(one) ^ load<u8>(other)
}

/** Loads the first two lines of the CPU cache in which `size` bytes are, and the last. */
export function touchLines(address: usize, size: usize): void {
  touched ^= load<u8>(address) ^ load<u8>(address, 64) ^ load<u8>(address + size - 1)
}
