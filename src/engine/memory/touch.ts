/** Loads that are worth having under way together: twice as many gain nothing. */
export const TOGETHER: u32 = 8

/** Receives what was loaded, so that the compiler keeps the loads. */
let touched: u32 = 0

/** Loads a byte of memory that will be needed soon; several such loads are under way at the same time. */
export function touch(address: usize): void {
  touched ^= load<u8>(address)
}
