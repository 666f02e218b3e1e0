/** Of a KeyboardEvent. */
interface Pressed {
  readonly key: string
  readonly code: string
  readonly shiftKey: boolean
}

/**
 * The key's name. A letter is the same with Caps Lock, and one that is not of ASCII, as of a Cyrillic layout, is the
 * one at its place on a Latin keyboard.
 */
export function keyOf({ key, code, shiftKey }: Pressed): string {
  const name = /^[^ -~]$/.test(key) && code.startsWith('Key') ? code[3] : key
  return shiftKey || name.length > 1 ? name : name.toLowerCase()
}
