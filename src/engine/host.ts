/** What the engine asks of its host, `src/export/engine.ts`. Every address is one of the engine's memory. */

/**
 * Takes bytes of a file: 0 raw, 1 details, 2 tree, 3 columns; of numbers: 4; of a list: 5 failures, 6 the
 * same indented, 7 skips, 8 the same indented. They are the engine's again when it returns.
 */
export declare function write(file: i32, bytes: usize, length: u32): void

/** Says that a file is read in two parts, of which the first ends here. */
export declare function cut(file: i32): void

/** Appends bytes to the file of attachments that do not fit in memory, and returns their place there. */
export declare function spill(bytes: usize, length: u32): f64
export declare function unspill(place: f64, to: usize, length: u32): void
/** Nothing that was spilled is wanted any longer. */
export declare function forgetSpilled(): void

/** CRC-32 of bytes: worth a call out where they are many. */
export declare function crc32(bytes: usize, length: u32): u32

/** How an attachment of that mime type is written: a RENDER_… code, with a number above its low byte. */
export declare function renderingOf(mimeType: usize, length: u32): u32
/** Writes `data:<type>;base64,` as UTF-8, unless the address is 0, and returns its length. */
export declare function dataPrefix(rendering: u32, to: usize): u32
/** Decodes bytes of a charset other than UTF-8 and ISO-8859-1 to UTF-8, three bytes for each at most. */
export declare function decode(rendering: u32, bytes: usize, length: u32, last: bool, to: usize): u32
/** Writes the key of an attachment whose name is not all ASCII; it is no longer than the name. */
export declare function attachmentKey(name: usize, length: u32, to: usize): u32
/** Whether bytes that are not all ASCII are a dotted name, in Python's sense. */
export declare function isDottedName(bytes: usize, length: u32): bool
/** The number that `0.` and these digits are. */
export declare function fractionOf(digits: usize, length: u32): f64

/**
 * Replaces secrets in bytes, in place; `last` says that none follow. Returns how many at the start are
 * decided, and writes how many they became at an address.
 */
export declare function redact(bytes: usize, length: u32, last: bool, written: usize): u32

/**
 * Writes, as UTF-8, the reason of a skip, or a traceback's last lines with a line feed between them, each
 * cut to a few KiB more than the engine writes of it; returns how many bytes.
 */
export declare function reasonText(isSkip: bool, rendering: u32, bytes: usize, length: u32, to: usize): u32

/** Throws: the names of a run's tests, and what stands beside each, fill all memory that there can be. */
export declare function outOfMemory(): void
