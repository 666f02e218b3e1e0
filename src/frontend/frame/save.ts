/** Text of the page as a file. */
export function saveText(name: string, pieces: string[], type: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(pieces, { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
