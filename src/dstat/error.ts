/** A file is no dstat log, or cannot be read any further. */
export class DstatError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DstatError'
  }
}

/** A file is no dstat log from its very beginning, so no data of a log is lost. */
export class NoLogError extends DstatError {}

export const EXPECTED = 'the CSV that dstat, dool or pcp dstat write with --output'

/** Quotes at most 60 characters of a file's contents, safe for one line of a message. */
export function quoteFound(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return JSON.stringify(short)
}
