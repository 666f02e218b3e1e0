/** A test's statuses, in the order of `STATUSES` in src/format/exported.ts. */

export const SUCCESS: u8 = 0
export const FAIL: u8 = 1
export const SKIP: u8 = 2
export const XFAIL: u8 = 3
export const UXSUCCESS: u8 = 4
export const INPROGRESS: u8 = 5
export const UNKNOWN: u8 = 6
export const STATUSES: i32 = 7
