/** Functions that the host, `src/export/engine.ts`, provides. All addresses are in the engine's memory. */

/** Numbers of the files and, after them, the lists, in the order of FILES and LISTS of the host. */
export const RAW: i32 = 0
export const DETAILS: i32 = 1
export const TREE: i32 = 2
export const COLUMNS: i32 = 3
export const GAPS: i32 = 4
export const LENGTHS: i32 = 5
export const STATUSES: i32 = 6
/** The first of two: failures, skips. */
export const FAILURES: i32 = 7

/** Takes bytes of a file or list; they are valid during the call only. */
export declare function write(file: i32, bytes: usize, length: u32): void

/** Marks the end of the first of the two parts in which a file is read. */
export declare function cut(file: i32): void

/** Appends bytes to the file of attachments that do not fit in memory, and returns their offset. */
export declare function spill(bytes: usize, length: u32): f64
export declare function unspill(place: f64, to: usize, length: u32): void
/** Discards everything that was spilled. */
export declare function forgetSpilled(): void

/** The rendering of attachments of that mime type: its kind in the low byte, a number of the host's above. */
export declare function renderingOf(mimeType: usize, length: u32): u32
/** Writes `data:<type>;base64,` as UTF-8, unless the address is 0, and returns its length. */
export declare function dataPrefix(rendering: u32, to: usize): u32
/** Decodes bytes of a charset other than UTF-8 and ISO-8859-1 to UTF-8; at most three bytes for each. */
export declare function decode(rendering: u32, bytes: usize, length: u32, last: bool, to: usize): u32
/** Writes the key of an attachment whose name is not pure ASCII; the key is no longer than the name. */
export declare function attachmentKey(name: usize, length: u32, to: usize): u32
/** Whether bytes that are not pure ASCII are identifiers, as Python defines them, joined by dots. */
export declare function isDottedName(bytes: usize, length: u32): bool
/** The number that `0.` followed by these digits denotes. */
export declare function fractionOf(digits: usize, length: u32): f64

/**
 * Replaces secrets in bytes, in place; `last` if no more bytes follow. Returns how many bytes at the start
 * are decided, and stores at `written` how many they have become.
 */
export declare function redact(bytes: usize, length: u32, last: bool, written: usize): u32

/** Overwrites secrets in bytes whose length stays. */
export declare function hide(bytes: usize, length: u32): void

/**
 * Writes, as UTF-8, a skip's reason or a traceback's last lines, joined by a line feed; each cut to a few
 * characters more than the engine writes of it. Returns the number of bytes.
 */
export declare function reasonText(isSkip: bool, rendering: u32, bytes: usize, length: u32, to: usize): u32

/** Takes output when it comes, at that offset of the stream. */
export declare function takeNoise(bytes: usize, length: u32, offset: f64, isInTest: bool): void

/** Throws: the names of a run's tests, and the data kept for each test, exceed the maximum memory. */
export declare function outOfMemory(): void
