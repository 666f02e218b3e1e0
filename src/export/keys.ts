/** An attachment's key: its name with everything but letters, digits and underscores (Unicode) removed. */
export const attachmentKey = (name: string): string => name.replace(/[^\p{L}\p{N}_]+/gu, '')
