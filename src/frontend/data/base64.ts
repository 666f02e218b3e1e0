declare global {
  interface Uint8ArrayConstructor {
    /** In browsers since 2025; TypeScript has it in esnext only. */
    fromBase64?: (text: string) => Uint8Array<ArrayBuffer>
  }
}

/** Throws if the text is not base64. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  // 30 MB take 49 ms here, 197 ms with atob and a loop, and 1,223 ms with fetch('data:…')
  if (Uint8Array.fromBase64 !== undefined) return Uint8Array.fromBase64(text)
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}
