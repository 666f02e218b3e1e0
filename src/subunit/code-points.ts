/** Order of strings by code point; JavaScript's own is by UTF-16 unit. */
export function byCodePoint(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    // surrogates (d800–dfff) stand for code points above all of e000–ffff
    const bothHigh = x >= 0xd800 && y >= 0xd800
    return bothHigh ? ((x + 0x2000) & 0xffff) - ((y + 0x2000) & 0xffff) : x - y
  }
  return a.length - b.length
}
