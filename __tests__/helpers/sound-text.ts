const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of an exported file. Throws for invalid UTF-8, which a Buffer's `toString` would hide. */
export const soundText = (bytes: Uint8Array): string => decoder.decode(bytes)
