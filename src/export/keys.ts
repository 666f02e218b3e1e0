/** An attachment's key: its name without all but letters, digits and underscore (Unicode's). */
export const attachmentKey = (name: string): string => name.replace(/[^\p{L}\p{N}_]+/gu, '')
