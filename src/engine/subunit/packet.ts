/** The current packet, in a single place that the next one overwrites: copy what you keep of it. */

/** The statuses of the protocol; `EXISTS` is an enumeration, not a test that ran. */
export const NO_STATUS: u32 = 0
export const EXISTS: u32 = 1
export const INPROGRESS: u32 = 2
export const SUCCESS: u32 = 3
export const UXSUCCESS: u32 = 4
export const SKIP: u32 = 5
export const FAIL: u32 = 6
export const XFAIL: u32 = 7

/** A value that no stream can state as microseconds since the epoch. */
export const NO_TIME: i64 = i64.MIN_VALUE

export let status: u32 = NO_STATUS
/** Microseconds since the epoch, or NO_TIME. */
export let time: i64 = NO_TIME
/** A set of tags, or 0. */
export let tags: usize = 0
/** Strings by address and length; a missing one has address 0. */
export let id: usize = 0
export let idLength: u32 = 0
export let route: usize = 0
export let routeLength: u32 = 0
export let mimeType: usize = 0
export let mimeTypeLength: u32 = 0
export let fileName: usize = 0
export let fileNameLength: u32 = 0
/** The piece of an attachment that the packet carries. */
export let file: usize = 0
export let fileLength: u32 = 0

/** Whether any of the fields from route code on may be set. */
let hasRest = false

export function setEvent(aStatus: u32, aTime: i64, someTags: usize): void {
  status = aStatus
  time = aTime
  tags = someTags
}

export function setId(address: usize, length: u32): void {
  id = address
  idLength = length
}

export function setRoute(address: usize, length: u32): void {
  hasRest = true
  route = address
  routeLength = length
}

export function setMimeType(address: usize, length: u32): void {
  hasRest = true
  mimeType = address
  mimeTypeLength = length
}

export function setFileName(address: usize, length: u32): void {
  hasRest = true
  fileName = address
  fileNameLength = length
}

export function setFile(address: usize, length: u32): void {
  hasRest = true
  file = address
  fileLength = length
}

/** Clears the fields from route code on, which most packets do not have. */
export function clearRest(): void {
  if (!hasRest) return
  setRoute(0, 0)
  setMimeType(0, 0)
  setFileName(0, 0)
  setFile(0, 0)
  hasRest = false
}

/** Begins a stream: clears the previous stream's packet. */
export function forgetPacket(): void {
  setEvent(NO_STATUS, NO_TIME, 0)
  setId(0, 0)
  clearRest()
}
