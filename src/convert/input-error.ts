/** An input that cannot be read any further; what was read before it is good. */
export class InputError extends Error {
  override name = 'InputError'
}
