/** An input cannot be read any further; what was read before is valid. */
export class InputError extends Error {
  override name = 'InputError'
  /** The message for an input of which nothing is exported. */
  readonly fault: string

  constructor(message: string, options?: ErrorOptions, fault = message) {
    super(message, options)
    this.fault = fault
  }
}

/** An error about an input of which something may have been read before, as the message says. */
export function cutError(what: string, remedy: string | null, options?: ErrorOptions): InputError {
  const rest = remedy === null ? '' : `: ${remedy}`
  return new InputError(`${what}; what could be read before is exported${rest}`, options, what + rest)
}
