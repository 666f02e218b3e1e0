/** Gives the pieces to the reader as a file. */
export function saveCsv(pieces: string[]): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(pieces, { type: 'text/csv' }))
  link.download = 'tests.csv'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
