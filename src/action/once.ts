/** A function that does its work at the first call only, and answers every later one as that, whatever it is given. */
export function once<A extends readonly unknown[], T>(make: (...given: A) => T): (...given: A) => T {
  let made: { readonly value: T } | null = null
  return (...given) => (made ??= { value: make(...given) }).value
}
