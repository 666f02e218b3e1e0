interface Kept<K, V> {
  readonly get: (key: K) => V | undefined
  readonly set: (key: K, value: V) => unknown
}

/** What is kept for the key; made and kept on the first call. */
export function once<K, V>(kept: Kept<K, V>, key: K, make: () => V): V {
  let value = kept.get(key)
  if (value === undefined) {
    value = make()
    kept.set(key, value)
  }
  return value
}
