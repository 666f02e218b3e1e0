/** A file that is no dstat log, or one that cannot be read on. */
export class DstatError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DstatError'
  }
}

/** Of a file that is none from its beginning: nothing of a log was lost. */
export class NoLogError extends DstatError {}

export const EXPECTED = 'the CSV that dstat, dool or pcp dstat write with --output'

/** At most 60 characters of what a file holds, fit for one line of a message. */
export function quoteFound(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return JSON.stringify(short)
}
