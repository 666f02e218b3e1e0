/** An input cannot be read any further; what was read before is valid. */
export class InputError extends Error {
  override name = 'InputError'
}
