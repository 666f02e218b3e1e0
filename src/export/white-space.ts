/** A character that Python's str.strip() and str.split() take for white space; JavaScript's trim() takes others. */
export const SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`

// the lookbehind keeps this linear: a run of white space is matched once only
const ENDS = new RegExp(`^${SPACE}+|(?<!${SPACE})${SPACE}+$`, 'g')

/** Text without white space at its ends, as Python's str.strip() leaves it. */
export const strip = (text: string): string => text.replace(ENDS, '')
