/** An input cannot be read any further; what was read before is valid. */
export class InputError extends Error {
  override name = 'InputError'

  /** The message without the words that what was read is exported: for an input of which nothing is. */
  get fault(): string {
    return this.message.replace(/; what [^:]*exported/, '')
  }
}
