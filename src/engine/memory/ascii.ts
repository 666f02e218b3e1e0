/** Bytes of ASCII by their names. */

export const TAB: u8 = 9
export const LF: u8 = 10
export const CR: u8 = 13
export const ESCAPE: u8 = 27
export const SPACE: u8 = 32
export const QUOTE: u8 = 34
export const NUMBER_SIGN: u8 = 35
export const OPEN_PAREN: u8 = 40
export const CLOSE_PAREN: u8 = 41
export const PLUS: u8 = 43
export const COMMA: u8 = 44
export const DASH: u8 = 45
export const DOT: u8 = 46
export const SLASH: u8 = 47
export const COLON: u8 = 58
export const OPEN_BRACKET: u8 = 91
export const BACKSLASH: u8 = 92
export const CLOSE_BRACKET: u8 = 93
export const UNDERSCORE: u8 = 95
export const OPEN_BRACE: u8 = 123
export const CLOSE_BRACE: u8 = 125
